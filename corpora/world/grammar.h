/* grammar.h: patterns to sentences. */
#ifndef EMBEDLAB_CORPORA_WORLD_GRAMMAR_H
#define EMBEDLAB_CORPORA_WORLD_GRAMMAR_H

#include "base/random.h"
#include "corpora/world/lexicon.h"
#include "corpora/world/scenes.h"

#define SENTENCE_LIMIT 512 /* bytes */

struct speaker {
    const struct lexicon *lexicon; /* borrowed */
    struct random random;
    const struct word *cast[26]; /* by letter; NULL = nobody */
    const struct word *said[16]; /* in this sentence, so that nothing is said twice */
    int said_count;
    bool swap_synonyms; /* let a word's synonym stand for it, half of the time */
};

/* Any word of the kind "category", "category/group" or "kind|kind"; the first ones of a kind are
 * drawn more often. */
const struct word *speaker_draw(struct speaker *s, const char *kind);

/* Casts the scene anew. */
void speaker_cast(struct speaker *s, const char *cast);

/* Says the pattern: slots filled, a/an agreeing, capital at the start, full stop at the end. */
void speaker_say(struct speaker *s, const char *pattern, char sentence[SENTENCE_LIMIT]);

/* The word that means the same, or NULL. */
const char *synonym_of(const char *word);

#endif
