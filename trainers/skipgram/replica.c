#include "trainers/skipgram/replica.h"

#include "base/mem.h"

struct replica replica_new(const struct matrix *words, const struct matrix *targets, int need)
{
    size_t rows = (size_t)(words->rows + targets->rows), capacity = need > REPLICA_ROWS ? (size_t)need : REPLICA_ROWS;
    struct replica r = {words,
                        targets,
                        mem_new(rows, sizeof *r.slots, "replica"),
                        mem_new(SHARDS * capacity, sizeof *r.rows, "replica"),
                        {0},
                        mem_new(capacity, sizeof *r.uses, "replica"),
                        mem_aligned(capacity * (size_t)words->stride, sizeof *r.values, "replica"),
                        0,
                        (int)capacity,
                        words->stride};
    for (size_t i = 0; i < rows; i++)
        r.slots[i] = -1;
    return r;
}

void replica_release(struct replica *r)
{
    mem_free(r->slots);
    mem_free(r->rows);
    mem_free(r->uses);
    mem_free(r->values);
    *r = (struct replica){0};
}

void replica_clear(struct replica *r)
{
    r->count = 0;
    memset(r->counts, 0, sizeof r->counts);
}

/* original += factor * sum of (copies - original) */
static void add_differences(float *original, float *const *copies, int count, float factor, int stride)
{
    enum { WIDTH = 16 };
    for (int column = 0; column < stride; column += WIDTH) {
        float *old = original + column, sum[WIDTH] = {0};
        for (int k = 0; k < count; k++)
            for (int i = 0; i < WIDTH; i++)
                sum[i] += copies[k][column + i] - old[i];
        for (int i = 0; i < WIDTH; i++)
            old[i] += factor * sum[i];
    }
}

/* A row that no replica before `first` has. */
static void merge_row(struct replica replicas[SHARDS], int first, int32_t row, double rate)
{
    struct replica *r = &replicas[first];
    long target = row - r->words->rows;
    float *original = target < 0 ? matrix_row(r->words, row) : matrix_row(r->targets, target);
    float *copies[SHARDS];
    double left = 1, gone = 0; /* prod q_s, sum 1 - q_s */
    int count = 0;
    for (int s = first; s < SHARDS; s++) {
        int32_t slot = replicas[s].slots[row];
        if (slot < 0)
            continue;
        replicas[s].slots[row] = -1;
        copies[count++] = replicas[s].values + (long)slot * r->stride;
        double q = 1 / (1 + rate * REPLICA_CURVATURE * replicas[s].uses[slot]);
        left *= q;
        gone += 1 - q;
    }
    if (count == 1)
        memcpy(original, copies[0], (size_t)r->stride * sizeof(float));
    else if (gone > 0) /* else it was only read */
        add_differences(original, copies, count, (float)((1 - left) / gone), r->stride);
}

enum { AHEAD = 8 }; /* rows whose slots are fetched into the cache before they are merged */

void replicas_merge(struct replica replicas[SHARDS], int part, double rate)
{
    for (int s = 0; s < SHARDS; s++) {
        const struct replica *r = &replicas[s];
        const int32_t *rows = r->rows + (long)part * r->capacity;
        for (int i = 0, count = r->counts[part]; i < count; i++) {
            for (int other = s; i + AHEAD < count && other < SHARDS; other++)
                __builtin_prefetch(replicas[other].slots + rows[i + AHEAD], 1);
            if (r->slots[rows[i]] >= 0)
                merge_row(replicas, s, rows[i], rate);
        }
    }
}
