/* report_explain.c: how a page is to be read. */
#include "eval/report_print.h"

struct explanation {
    const char *heading;
    const char *paragraphs[4]; /* NULL-ended */
};

static const struct explanation explanations[] = {
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
      "difference that is proven. Rows with a wavy sign (≈) were tested against it on the same items, and the "
      "difference may be chance: by exchanging the two views' answers item by item at random (permutation test), "
      "corrected for the number of pairs (Holm).",
      "Differences are taken pair by pair on the items that both views used; such an interval is narrower than what "
      "the two scores' own intervals suggest, since items that are hard for one view are often hard for the other.",
      NULL}},
    {"Why the input table of a language model may score low",
     {"It is read only by the layers above, which can undo any shift or stretch; a cosine cannot. Such tables usually "
      "hold a large component common to all words, and strong directions for how frequent a word is. Rare words have "
      "hardly been moved from where they began at random. And what a word means in context is left to the layers.",
      "A low raw score therefore does not mean that the table knows little. Look at the same row after +abtt:D or "
      "+whiten, and at the layers above it: if a score rises there, the knowledge was present in another form.",
      NULL}},
    {NULL, {NULL}}};

void section_explanations(struct page *p)
{
    page_heading(p, 2, "reading", "How to read this");
    for (const struct explanation *e = explanations; e->heading; e++) {
        page_heading(p, 3, NULL, "%s", e->heading);
        for (const char *const *paragraph = e->paragraphs; *paragraph; paragraph++)
            page_paragraph(p, "%s", *paragraph);
    }
}
