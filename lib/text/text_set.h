/* text_set.h: texts that are known again whatever their case, punctuation and spacing.
 *
 * Two texts are the same when their words (text/words.h) are, apostrophes left out and nothing between them: "A man 's
 * t-shirt." is "a man's T shirt". Benchmarks and training corpora hold the same sentences tokenised differently. */
#ifndef EMBEDLAB_TEXT_TEXT_SET_H
#define EMBEDLAB_TEXT_TEXT_SET_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct text_set;

struct text_set *text_set_new(void);
void text_set_free(struct text_set *s);

/* Distinct texts in it. */
int32_t text_set_size(const struct text_set *s);

/* Distinct texts are numbered from 0 in the order in which they come. Number of text[0..length), which is added when
 * it is new; -1 when it holds no word. One thread at a time: the set has scratch. */
int32_t text_set_add(struct text_set *s, const char *text, size_t length);

/* The same, or -1 when it is not there. */
int32_t text_set_find(struct text_set *s, const char *text, size_t length);

/* Adds all cells of the table `path` (text/table_reader.h, by its name; each line of a file without TABs is one).
 * Their numbers, *count of them, on the heap, one for each cell that holds a word; NULL and *err. */
int32_t *text_set_read(struct text_set *s, const char *path, size_t *count, struct error *err);

#endif
