/* cosent.c: a pair with a higher score should have the higher cosine (Su 2022, "CoSENT", kexue.fm/archives/8847):
 *
 *     log(1 + sum over pairs i, j with score i > score j of exp((cos j - cos i) / t)) */
#include "trainers/contrastive/objective.h"

#include <math.h>

/* Gradients of row i, and its terms' sum, both times exp(-shift). */
static double cosent_row(const struct objective *o, const struct objective_batch *b, const double *cosine, int i,
                         double shift, double *d_cosine)
{
    double sum = 0, d = 0;
    for (int j = 0; j < b->rows; j++) {
        if (b->scores[i] == b->scores[j])
            continue;
        bool higher = b->scores[i] > b->scores[j];
        double term = exp((higher ? cosine[j] - cosine[i] : cosine[i] - cosine[j]) / o->settings.temperature - shift);
        sum += higher ? term : 0;
        d += higher ? -term : term;
    }
    *d_cosine = d;
    return sum;
}

double cosent_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors)
{
    double *cosine = o->row, *d_cosine = o->row + b->rows, *sums = o->row + 2L * b->rows;
    pair_cosines(o, b, width, cosine);
    double low = cosine[0], high = cosine[0];
    for (int i = 1; i < b->rows; i++) {
        low = fmin(low, cosine[i]);
        high = fmax(high, cosine[i]);
    }
    double shift = (high - low) / o->settings.temperature, sum = exp(-shift); /* no term exceeds exp(shift) */
#pragma omp parallel for schedule(static)
    for (int i = 0; i < b->rows; i++)
        sums[i] = cosent_row(o, b, cosine, i, shift, &d_cosine[i]);
    for (int i = 0; i < b->rows; i++)
        sum += sums[i];
    for (int i = 0; i < b->rows; i++)
        d_cosine[i] /= sum * o->settings.temperature;
    pair_cosines_backward(o, b, width, d_cosine, d_vectors);
    return log(sum) + shift;
}
