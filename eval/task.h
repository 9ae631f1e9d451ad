/* task.h: what a task is to the evaluator: it reads a benchmark and scores a view on it.
 *
 * A task knows nothing of architectures: it asks the view for vectors of words or of texts
 * (model/view.h), and it does no statistics: it reports items (eval/score.h). A new kind of task is
 * one file in eval/tasks, one constant here, and rows in a table of eval/suites.
 *
 * Rules for tasks: the same bits for any number of threads; random draws (k-means' starts, folds)
 * by random_at(p->seed, RANDOM_EVALUATION, position) only; vectors may hold NaN or be zero
 * (vector_cosine gives 0 for a zero vector), and a view may know nothing of a benchmark: report
 * what there is, the core says "n/a" and why. Which file is wrong, and where, goes into *err. */
#ifndef EMBEDLAB_EVAL_TASK_H
#define EMBEDLAB_EVAL_TASK_H

#include <stdint.h>

#include "base/error.h"
#include "eval/benchmarks.h"
#include "eval/lookup.h"
#include "eval/score.h"
#include "model/view.h"

/* What becomes of an item with a word, or a text, of which the view knows nothing. */
enum oov_policy {
    OOV_SKIP,   /* it is left out; `used` tells how many were left in */
    OOV_ZERO,   /* it gets the zero vector, so cosine 0; an analogy counts as wrong */
    OOV_MEAN,   /* it gets the mean vector (of the vocabulary, of the texts); an analogy counts as wrong */
    OOV_SUBWORD /* as OOV_SKIP, but the view composes what it does not list where it can (view_compose_unseen) */
};
const char *oov_policy_name(enum oov_policy p);

/* Are items left out that the view does not know? */
static inline bool oov_skips(enum oov_policy p)
{
    return p == OOV_SKIP || p == OOV_SUBWORD;
}

/* How a benchmark with parts becomes one number. */
enum aggregation {
    AGGREGATE_ALL,  /* all items as one list */
    AGGREGATE_MEAN, /* the mean of the parts' scores */
    AGGREGATE_WMEAN /* their mean weighted by the items used */
};
const char *aggregation_name(enum aggregation a);

enum similarity { SIMILARITY_COSINE, SIMILARITY_DOT };
const char *similarity_name(enum similarity s);

enum analogy_method { ANALOGY_3COSADD, ANALOGY_3COSMUL };
const char *analogy_method_name(enum analogy_method m);

/* Everything that changes a score and is not the model's. */
struct policies {
    const char *preset; /* name of the preset that set the others, or NULL */
    enum case_policy case_policy;
    enum oov_policy oov;
    long restrict_vocab; /* analogies: over the view's first that many words; 0 = all */
    long known_vocab;    /* words behind the view's first that many are unknown everywhere; 0 = all are known */
    bool shared_vocab;   /* every view only on the items that all views know */
    enum aggregation aggregate;
    enum similarity similarity; /* of words and of texts, as far as a task has a similarity */
    enum analogy_method analogy;
    bool other_spellings; /* analogies: spellings of a question's words in another case are candidates, and wrong */
    int bootstrap; /* draws for the intervals and tests; 0 = none */
    uint64_t seed; /* of the bootstrap and of the tasks' own draws */
};

/* Sets what the preset of that name, one of POLICY_PRESETS, has in force; the rest keeps its value (policies.c). */
#define POLICY_PRESETS "word2vec|gensim|web|senteval|simcse"
void policies_preset(const char *name, struct policies *p);

/* Similarity of two vectors [n] under the policy; of a zero vector 0. */
double policies_similarity(const struct policies *p, const float *x, const float *y, int n);

/* A view and the index of its words, which is made when a task first asks for it. */
struct subject {
    struct view *view;     /* borrowed */
    struct lookup *lookup; /* owned; NULL until subject_lookup */
    struct geometry_words *words; /* owned; NULL until a figure is asked for (eval/tasks/geometry.h) */
    struct probe_states *states; /* owned; of the text last probed; NULL until then (eval/tasks/probe.h) */
};
const struct lookup *subject_lookup(struct subject *s, const struct policies *p);

/* Frees what the tasks have put there; the view stays. */
void subject_release(struct subject *s);

#define TASK_FURTHER 5

struct task {
    const char *kind;                      /* "word similarity"; the report groups by it */
    const char *metric;                    /* name of the main metric, as in results.json: "spearman" */
    const char *unit;                      /* what the items are: "pairs" */
    const char *heading;                   /* of its table: "Words" */
    const char *measure;                   /* what the numbers shown are, for the table's caption */
    const char *further[TASK_FURTHER + 1]; /* metrics that get columns beside the main one; NULL-ended */
    bool plain;                            /* numbers are shown as they are; else x 100 */
    bool sparse;                           /* cosines of texts are all that it needs: it scores sparse views, too */
    bool no_better;                        /* neither more nor less is better (geometry): no best view is marked */

    /* Reads the benchmark below the folder `data`. NULL and *err (file, line) when it is broken. Without files: any
     * pointer but NULL. */
    void *(*load)(const struct benchmark *b, const char *data, struct error *err);
    void (*release)(void *items);

    /* Scores the view; *out is zeroed before. */
    void (*score)(const void *items, struct subject *subject, const struct policies *p, struct score *out);

    /* Text k = 0, 1, ... of item `item`, NULL behind its last: what a training text may hold (--seen).
     * NULL: the benchmark has no sentences. */
    const char *(*text)(const void *items, long item, int k);
};

extern const struct task task_word_similarity; /* cosine against human judgement, Spearman */
extern const struct task task_analogy;         /* a is to b as c is to ?, 3CosAdd or 3CosMul, accuracy */
extern const struct task task_sts;             /* cosine of sentences against human judgement, Spearman */
extern const struct task task_probe;           /* words to come, by a linear classifier on states, accuracy */
extern const struct task task_probe_frequency; /* of a word, by a linear map of its vector, Spearman */
extern const struct task task_probe_class;     /* of a word, by a linear classifier on its vector, accuracy */
extern const struct task task_next_sentence;   /* the true next sentence among 100, its words foretold, accuracy */
extern const struct task task_pair_classification; /* pairs that belong together, average precision */
extern const struct task task_retrieval;       /* documents ranked for queries by cosine, nDCG@10 */
extern const struct task task_transfer;        /* classes of sentences, by a classifier on vectors, accuracy */
extern const struct task task_word_in_context; /* the same sense of a word in two sentences or not, accuracy */
extern const struct task task_sense_probe;     /* the same by a distance that is learned on training pairs */
extern const struct task task_contextual_similarity; /* cosine of words in texts against judgement, Spearman */
extern const struct task task_geometry; /* figures of a space: of words, of sentences, of words in sentences */
extern const struct task task_alignment, task_sentence_uniformity, task_self_similarity, task_context_isotropy;
extern const struct task task_categorization;  /* words in clusters against their categories, purity */
extern const struct task task_outlier;         /* the word that does not belong to the others, accuracy */
extern const struct task task_text_clustering; /* texts in clusters against their labels, V-measure */

#endif
