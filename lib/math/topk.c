#include "math/topk.h"

#include <stdbool.h>

/* Does id a stand before id b? The larger score first, then the smaller id; NaN last. */
static bool before(const float *scores, long a, long b)
{
    float x = scores[a], y = scores[b];
    if (x > y || (y != y && x == x))
        return true;
    if (x < y || (x != x && y == y))
        return false;
    return a < b;
}

/* heap[0..count) is a heap with the last of its ids at the top, save that heap[at] may have to sink. */
static void sink(const float *scores, long *heap, int count, int at)
{
    long id = heap[at];
    for (int child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && before(scores, heap[child], heap[child + 1]))
            child++;
        if (!before(scores, id, heap[child]))
            break;
        heap[at] = heap[child];
    }
    heap[at] = id;
}

int topk(const float *scores, long n, int k, long *ids)
{
    int count = k < n ? k : (int)n;
    if (count <= 0)
        return 0;
    for (int i = 0; i < count; i++)
        ids[i] = i;
    for (int i = count / 2 - 1; i >= 0; i--)
        sink(scores, ids, count, i);
    for (long i = count; i < n; i++) {
        if (before(scores, i, ids[0])) {
            ids[0] = i;
            sink(scores, ids, count, 0);
        }
    }
    for (int left = count - 1; left > 0; left--) { /* heap sort: the last goes to the end */
        long last = ids[0];
        ids[0] = ids[left];
        ids[left] = last;
        sink(scores, ids, left, 0);
    }
    return count;
}
