/* vocab.h: the words of a corpus, most frequent first, and their ids.
 *
 * Ids are dense, 0 = most frequent. Ties are broken by byte order, so that the same corpus gives
 * the same ids on every machine and with any number of threads. */
#ifndef EMBEDLAB_TEXT_VOCAB_H
#define EMBEDLAB_TEXT_VOCAB_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "text/reader.h"

struct vocab;

/* Counts the words (text/words.h) of `in` and keeps those seen at least `min_count` times, at most
 * `max_size` (0 = all). NULL and *err if the input cannot be read or no word is left. */
struct vocab *vocab_count_words(struct reader *in, long min_count, long max_size, struct error *err);

/* A trainer's vocabulary: read from `read_from` if that is given, else counted in the texts `inputs` (ended
 * by NULL); written to `save_to` if that is given. */
struct vocab *vocab_for_training(const char *read_from, char *const *inputs, long min_count, long max_size,
                                 const char *save_to, struct error *err);

/* Building by hand: empty; counts one more occurrence of word[0..length) times; sorts, applies the
 * limits and fixes the ids. */
struct vocab *vocab_new(void);
void vocab_add(struct vocab *v, const char *word, size_t length, long times);
void vocab_finish(struct vocab *v, long min_count, long max_size);

/* Appends a word with the next id and no sorting; false if it is there already. For vocabularies
 * read from a file, whose order is the file's. */
bool vocab_append(struct vocab *v, const char *word, size_t length, long count);

void vocab_free(struct vocab *v);

int vocab_size(const struct vocab *v);
int vocab_lookup(const struct vocab *v, const char *word, size_t length); /* id, or -1 */
const char *vocab_word(const struct vocab *v, int id);                    /* NUL-terminated */
long vocab_frequency(const struct vocab *v, int id);                      /* occurrences; 0 = unknown */
long vocab_total(const struct vocab *v);                                  /* occurrences of the words kept */

/* Probability that an occurrence of word `id` is kept under frequent-word subsampling with
 * threshold `sample`: (sqrt(f / sample) + 1) * sample / f, at most 1, f = relative frequency
 * (Mikolov et al. 2013, as in the released code, not equation 5 of the paper). */
double vocab_keep_probability(const struct vocab *v, int id, double sample);

/* "word count" lines, most frequent first. Reading names file and line of what is broken. */
bool vocab_write(const struct vocab *v, const char *path, struct error *err);
struct vocab *vocab_read(const char *path, struct error *err);

#endif
