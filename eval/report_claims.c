/* report_claims.c: one rule per claim, from numbers to a verdict. */
#include "eval/report_claims.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_page.h"

const char *outcome_name(enum outcome o)
{
    static const char *const names[] = {"Not tested here", "Inconclusive here", "Supported", "Not supported"};
    return names[o];
}

void judgement_release(struct judgement *j)
{
    mem_free(j->words);
    mem_free(j->findings.list);
}

/* ---- from intervals to outcomes ---- */

/* Above 0, below 0, or neither. */
static enum outcome outcome_of(double low, double high)
{
    if (!isfinite(low) || !isfinite(high))
        return OUTCOME_NOT_TESTED;
    return low > 0 ? OUTCOME_SUPPORTED : high < 0 ? OUTCOME_NOT_SUPPORTED : OUTCOME_INCONCLUSIVE;
}

/* "+3.2 points [1.0, 5.4] on average over 5 benchmarks (ahead on 4, behind on 0)". On the heap. */
static char *summary_words(struct summary s)
{
    char mean[40], interval[80];
    char *spread = s.count == 1 ? mem_string(" on 1 benchmark")
                                : mem_format(" on average over %d benchmarks (ahead on %d, behind on %d)", s.count,
                                             s.ahead, s.behind);
    char *words = mem_format("%s%s points %s%s%s", s.mean > 0 ? "+" : "", format_number(mean, 100 * s.mean, 1),
                             format_interval(interval, 100 * s.low, 100 * s.high, 1), spread,
                             s.paired ? ""
                                      : "; where views were not tested item by item, the interval is made of "
                                        "theirs and wider than it need be");
    mem_free(spread);
    return words;
}

/* The verdict of claims that say "a is ahead of b": by the mean difference over all findings. */
static void judge_by_mean(struct judgement *j, const char *what)
{
    struct summary s = findings_summary(&j->findings, NULL);
    j->outcome = outcome_of(s.low, s.high);
    if (j->outcome == OUTCOME_NOT_TESTED)
        return;
    char *words = summary_words(s);
    j->words = mem_format("%s: %s.", what, words);
    mem_free(words);
}

/* ---- C1: two spaces ---- */

bool comparison_of_kinds(const struct report *r, const struct report_comparison *c)
{
    const struct report_view *a = &r->views[c->a], *b = &r->views[c->b];
    return isfinite(c->overlap.value) && c->items > 0 &&
           ((view_is_word_vectors(a) && view_is_lm_table(b)) || (view_is_lm_table(a) && view_is_word_vectors(b)));
}

bool comparison_of_seeds(const struct report *r, const struct report_comparison *c)
{
    const struct report_view *a = &r->views[c->a], *b = &r->views[c->b];
    return isfinite(c->overlap.value) && c->items > 0 && a->group[0] && strcmp(a->group, b->group) == 0 &&
           ((view_is_word_vectors(a) && view_is_word_vectors(b)) || (view_is_lm_table(a) && view_is_lm_table(b)));
}

static void judge_c1(const struct report *r, struct judgement *j)
{
    const struct report_comparison *closest = NULL;
    double reference = 0.5;
    bool seeds = false;
    for (int i = 0; i < r->comparison_count; i++) {
        const struct report_comparison *c = &r->comparisons[i];
        if (comparison_of_kinds(r, c) && (!closest || c->overlap.value > closest->overlap.value))
            closest = c;
        if (!comparison_of_seeds(r, c))
            continue;
        reference = seeds ? fmin(reference, c->overlap.low) : c->overlap.low;
        seeds = true;
    }
    if (!closest)
        return;
    double low = closest->overlap.low, high = closest->overlap.high;
    j->outcome = outcome_of(reference - high, reference - low);
    char share[40], least[40], cka[40], interval[80];
    j->words =
        mem_format("The word vectors and the token table that are most alike, %s and %s, share %s %% %s of the ten "
                   "nearest neighbours of a word (linear CKA %s; %.0f words). %s %s %%.",
                   r->views[closest->a].name + r->shared_folder, r->views[closest->b].name + r->shared_folder,
                   format_number(share, 100 * closest->overlap.value, 1),
                   format_interval(interval, 100 * low, 100 * high, 1), format_number(cka, closest->cka.value, 2),
                   closest->items, seeds ? "Two seeds of one configuration share at least" : "The line is drawn at",
                   format_number(least, 100 * reference, 1));
}

/* ---- C2: specialists ---- */

/* Differences between two sorts of views on the tasks that pass. */
static void add_sorts(struct findings *f, const struct report *r, const char *sort, task_test *tasks, view_test *first,
                      view_test *second)
{
    bool *a = views_that(r, first), *b = views_that(r, second);
    findings_add_chosen(f, r, sort, tasks, a, b);
    mem_free(a);
    mem_free(b);
}

static void judge_c2(const struct report *r, struct judgement *j)
{
    add_sorts(&j->findings, r, "", task_is_similarity, view_is_specialist, view_is_lm);
    judge_by_mean(j, "The best specialist minus the best view of a language model");
}

/* ---- C3: the table and the loss ---- */

/* Every table that was started from word vectors against those vectors. */
static void add_started(struct findings *f, const struct report *r, int task)
{
    for (int a = 0; a < r->view_count; a++) {
        const struct report_view *v = &r->views[a];
        if (v->role != ROLE_LM_STARTED || !view_is_raw(v) || strcmp(v->view, "input") != 0)
            continue;
        for (int b = 0; b < r->view_count; b++)
            if (view_is_word_vectors(&r->views[b]) && report_same_model(v->training->initial, r->views[b].model))
                findings_add(f, r, "table started from word vectors, after training, minus those vectors", task, a, b);
    }
}

static void judge_c3(const struct report *r, struct judgement *j)
{
    static const char learned[] = "table after training minus table of random numbers";
    struct findings *f = &j->findings;
    add_sorts(f, r, learned, task_is_word_similarity, view_is_lm_table, view_is_random_table);
    int count = f->count;
    for (int t = 0; t < r->task_count; t++)
        if (!r->tasks[t].missing && task_is_word_similarity(&r->tasks[t]))
            add_started(f, r, t);
    struct summary gain = findings_summary(f, learned);
    if (gain.count == 0)
        return;
    j->outcome = outcome_of(gain.low, gain.high);
    char *words = summary_words(gain), *more = NULL;
    if (f->count > count) {
        struct summary moved = findings_summary(f, f->list[count].sort);
        enum outcome second = outcome_of(-moved.high, -moved.low);
        if (j->outcome == OUTCOME_SUPPORTED || second == OUTCOME_NOT_SUPPORTED)
            j->outcome = second;
        more = summary_words(moved);
    }
    j->words = mem_format("Word similarity of the learned table minus that of random numbers: %s.%s%s%s", words,
                          more ? " Of a table started from word vectors, after training, minus those vectors: " : "",
                          more ? more : "", more ? "." : "");
    mem_free(words);
    mem_free(more);
}

/* ---- C4: post-processing ---- */

#define STEPS 8

/* The same model and view without post-processing; -1. */
static int raw_of(const struct report *r, int view)
{
    const struct report_view *v = &r->views[view];
    for (int i = 0; i < r->view_count; i++)
        if (view_is_lm_table(&r->views[i]) && strcmp(r->views[i].model, v->model) == 0 &&
            strcmp(r->views[i].view, v->view) == 0)
            return i;
    return -1;
}

static void judge_c4(const struct report *r, struct judgement *j)
{
    const char *steps[STEPS], *best = NULL;
    int count = 0;
    for (int v = 0; v < r->view_count; v++) {
        int raw = r->views[v].post[0] && view_is_lm(&r->views[v]) ? raw_of(r, v) : -1, known = 0;
        while (known < count && strcmp(steps[known], r->views[v].post) != 0)
            known++;
        if (raw < 0 || known == STEPS)
            continue;
        steps[known] = r->views[v].post;
        count += known == count;
        for (int t = 0; t < r->task_count; t++)
            if (!r->tasks[t].missing && task_is_of_quality(&r->tasks[t]))
                findings_add(&j->findings, r, r->views[v].post, t, v, raw);
    }
    struct summary most = {.mean = -INFINITY};
    for (int i = 0; i < count; i++) {
        struct summary s = findings_summary(&j->findings, steps[i]);
        if (s.count > 0 && s.mean > most.mean)
            most = s, best = steps[i];
    }
    if (!best)
        return;
    most.low = most.mean - widening(count) * (most.mean - most.low);
    most.high = most.mean + widening(count) * (most.high - most.mean);
    j->outcome = outcome_of(most.low, most.high);
    char *words = summary_words(most);
    j->words = mem_format("The input table after +%s, the best of %d step%s, minus the same table as it is: %s.", best,
                          count, count == 1 ? "" : "s", words);
    mem_free(words);
}

/* ---- C5: a language model tuned ---- */

/* The raw views of a tuned model against those of the language model that it was. */
static void add_tuned(struct findings *f, const struct report *r, const struct report_view *tuned)
{
    bool *after = views_that(r, view_is_raw), *before = views_that(r, view_is_raw);
    for (int v = 0; v < r->view_count; v++) {
        const struct report_view *view = &r->views[v];
        after[v] &= strcmp(view->model, tuned->model) == 0;
        before[v] &= view->role != ROLE_TUNED && report_same_model(view->model, tuned->training->initial);
    }
    findings_add_chosen(f, r, tuned->training->attention, task_is_of_texts, after, before);
    mem_free(after);
    mem_free(before);
}

static void judge_c5(const struct report *r, struct judgement *j)
{
    for (int i = 0; i < r->view_count; i++) {
        const struct report_view *v = &r->views[i];
        bool first = v->role == ROLE_TUNED && v->training;
        for (int k = 0; k < i && first; k++)
            first = strcmp(r->views[k].model, v->model) != 0;
        if (first)
            add_tuned(&j->findings, r, v);
    }
    judge_by_mean(j, "The tuned model minus the best view of the language model that it was");
}

/* ---- C6, C7: the future, the context ---- */

static void judge_c6(const struct report *r, struct judgement *j)
{
    add_sorts(&j->findings, r, "", task_is_of_the_future, view_is_lm_state, view_is_static);
    judge_by_mean(j, "The best state of a language model minus the best vectors that know no context");
}

static void judge_c7(const struct report *r, struct judgement *j)
{
    add_sorts(&j->findings, r, "", task_is_in_context, view_is_lm_state, view_is_lm_table);
    judge_by_mean(j, "The best state of a language model minus its table");
}

/* ---- C8: pieces ---- */

/* Words in one piece against words in several, on one task: adds the difference and the squares of its half-widths. */
static bool add_pieces(const struct report_cell *c, double *sum, double *below, double *above)
{
    double one = NAN, one_low = NAN, one_high = NAN, more = 0, more_low = 0, more_high = 0, weight = 0;
    for (int i = 0; i < c->part_count; i++) {
        const struct report_part *part = &c->parts[i];
        double low, high, w = part->used - 3;
        int pieces = part_pieces(part);
        spearman_interval(part->score, part->used, &low, &high);
        if (pieces == 0 || !isfinite(low))
            continue;
        if (pieces == 1)
            one = part->score, one_low = part->score - low, one_high = high - part->score;
        else
            more += w * part->score, more_low += w * w * (part->score - low) * (part->score - low),
                more_high += w * w * (high - part->score) * (high - part->score), weight += w;
    }
    if (isnan(one) || weight == 0)
        return false;
    *sum += one - more / weight;
    *below += one_low * one_low + more_high / (weight * weight);
    *above += one_high * one_high + more_low / (weight * weight);
    return true;
}

static void judge_c8(const struct report *r, struct judgement *j)
{
    double sum = 0, below = 0, above = 0;
    int count = 0;
    for (int v = 0; v < r->view_count; v++)
        for (int t = 0; t < r->task_count; t++)
            if (view_is_raw(&r->views[v]) && task_is_word_similarity(&r->tasks[t]))
                count += add_pieces(report_cell(r, v, t), &sum, &below, &above);
    if (count == 0)
        return;
    double mean = sum / count, low = mean - sqrt(below) / count, high = mean + sqrt(above) / count;
    char number[40], interval[80];
    j->outcome = outcome_of(low, high);
    j->words =
        mem_format("Correlation for words that are one token minus that for words of several pieces: %s%s points "
                   "%s on average over %d table%s of scores.",
                   mean > 0 ? "+" : "", format_number(number, 100 * mean, 1),
                   format_interval(interval, 100 * low, 100 * high, 1), count, count == 1 ? "" : "s");
}

/* ---- the claims ---- */

#define BY_MEAN                                                                                                        \
    "supported when the 95 % interval of the mean difference lies above 0, not supported when it lies below, "         \
    "inconclusive otherwise. The interval takes the benchmarks as independent, and several models on one benchmark "   \
    "as "                                                                                                              \
    "one; benchmarks with fewer than 50 items compared do not count."

const struct claim report_claims[CLAIMS] = {
    {"C1", "The two are different things, though both are called embedding",
     "Do word vectors and the token table of a language model, made from the same text, put the same words near to "
     "each other?",
     "Both spaces are compared on the words that they share. For each word the ten nearest neighbours are found in "
     "both; linear CKA and the rank correlation of all cosines compare the spaces as wholes.",
     "the pair of word vectors and token table that is most alike is held against the least that two seeds of one "
     "configuration of either share, or against half of the neighbours where there is only one seed. Supported when "
     "the interval of the share lies below, not supported when it lies above, inconclusive otherwise.",
     "word vectors and the input view of a language model, compared by `evaluate` (list \"comparisons\")", judge_c1},
    {"C2", "Specialists trained for similarity win at similarity, retrieval, clustering",
     "On the same text and vocabulary, is a model that was trained for its vectors better at similarity than any view "
     "of a language model?",
     "On every benchmark of similarity, retrieval and clustering the best specialist (word vectors or a sentence "
     "encoder, as trained) is held against the best view of a language model, post-processing included: one "
     "view for all benchmarks of words and one for all of texts, that with the best mean score over them. Intervals "
     "are widened for the number of pairs to choose from (Bonferroni).",
     BY_MEAN, "scores of a specialist and of a language model on the same benchmark, with intervals", judge_c2},
    {"C3", "The table is shaped by the language model's loss alone, jointly with the blocks",
     "What does training put into a table that starts as random numbers, and what does it do to one that starts as "
     "good word vectors?",
     "Arms of one language model differ only in the table: learned, frozen at random numbers, frozen or started as "
     "word vectors, tied or not. Their loss on held-out text and their word similarity are compared, at the end and "
     "along training. Of several learned tables the one with the best mean counts (Bonferroni).",
     "supported when the learned table is better than random numbers (the interval of the mean difference lies above "
     "0) and, where that arm is there, a table started from word vectors is worse than they were (below 0): the loss "
     "gives a table meaning of its own kind. Not supported when one of the two lies on the other side, inconclusive "
     "otherwise.",
     "the input view of a language model, and of the same one frozen at random numbers or kept at step 0 "
     "(--checkpoints-at 0), on word similarity",
     judge_c3},
    {"C4", "The table holds more than its raw cosine shows",
     "Does a step that changes no weight make the table of a language model better at the same benchmarks?",
     "The input table is scored as it is and after subtracting its mean (+center), removing its strongest directions "
     "(+abtt) or making all directions equally strong (+whiten). The same items are compared. Linear probes show what "
     "else can be read off it.",
     "the step with the largest mean difference counts, its interval widened for the number of steps tried "
     "(Bonferroni). Supported when it lies above 0, not supported when it lies below, inconclusive otherwise.",
     "the input view of a language model, raw and with +center, +abtt:D or +whiten", judge_c4},
    {"C5", "Contrastive tuning turns a language model into an embedding model",
     "Does the same model, tuned so that alike texts come close, become better at similarity and retrieval of texts?",
     "Each tuned model is held against the best table or layer of the language model that it started from (best mean "
     "over the benchmarks of texts; intervals are widened for the number of views to choose from, Bonferroni). Causal "
     "and bidirectional attention are told apart.",
     BY_MEAN, "a model of `contrastive --init DIR` and the language model DIR, on benchmarks of texts", judge_c5},
    {"C6", "Embedding and blocks together are an embedding of the sentence's future",
     "Does the state above a word tell what comes next better than the words that were read?",
     "Probes read the next tokens, and the next sentence among 100, from each layer's state. The best layer above "
     "the table is held against the best average of static vectors, the best by the mean over these benchmarks; "
     "intervals are widened for the number of pairs to choose from (Bonferroni).",
     BY_MEAN,
     "the benchmarks probe-next-1, -2, -3 or next-sentence, for layers of a language model and for static vectors",
     judge_c6},
    {"C7", "A table is static, the state is dynamic",
     "Does the vector of a word tell which of its senses a sentence means?",
     "A table gives a word the same vector in every sentence, a state another one each time. Both are scored on words "
     "in context, by cosine and, where pairs to learn from exist, by a learned distance (KISSME); a table cannot know "
     "more than the words tell by themselves. The layer is the one with the best mean over these benchmarks; intervals "
     "are widened for the number of pairs to choose from (Bonferroni).",
     BY_MEAN, "a benchmark of words in context (suite contexts, world-wic), for the input view and for layers",
     judge_c7},
    {"C8", "Tokens are fragments",
     "Are words that the tokenizer cuts into pieces represented worse than words that it keeps whole?",
     "A model with byte-level BPE makes the vector of a cut word from its pieces. Word similarity is scored separately "
     "for words of one piece and of several.",
     "supported when the interval of the mean difference, one piece minus several, lies above 0, not supported when it "
     "lies below, inconclusive otherwise. Intervals of the parts are by Fisher's z. Rarer words have more pieces, so "
     "that rarity is part of the difference.",
     "word similarity of a model with BPE, by number of pieces", judge_c8},
};

void claim_judge(const struct claim *c, const struct report *r, struct judgement *j)
{
    *j = (struct judgement){.outcome = OUTCOME_NOT_TESTED};
    c->judge(r, j);
    if (j->outcome == OUTCOME_NOT_TESTED) {
        mem_free(j->words);
        j->words = mem_format("Needs %s.", c->needs);
    }
}
