/* view_parts.h: what the files view*.c share. */
#ifndef EMBEDLAB_MODEL_VIEW_PARTS_H
#define EMBEDLAB_MODEL_VIEW_PARTS_H

#include "model/folder.h"
#include "model/view.h"
#include "model/word_vectors.h"
#include "text/words.h"

#define VIEW_POST_LIMIT 8
#define VIEW_LAST_LAYER (-1)
#define VIEW_FIRST_LAST (-2) /* the mean of first and last, see pooling.h */

/* A batch: large enough to keep the kernels busy, small enough for the caches. */
#define VIEW_BATCH_TOKENS    4096
#define VIEW_BATCH_SEQUENCES 1024

/* ---- the specification (view_specification.c) ---- */

enum view_kind { VIEW_DEFAULT, VIEW_INPUT, VIEW_OUTPUT, VIEW_LAYER, VIEW_TFIDF };
enum post_kind { POST_CENTER, POST_ABTT, POST_WHITEN, POST_ZSCORE, POST_SIF };
enum weighting { WEIGHTING_NONE, WEIGHTING_SIF, WEIGHTING_IDF };

struct view_specification {
    char *model; /* owned; the path */
    enum view_kind kind;
    int layer; /* VIEW_LAYER: 0.., VIEW_LAST_LAYER or VIEW_FIRST_LAST */
    enum pooling pooling;
    enum weighting weighting; /* of the words of a text; table views and tfidf only */
    struct post {
        enum post_kind kind;
        int components; /* abtt:D */
    } posts[VIEW_POST_LIMIT];
    int post_count;
};

bool view_specification_parse(struct view_specification *s, const char *text, struct error *err);

/* ---- post-processing (view_post.c) ---- */

struct post_fit;

/* Fits posts[count], one after the other, on those of the first `rows` rows of m whose use[row] is not 0. */
struct post_fit *post_fit_new(const struct post *posts, int count, const struct matrix *m, long rows, const int *use);
void post_fit_free(struct post_fit *f);

/* Applies the fit to those of the first `rows` rows of m whose use[row] is not 0; the others are left alone. */
void post_apply(const struct post_fit *f, struct matrix *m, long rows, const int *use);

/* ---- the view ---- */

struct view {
    char *name;                    /* owned; as given */
    struct view_specification specification;
    struct model *model;           /* owned; NULL for a word-vector file */
    struct word_vectors vectors;   /* owned; a word-vector file's */
    struct word_splitter *splitter; /* owned; a word-vector file's */
    int dim;
    const float *table; /* borrowed; table views: row of token or word i at i * stride; else NULL */
    long stride;
    int layer; /* layer views: index for transformer_hidden, or VIEW_FIRST_LAST */
    struct view_index *index; /* owned */
    struct post_fit *word_post; /* owned; fitted at the first use */
};

/* Fits the view's post-processing on the rows of out whose known[row] is not 0, and applies it to them. */
void post_texts(const struct view *v, struct matrix *out, long rows, const int *known);

/* ---- words and their tokens (view_index.c) ---- */

struct view_index *view_index_new(const struct view *v);
void view_index_free(struct view_index *index);

/* Appends the ids of the rows or tokens that the text's or word's vector is made of. The unknown
 * token is left out unless the model was trained with it in its context. */
void view_text_tokens(struct view *v, const char *text, struct token_list *out);
void view_word_tokens(struct view *v, int id, struct token_list *out);

/* ---- vectors of token lists: list i is ids[starts[i]..starts[i+1]) (view_vectors.c) ---- */

/* Rows of out [count, dim]; known[i] = tokens of list i that were used (0: a zero row). */
void view_vectors(struct view *v, const int32_t *ids, const size_t *starts, int count, struct matrix *out, int *known);

/* Of a table view: the mean of rows, each times weights[i] of its token i (NULL: 1). */
void view_weighted_rows(struct view *v, const int32_t *ids, const size_t *starts, int count, const double *weights,
                        struct matrix *out, int *known);

/* Weights of the tokens of lists for the view's weighting, on the heap; NULL when it has none (view_weights.c). */
double *view_weights(const struct view *v, const int32_t *ids, const size_t *starts, int count);

/* Tokens that fit into the context of a transformer beside <eos>. */
int view_room(const struct view *v);

/* What a caller does with the states [length, dim] of list `list`, whose tokens are ids[length], ids[0] = <eos>. */
typedef void view_states_use(void *context, int list, const int32_t *ids, int length, const float *states);

/* Runs a layer view's transformer over lists of tokens, in batches of similar length, and hands the states of each,
 * of its first view_room tokens, to `use`. Empty lists are left out. */
void view_states(struct view *v, const int32_t *ids, const size_t *starts, int count, view_states_use *use,
                 void *context);

#endif
