/* huffman.h: the binary tree of hierarchical softmax (Mikolov et al. 2013, section 2.1).
 *
 * Words are the leaves; each of the size - 1 inner nodes has a target vector. An input vector c
 * predicts a word by walking to it from the root, at each node n going one way (label 1) with
 * probability sigma(c . n), the other way (label 0) with sigma(-c . n): the probabilities of all words
 * sum to 1, and a prediction costs as many products as the path has nodes. The tree is Huffman's, in
 * which the corpus's mean path is the shortest. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_HUFFMAN_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_HUFFMAN_H

#include <stddef.h>
#include <stdint.h>

#include "text/vocab.h"

/* Longest path. Counts that would make longer ones (they grow like Fibonacci's numbers) are flattened. */
#define PATH_LIMIT 40

struct huffman {
    int size;         /* words */
    size_t *starts;   /* owned; [size + 1] */
    int32_t *nodes;   /* owned; the path of word w from the root is nodes[starts[w] .. starts[w + 1]) */
    uint64_t *labels; /* owned; [size]; bit i: the label at the path's i-th node */
};

/* Of the word counts of `v`, which has at least 2 words; 0 counts as 1. Depends on counts and ids alone;
 * of the trees with the shortest mean path it is the one whose longest path is shortest. */
struct huffman huffman_new(const struct vocab *v);
void huffman_release(struct huffman *h);

static inline int huffman_length(const struct huffman *h, int word)
{
    return (int)(h->starts[word + 1] - h->starts[word]);
}

#endif
