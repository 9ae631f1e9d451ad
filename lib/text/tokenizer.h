/* tokenizer.h: text to token ids and back: a word vocabulary or byte-level BPE behind one face.
 *
 * Stored as Hugging Face tokenizer.json (model WordLevel, or BPE with byte-level pieces).
 * Word tokenizer: id 0 = <unk>, 1 = <eos>, then the words, most frequent first; words are split
 * and folded by text/words.h. BPE: ids of text/bpe.h, then <|endoftext|> as the last id; no unknown. */
#ifndef EMBEDLAB_TEXT_TOKENIZER_H
#define EMBEDLAB_TEXT_TOKENIZER_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "text/vocab.h"

enum tokenizer_kind { TOKENIZER_WORD, TOKENIZER_BPE };

struct tokenizer;

/* A growing list of token ids. Zero-initialise; release with token_list_release. */
struct token_list {
    int32_t *ids; /* owned */
    size_t count, capacity;
};
void token_list_append(struct token_list *list, int32_t id);
void token_list_release(struct token_list *list);

/* From the option's text: "word:N" or "bpe:N" trains on `corpus`; anything else is a folder (or a
 * tokenizer.json) to read. word:N keeps the N most frequent words seen at least `min_count` times
 * (N counts the words, the two special tokens come on top). */
struct tokenizer *tokenizer_make(const char *description, const char *corpus, long min_count, struct error *err);

/* Does `description` ask for a new tokenizer ("word:N", "bpe:N"); then: trains it on the lines of `in`. */
bool tokenizer_is_new(const char *description);
struct tokenizer *tokenizer_train(const char *description, struct reader *in, long min_count, struct error *err);

/* A word tokenizer over a copy of the words of `v`. */
struct tokenizer *tokenizer_from_vocab(const struct vocab *v);

/* Reads folder/tokenizer.json (or the file itself). */
struct tokenizer *tokenizer_read(const char *path, struct error *err);

/* Writes folder/tokenizer.json; a word tokenizer with counts also folder/vocab.txt. */
bool tokenizer_write(const struct tokenizer *t, const char *folder, struct error *err);

/* The same, so that other programs put the end-of-text token before every text (a post-processor, which our own
 * reading passes over). */
bool tokenizer_write_end_first(const struct tokenizer *t, const char *folder, struct error *err);
void tokenizer_free(struct tokenizer *t);

enum tokenizer_kind tokenizer_kind(const struct tokenizer *t);
int tokenizer_size(const struct tokenizer *t);    /* ids are 0..size-1 */
int tokenizer_unknown(const struct tokenizer *t); /* -1 for BPE */
int tokenizer_end(const struct tokenizer *t);     /* end of text */

/* Appends the tokens of text[0..length). One thread at a time: the tokenizer has scratch. */
void tokenizer_encode(struct tokenizer *t, const char *text, size_t length, struct token_list *out);

/* Text of one token: the word, or the BPE token's bytes; *length in bytes. */
const char *tokenizer_token(const struct tokenizer *t, int id, size_t *length);

/* Id of a whole word given exactly (folded by the caller): word tokenizer's id, or for BPE the id
 * of " word" when it is one token; else -1. */
int tokenizer_lookup(const struct tokenizer *t, const char *word);

/* Occurrences in the training corpus when known (vocab.txt beside tokenizer.json), else 0. */
long tokenizer_frequency(const struct tokenizer *t, int id);

/* Text of ids[0..count) on the heap, NUL-terminated: words joined by spaces, or the bytes. */
char *tokenizer_decode(const struct tokenizer *t, const int32_t *ids, size_t count, size_t *length);

#endif
