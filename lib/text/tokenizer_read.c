/* Reading tokenizer.json: ours, and those of other tools where the model is one of ours: WordLevel, or
 * BPE over bytes with GPT-2's pre-tokenizer and numbering. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "text/tokenizer_parts.h"

static const cJSON *get(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool is_type(const cJSON *object, const char *type)
{
    const cJSON *field = get(object, "type");
    return cJSON_IsString(field) && strcmp(field->valuestring, type) == 0;
}

/* An absent, null or false field, or an empty string. */
static bool is_off(const cJSON *object, const char *name)
{
    const cJSON *field = get(object, name);
    return !field || cJSON_IsNull(field) || cJSON_IsFalse(field) ||
           (cJSON_IsString(field) && field->valuestring[0] == '\0');
}

/* The vocabulary's tokens by id; borrowed strings in a heap array. NULL and *err on anything but
 * an object that numbers its tokens 0, 1, ..., count - 1. */
static const char **tokens_by_id(const cJSON *vocab, const char *path, int *count, struct error *err)
{
    *count = 0;
    if (!cJSON_IsObject(vocab) || !vocab->child) {
        error_set(err, "%s: field \"model.vocab\" is missing or empty, expected tokens with their ids", path);
        return NULL;
    }
    for (const cJSON *entry = vocab->child; entry; entry = entry->next)
        ++*count;
    const char **tokens = mem_new((size_t)*count, sizeof(*tokens), "vocabulary");
    for (const cJSON *entry = vocab->child; entry; entry = entry->next) {
        double id = cJSON_IsNumber(entry) ? entry->valuedouble : -1;
        if (!(id >= 0 && id < *count) || id != floor(id) || tokens[(int)id]) {
            error_set(err,
                      "%s: field \"model.vocab\": the id of token \"%.60s\" is %s, expected every id from 0 to %d once",
                      path, entry->string,
                      !cJSON_IsNumber(entry)                                         ? "no number"
                      : id >= 0 && id < *count && id == floor(id) && tokens[(int)id] ? "taken already"
                                                                                     : "out of range",
                      *count - 1);
            mem_free(tokens);
            return NULL;
        }
        tokens[(int)id] = entry->string;
    }
    return tokens;
}

/* Can text/words.h produce the words at all? A vocabulary of cased words or word pieces would load
 * and then find nearly every word unknown. */
static bool words_fit(const struct vocab *words, const char *path, struct error *err)
{
    struct word_splitter *splitter = word_splitter_new();
    int fitting = 0, count = vocab_size(words);
    for (int id = 0; id < count; id++) {
        const char *word = vocab_word(words, id), *found;
        size_t length;
        word_splitter_start(splitter, word, strlen(word));
        found = word_splitter_next(splitter, &length);
        fitting += found && strcmp(found, word) == 0;
    }
    word_splitter_free(splitter);
    if (2 * fitting < count - 4)
        return error_set(err,
                         "%s: only %d of its %d words are lower-case words as embedlab splits them; this tokenizer "
                         "cuts text differently",
                         path, fitting, count);
    return true;
}

static struct tokenizer *read_words(const cJSON *model, const char *path, struct error *err)
{
    int count;
    const char *unknown = json_get_string(model, path, "unk_token", err);
    const char **tokens = unknown ? tokens_by_id(get(model, "vocab"), path, &count, err) : NULL;
    if (!tokens)
        return NULL;
    struct vocab *words = vocab_new();
    bool good = true;
    for (int id = 0; good && id < count; id++)
        if (!vocab_append(words, tokens[id], strlen(tokens[id]), 0))
            good = error_set(err, "%s: field \"model.vocab\": token \"%.60s\" is there twice", path, tokens[id]);
    mem_free(tokens);
    static const char *const ends[] = {"<eos>", "</s>", "<|endoftext|>", "[SEP]"};
    int unknown_id = good ? vocab_lookup(words, unknown, strlen(unknown)) : -1, end = -1;
    for (size_t i = 0; end < 0 && i < sizeof(ends) / sizeof(*ends); i++)
        end = vocab_lookup(words, ends[i], strlen(ends[i]));
    if (good && unknown_id < 0)
        good = error_set(err, "%s: the unknown token \"%.60s\" is not in the vocabulary", path, unknown);
    if (good && end < 0)
        good = error_set(err, "%s: no end-of-text token (<eos>, </s>, <|endoftext|> or [SEP]) in the vocabulary", path);
    if (good && words_fit(words, path, err))
        return tokenizer_new_word(words, unknown_id, end);
    vocab_free(words);
    return NULL;
}

/* Finds the ids of a merge's two halves, given as ["a", "b"] or "a b". */
static bool read_merge(const cJSON *item, const struct byte_map *map, struct string_table *known, int32_t pair[2])
{
    const char *halves[2];
    size_t lengths[2];
    if (cJSON_IsString(item)) {
        const char *space = strchr(item->valuestring, ' ');
        if (!space)
            return false;
        halves[0] = item->valuestring;
        lengths[0] = (size_t)(space - halves[0]);
        halves[1] = space + 1;
        lengths[1] = strlen(halves[1]);
    } else {
        if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) != 2)
            return false;
        for (int side = 0; side < 2; side++) {
            const cJSON *half = cJSON_GetArrayItem(item, side);
            if (!cJSON_IsString(half))
                return false;
            halves[side] = half->valuestring;
            lengths[side] = strlen(half->valuestring);
        }
    }
    char *bytes = mem_new(lengths[0] + lengths[1] + 1, 1, "token");
    long left = byte_map_read(map, halves[0], lengths[0], bytes);
    long right = left < 0 ? -1 : byte_map_read(map, halves[1], lengths[1], bytes + left);
    bool good = left > 0 && right > 0;
    if (good) {
        pair[0] = string_table_find(known, bytes, (size_t)left);
        pair[1] = string_table_find(known, bytes + left, (size_t)right);
        good = pair[0] >= 0 && pair[1] >= 0;
    }
    if (good)
        string_table_add(known, bytes, (size_t)(left + right), NULL);
    mem_free(bytes);
    return good;
}

static struct bpe *read_merges(const cJSON *list, const char *path, struct byte_map *map, struct error *err)
{
    if (!cJSON_IsArray(list)) {
        error_set(err, "%s: field \"model.merges\" is missing, expected a list", path);
        return NULL;
    }
    struct bpe *bytes = bpe_from_merges(NULL, 0, err);
    *map = byte_map_make(bytes);
    struct string_table known = {0};
    size_t length;
    for (int id = 0; id < 256; id++) {
        const char *byte = bpe_token(bytes, id, &length);
        string_table_add(&known, byte, length, NULL);
    }
    bpe_free(bytes);
    int count = cJSON_GetArraySize(list), index = 0;
    bool good = count <= BPE_SIZE_LIMIT || error_set(err, "%s: more than %d merges", path, BPE_SIZE_LIMIT);
    int32_t(*merges)[2] = mem_new((size_t)(good ? count : 0) + 1, sizeof(*merges), "merges");
    for (const cJSON *item = list->child; good && item; item = item->next, index++)
        if (!read_merge(item, map, &known, merges[index]))
            good =
                error_set(err, "%s: merge %d: expected two tokens made of bytes or of merges before it", path, index);
    struct bpe *b = NULL;
    if (good && !(b = bpe_from_merges((const int32_t(*)[2])merges, count, err)))
        error_prefix(err, "%s", path);
    mem_free(merges);
    string_table_release(&known);
    return b;
}

/* Everything that would make another tokenizer cut text differently from text/bpe.h. */
static bool bpe_fits(const cJSON *root, const cJSON *model, const char *path, struct error *err)
{
    static const char *const variants[] = {"dropout", "continuing_subword_prefix", "end_of_word_suffix",
                                           "byte_fallback", "ignore_merges"};
    for (size_t i = 0; i < sizeof(variants) / sizeof(*variants); i++)
        if (!is_off(model, variants[i]))
            return error_set(err, "%s: field \"model.%s\" is set; only byte-level BPE like GPT-2's can be read", path,
                             variants[i]);
    const cJSON *pre = get(root, "pre_tokenizer");
    const cJSON *regex = get(pre, "use_regex");
    if (!is_type(pre, "ByteLevel") || !is_off(pre, "add_prefix_space") || (regex && !cJSON_IsTrue(regex)))
        return error_set(err,
                         "%s: field \"pre_tokenizer\": expected ByteLevel with use_regex and without "
                         "add_prefix_space; only byte-level BPE like GPT-2's can be read",
                         path);
    if (!is_off(root, "normalizer"))
        return error_set(err, "%s: field \"normalizer\" is set; only byte-level BPE like GPT-2's can be read", path);
    return true;
}

/* The end-of-text token: the last of the vocabulary, or an added token with the next id. */
static const char *read_end(const cJSON *root, const char **tokens, int count, int end, const char *path,
                            struct error *err)
{
    if (count == end + 1)
        return tokens[end];
    if (count == end) {
        const cJSON *added = get(root, "added_tokens");
        for (const cJSON *item = cJSON_IsArray(added) ? added->child : NULL; item; item = item->next) {
            const cJSON *id = get(item, "id"), *content = get(item, "content");
            if (cJSON_IsNumber(id) && id->valuedouble == end && cJSON_IsString(content))
                return content->valuestring;
        }
    }
    error_set(err, "%s: %d tokens; expected 256 bytes, %d merges and one end-of-text token with id %d", path, count,
              end - 256, end);
    return NULL;
}

static struct tokenizer *read_bpe(const cJSON *root, const cJSON *model, const char *path, struct error *err)
{
    struct byte_map map;
    struct bpe *b = bpe_fits(root, model, path, err) ? read_merges(get(model, "merges"), path, &map, err) : NULL;
    if (!b)
        return NULL;
    int count;
    const char **tokens = tokens_by_id(get(model, "vocab"), path, &count, err);
    const char *end_text = tokens ? read_end(root, tokens, count, bpe_size(b), path, err) : NULL;
    bool good = end_text != NULL;
    for (int id = 0; good && id < bpe_size(b); id++) {
        size_t length;
        const char *bytes = bpe_token(b, id, &length);
        char *expected = byte_map_show(&map, bytes, length);
        if (strcmp(expected, tokens[id]) != 0)
            good = error_set(err,
                             "%s: field \"model.vocab\": token %d is \"%.60s\", expected \"%.60s\" (the bytes in "
                             "GPT-2's order, then the merges)",
                             path, id, tokens[id], expected);
        mem_free(expected);
    }
    struct tokenizer *t = good ? tokenizer_new_bpe(b, end_text) : NULL;
    mem_free(tokens);
    if (!t)
        bpe_free(b);
    return t;
}

struct tokenizer *tokenizer_read_json(const char *path, struct error *err)
{
    cJSON *root = json_read(path, err);
    if (!root)
        return NULL;
    const cJSON *model = get(root, "model");
    struct tokenizer *t = NULL;
    if (is_type(model, "WordLevel"))
        t = read_words(model, path, err);
    else if (is_type(model, "BPE") || (cJSON_IsObject(model) && !get(model, "type") && get(model, "merges")))
        t = read_bpe(root, model, path, err);
    else
        error_set(err, "%s: field \"model.type\": expected WordLevel or BPE", path);
    cJSON_Delete(root);
    return t;
}
