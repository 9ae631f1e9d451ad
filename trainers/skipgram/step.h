/* step.h: the gradient step of skip-gram with negative sampling, for one centre word.
 *
 * A centre word w has contexts c_1..c_n (rows C of the word table: these become the product) and
 * targets t_0..t_m: w itself and m negatives (rows T of the target table). Mikolov et al. 2013
 * (equation 4) draw negatives anew for each context; here all contexts of a centre word share one
 * set, as Ji et al. 2016 do for batches, and the step becomes three products of small matrices:
 *
 *     S = C T'                       scores, [n, 1 + m]
 *     E = rate * (labels - sigma(S)) labels: 1 in column 0, else 0
 *     C += E T,  T += E' C           both from the old values
 *
 * E is -rate times the derivative by S of the loss
 *     - log sigma(S[i, 0]) - sum over j > 0 of log sigma(-S[i, j]), summed over i,
 * which is sum of log(1 + exp(S)) - sum of S[i, 0], and C, T move along -rate times its gradient. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_STEP_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_STEP_H

#include "math/vector.h"

/* Two rows of each word's window and the word itself must fit into VECTOR_ROWS. */
#define WINDOW_LIMIT   100
#define NEGATIVE_LIMIT 100

/* Scratch of one thread. */
struct step {
    float *scores, *errors; /* owned; [2 * window * (1 + negative) + VECTOR_ROOM], aligned */
};

struct step step_new(int window, int negative);
void step_release(struct step *s);

/* Moves the rows contexts[count] and targets[1 + negative], `columns` wide (a multiple of 16), and
 * returns the loss before. contexts[count] must point to a row too (vector.h: dot_rows).
 *
 * THE RACE: with more than one thread, this function, and only it, reads and writes rows that other
 * threads write at the same moment (Hogwild, Recht et al. 2011). An update may be lost or seen in
 * parts; floats are loaded and stored whole on every machine that embedlab runs on, so no value is
 * torn. Relaxed atomics would make it defined C and 13 times slower. */
double step_hogwild(struct step *s, const struct vector_kernels *kernels, float *const *contexts, int count,
                    float *const *targets, int negative, int columns, float rate);

#endif
