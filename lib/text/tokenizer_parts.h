/* tokenizer_parts.h: what tokenizer.c and tokenizer_json.c share. */
#ifndef EMBEDLAB_TEXT_TOKENIZER_PARTS_H
#define EMBEDLAB_TEXT_TOKENIZER_PARTS_H

#include "text/bpe.h"
#include "text/string_table.h"
#include "text/tokenizer.h"
#include "text/words.h"

struct tokenizer {
    enum tokenizer_kind kind;
    struct vocab *vocab; /* word tokenizer: owned; id = token id, the special tokens included */
    struct bpe *bpe;     /* BPE: owned */
    char *end_text;      /* BPE: owned; the end-of-text token, id bpe_size */
    int unknown, end;

    /* Scratch of one thread. */
    struct word_splitter *splitter; /* owned */
    struct string_table pieces;     /* BPE: the pieces met so far */
    struct token_list piece_ids;    /* and their tokens, piece i at piece_starts[i] */
    size_t *piece_starts, piece_capacity;
};

struct tokenizer *tokenizer_new_word(struct vocab *vocab, int unknown, int end); /* takes `vocab` */
struct tokenizer *tokenizer_new_bpe(struct bpe *bpe, const char *end_text);      /* takes `bpe` */

/* Bytes as printable characters (GPT-2's bytes_to_unicode): the printable ones of Latin-1 stand for
 * themselves, the others are shown as U+0100, U+0101, ... in the order of their token ids. */
#define SHOWN_LIMIT (256 + 68)
struct byte_map {
    int32_t shown[256];         /* byte -> character */
    int16_t bytes[SHOWN_LIMIT]; /* character -> byte, -1 = none */
};
struct byte_map byte_map_make(const struct bpe *b);

/* Bytes as a heap string of such characters; and back, into bytes[length]: the number of bytes, or
 * -1 where a character stands for no byte. */
char *byte_map_show(const struct byte_map *map, const char *bytes, size_t length);
long byte_map_read(const struct byte_map *map, const char *text, size_t length, char *bytes);

/* tokenizer.json. */
bool tokenizer_write_json(const struct tokenizer *t, const char *path, bool end_first, struct error *err);
struct tokenizer *tokenizer_read_json(const char *path, struct error *err);

#endif
