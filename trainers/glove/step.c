#include "trainers/glove/step.h"

#include <math.h>

float step_cell(const struct step *s, float *word, float *context, float log_count)
{
    float difference = s->vector->dot(word, context, s->columns) - log_count;
    float log_weight = s->alpha * (log_count - s->log_x_max);
    float slope = log_weight < 0 ? expf(log_weight) * difference : difference;
    s->adagrad->move_pair(word, context, s->columns, s->rate * slope);
    return 0.5f * slope * difference;
}
