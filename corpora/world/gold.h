/* gold.h: benchmarks that follow from how the world is made. */
#ifndef EMBEDLAB_CORPORA_WORLD_GOLD_H
#define EMBEDLAB_CORPORA_WORLD_GOLD_H

#include <stdint.h>

#include "base/error.h"
#include "corpora/world/lexicon.h"

/* How alike two words of the lexicon are, 0 to 10:
 *   8 same category and group (cow, horse)       6 same category (cow, wolf)
 *   7 one names the other (cow, calf)            2 same realm (cow, salmon: animals)
 *   0 nothing of this. Synonyms have 10, a word and what goes with it (cow, grass) 4. */
double gold_similarity(const struct word *a, const struct word *b);

/* word1 TAB word2 TAB score 0-10. */
bool gold_write_similarity(const struct lexicon *l, uint64_t seed, const char *path, struct error *err);

/* Google's format: ": section" lines and four words a line. */
bool gold_write_analogies(const struct lexicon *l, uint64_t seed, const char *path, struct error *err);

/* sentence1 TAB sentence2 TAB score 0-5:
 *   5 the same in other words and another order    4 the same, the place left out
 *   3.5 somebody alike does it                     3 who and whom change places
 *   2 the same one does another thing of the kind  1 only the topic is the same   0 nothing is */
bool gold_write_sentences(const struct lexicon *l, uint64_t seed, const char *path, struct error *err);

#endif
