/* retrieval_data.h: queries, documents and which documents answer a query, in the layouts of the collections. */
#ifndef EMBEDLAB_EVAL_TASKS_RETRIEVAL_DATA_H
#define EMBEDLAB_EVAL_TASKS_RETRIEVAL_DATA_H

#include "eval/benchmarks.h"
#include "text/vocab.h"

enum retrieval_layout {
    RETRIEVAL_TABLES,    /* path: "id TAB text" of documents; files: the same of queries; "query TAB document TAB
                            gain" */
    RETRIEVAL_SMART,     /* CISI: .I number, .T title, .W text; judgements: query, document and two more columns */
    RETRIEVAL_CRANFIELD, /* XML; judgements of TREC: query, 0, document, gain; queries by their place in the file, not
                            by the number that they have there */
    RETRIEVAL_SCIFACT,   /* zip of CSVs: abstracts, and the claims of the validation set with those that they cite */
    RETRIEVAL_CAPTIONS   /* line n of all files describes the same image: path holds the queries, files the documents */
};

struct judgement {
    int query, document;
    double gain; /* > 0 */
};

struct retrieval_data {
    struct vocab *texts;                       /* owned; distinct texts of both */
    struct vocab *query_names, *document_names; /* owned; number i names queries[i], documents[i] */
    int *queries, *documents;                  /* owned; ids in texts */
    int query_count, document_count;
    struct judgement *judgements; /* owned; [judgement_count] by query, each document once */
    int judgement_count;
    int capacities[3];
};

/* NULL and *err (file, line) when a file is broken, names a query or a document that is not there, or nothing is
 * judged. Documents without text are left out, and their judgements; gains of 0 and less say nothing. */
struct retrieval_data *retrieval_data_read(const struct benchmark *b, const char *data, struct error *err);
void retrieval_data_free(struct retrieval_data *r);

#endif
