/* tokens.h: a corpus as integers in memory, with the places where its lines start. */
#ifndef EMBEDLAB_TEXT_TOKENS_H
#define EMBEDLAB_TEXT_TOKENS_H

#include <stdint.h>

#include "base/error.h"
#include "base/json.h"
#include "text/tokenizer.h"

struct token_corpus {
    int32_t *ids; /* owned; [count] */
    size_t count;
    size_t *starts;    /* owned; [lines + 1]: line i is ids[starts[i] .. starts[i+1]) */
    size_t lines;      /* lines with at least one token */
    uint64_t *offsets; /* owned; [lines + 1]: the byte of the text where line i starts */
    uint64_t bytes;    /* size of the text */
    uint32_t checksum; /* CRC-32 of the text */
    long unknown;      /* tokens that were out of vocabulary */
};

/* Reads and encodes `path` as running text: <unk> stays, an end-of-text token stands where a blank line separates
 * documents and at the end; BPE sees the line ends. Fails on bad text and when there are no words. */
bool tokens_read(struct token_corpus *c, const char *path, struct tokenizer *t, struct error *err);

void tokens_release(struct token_corpus *c);

/* The corpus as an object of training.json: its name, checksum and sizes. The caller owns it. */
cJSON *tokens_record(const struct token_corpus *c, const char *name);

/* "1a2b3c4d": the checksum as training.json has it. */
void tokens_checksum(const struct token_corpus *c, char text[9]);

#endif
