/* word_corpus.h: a corpus as ids of a vocabulary's words, in chunks of whole sentences; in memory or,
 * beyond a bound, in a temporary file, from which chunks are read when they are needed. The chunks, and
 * so what is trained on them, are the same either way. Words that are not in the vocabulary are left out.
 *
 * A sentence is a line, or (text broken at page width) all lines up to a blank one. The last word of
 * each sentence carries a mark; a sentence over WORD_CORPUS_SENTENCE words is cut. */
#ifndef EMBEDLAB_TEXT_WORD_CORPUS_H
#define EMBEDLAB_TEXT_WORD_CORPUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/json.h"
#include "text/vocab.h"

#define WORD_CORPUS_SENTENCE ((size_t)1 << 20) /* words */

#define SENTENCE_END     0x80000000u /* set in a sentence's last word */
#define SENTENCE_WORD(w) ((int32_t)((w) & ~SENTENCE_END))

struct word_chunk {
    uint64_t start; /* words before it */
    uint64_t first; /* sentences before it: its first one's number */
    uint32_t words; /* > 0 */
};

struct word_corpus {
    uint64_t words, sentences;
    uint64_t unknown;          /* words left out */
    struct word_chunk *chunks; /* owned; [chunk_count]: of about 10,000 words, fewer in a small corpus */
    long chunk_count;
    uint32_t largest; /* words of the largest chunk */
    uint32_t *ids;    /* owned; [words], all chunks one after the other; NULL: they are on disk */
    int file;         /* then: the temporary file, which has no name any more; else -1 */
    cJSON *texts;     /* owned; array of {name, crc32, bytes}, one for each file */
};

/* Reads the NULL-ended list `paths` (plain or gzip, one after the other; a sentence ends with its file).
 * More than `memory` bytes of words go to a temporary file beside `beside`. False and *err on bad text, a
 * full disk, Ctrl-C, or when no word is left. */
bool word_corpus_read(struct word_corpus *c, char *const *paths, const struct vocab *v, bool paragraphs, size_t memory,
                      const char *beside, struct error *err);
void word_corpus_release(struct word_corpus *c);

/* Gives back memory and disk that the words take; what is known of the corpus stays. */
void word_corpus_release_words(struct word_corpus *c);

/* The words of chunk i: in memory, or read into buffer[largest]. NULL and *err when they cannot be read
 * back. Threads may read at the same time. */
const uint32_t *word_corpus_chunk(const struct word_corpus *c, long i, uint32_t *buffer, struct error *err);

/* A number for the texts and their order: the CRC-32 of one text, or of several a mixture. */
void word_corpus_checksum(const struct word_corpus *c, char text[9]);

/* The corpus as an object of training.json: its texts and sizes. The caller owns it. */
cJSON *word_corpus_record(const struct word_corpus *c);

#endif
