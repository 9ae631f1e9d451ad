/* passages.h: running text for probes of the future: two texts, one to fit the probe on and one to score it on.
 *
 * A passage is what stands between two empty lines, words as text/words.h splits them, cut into sequences of at most
 * PASSAGE_WORDS words; lines that begin with "=" are headings (WikiText) and end a passage. Of each text sequences are
 * drawn at random (always the same) until they have as many positions as asked for. A position is a word that has
 * PASSAGE_AHEAD words behind it in its sequence: the same positions for all offsets and all models. */
#ifndef EMBEDLAB_EVAL_TASKS_PASSAGES_H
#define EMBEDLAB_EVAL_TASKS_PASSAGES_H

#include "base/error.h"
#include "text/vocab.h"

#define PASSAGE_WORDS  64
#define PASSAGE_AHEAD  3
#define PASSAGE_FIT    20000 /* positions that the probe is fitted on, at least if the text has as many */
#define PASSAGE_SCORED 10000

struct passages {
    struct vocab *words;          /* owned; distinct words of both texts */
    int32_t *ids;                 /* owned; [starts[sequences]] */
    size_t *starts;               /* owned; [sequences + 1] */
    int sequences, fit_sequences; /* the first ones are of the text to fit on */
    size_t *positions;            /* owned; [position_count] indexes into ids, ascending */
    int position_count, fit_count;
};

/* NULL and *err when a text cannot be read or has no position. */
struct passages *passages_read(const char *fit, const char *scored, struct error *err);
void passages_free(struct passages *p);

#endif
