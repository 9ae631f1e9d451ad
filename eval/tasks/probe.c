/* probe.c: what a state knows of the words that follow: a linear classifier from the state after word t to word t + 1,
 * t + 2 or t + 3.
 *
 * The same words for all views: those of eval/tasks/passages.h, from which every view makes its states (model/view.h,
 * view_prefixes), so that a table knows the present word only, a causal model the words before, and no view anything
 * behind. The classes are the PROBE_CLASSES most frequent words of what is fitted on, and a position counts where the
 * word to be foretold is one of them; "unk", which stands for rare words in WikiText, is none. The classifier is a
 * softmax regression (nn/softmax_regression.h) whose ridge is chosen on the last tenth of its own text. */
#include "eval/tasks/probe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/task.h"
#include "eval/tasks/passages.h"
#include "nn/softmax_regression.h"

#define PROBE_CLASSES 1000
#define PROBE_LEAST   20 /* positions to fit on */

static const double ridges[] = {1e-1, 3e-2, 1e-2, 3e-3, 1e-3};

/* ---- reading ---- */

struct probe {
    struct passages *passages; /* owned */
    const char *name;          /* of the text: the path below the data folder */
    int ahead;                 /* which word is foretold: 1 = the next */
    int classes;
    int32_t *labels; /* owned; [position_count] class of the word foretold, -1: none */
};

struct counted {
    long count;
    int32_t word;
};

static int compare_counted(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : x->word - y->word;
}

/* Class of each word, -1: none; equals in frequency by first appearance. */
static int32_t *find_classes(const struct passages *p, int *classes)
{
    int count = vocab_size(p->words);
    struct counted *ranked = mem_new((size_t)count, sizeof *ranked, "words");
    int32_t *class = mem_new((size_t)count, sizeof *class, "words");
    for (int32_t i = 0; i < count; i++)
        ranked[i].word = i;
    for (size_t i = 0; i < p->starts[p->fit_sequences]; i++)
        ranked[p->ids[i]].count += strcmp(vocab_word(p->words, p->ids[i]), "unk") != 0;
    qsort(ranked, (size_t)count, sizeof *ranked, compare_counted);
    *classes = 0;
    for (int i = 0; i < count; i++)
        class[ranked[i].word] = i < PROBE_CLASSES && ranked[i].count > 0 ? (*classes)++ : -1;
    mem_free(ranked);
    return class;
}

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    char *fit = benchmark_path(b, data, 0), *scored = path_join(data, b->files[0]);
    struct passages *passages = passages_read(fit, scored, err);
    mem_free(fit);
    mem_free(scored);
    if (!passages)
        return NULL;
    struct probe *p = mem_new(1, sizeof *p, "probe");
    *p = (struct probe){.passages = passages, .name = b->path, .ahead = *(const int *)b->layout};
    int32_t *class = find_classes(passages, &p->classes);
    p->labels = mem_new((size_t)passages->position_count, sizeof *p->labels, "labels");
    for (int i = 0; i < passages->position_count; i++)
        p->labels[i] = class[passages->ids[passages->positions[i] + (size_t)p->ahead]];
    mem_free(class);
    return p;
}

static void release(void *items)
{
    struct probe *p = items;
    passages_free(p->passages);
    mem_free(p->labels);
    mem_free(p);
}

/* ---- states ---- */

struct probe_states {
    const char *name;     /* of the text; borrowed */
    struct matrix states; /* owned; [positions, dim] */
    int *known;           /* owned; [positions]: 0: the view does not know the word */
    bool finite;
};

void probe_states_free(struct probe_states *s)
{
    if (!s)
        return;
    matrix_release(&s->states);
    mem_free(s->known);
    mem_free(s);
}

/* Gives the states after unknown words the mean of the others that the probe is fitted on. */
static void fill_unknown(struct probe_states *s, int fit_count)
{
    double *mean = mem_new((size_t)s->states.columns, sizeof *mean, "mean state");
    long found = 0;
    for (int i = 0; i < fit_count; i++) {
        found += s->known[i] > 0;
        for (int c = 0; s->known[i] > 0 && c < s->states.columns; c++)
            mean[c] += matrix_row(&s->states, i)[c];
    }
    for (long i = 0; i < s->states.rows; i++)
        for (int c = 0; s->known[i] == 0 && c < s->states.columns; c++)
            matrix_row(&s->states, i)[c] = found > 0 ? (float)(mean[c] / (double)found) : 0;
    mem_free(mean);
}

static struct probe_states *make_states(const struct probe *probe, struct view *view, enum oov_policy oov)
{
    const struct passages *p = probe->passages;
    size_t count = p->starts[p->sequences];
    const char **words = mem_new(count, sizeof *words, "words");
    for (size_t i = 0; i < count; i++)
        words[i] = vocab_word(p->words, p->ids[i]);
    struct probe_states *s = mem_new(1, sizeof *s, "states");
    s->name = probe->name;
    s->states = matrix_new(p->position_count, view_dim(view), "states");
    s->known = mem_new((size_t)p->position_count, sizeof *s->known, "states");
    view_prefixes(view, words, p->starts, p->sequences, p->positions, p->position_count, &s->states, s->known);
    mem_free(words);
    if (oov == OOV_MEAN)
        fill_unknown(s, p->fit_count);
    s->finite = true;
    for (long i = 0; i < s->states.rows; i++)
        for (int c = 0; c < s->states.columns; c++) {
            float *value = &matrix_row(&s->states, i)[c];
            if (oov == OOV_ZERO && s->known[i] == 0)
                *value = 0;
            s->finite &= isfinite(*value) != 0;
        }
    return s;
}

static const struct probe_states *states_of(const struct probe *probe, struct subject *subject, enum oov_policy oov)
{
    if (subject->states == NULL || strcmp(subject->states->name, probe->name) != 0) {
        probe_states_free(subject->states);
        subject->states = make_states(probe, subject->view, oov);
    }
    return subject->states;
}

/* ---- scoring ---- */

/* The class that most of rows[count] have, the smaller of equals. */
static int32_t most_frequent(const struct probe *probe, const int *rows, int count)
{
    long *counts = mem_new((size_t)probe->classes, sizeof *counts, "classes");
    int32_t best = 0;
    for (int i = 0; i < count; i++)
        counts[probe->labels[rows[i]]]++;
    for (int k = 1; k < probe->classes; k++)
        best = counts[k] > counts[best] ? k : best;
    mem_free(counts);
    return best;
}

/* rows[fit + scored]: what is fitted on, then what is scored. */
static void score_rows(const struct probe *probe, const struct probe_states *s, const int *rows, int fit, int scored,
                       struct score *out)
{
    struct softmax_regression r = softmax_regression_new(probe->classes, s->states.columns);
    struct labelled train = {&s->states, probe->labels, rows, fit - fit / 10};
    struct labelled held = {&s->states, probe->labels, rows + train.count, fit / 10};
    struct labelled test = {&s->states, probe->labels, rows + fit, scored};
    double ridge = softmax_regression_tune(&r, &train, &held, ridges, sizeof ridges / sizeof *ridges), loss = 0;
    int32_t *predicted = mem_new((size_t)scored, sizeof *predicted, "predictions"), majority;
    double *losses = mem_new((size_t)scored, sizeof *losses, "losses");
    long right = 0, finite = 0;
    softmax_regression_apply(&r, &test, predicted, losses);
    majority = most_frequent(probe, rows, fit);
    const struct passages *p = probe->passages;
    for (int i = p->fit_count, k = 0; i < p->position_count; i++) {
        if (probe->labels[i] < 0)
            continue;
        if (k == scored || test.rows[k] != i) {
            score_skip(out, 0);
            continue;
        }
        score_item(out, 0, s->known[i] > 0, predicted[k] == probe->labels[i], 0);
        loss += isfinite(losses[k]) ? losses[k] : 0;
        finite += isfinite(losses[k++]) != 0;
        right += majority == probe->labels[i];
    }
    score_add_metric(out, "cross_entropy", finite > 0 ? loss / (double)finite : NAN);
    score_add_metric(out, "majority", scored > 0 ? (double)right / scored : NAN);
    score_add_metric(out, "ridge", ridge);
    mem_free(predicted);
    mem_free(losses);
    softmax_regression_release(&r);
}

static void score(const void *items, struct subject *subject, const struct policies *policies, struct score *out)
{
    const struct probe *probe = items;
    const struct passages *p = probe->passages;
    const struct probe_states *s = states_of(probe, subject, policies->oov);
    int *rows = mem_new((size_t)p->position_count, sizeof *rows, "rows"), count = 0, fit = 0;
    for (int i = 0; i < p->position_count; i++) {
        if (probe->labels[i] >= 0 && (s->known[i] > 0 || !oov_skips(policies->oov)))
            rows[count++] = i;
        fit = i < p->fit_count ? count : fit;
    }
    score_start(out, &statistic_accuracy);
    if (!s->finite)
        out->reason = "the model's states hold infinite numbers or NaN";
    else if (fit < PROBE_LEAST)
        out->reason = "the model knows too few words of the text to fit a probe";
    else
        score_rows(probe, s, rows, fit, count - fit, out);
    mem_free(rows);
}

const struct task task_probe = {
    .kind = "probe",
    .metric = "accuracy",
    .unit = "words",
    .heading = "Words to come",
    .measure = "words foretold from the state before them, in percent, by a linear classifier",
    .further = {"majority"},
    .load = load,
    .release = release,
    .score = score,
};
