#include "text/bpe.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "text/string_table.h"
#include "text/utf8.h"

/* Longest token and size of all tokens together, in bytes: merges from a file could double both
 * with every line. */
#define TOKEN_LIMIT  ((size_t)1 << 16)
#define TOKENS_LIMIT ((size_t)1 << 28)

struct merge_slot {
    int32_t left, right;
    int32_t token; /* that they make; 0 = empty slot */
};

struct bpe {
    struct string_table tokens; /* bytes of token id */
    int32_t (*merges)[2];       /* owned; [count] */
    int count;
    struct merge_slot *slots; /* owned; pair -> token */
    size_t slot_count;        /* a power of two */
    int32_t byte_ids[256];    /* byte -> token */
};

/* ---- tables ---- */

/* GPT-2's byte order: the printable ones of Latin-1 first, then the rest. */
static bool is_printable_byte(int byte)
{
    return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

static size_t merge_probe(const struct bpe *b, int32_t left, int32_t right)
{
    uint64_t hash = ((uint64_t)(uint32_t)left << 32 | (uint32_t)right) * 0x9E3779B97F4A7C15u;
    size_t mask = b->slot_count - 1, i = (hash >> 32) & mask;
    while (b->slots[i].token && (b->slots[i].left != left || b->slots[i].right != right))
        i = (i + 1) & mask;
    return i;
}

/* The token that two neighbours make, or 0 (which no merge makes). */
static int32_t merged_token(const struct bpe *b, int32_t left, int32_t right)
{
    return b->slots[merge_probe(b, left, right)].token;
}

static bool add_merge(struct bpe *b, int index, const int32_t pair[2], struct error *err)
{
    int32_t token = 256 + index;
    if (pair[0] < 0 || pair[1] < 0 || pair[0] >= token || pair[1] >= token)
        return error_set(err, "merge %d joins a token that is not there yet", index);
    size_t left_length, right_length;
    const char *left = string_table_get(&b->tokens, pair[0], &left_length);
    const char *right = string_table_get(&b->tokens, pair[1], &right_length);
    size_t length = left_length + right_length;
    if (length > TOKEN_LIMIT || b->tokens.used + length > TOKENS_LIMIT)
        return error_set(err, "merge %d makes the tokens too long", index);
    char *joined = mem_new(length, 1, "token");
    memcpy(joined, left, left_length);
    memcpy(joined + left_length, right, right_length);
    bool added;
    string_table_add(&b->tokens, joined, length, &added);
    mem_free(joined);
    if (!added)
        return error_set(err, "merge %d makes a token that is there already", index);
    b->merges[index][0] = pair[0], b->merges[index][1] = pair[1];
    b->slots[merge_probe(b, pair[0], pair[1])] = (struct merge_slot){pair[0], pair[1], token};
    return true;
}

struct bpe *bpe_from_merges(const int32_t (*merges)[2], int count, struct error *err)
{
    assert(count >= 0 && count <= BPE_SIZE_LIMIT);
    struct bpe *b = mem_new(1, sizeof(*b), "tokenizer");
    for (int round = 0; round < 2; round++) {
        for (int byte = 0; byte < 256; byte++) {
            if (is_printable_byte(byte) == (round == 0)) {
                char c = (char)byte;
                b->byte_ids[byte] = string_table_add(&b->tokens, &c, 1, NULL);
            }
        }
    }
    b->count = count;
    b->merges = mem_new((size_t)count + 1, sizeof(*b->merges), "tokenizer");
    for (b->slot_count = 1024; b->slot_count < 2 * (size_t)count;)
        b->slot_count *= 2;
    b->slots = mem_new(b->slot_count, sizeof(*b->slots), "tokenizer");
    for (int i = 0; i < count; i++) {
        if (!add_merge(b, i, merges[i], err)) {
            bpe_free(b);
            return NULL;
        }
    }
    return b;
}

void bpe_free(struct bpe *b)
{
    if (!b)
        return;
    string_table_release(&b->tokens);
    mem_free(b->merges);
    mem_free(b->slots);
    mem_free(b);
}

int bpe_size(const struct bpe *b)
{
    return 256 + b->count;
}

void bpe_merge(const struct bpe *b, int index, int32_t pair[2])
{
    assert(index >= 0 && index < b->count);
    pair[0] = b->merges[index][0], pair[1] = b->merges[index][1];
}

const char *bpe_token(const struct bpe *b, int id, size_t *length)
{
    assert(id >= 0 && id < bpe_size(b));
    return string_table_get(&b->tokens, id, length);
}

int bpe_lookup(const struct bpe *b, const char *bytes, size_t length)
{
    return string_table_find(&b->tokens, bytes, length);
}

/* ---- pieces ---- */

/* The classes of GPT-2's pattern
 * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+ */
enum piece_class { LETTERS, NUMBERS, SPACES, OTHERS };

static enum piece_class class_at(const char *text, size_t length, int *size)
{
    unsigned char c = (unsigned char)text[0];
    if (c < 0x80) {
        *size = 1;
        if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
            return LETTERS;
        if (c >= '0' && c <= '9')
            return NUMBERS;
        return c == ' ' || (c >= '\t' && c <= '\r') ? SPACES : OTHERS;
    }
    int32_t point = utf8_decode(text, length, size);
    if (utf8_is_letter(point))
        return LETTERS;
    if (utf8_is_number(point))
        return NUMBERS;
    return utf8_is_space(point) ? SPACES : OTHERS;
}

static size_t contraction_length(const char *text, size_t length)
{
    static const char *const endings[] = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        size_t n = strlen(endings[i]);
        if (length >= n && memcmp(text, endings[i], n) == 0)
            return n;
    }
    return 0;
}

size_t bpe_piece_length(const char *text, size_t length)
{
    if (length == 0)
        return 0;
    size_t contraction = text[0] == '\'' ? contraction_length(text, length) : 0;
    if (contraction)
        return contraction;
    int size;
    size_t at = text[0] == ' ' && length > 1 ? 1 : 0;
    enum piece_class class = class_at(text + at, length - at, &size);
    if (class == SPACES) {
        /* All of the white space, but its last character belongs to what follows. */
        size_t last = 0;
        for (at = 0; at < length && class_at(text + at, length - at, &size) == SPACES; at += (size_t)size)
            last = at;
        return at < length && last > 0 ? last : at;
    }
    do
        at += (size_t)size;
    while (at < length && class_at(text + at, length - at, &size) == class);
    return at;
}

/* ---- merging ---- */

/* A piece while it is merged: tokens in a linked list, and a heap of the pairs that can be merged,
 * lowest token (= earliest merge) first, then from left to right. An entry is stale when its pair
 * has changed meanwhile. O(n log n), so that a piece as long as a line does no harm. */
struct merging {
    int32_t *ids; /* [n]; -1 = swallowed by its left neighbour */
    int32_t *next, *previous;
    uint64_t *heap; /* [3n]; token << 32 | position */
    size_t heap_count;
};

static void heap_push(struct merging *m, uint64_t entry)
{
    size_t i = m->heap_count++;
    while (i > 0 && m->heap[(i - 1) / 2] > entry) {
        m->heap[i] = m->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    m->heap[i] = entry;
}

static uint64_t heap_pop(struct merging *m)
{
    uint64_t top = m->heap[0], entry = m->heap[--m->heap_count];
    size_t i = 0, child;
    while ((child = 2 * i + 1) < m->heap_count) {
        child += child + 1 < m->heap_count && m->heap[child + 1] < m->heap[child];
        if (m->heap[child] >= entry)
            break;
        m->heap[i] = m->heap[child];
        i = child;
    }
    m->heap[i] = entry;
    return top;
}

static void push_pair(const struct bpe *b, struct merging *m, int32_t at)
{
    if (at < 0 || m->next[at] < 0)
        return;
    int32_t token = merged_token(b, m->ids[at], m->ids[m->next[at]]);
    if (token)
        heap_push(m, (uint64_t)token << 32 | (uint32_t)at);
}

static void merge_all(const struct bpe *b, struct merging *m, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        push_pair(b, m, i);
    while (m->heap_count > 0) {
        uint64_t entry = heap_pop(m);
        int32_t token = (int32_t)(entry >> 32), at = (int32_t)(uint32_t)entry, right;
        if (m->ids[at] < 0 || (right = m->next[at]) < 0 || merged_token(b, m->ids[at], m->ids[right]) != token)
            continue;
        m->ids[at] = token;
        m->ids[right] = -1;
        m->next[at] = m->next[right];
        if (m->next[at] >= 0)
            m->previous[m->next[at]] = at;
        push_pair(b, m, m->previous[at]);
        push_pair(b, m, at);
    }
}

#define SHORT_PIECE 64

size_t bpe_encode_piece(const struct bpe *b, const char *piece, size_t length, int32_t *ids)
{
    assert(length < INT32_MAX / 4);
    int32_t n = (int32_t)length, links[3 * SHORT_PIECE];
    uint64_t heap[3 * SHORT_PIECE];
    bool is_short = length <= SHORT_PIECE;
    struct merging m = {0};
    m.ids = is_short ? links : mem_new(3 * length, sizeof(*links), "long piece of text");
    m.heap = is_short ? heap : mem_new(3 * length, sizeof(*heap), "long piece of text");
    m.next = m.ids + n;
    m.previous = m.next + n;
    for (int32_t i = 0; i < n; i++) {
        m.ids[i] = b->byte_ids[(unsigned char)piece[i]];
        m.next[i] = i + 1 < n ? i + 1 : -1;
        m.previous[i] = i - 1;
    }
    merge_all(b, &m, n);
    size_t count = 0;
    for (int32_t i = n > 0 ? 0 : -1; i >= 0; i = m.next[i])
        ids[count++] = m.ids[i];
    if (!is_short) {
        mem_free(m.ids);
        mem_free(m.heap);
    }
    return count;
}
