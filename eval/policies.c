/* policies.c: what other evaluators have in force, by name. */
#include <string.h>

#include "eval/task.h"

/* Each preset states all policies, so that it means the same whatever the defaults are. */
static const struct policies presets[] = {
    /* compute-accuracy of word2vec 0.1c without its threshold: words in upper case, the first variant stands for all;
     * questions with an unknown word are not asked; inputs are no answers, but their other spellings are. It shows
     * accuracy by section and in all. Other than there, case is that of all of Unicode, not of ASCII alone. */
    {.preset = "word2vec", .case_policy = CASE_FOLD, .oov = OOV_SKIP, .other_spellings = true},
    /* KeyedVectors.evaluate_word_pairs and evaluate_word_analogies of gensim 4 with their defaults. */
    {.preset = "gensim", .case_policy = CASE_FOLD, .oov = OOV_SKIP, .restrict_vocab = 300000, .known_vocab = 300000},
    /* word-embeddings-benchmarks: words as they are written; unknown ones get the mean vector, in questions too;
     * dot products of the vectors as they come. */
    {.preset = "web", .case_policy = CASE_EXACT, .oov = OOV_MEAN, .similarity = SIMILARITY_DOT},
    /* SentEval's STS 2012 to 2016: the mean over a year's parts, weighted by their pairs; the plain mean is among the
     * metrics. Not its regressor on STS-B and SICK-R, trained on |u - v| and u v of the training part, which gives
     * other figures (GloVe on STS-B 64.7, its cosine 41.5: SentEval's pull request 62): the cosine is scored there. */
    {.preset = "senteval", .case_policy = CASE_FOLD, .oov = OOV_SKIP, .aggregate = AGGREGATE_WMEAN},
    /* SimCSE (Gao et al. 2021, appendix B): all pairs of a year as one list, Spearman. */
    {.preset = "simcse", .case_policy = CASE_FOLD, .oov = OOV_SKIP, .aggregate = AGGREGATE_ALL},
};

void policies_preset(const char *name, struct policies *p)
{
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++) {
        if (strcmp(presets[i].preset, name) != 0)
            continue;
        struct policies preset = presets[i];
        preset.bootstrap = p->bootstrap;
        preset.seed = p->seed;
        *p = preset;
        return;
    }
}
