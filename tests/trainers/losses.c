/* losses: the objectives of contrastive on given vectors, for scripts/compare-contrastive-with-pytorch.
 *
 * Standard input: a line "OBJECTIVE ROWS VIEWS DIM TEMPERATURE MARGIN SYMMETRIC CLASSES", then binary, in this
 * machine's byte order: float vectors[VIEWS * ROWS * DIM], int32 groups[VIEWS * ROWS], int32 labels[ROWS], double
 * scores[ROWS], and with nli-softmax float classifier[CLASSES * 3 * DIM]. Standard output: the loss, its gradient by
 * the vectors, and that by the classifier, one number a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trainers/contrastive/objective.h"

static void *read_array(size_t count, size_t size)
{
    void *array = mem_new(count, size, "an input");
    if (fread(array, size, count, stdin) != count) {
        fprintf(stderr, "losses: the input ends too early\n");
        exit(1);
    }
    return array;
}

static void print(const real *values, long count)
{
    for (long i = 0; i < count; i++)
        printf("%.9g\n", (double)values[i]);
}

int main(void)
{
    char line[256], name[32];
    struct objective_settings s = {.seed = 1};
    int rows, views, dim, symmetric;
    if (!fgets(line, sizeof line, stdin) ||
        sscanf(line, "%31s %d %d %d %lf %lf %d %d", name, &rows, &views, &dim, &s.temperature, &s.margin, &symmetric,
               &s.classes) != 8 || !objective_kind(name)) {
        fprintf(stderr, "losses: not a line of settings\n");
        return 1;
    }
    s.symmetric = symmetric;
    size_t vectors = (size_t)views * (size_t)rows;
    struct objective *o = objective_new(objective_kind(name), &s, rows, views, dim);
    struct objective_batch b = {.rows = rows, .views = views};
    real *vector = read_array(vectors * (size_t)dim, sizeof *vector);
    real *d = mem_new(vectors * (size_t)dim, sizeof *d, "a gradient");
    int32_t *group = read_array(vectors, sizeof *group), *labels = read_array((size_t)rows, sizeof *labels);
    double *scores = read_array((size_t)rows, sizeof *scores);
    real *classifier = read_array((size_t)o->classifier.size, sizeof *classifier);
    b.vectors = vector, b.group = group, b.labels = labels, b.scores = scores;
    if (o->classifier.size > 0)
        memcpy(o->classifier.value, classifier, (size_t)o->classifier.size * sizeof *classifier);
    printf("%.17g\n", objective_loss(o, &b, d));
    print(d, (long)vectors * dim);
    print(o->classifier.gradient, o->classifier.size);
    mem_free(vector);
    mem_free(d);
    mem_free(group);
    mem_free(labels);
    mem_free(scores);
    mem_free(classifier);
    objective_free(o);
    return 0;
}
