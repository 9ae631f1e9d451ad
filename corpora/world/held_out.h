/* held_out.h: the sentences that benchmarks use, so that the corpus says none of them.
 *
 * Compared are words alone, whatever the capitals and punctuation. A sentence is a hash of 64 bits: another
 * sentence with the same one is left out of the corpus, too, once in many worlds. */
#ifndef EMBEDLAB_CORPORA_WORLD_HELD_OUT_H
#define EMBEDLAB_CORPORA_WORLD_HELD_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct held_out {
    uint64_t *hashes; /* owned; open addressing, 0 = empty */
    size_t size, count;
};

/* Adds the sentence; false when it is there already. */
bool held_out_add(struct held_out *h, const char *sentence);
bool held_out_has(const struct held_out *h, const char *sentence);
void held_out_release(struct held_out *h);

#endif
