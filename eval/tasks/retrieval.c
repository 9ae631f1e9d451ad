/* retrieval.c: search: the documents of a collection ranked for each query by cosine, over all of them.
 *
 * Main metric: nDCG@10 = DCG / DCG of the best ranking, DCG = sum over ranks r <= 10 of gain / log2(1 + r)
 * (Järvelin and Kekäläinen 2002, gains as they are, as trec_eval). Further: MAP (mean over the documents that
 * answer of the precision at their rank), MRR, recall@10 and @100. Of equal cosines the document that comes first
 * in the collection ranks first; documents that the view does not know rank last. Queries that no document answers
 * are no items. */
#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/task.h"
#include "eval/tasks/known_vectors.h"
#include "eval/tasks/retrieval_data.h"

#define BLOCK   64 /* queries whose cosines are held at once */
#define UNKNOWN (-2.0)

static const struct statistic statistic_ndcg = {"ndcg_at_10", mean_of_predicted, EXCHANGE_VALUES};

enum { MAP, MRR, RECALL_10, RECALL_100, FIGURES };
static const char *const figure_names[FIGURES] = {"map", "mrr", "recall_at_10", "recall_at_100"};

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    return retrieval_data_read(b, data, err);
}

static void release(void *items)
{
    retrieval_data_free(items);
}

static int compare_long(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

static int compare_gain(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* Rank of document d, from 1, among cosines[count]. */
static long rank_of(const double *cosines, int count, int d)
{
    long rank = 1;
    for (int i = 0; i < count; i++)
        rank += cosines[i] > cosines[d] || (cosines[i] == cosines[d] && i < d);
    return rank;
}

/* nDCG@10 of a query whose answers are answers[count], and adds its other figures. */
static double rank_query(const struct judgement *answers, int count, const double *cosines, int documents,
                         double figures[FIGURES])
{
    long *ranks = mem_new((size_t)count, sizeof *ranks, "ranks");
    double *gains = mem_new((size_t)count, sizeof *gains, "gains"), found = 0, best = 0;
    for (int i = 0; i < count; i++) {
        ranks[i] = rank_of(cosines, documents, answers[i].document);
        gains[i] = answers[i].gain;
        found += ranks[i] <= 10 ? gains[i] / log2(1 + (double)ranks[i]) : 0;
    }
    qsort(gains, (size_t)count, sizeof *gains, compare_gain);
    qsort(ranks, (size_t)count, sizeof *ranks, compare_long);
    for (int i = 0; i < count; i++) {
        best += i < 10 ? gains[i] / log2(2 + i) : 0;
        figures[MAP] += (i + 1.0) / (double)ranks[i] / count;
        figures[RECALL_10] += (ranks[i] <= 10) / (double)count;
        figures[RECALL_100] += (ranks[i] <= 100) / (double)count;
    }
    figures[MRR] += 1 / (double)ranks[0];
    mem_free(ranks);
    mem_free(gains);
    return found / best;
}

/* Vectors of the texts ids[count] with length 1 (zero: as they are), in double, so that no two are tied by rounding. */
static void gather(const struct matrix *vectors, const int *ids, int count, double *out)
{
    int dim = vectors->columns;
    for (long i = 0; i < count; i++) {
        const float *row = matrix_row(vectors, ids[i]);
        double squares = 0;
        for (int c = 0; c < dim; c++)
            squares += (double)row[c] * row[c];
        for (int c = 0; c < dim; c++)
            out[i * dim + c] = squares > 0 ? row[c] / sqrt(squares) : row[c];
    }
}

/* For each document the first one with the same text, whose cosine it must have to the bit. */
static int *find_first(const struct retrieval_data *r)
{
    int *first = mem_new((size_t)r->document_count, sizeof *first, "documents");
    int *of_text = mem_new((size_t)vocab_size(r->texts), sizeof *of_text, "documents"); /* + 1; 0: none so far */
    for (int d = 0; d < r->document_count; d++) {
        int *known = &of_text[r->documents[d]];
        first[d] = *known > 0 ? *known - 1 : d;
        *known = first[d] + 1;
    }
    mem_free(of_text);
    return first;
}

/* Puts the documents in their places that the product cannot: those of equal text, those without a known word. */
static void settle(const struct retrieval_data *r, const bool *known, const int *first, double *cosines)
{
    for (int d = 0; d < r->document_count; d++)
        cosines[d] = known[r->documents[d]] ? cosines[first[d]] : UNKNOWN;
}

/* Judgements of query q begin at *j; moves *j behind them and returns how many there are. */
static int answers_of(const struct retrieval_data *r, int q, int *j)
{
    int first = *j;
    while (*j < r->judgement_count && r->judgements[*j].query == q)
        ++*j;
    return *j - first;
}

/* A search at work. */
struct search {
    const struct retrieval_data *data;
    const struct known_vectors *texts;
    int *first;                            /* owned; find_first */
    double *documents, *queries, *cosines; /* owned; [documents, dim], [BLOCK, dim], [BLOCK, documents] */
    double figures[FIGURES];               /* sums over the queries */
    int next, used;                        /* judgement to come; queries so far */
};

/* Cosines of the queries first..first+count-1 with all documents. */
static void compare(struct search *s, int first, int count)
{
    int dim = s->texts->vectors.columns, n = s->data->document_count;
    if (s->texts->sparse.count > 0) {
#pragma omp parallel for schedule(static)
        for (long i = 0; i < (long)count * n; i++)
            s->cosines[i] = known_cosine(s->texts, s->data->queries[first + i / n], s->data->documents[i % n]);
        return;
    }
    gather(&s->texts->vectors, s->data->queries + first, count, s->queries);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, count, n, dim, 1, s->queries, dim, s->documents, dim, 0,
                s->cosines, n);
}

static void score_query(struct search *s, int q, double *cosines, enum oov_policy oov, struct score *out)
{
    const struct retrieval_data *r = s->data;
    int begin = s->next, answers = answers_of(r, q, &s->next);
    bool known = s->texts->known[r->queries[q]], finite = true;
    if (answers == 0)
        return;
    if (!known && oov_skips(oov)) {
        score_skip(out, 0);
        return;
    }
    settle(r, s->texts->known, s->first, cosines);
    for (int d = 0; d < r->document_count; d++)
        finite &= isfinite(cosines[d]) != 0;
    double ndcg = rank_query(r->judgements + begin, answers, cosines, r->document_count, s->figures);
    score_item(out, 0, known, finite ? ndcg : NAN, 0);
    s->used++;
}

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct retrieval_data *r = items;
    struct known_vectors texts = known_texts(subject, p, r->texts);
    size_t dim = (size_t)texts.vectors.columns, n = (size_t)r->document_count;
    struct search s = {.data = r, .texts = &texts, .first = find_first(r),
                       .documents = mem_new(n * dim + 1, sizeof(double), "documents"),
                       .queries = mem_new(BLOCK * dim + 1, sizeof(double), "queries"),
                       .cosines = mem_new(BLOCK * n, sizeof(double), "cosines")};
    if (texts.sparse.count == 0)
        gather(&texts.vectors, r->documents, r->document_count, s.documents);
    score_start(out, &statistic_ndcg);
    for (int first = 0; first < r->query_count; first += BLOCK) {
        int count = r->query_count - first < BLOCK ? r->query_count - first : BLOCK;
        compare(&s, first, count);
        for (int q = 0; q < count; q++)
            score_query(&s, first + q, s.cosines + (size_t)q * n, p->oov, out);
    }
    for (int f = 0; f < FIGURES; f++)
        score_add_metric(out, figure_names[f], s.used > 0 ? s.figures[f] / s.used : NAN);
    mem_free(s.cosines);
    mem_free(s.documents);
    mem_free(s.queries);
    mem_free(s.first);
    known_vectors_release(&texts);
}

static const char *text(const void *items, long item, int k)
{
    const struct retrieval_data *r = items;
    long q = -1;
    for (int j = 0; j < r->judgement_count && item >= 0; j++)
        if (j == 0 || r->judgements[j].query != r->judgements[j - 1].query) {
            q = r->judgements[j].query;
            item--;
        }
    return k == 0 ? vocab_word(r->texts, r->queries[q]) : NULL;
}

const struct task task_retrieval = {
    .kind = "retrieval",
    .metric = "ndcg_at_10",
    .unit = "queries",
    .heading = "Search",
    .measure = "nDCG@10 x 100 of documents ranked by cosine with the query",
    .further = {"map", "mrr", "recall_at_10", "recall_at_100"},
    .sparse = true,
    .load = load,
    .release = release,
    .score = score,
    .text = text,
};
