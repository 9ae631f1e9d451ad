/* report_evidence.h: differences between views, picked and put together as evidence for a claim. */
#ifndef EMBEDLAB_EVAL_REPORT_EVIDENCE_H
#define EMBEDLAB_EVAL_REPORT_EVIDENCE_H

#include "eval/report_data.h"

/* ---- which tasks and views ---- */

typedef bool task_test(const struct report_task *t);

bool task_is_word_similarity(const struct report_task *t);
bool task_is_similarity(const struct report_task *t);    /* similarity, retrieval, clustering: of words or of texts */
bool task_is_of_texts(const struct report_task *t);      /* those of them that are about texts */
bool task_is_of_quality(const struct report_task *t);    /* of words or texts alone: no geometry, probes, contexts */
bool task_is_of_the_future(const struct report_task *t); /* probes of the next tokens, the next sentence */
bool task_is_in_context(const struct report_task *t);    /* words in context */
bool task_is_word_probe(const struct report_task *t);    /* what a linear map reads off a word's vector */
bool task_is_geometry(const struct report_task *t);

typedef bool view_test(const struct report_view *v);

bool view_is_raw(const struct report_view *v);          /* without post-processing, of a model trained to its end */
bool view_is_word_vectors(const struct report_view *v); /* raw, of a specialist for words */
bool view_is_encoder(const struct report_view *v);      /* raw, of a specialist for sentences */
bool view_is_specialist(const struct report_view *v);   /* either */
bool view_is_lm(const struct report_view *v);           /* of a language model, raw or not */
bool view_is_lm_table(const struct report_view *v);     /* raw, the input table of a language model */
bool view_is_lm_state(const struct report_view *v);     /* raw, above the table */
bool view_is_random_table(const struct report_view *v);  /* raw, a table that was never trained */
bool view_is_static(const struct report_view *v);       /* raw, one vector for each word: word vectors or a table */

/* The wanted view with the best score on the task, among those that use at least half as many items as
 * the one that uses most; -1: none is scored. */
int best_view(const struct report *r, int task, view_test *wanted);

/* ---- differences ---- */

/* View a minus view b on a task, as a fraction, with a 95 % interval. */
struct finding {
    const char *sort; /* which of a claim's comparisons this is; borrowed, "" = the only one */
    int task, a, b;
    bool paired; /* tested item by item; else made of the two scores' intervals (Zou 2007, as if independent) */
    double difference, low, high;
    double p, items; /* NaN unknown */
};

struct findings {
    struct finding *list; /* owned; [count] */
    int count;
};

/* Fewer items say too little: one such benchmark would make the interval of a mean useless. */
#define FINDING_ITEMS 50

/* Adds the difference a - b on the task if both are scored with intervals, or were tested, on FINDING_ITEMS or more. */
void findings_add(struct findings *f, const struct report *r, const char *sort, int task, int a, int b);

/* The same for two sorts of views, a and b ([view_count]), on every task that passes. For each sort one view stands on
 * all tasks of words and one on all tasks of texts: the one with the best mean score over them. All intervals are
 * widened, and p is raised, for the number of pairs that there were to choose from (Bonferroni), since what chooses
 * a view also judges it. */
void findings_add_chosen(struct findings *f, const struct report *r, const char *sort, task_test *tasks, const bool *a,
                         const bool *b);

/* Which views pass; [view_count], on the heap. */
bool *views_that(const struct report *r, view_test *wanted);

/* By how much a 95 % interval is widened to be one of `count` that hold at once. */
double widening(int count);

/* The mean over tasks of the differences of one sort (NULL: of all), with a 95 % interval that takes the tasks as
 * independent and several differences on one task as one. */
struct summary {
    int count, ahead, behind; /* tasks; ahead, behind: those whose interval lies above, below 0 */
    bool paired;              /* were all tested item by item? */
    double mean, low, high;
};
struct summary findings_summary(const struct findings *f, const char *sort);

/* ---- intervals that the files do not have ---- */

/* Pieces of a part's words, from its name ("1 piece", "3 or more pieces"); 0: the part is not about pieces. */
int part_pieces(const struct report_part *p);

/* A 95 % interval of Spearman's correlation of n pairs, by Fisher's z with variance 1.06 / (n - 3) (Fieller, Hartley
 * and Pearson 1957). NaN when n < 10. */
void spearman_interval(double rho, double n, double *low, double *high);

#endif
