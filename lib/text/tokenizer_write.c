/* Writing tokenizer.json in the layout of Hugging Face's tokenizers library, so that other tools open
 * our models. */
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "text/tokenizer_parts.h"
#include "text/utf8.h"

/* text/words.h as a pattern: a Han character, or a run of letters, marks and digits with single
 * apostrophes inside. */
#define HAN          "[\\p{Han}]"
#define LETTER       "[[\\p{L}\\p{N}]&&[^\\p{Han}]]"
#define INSIDE       "[[\\p{L}\\p{N}\\p{M}]&&[^\\p{Han}]]"
#define WORD         "(?:" HAN "|" LETTER INSIDE "*(?:'" LETTER INSIDE "*)*)"
#define WORD_PATTERN WORD "(?:_" WORD ")*"

/* ---- bytes as printable characters ---- */

/* Token ids below this are the printable bytes. */
#define PRINTABLE 188

static int32_t shown_as(int id, unsigned char byte)
{
    return id < PRINTABLE ? byte : 256 + id - PRINTABLE;
}

struct byte_map byte_map_make(const struct bpe *b)
{
    struct byte_map map;
    memset(map.bytes, 0xFF, sizeof(map.bytes));
    for (int id = 0; id < 256; id++) {
        size_t length;
        unsigned char byte = (unsigned char)*bpe_token(b, id, &length);
        map.shown[byte] = shown_as(id, byte);
        map.bytes[map.shown[byte]] = byte;
    }
    return map;
}

char *byte_map_show(const struct byte_map *map, const char *bytes, size_t length)
{
    char *text = mem_new(2 * length + 1, 1, "token"), *to = text;
    for (size_t i = 0; i < length; i++) {
        int32_t c = map->shown[(unsigned char)bytes[i]];
        if (c >= 0x80) {
            *to++ = (char)(0xC0 | c >> 6);
            *to++ = (char)(0x80 | (c & 0x3F));
        } else {
            *to++ = (char)c;
        }
    }
    return text;
}

long byte_map_read(const struct byte_map *map, const char *text, size_t length, char *bytes)
{
    long count = 0;
    for (size_t i = 0; i < length;) {
        int size;
        int32_t c = utf8_decode(text + i, length - i, &size);
        if (c < 0 || c >= SHOWN_LIMIT || map->bytes[c] < 0)
            return -1;
        bytes[count++] = (char)map->bytes[c];
        i += (size_t)size;
    }
    return count;
}

/* ---- writing ---- */

static cJSON *typed(const char *type)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "type", type);
    return object;
}

static void add_special(cJSON *added, int id, const char *content)
{
    cJSON *token = cJSON_CreateObject();
    cJSON_AddNumberToObject(token, "id", id);
    cJSON_AddStringToObject(token, "content", content);
    cJSON_AddBoolToObject(token, "single_word", false);
    cJSON_AddBoolToObject(token, "lstrip", false);
    cJSON_AddBoolToObject(token, "rstrip", false);
    cJSON_AddBoolToObject(token, "normalized", false);
    cJSON_AddBoolToObject(token, "special", true);
    cJSON_AddItemToArray(added, token);
}

static cJSON *byte_level(void)
{
    cJSON *object = typed("ByteLevel");
    cJSON_AddBoolToObject(object, "add_prefix_space", false);
    cJSON_AddBoolToObject(object, "trim_offsets", true);
    cJSON_AddBoolToObject(object, "use_regex", true);
    return object;
}

static void write_bpe(const struct tokenizer *t, cJSON *root, cJSON *added)
{
    add_special(added, t->end, t->end_text);
    cJSON_AddNullToObject(root, "normalizer");
    cJSON_AddItemToObject(root, "pre_tokenizer", byte_level());
    cJSON_AddNullToObject(root, "post_processor");
    cJSON_AddItemToObject(root, "decoder", byte_level());
    cJSON *model = typed("BPE");
    cJSON_AddItemToObject(root, "model", model);
    static const char *const unused[] = {"dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"};
    for (size_t i = 0; i < sizeof(unused) / sizeof(*unused); i++)
        cJSON_AddNullToObject(model, unused[i]);
    cJSON_AddBoolToObject(model, "fuse_unk", false);
    cJSON_AddBoolToObject(model, "byte_fallback", false);
    cJSON_AddBoolToObject(model, "ignore_merges", false);
    struct byte_map map = byte_map_make(t->bpe);
    cJSON *vocab = cJSON_AddObjectToObject(model, "vocab"), *merges = cJSON_AddArrayToObject(model, "merges");
    size_t length;
    for (int id = 0; id < bpe_size(t->bpe); id++) {
        const char *bytes = bpe_token(t->bpe, id, &length);
        char *text = byte_map_show(&map, bytes, length);
        cJSON_AddItemToObject(vocab, text, cJSON_CreateNumber(id));
        mem_free(text);
    }
    cJSON_AddNumberToObject(vocab, t->end_text, t->end);
    for (int i = 0; i < bpe_size(t->bpe) - 256; i++) {
        int32_t pair[2];
        bpe_merge(t->bpe, i, pair);
        cJSON *merge = cJSON_CreateArray();
        for (int side = 0; side < 2; side++) {
            const char *bytes = bpe_token(t->bpe, pair[side], &length);
            char *text = byte_map_show(&map, bytes, length);
            cJSON_AddItemToArray(merge, cJSON_CreateString(text));
            mem_free(text);
        }
        cJSON_AddItemToArray(merges, merge);
    }
}

/* One item of a template: a token or a text, of token type 0 like everything. */
static void add_to_template(cJSON *list, const char *kind, const char *id)
{
    cJSON *item = cJSON_CreateObject(), *piece = cJSON_AddObjectToObject(item, kind);
    cJSON_AddStringToObject(piece, "id", id);
    cJSON_AddNumberToObject(piece, "type_id", 0);
    cJSON_AddItemToArray(list, item);
}

/* Puts the end-of-text token before a text, and before each of two. */
static cJSON *end_first_template(int id, const char *end)
{
    static const char *const names[] = {"single", "pair"}, *const texts[] = {"A", "B"};
    cJSON *template = typed("TemplateProcessing");
    for (int last = 0; last < 2; last++) {
        cJSON *list = cJSON_AddArrayToObject(template, names[last]);
        for (int text = 0; text <= last; text++) {
            add_to_template(list, "SpecialToken", end);
            add_to_template(list, "Sequence", texts[text]);
        }
    }
    cJSON *token = cJSON_AddObjectToObject(cJSON_AddObjectToObject(template, "special_tokens"), end);
    cJSON_AddStringToObject(token, "id", end);
    cJSON_AddItemToArray(cJSON_AddArrayToObject(token, "ids"), cJSON_CreateNumber(id));
    cJSON_AddItemToArray(cJSON_AddArrayToObject(token, "tokens"), cJSON_CreateString(end));
    return template;
}

static cJSON *word_normalizer(void)
{
    cJSON *sequence = typed("Sequence"), *list = cJSON_AddArrayToObject(sequence, "normalizers");
    cJSON *apostrophe = typed("Replace");
    cJSON_AddStringToObject(cJSON_AddObjectToObject(apostrophe, "pattern"), "String", "\xE2\x80\x99");
    cJSON_AddStringToObject(apostrophe, "content", "'");
    cJSON_AddItemToArray(list, apostrophe);
    cJSON_AddItemToArray(list, typed("NFC"));
    cJSON_AddItemToArray(list, typed("Lowercase"));
    return sequence;
}

static cJSON *word_pre_tokenizer(void)
{
    cJSON *split = typed("Split");
    cJSON_AddStringToObject(cJSON_AddObjectToObject(split, "pattern"), "Regex", WORD_PATTERN);
    cJSON_AddStringToObject(split, "behavior", "Removed");
    cJSON_AddBoolToObject(split, "invert", true);
    return split;
}

static void write_words(const struct tokenizer *t, cJSON *root, cJSON *added)
{
    add_special(added, t->unknown, vocab_word(t->vocab, t->unknown));
    add_special(added, t->end, vocab_word(t->vocab, t->end));
    cJSON_AddItemToObject(root, "normalizer", word_normalizer());
    cJSON_AddItemToObject(root, "pre_tokenizer", word_pre_tokenizer());
    cJSON_AddNullToObject(root, "post_processor");
    cJSON_AddNullToObject(root, "decoder");
    cJSON *model = typed("WordLevel");
    cJSON_AddItemToObject(root, "model", model);
    cJSON *vocab = cJSON_AddObjectToObject(model, "vocab");
    for (int id = 0; id < vocab_size(t->vocab); id++)
        cJSON_AddItemToObject(vocab, vocab_word(t->vocab, id), cJSON_CreateNumber(id));
    cJSON_AddStringToObject(model, "unk_token", vocab_word(t->vocab, t->unknown));
}

static const char *end_text(const struct tokenizer *t)
{
    return t->kind == TOKENIZER_BPE ? t->end_text : vocab_word(t->vocab, t->end);
}

bool tokenizer_write_json(const struct tokenizer *t, const char *path, bool end_first, struct error *err)
{
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "version", "1.0");
    cJSON_AddNullToObject(root, "truncation");
    cJSON_AddNullToObject(root, "padding");
    cJSON *added = cJSON_AddArrayToObject(root, "added_tokens");
    if (t->kind == TOKENIZER_BPE)
        write_bpe(t, root, added);
    else
        write_words(t, root, added);
    if (end_first)
        cJSON_ReplaceItemInObjectCaseSensitive(root, "post_processor", end_first_template(t->end, end_text(t)));
    bool good = json_write(path, root, err);
    cJSON_Delete(root);
    return good;
}
