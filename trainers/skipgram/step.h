/* step.h: the gradient steps of skip-gram and CBOW, for one centre word.
 *
 * A centre word w has contexts c_1..c_n (rows C of the word table: these become the product) and
 * targets t_0..t_m (rows T of the target table), each with a label, 1 or 0: under negative sampling w
 * itself, 1, and negatives, 0; under hierarchical softmax the nodes of w's path (huffman.h). The loss of a score s with
 * label y is
 *
 *     - y log sigma(s) - (1 - y) log sigma(-s) = log(1 + exp(s)) - y s,
 *
 * with the derivative sigma(s) - y; both steps below move all rows along -rate times its gradient.
 *
 * Skip-gram: each context predicts the targets. Mikolov et al. 2013 (equation 4) draw negatives anew
 * for each context; here all contexts of a centre word share one set, as Ji et al. 2016 do for
 * batches, and the step becomes three products of small matrices:
 *
 *     S = C T'                       scores, [n, 1 + m]
 *     E = rate * (labels - sigma(S)) each row with the same labels
 *     C += E T,  T += E' C           both from the old values
 *
 * CBOW: the mean h of the contexts predicts the targets:
 *
 *     h = (c_1 + ... + c_n) / n
 *     s = T h                        scores, [1 + m]
 *     e = rate * (labels - sigma(s))
 *     c_i += T' e / n,  T += e h'    both from the old values
 *
 * for dh/dc_i = 1/n. word2vec and gensim leave this last division out, and so do not follow the
 * gradient of the mean (Irsoy et al. 2021, "Corrected CBOW performs as well as skip-gram"). The mean of
 * n unlike contexts is about 1/sqrt(n) as long as one of them, so targets would move least where most
 * is known: the caller weights the loss by sqrt(n / its mean), as part of the rate. Without the weight
 * analogies are about 1 point of 100 lower, at dim 300 3. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_STEP_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_STEP_H

#include <stdint.h>

#include "math/vector.h"

/* Two rows of each word's window and the word itself must fit into VECTOR_ROWS. */
#define WINDOW_LIMIT   100
#define NEGATIVE_LIMIT 100
#define TARGET_LIMIT   (1 + NEGATIVE_LIMIT) /* more than a Huffman path has nodes */

struct targets {
    float *rows[TARGET_LIMIT]; /* borrowed */
    int count;
    uint64_t labels; /* bit j: the label of target j; of those from 64 on it is 0 */
};

/* Scratch of one thread. */
struct step {
    float *scores, *errors; /* owned; [contexts * targets + VECTOR_ROOM], aligned */
    float *mean;            /* owned; [columns], aligned */
};

/* For at most so many contexts and targets at a time. */
struct step step_new(int contexts, int targets, int columns);
void step_release(struct step *s);

/* Moves the rows contexts[count] and targets, `columns` wide (a multiple of 16), and returns the loss
 * before, summed over contexts and targets. contexts[count] must point to a row too (vector.h:
 * dot_rows).
 *
 * THE RACE: with more than one thread, this function, step_cbow and, for words composed of n-grams,
 * composer_move and composer_flush, and only they, read and write rows that other threads write at the
 * same moment (Hogwild, Recht et al. 2011). An update may be lost or seen in parts; floats are loaded and
 * stored whole on every machine that embedlab runs on, so no value is torn. Relaxed atomics would make it defined C and 13 times slower. */
double step_skipgram(struct step *s, const struct vector_kernels *kernels, float *const *contexts, int count,
                     const struct targets *targets, int columns, float rate);

/* The same for CBOW, count > 0; the loss is summed over targets. */
double step_cbow(struct step *s, const struct vector_kernels *kernels, float *const *contexts, int count,
                 const struct targets *targets, int columns, float rate);

#endif
