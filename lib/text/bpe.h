/* bpe.h: byte-level byte-pair encoding (Sennrich et al. 2016; bytes as in GPT-2).
 *
 * Text is cut into pieces the way GPT-2 does (contractions, " ?letters", " ?digits", " ?others",
 * white space), each piece's bytes are merged by rank. Any byte string survives encode + decode.
 * Ids: 0..255 single tokens in GPT-2's byte order, then the merges in the order learned. */
#ifndef EMBEDLAB_TEXT_BPE_H
#define EMBEDLAB_TEXT_BPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "text/reader.h"

struct bpe;

/* Learns merges until there are `size` tokens (256 < size) or no pair occurs twice. */
struct bpe *bpe_train(struct reader *in, int size, struct error *err);

/* From `count` merges, merge i joins tokens left[i] and right[i] into token 256 + i. */
struct bpe *bpe_from_merges(const int32_t (*merges)[2], int count, struct error *err);
void bpe_free(struct bpe *b);

int bpe_size(const struct bpe *b); /* 256 + merges */
void bpe_merge(const struct bpe *b, int index, int32_t pair[2]);

/* Bytes of token `id`. */
const char *bpe_token(const struct bpe *b, int id, size_t *length);

/* Encodes text[0..length), any bytes, into ids[capacity]; returns the number of tokens, at most
 * `length`. With ids NULL it only counts. */
size_t bpe_encode(const struct bpe *b, const char *text, size_t length, int32_t *ids);

#endif
