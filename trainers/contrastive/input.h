/* input.h: files to rows of sentences: what the options say to read, and what of it to leave out.
 *
 *     --input FILE                                      one sentence a line
 *     --input FILE --columns A,B[,C]                    a table's rows: pairs, or triples with a hard negative
 *       ... --score NAME, --label NAME [--classes ...]  with a gold score, a class
 *       ... --label NAME --nli-triples                  premise, an entailment of it, a contradiction of it
 *     --input s1 --input s2 [...] --parallel            line n of every file is one row, a column each, by number
 *     --groups a b c ...                                likewise; the sentences of a row are paraphrases
 *     --input FILE --columns B --group-by A             rows with the same A are; of A counts what is before a '#'
 *
 * With --parallel and --groups input files may also stand as arguments. A row with an empty sentence, without a
 * score or with another label is left out, counted and said; a row with a column missing is an error. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_INPUT_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_INPUT_H

#include <stdio.h>

#include "base/options.h"
#include "text/table_reader.h"
#include "text/tokenizer.h"
#include "trainers/contrastive/examples.h"

struct input_settings {
    char **files;   /* --input; owned by the option table, like all strings */
    char *columns, *format, *label, *classes, *score, *score_range, *group_by;
    char **exclude; /* --exclude-seen */
    bool parallel, groups, nli_triples;
    long min_words, max_rows; /* 0: as input_check sets it; all */
};

#define INPUT_DEFAULTS {.classes = (char *)"entailment,neutral,contradiction", .score_range = (char *)"0:5"}

/* Rows of the option table. */
#define INPUT_OPTIONS(s)                                                                                               \
    {OPTION_LIST, "input", &(s).files, "FILE", "one sentence a line, plain or gzip; or a table, see --columns;\n"      \
     "                              may be given several times"},                                                      \
    {OPTION_STRING, "columns", &(s).columns, "A,B,...",                                                                \
     "the table's sentences, by name or number: 2 = pairs,\n"                                                          \
     "                              3 = with a hard negative"},                                                        \
    {OPTION_CHOICE, "format", &(s).format, NULL, "of the table; without: by the file's name",                          \
     .choices = TABLE_FORMATS},                                                                                        \
    {OPTION_STRING, "label", &(s).label, "COLUMN", "the pair's class"},                                                \
    {OPTION_STRING, "classes", &(s).classes, "A,B,...", "the labels; rows with another one are left out"},             \
    {OPTION_FLAG, "nli-triples", &(s).nli_triples, NULL,                                                               \
     "of labelled pairs with the same first sentence: it, an\n"                                                        \
     "                              entailment, a contradiction as hard negative"},                                    \
    {OPTION_STRING, "score", &(s).score, "COLUMN", "the pair's similarity"},                                           \
    {OPTION_STRING, "score-range", &(s).score_range, "LOW:HIGH", "the scale of the scores"},                           \
    {OPTION_FLAG, "parallel", &(s).parallel, NULL, "line n of every input is a row, with a column each"},              \
    {OPTION_FLAG, "groups", &(s).groups, NULL,                                                                         \
     "the sentences of a row mean the same: each epoch pairs two\n"                                                    \
     "                              of them; without --columns the inputs are as with --parallel"},                    \
    {OPTION_STRING, "group-by", &(s).group_by, "COLUMN", "rows with the same text there are such a group"},            \
    {OPTION_LIST, "exclude-seen", &(s).exclude, "FILE",                                                                \
     "leave out rows with a sentence that this benchmark has,\n"                                                       \
     "                              too; may be given several times"},                                                 \
    {OPTION_LONG, "min-words", &(s).min_words, "N",                                                                    \
     "leave out rows with fewer known words in a sentence;\n"                                                          \
     "                              without: 4 for single sentences, else 1", 1, 4096},                                \
    {OPTION_LONG, "max-sentences", &(s).max_rows, "N", "draw so many rows; 0 = all", 0, 4e9}

/* Options that do not go together; sets the defaults that depend on others, and adds the arguments `rest` to the
 * files where that is allowed. 0, or 2 after a message of `program`. */
int input_check(struct input_settings *s, const struct option *options, const char *program, char **rest);

/* The rows as text, those of --exclude-seen left out; everything in memory. NULL and *err. */
struct input_rows;
struct input_rows *input_rows_read(const struct input_settings *s, struct error *err);
void input_rows_free(struct input_rows *r);

/* A tokenizer as tokenizer_make has it, made of the rows' sentences alone. */
struct tokenizer *input_tokenizer(const struct input_rows *r, const char *description, long min_count,
                                  struct error *err);

/* How texts become tokens. */
struct input_encoding {
    struct tokenizer *tokenizer; /* borrowed */
    int longest;                 /* tokens; the rest is cut */
    bool keep_unknown;           /* a BERT sees them as <unk>; else they are left out */
};

/* The rows as tokens: rows with a text of fewer than min_words known ones left out, of the rest max_rows drawn by
 * `seed`. False and *err when fewer than 2 are left. Release with examples_release in either case. */
bool input_examples(struct examples *e, const struct input_rows *r, const struct input_encoding *how, uint64_t seed,
                    struct error *err);

/* Pairs with scores, in the file's order, for --dev: with the columns of STS-B (TSV, 7 or more); or with three, two
 * sentences and a score; or by name: sentence1, sentence2, score (s1, s2, score; as in SICK sentence_A, sentence_B,
 * relatedness_score). */
bool input_scored(struct examples *e, const char *path, const struct input_encoding *how, struct error *err);

/* A line or two for people: how many rows of what, what was left out and why. */
void input_print(const struct examples *e, const char *program, FILE *out);

#endif
