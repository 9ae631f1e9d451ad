#include "trainers/skipgram/huffman.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct leaf {
    double weight;
    int word;
};

/* The tree under construction: leaves 0..leaves-1, rarest first, then inner nodes in the order in which
 * they were made; the last is the root. */
struct tree {
    int leaves;
    double *weight; /* owned; [2 * leaves - 1] */
    int *parent;    /* owned; the same */
    int *depth;     /* owned; the same */
    char *label;    /* owned; the same; of the branch from the parent */
};

static int compare_leaves(const void *a, const void *b)
{
    const struct leaf *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    return x->word > y->word ? -1 : 1;
}

static struct tree tree_new(int leaves)
{
    size_t nodes = 2 * (size_t)leaves - 1;
    struct tree t = {leaves, mem_new(nodes, sizeof *t.weight, "Huffman tree"),
                     mem_new(nodes, sizeof *t.parent, "Huffman tree"), mem_new(nodes, sizeof *t.depth, "Huffman tree"),
                     mem_new(nodes, sizeof *t.label, "Huffman tree")};
    return t;
}

static void tree_release(struct tree *t)
{
    mem_free(t->weight);
    mem_free(t->parent);
    mem_free(t->depth);
    mem_free(t->label);
}

/* Joins the two lightest again and again; both leaves and inner nodes come in the order of their weight,
 * so that two queues do (van Leeuwen 1976). Leaves go first at equal weight: that keeps paths short.
 * Returns the longest path. */
static int tree_join(struct tree *t)
{
    int leaf = 0, inner = t->leaves, root = 2 * t->leaves - 2, longest = 0;
    for (int node = t->leaves; node <= root; node++) {
        t->weight[node] = 0;
        for (int label = 0; label < 2; label++) {
            bool take_leaf = leaf < t->leaves && (inner == node || t->weight[leaf] <= t->weight[inner]);
            int child = take_leaf ? leaf++ : inner++;
            t->parent[child] = node;
            t->label[child] = (char)label;
            t->weight[node] += t->weight[child];
        }
    }
    t->depth[root] = 0;
    for (int node = root - 1; node >= 0; node--) {
        t->depth[node] = t->depth[t->parent[node]] + 1;
        longest = t->depth[node] > longest ? t->depth[node] : longest;
    }
    return longest;
}

/* The path of each word, from its leaf up. */
static struct huffman write_paths(const struct tree *t, const struct leaf *leaves)
{
    struct huffman h = {t->leaves, mem_new((size_t)t->leaves + 1, sizeof *h.starts, "Huffman paths"), NULL,
                        mem_new((size_t)t->leaves, sizeof *h.labels, "Huffman paths")};
    for (int i = 0; i < t->leaves; i++)
        h.starts[leaves[i].word + 1] = (size_t)t->depth[i];
    for (int word = 0; word < t->leaves; word++)
        h.starts[word + 1] += h.starts[word];
    h.nodes = mem_new(h.starts[t->leaves], sizeof *h.nodes, "Huffman paths");
    for (int i = 0; i < t->leaves; i++) {
        int word = leaves[i].word, node = i;
        for (int step = t->depth[i] - 1; step >= 0; step--, node = t->parent[node]) {
            h.nodes[h.starts[word] + (size_t)step] = t->parent[node] - t->leaves;
            h.labels[word] |= (uint64_t)t->label[node] << step;
        }
    }
    return h;
}

struct huffman huffman_new(const struct vocab *v)
{
    int size = vocab_size(v);
    assert(size >= 2);
    struct leaf *leaves = mem_new((size_t)size, sizeof *leaves, "Huffman tree");
    for (int word = 0; word < size; word++)
        leaves[word] = (struct leaf){vocab_frequency(v, word) > 0 ? (double)vocab_frequency(v, word) : 1, word};
    qsort(leaves, (size_t)size, sizeof *leaves, compare_leaves);
    struct tree t = tree_new(size);
    for (int i = 0; i < size; i++)
        t.weight[i] = leaves[i].weight;
    while (tree_join(&t) > PATH_LIMIT)
        for (int i = 0; i < size; i++) /* halved, which keeps the order, until the tree is flat enough */
            t.weight[i] = floor(t.weight[i] / 2) + 1;
    struct huffman h = write_paths(&t, leaves);
    tree_release(&t);
    mem_free(leaves);
    return h;
}

void huffman_release(struct huffman *h)
{
    mem_free(h->starts);
    mem_free(h->nodes);
    mem_free(h->labels);
    *h = (struct huffman){0};
}
