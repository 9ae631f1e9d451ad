/* pair_classification.h: where the two texts and the label of a pair stand: the layout of a benchmark of this task. */
#ifndef EMBEDLAB_EVAL_TASKS_PAIR_CLASSIFICATION_H
#define EMBEDLAB_EVAL_TASKS_PAIR_CLASSIFICATION_H

struct pair_layout {
    const char *columns;  /* of a table: first text, second text, label (text/table_reader.h); NULL: path, files[0] and
                             files[1] hold first texts, second texts and labels, line by line */
    const char *positive; /* the label of pairs that belong together */
    const char *negative; /* of those that do not; NULL: every other label but "-", which means none */
    const char *tune;     /* file with pairs from which thresholds are taken, in the same layout; NULL: none. Without
                             columns: what stands there for the "test" in the names of the three files */
};

#endif
