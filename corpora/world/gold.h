/* gold.h: benchmarks that follow from how the world is made, in the formats of the public ones.
 *
 * Whatever sentences they hold are noted in `held`, and the corpus, written afterwards, says none of them. */
#ifndef EMBEDLAB_CORPORA_WORLD_GOLD_H
#define EMBEDLAB_CORPORA_WORLD_GOLD_H

#include <stdint.h>

#include "base/error.h"
#include "base/file.h"
#include "corpora/world/grammar.h"
#include "corpora/world/held_out.h"

struct world {
    struct grammar grammar;
    uint64_t seed;
    struct held_out held;
};

/* Draws of the corpus are those of document 0, 1, ...; those of benchmarks lie apart, a stream each. */
enum gold_stream {
    STREAM_CORPUS,
    STREAM_SIMILARITY,
    STREAM_ANALOGIES,
    STREAM_SENTENCES,
    STREAM_CONTEXTS,
    STREAM_PROBES_TRAIN,
    STREAM_PROBES_TEST,
    STREAM_NEXT_TRAIN,
    STREAM_NEXT_TEST,
    STREAM_RETRIEVAL,
    STREAM_VALID,
    STREAM_PAIRS
};
static inline struct random world_random(const struct world *w, enum gold_stream stream, uint64_t index)
{
    return random_at(w->seed, RANDOM_WORLD, ((uint64_t)stream << 56) + index);
}

/* How alike two concepts are, 0 to 10, by the lowest class that holds both and what they share:
 *   7 group, 5 category, 2 realm, 0 none; up to 2 more for attributes of the same value (1 within a realm)
 *   5 opposites; at least 6 when one is an attribute of the other and both are things of a kind: cow, calf
 *   5 when it is of another kind: Paris, France. Synonyms have 10. */
double gold_similarity(const struct lexicon *l, int a, int b);

/* words/world-similarity.txt       word1 TAB word2 TAB score
 * words/categorization-world.csv   number, category, word
 * analogy/world-analogies.txt      Google's: ": relation", four words a line
 * words/world-classes.tsv           word, class (part of speech and form), with a header
 * Behind the other benchmarks: asked for are words that the corpus says. */
bool gold_write_words(struct world *w, const char *folder, struct error *err);

/* sentences/world-sts-{train,dev,test}.tsv   sentence1 TAB sentence2 TAB score
 *   5 the same in other words        4 a detail is left out          3 somebody or something alike instead
 *   2 who and whom change places     1 another moment of the scene   0 another topic
 * pairs/world-train.tsv   sentence TAB the same in other words (not held out: they may occur in the corpus) */
bool gold_write_sentences(struct world *w, const char *folder, struct error *err);
bool gold_write_pairs(struct world *w, const char *folder, struct error *err);

/* contexts/world-wic.tsv, world-wic-train.tsv   WiC's: index word sentence1 sentence2 start1 start2 end1 end2 label */
bool gold_write_contexts(struct world *w, const char *folder, struct error *err);

/* valid.txt, probes/world-{train,test}.txt   documents
 * probes/world-next-{train,test}.tsv         one or two sentences TAB the one that follows; in the test also TAB the
 *                                            other sentences of the story, before it and after
 * retrieval/world-{queries,documents}.tsv, world-qrels.tsv */
bool gold_write_texts(struct world *w, const char *folder, struct error *err);

/* folder/inner/name for writing; the folder is made. */
struct output *gold_open(const char *folder, const char *inner, const char *name, struct error *err);

/* Does the last sentence tell which meaning of a word is meant before the word is read? Where only one of its meanings
 * could stand, or behind a word of the same category. "Said the boxer" (the man or the dog?) does not. */
bool gold_is_decided(const struct lexicon *l, const struct teller *t, int mention);

/* The step again, all that it says the same, in words as different from `first` as a few tries give. False when
 * it can only be said as before. */
bool gold_paraphrase(struct teller *t, const struct step *step, const char *first, char second[SENTENCE_LIMIT]);

#endif
