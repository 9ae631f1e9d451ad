/* embed.h: the three things that `embed` does with a view. */
#ifndef EMBEDLAB_EVAL_EMBED_H
#define EMBEDLAB_EVAL_EMBED_H

#include <stdbool.h>

#include "base/error.h"
#include "base/file.h"
#include "model/view.h"

enum embed_format { EMBED_TSV, EMBED_JSONL, EMBED_NPY };

/* Lines of `input` ("-" = standard input) to vectors, one each in the same order. A line is a text,
 * or with `words` a word. What the view does not know gives a zero vector; how many that were is
 * said on standard error. */
bool embed_lines(struct view *view, const char *input, bool words, enum embed_format format, struct output *out,
                 struct error *err);

/* The `top` words nearest to `word` by cosine: "rank TAB word TAB cosine" lines. */
bool embed_neighbors(struct view *view, const char *word, int top, struct output *out, struct error *err);

/* For "a b c": the words nearest to b - a + c of unit vectors, without a, b, c (3CosAdd). */
bool embed_analogy(struct view *view, const char *question, int top, struct output *out, struct error *err);

#endif
