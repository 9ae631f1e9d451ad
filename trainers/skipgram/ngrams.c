#include "trainers/skipgram/ngrams.h"

#include <string.h>

#include "base/mem.h"

struct ngrams ngrams_new(const struct subwords *s, const struct vocab *v)
{
    int size = vocab_size(v);
    struct ngrams n = {0};
    int32_t *row_of = mem_new((size_t)s->buckets, sizeof *row_of, "buckets of n-grams"); /* 0: none yet */
    size_t total = 0;
    for (int word = 0; word < size; word++)
        total += 1 + subwords_limit(s, strlen(vocab_word(v, word)));
    n.starts = mem_new((size_t)size + 1, sizeof *n.starts, "n-grams");
    n.rows = mem_new(total, sizeof *n.rows, "n-grams");
    n.buckets = mem_new(total < (size_t)s->buckets ? total : (size_t)s->buckets, sizeof *n.buckets, "n-grams");
    for (int word = 0; word < size; word++) {
        int32_t *rows = n.rows + n.starts[word];
        int count = (int)subwords_of(s, vocab_word(v, word), strlen(vocab_word(v, word)), rows + 1);
        rows[0] = word;
        for (int i = 1; i <= count; i++) {
            int32_t bucket = rows[i];
            if (row_of[bucket] == 0) {
                row_of[bucket] = size + n.count;
                n.buckets[n.count++] = bucket;
            }
            rows[i] = row_of[bucket];
        }
        n.starts[word + 1] = n.starts[word] + 1 + (size_t)count;
        n.most = 1 + count > n.most ? 1 + count : n.most;
    }
    mem_free(row_of);
    return n;
}

void ngrams_release(struct ngrams *n)
{
    mem_free(n->buckets);
    mem_free(n->starts);
    mem_free(n->rows);
    *n = (struct ngrams){0};
}
