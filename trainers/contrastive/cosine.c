/* cosine.c: regression: the mean of (cos(u, v) - gold)^2 (Reimers & Gurevych 2019). */
#include "trainers/contrastive/objective.h"

double cosine_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors)
{
    double *cosine = o->row, *d_cosine = o->row + b->rows, loss = 0;
    pair_cosines(o, b, width, cosine);
    for (int i = 0; i < b->rows; i++) {
        double error = cosine[i] - b->scores[i];
        loss += error * error / b->rows;
        d_cosine[i] = 2 * error / b->rows;
    }
    pair_cosines_backward(o, b, width, d_cosine, d_vectors);
    return loss;
}
