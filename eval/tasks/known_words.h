/* known_words.h: the vectors of a benchmark's words, as far as the view knows them. */
#ifndef EMBEDLAB_EVAL_TASKS_KNOWN_WORDS_H
#define EMBEDLAB_EVAL_TASKS_KNOWN_WORDS_H

#include <stdbool.h>

#include "eval/task.h"
#include "text/vocab.h"

struct known_words {
    struct matrix vectors; /* owned; [words, dim]; unknown words have zero rows, under OOV_MEAN the mean row */
    bool *known;           /* owned; [words] */
};

/* Of the words of a benchmark. With `compose`, a word that the view does not list is put together from the listed
 * words that it consists of as text, if they all are (view_compose): Chinese characters, parts joined by - or _. */
struct known_words known_words_find(struct subject *subject, const struct policies *p, const struct vocab *words,
                                    bool compose);
void known_words_release(struct known_words *w);

#endif
