/* lookup.h: finds the words of a benchmark among the words of a view.
 *
 * Under CASE_FOLD both sides are folded (text/words.h), and of the view's words that fold alike the
 * most frequent stands for all: as in word2vec's compute-accuracy and gensim. Under CASE_EXACT a
 * word is found only as it is written. */
#ifndef EMBEDLAB_EVAL_LOOKUP_H
#define EMBEDLAB_EVAL_LOOKUP_H

#include "model/view.h"

enum case_policy { CASE_FOLD, CASE_EXACT };
const char *case_policy_name(enum case_policy p);

struct lookup;

/* An index of the first `limit` words of `view` (0 = all), which must live longer. */
struct lookup *lookup_new(const struct view *view, enum case_policy policy, long limit);
void lookup_free(struct lookup *l);

/* Id of the word that stands for `word`, or -1. A BPE model knows every word, if by its pieces; those that it does not
 * list have ids from view_vocabulary_size on. */
int lookup_find(const struct lookup *l, const char *word);

/* Id of the word that stands for the view's listed word `id`: itself, unless a more frequent one folds alike. */
int lookup_representative(const struct lookup *l, int id);

#endif
