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

#define BPE_SIZE_LIMIT 10000000 /* tokens */

struct bpe;

/* Learns merges from the lines of `in`, their ends included, until there are `size` tokens
 * (256 < size <= BPE_SIZE_LIMIT) or no pair occurs twice. Of equally frequent pairs the one with
 * the smaller ids comes first. A pair whose joined bytes are a token already is passed over.
 * NULL and *err if the text cannot be read or is empty. */
struct bpe *bpe_train(struct reader *in, int size, struct error *err);

/* From `count` merges, merge i joins tokens merges[i][0] and merges[i][1] into token 256 + i.
 * NULL and *err if a merge uses a token that is not there yet, or makes one that is there. */
struct bpe *bpe_from_merges(const int32_t (*merges)[2], int count, struct error *err);
void bpe_free(struct bpe *b);

int bpe_size(const struct bpe *b); /* 256 + merges */
void bpe_merge(const struct bpe *b, int index, int32_t pair[2]);

/* Bytes of token `id`; the id of the token bytes[0..length), or -1. */
const char *bpe_token(const struct bpe *b, int id, size_t *length);
int bpe_lookup(const struct bpe *b, const char *bytes, size_t length);

/* Text, any bytes, is encoded piece by piece, so that callers can remember the pieces seen before: the
 * length of the first piece of text[0..length), 0 only for length 0; the tokens of one piece into
 * ids[length], their number. */
size_t bpe_piece_length(const char *text, size_t length);
size_t bpe_encode_piece(const struct bpe *b, const char *piece, size_t length, int32_t *ids);

#endif
