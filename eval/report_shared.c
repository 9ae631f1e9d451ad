/* report_shared.c: what the HTML and the Markdown report have in common. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_print.h"

const struct explanation report_explanations[] = {
    {"Two things are called embedding",
     {"An embedding model (skip-gram, GloVe, SimCSE) is trained for its vectors: they are the product. Its loss speaks "
      "about the vectors themselves, and pulls together words, or sentences, that are used alike.",
      "A language model has an embedding layer: a table with one vector for each token, born and trained together with "
      "the layers above it under one loss, how well the next token is predicted. Nothing in that loss asks that "
      "similar words get similar vectors. The table is whatever serves the layers above it best.",
      "Above the table, each layer turns the vector of a token into a state that also tells of its context. A table is "
      "static, one vector for each word; a state is dynamic, another vector in every sentence.",
      NULL}},
    {"The rows",
     {"MODEL@input is the table through which a language model reads, MODEL@output the table with which it scores the "
      "next token (the same table when the two are tied). MODEL@layer:K:mean is the state after block K, averaged over "
      "the tokens of the text; layer 0 is the table with positions added. A row without @ is the model as its maker "
      "means it to be used: word vectors as they are, a sentence encoder with the pooling it was trained with.",
      "A part after + is post-processing. It changes no weight: center subtracts the mean vector, abtt:D also removes "
      "the D strongest directions, whiten makes all directions equally strong, zscore all coordinates. Compare raw "
      "rows with raw rows; the same step can lift one kind of vector and lower the other.",
      NULL}},
    {"The scores",
     {"For similarity, people have judged pairs, and the score is the rank correlation of their judgement with the "
      "cosine of the two vectors, x 100: 100 is the same order, 0 is no relation. People agree among themselves at "
      "about 60 to 80. For analogies the score is the percentage of right answers; guessing gives almost 0.",
      "Similarity benchmarks ask different things. WordSim and MEN count as close what merely belongs together "
      "(coffee, cup); SimLex counts only what is alike (cup, mug). Models often do well on one and not on the other.",
      NULL}},
    {"Used / given",
     {"Not every item can be scored: a model may not know a word. Used / given says how many items the score rests on, "
      "of how many the benchmark has. Two scores on very different shares are not about the same items; a high score "
      "on few of them says little. Under the policy \"skip\" such items are left out; under \"zero\" and \"mean\" they "
      "count, with a zero or a mean vector in the place of the unknown one.",
      NULL}},
    {"The intervals",
     {"The brackets hold 95 % of the scores that come out when the items are drawn again at random, with repetition "
      "(bootstrap). They say how far the score depends on this choice of items. Where the intervals of two rows "
      "overlap widely, do not call one better. They do not cover the chance in training: another seed moves a score as "
      "well.",
      "A star marks the best score of a column of the table, among the rows that use at least half as many items as "
      "the row that uses most; none where even the best interval reaches 0. It marks the highest number, not a "
      "difference that is proven.",
      NULL}},
    {"Why the input table of a language model may score low",
     {"It is read only by the layers above, which can undo any shift or stretch; a cosine cannot. Such tables usually "
      "hold a large component common to all words, and strong directions for how frequent a word is. Rare words have "
      "hardly been moved from where they began at random. And what a word means in context is left to the layers.",
      "A low raw score therefore does not mean that the table knows little. Look at the same row after +abtt:D or "
      "+whiten, and at the layers above it: if a score rises there, the knowledge was present in another form.",
      NULL}},
    {NULL, {NULL}}};

bool is_first_of_kind(const struct report *r, int task)
{
    for (int t = 0; t < task; t++)
        if (!r->tasks[t].missing && strcmp(r->tasks[t].kind, r->tasks[task].kind) == 0)
            return false;
    return !r->tasks[task].missing;
}

struct score_column *score_columns(const struct report *r, int task, int *count)
{
    struct score_column *columns =
        mem_new((size_t)r->task_count * (REPORT_FURTHER + 1), sizeof *columns, "columns of a table");
    *count = 0;
    for (int t = 0; t < r->task_count; t++) {
        if (r->tasks[t].missing || strcmp(r->tasks[t].kind, r->tasks[task].kind) != 0)
            continue;
        columns[(*count)++] = (struct score_column){t, -1, r->tasks[t].title};
        for (int i = 0; i < r->tasks[t].further_count; i++)
            columns[(*count)++] = (struct score_column){t, i, r->tasks[t].further[i]};
    }
    return columns;
}

double score_value(const struct report_cell *c, const struct score_column *column)
{
    return !c->there ? NAN : column->further < 0 ? c->score : c->further[column->further];
}

const char *kind_name(const char *model_type)
{
    static const char *const names[][2] = {
        {"gpt2", "language model"}, {"embedlab-encoder", "sentence encoder"}, {"embedlab-bag", "bag of embeddings"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(model_type, names[i][0]) == 0)
            return names[i][1];
    return model_type;
}

void format_amount(char *text, size_t size, double x)
{
    if (!isfinite(x))
        snprintf(text, size, "?");
    else if (x >= 1e9)
        snprintf(text, size, "%.2f G", x / 1e9);
    else if (x >= 1e6)
        snprintf(text, size, "%.2f M", x / 1e6);
    else if (x >= 1e4)
        snprintf(text, size, "%.1f k", x / 1e3);
    else
        snprintf(text, size, "%.0f", x);
}

void format_seconds(char *text, size_t size, double seconds)
{
    if (!isfinite(seconds) || seconds > 1e9)
        snprintf(text, size, "?");
    else if (seconds < 60)
        snprintf(text, size, "%.1f s", seconds);
    else if (seconds < 3600)
        snprintf(text, size, "%ld min %02ld s", (long)seconds / 60, (long)seconds % 60);
    else
        snprintf(text, size, "%ld h %02ld min", (long)seconds / 3600, (long)seconds / 60 % 60);
}

bool is_first_of_model(const struct report *r, int i)
{
    for (int k = 0; k < i; k++)
        if (strcmp(r->views[k].model, r->views[i].model) == 0)
            return false;
    return true;
}
