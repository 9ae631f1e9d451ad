/* view.h: a model seen through a view: the one thing that the evaluator scores.
 *
 *     MODEL[@VIEW][+POST...]
 *     MODEL  a model folder, or a word-vector file
 *     VIEW   input | output | layer:K:POOL     K = 0..L, last or first-last; POOL = mean | last | cls | max | wmean
 *            tfidf                             of its words and nothing else: the baseline without training
 *     POST   center | abtt:D | whiten | zscore, in any sequence; before them sif or idf
 *
 * Without @VIEW: the model's own (word vectors as they are; an encoder's trained pooling; an LM's
 * last layer, mean). Layer 0 is the embeddings with positions, layer L the last block with the final
 * norm applied; `output` of a model with tied embeddings is its `input`. A text is given to a
 * transformer as <eos> + its tokens, cut to the context; pooling is over its known tokens (cls: the
 * <eos>; not for causal models, whose <eos> has seen nothing). A language model keeps <unk> in its
 * context, as in training; an encoder never sees it; but a BERT does, and pools <eos> and <unk>, too, of
 * texts as of words, since sentence-transformers does (model/pooling.h). A text of word vectors, of `input`
 * or `output` is the mean over its known tokens.
 *
 * A word is given to a transformer as a text of one word. With BPE, words that are no single token
 * have vectors too: pooled over their pieces.
 *
 * The words of a text in a table weigh the same, but for
 *   sif   a / (a + p(word)), a = 0.001, and then the first singular direction of all vectors is removed (Arora et
 *         al. 2017). p: from the model's counts; where it has none (word-vector files mostly), by Zipf's law from the
 *         word's place, p(n-th word) in proportion to 1 / n
 *   idf   log((1 + texts) / (1 + texts with the word)) + 1 over the texts of the call (tf-idf as in scikit-learn)
 * POST steps are fitted one after the other: for words once on the view's first 30,000 words, for
 * texts on the texts of the call. One thread at a time per view; the transformer itself runs on all
 * OpenMP threads.
 *
 * tfidf needs of a model no more than its words: a folder with tokenizer.json, as `corpus count` writes it, will do. A
 * text has a vector of length 1 with as many dimensions as there are words: occurrences x idf, as above. It is sparse,
 * so that such a view has an opening and a call of its own, and neither POST nor vectors of words.
 *
 * Vectors of whole texts, made elsewhere (.npy with .lines.txt), are found by the text, runs of white space being one
 * space; a text that is not there is unknown. */
#ifndef EMBEDLAB_MODEL_VIEW_H
#define EMBEDLAB_MODEL_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "math/matrix.h"
#include "math/sparse.h"

#define VIEW_FIT_WORDS 30000

struct view;

/* NULL and *err when the specification is wrong, the model cannot be read or has no such view, or it is tfidf. */
struct view *view_open(const char *specification, struct error *err);

/* The same, but tfidf opens, too; such a view is sparse: of the calls below it takes those for its words' names and
 * ids, and view_sparse_texts. */
struct view *view_open_any(const char *specification, struct error *err);
bool view_is_sparse(const struct view *v);
void view_free(struct view *v);

const char *view_name(const struct view *v); /* the specification */
int view_dim(const struct view *v);

/* The words that the view lists, most frequent first; view_word(v, i) is as stored. A model folder:
 * its tokenizer's words; with BPE the tokens that are a word with a space before it, in id order. */
int view_vocabulary_size(const struct view *v);
const char *view_word(const struct view *v, int id);

/* Id of `word`: exact, else the most frequent word with the same folding; -1 when unknown. With BPE
 * every other word gets an id of its own, from view_vocabulary_size on. */
int view_lookup(const struct view *v, const char *word);

/* Id of a word that the view does not list but can put together, as with BPE: of a fastText model's n-grams, if it
 * knows one of them; of a model with whole words from the words that text/words.h finds in it, if there are several
 * and all are listed (Chinese characters, what is joined by -, _ or a space). -1 when it cannot. */
int view_compose(const struct view *v, const char *word);

/* Does the model cut words into pieces (BPE)? And into how many the word `id`. */
bool view_has_pieces(const struct view *v);
int view_word_pieces(struct view *v, int id);

/* From now on, in words and in texts, a word that is not listed is composed where it can be. */
void view_compose_unseen(struct view *v);

/* Vectors of the words with the given ids into rows of out [count, dim]. */
void view_words(struct view *v, const int *ids, int count, struct matrix *out);

/* Vectors of texts into rows of out [count, dim]; known[i] = tokens of text i in the vocabulary
 * (0: the row is zero). */
void view_texts(struct view *v, const char *const *texts, int count, struct matrix *out, int *known);

/* Those of a sparse view, count > 0; the rows of known[i] = 0 are zero. */
struct sparse_rows view_sparse_texts(struct view *v, const char *const *texts, int count, int *known);

/* Vectors of marked pieces of texts, words in their sentences: bytes begin[i]..end[i]-1 of text i, into rows of out
 * [count, dim]. A layer's: the mean of the states of the piece's known tokens, whatever the view's pooling; a text that
 * exceeds the context is cut to the part around the piece. A table's: the mean of its tokens' rows, which know nothing
 * of the rest. The text is tokenised in three parts, so that no token reaches over an end of the piece. known[i] =
 * tokens of the piece in the vocabulary (0: the row is zero). */
void view_spans(struct view *v, const char *const *texts, const size_t *begin, const size_t *end, int count,
                struct matrix *out, int *known);

/* The state after a word of running text, of which the view has seen nothing behind that word: what probes of the
 * future read. Text i is words[starts[i]..starts[i+1]), each a word as word_splitter gives it. Row k of out
 * [count, dim] belongs to word wanted[k] (ascending): the state of its last token in the view's layer, whatever the
 * pooling, with <eos> and the words before it in its text as far as the context reaches (at least half of it); a
 * table's row, or the mean of its pieces, which know nothing of the words before. A bidirectional model reads every
 * prefix anew. known[k] = tokens of the word in the vocabulary. */
void view_prefixes(struct view *v, const char *const *words, const size_t *starts, int texts, const size_t *wanted,
                   int count, struct matrix *out, int *known);

#endif
