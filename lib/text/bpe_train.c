/* Learning the merges of byte-pair encoding.
 *
 * The text becomes a table of distinct pieces with their counts; merging works on these. For every
 * pair of neighbouring tokens we keep its count and the pieces where it may occur, and a heap tells
 * the most frequent pair. A merge touches only the pieces that hold its pair (Sennrich et al. 2016,
 * algorithm 1, with incremental counts). */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "text/bpe.h"
#include "text/string_table.h"

struct piece {
    int32_t *tokens; /* borrowed from trainer.tokens */
    int32_t length;
    int64_t count;
};

struct pair {
    int32_t left, right;
    int64_t count;
    int32_t *pieces; /* owned; where it may occur, each piece once or a few times */
    size_t piece_count, capacity;
    int32_t touched; /* token of the last merge that made it more frequent */
};

struct candidate {
    int64_t count; /* when it was pushed; the pair's own count may have changed since */
    int32_t left, right, pair;
};

struct trainer {
    struct piece *pieces; /* owned */
    size_t piece_count;
    int32_t *tokens;    /* owned; all pieces' tokens */
    struct pair *pairs; /* owned */
    size_t pair_count, pair_capacity;
    int32_t *slots; /* owned; hash of (left, right) -> index of pair, -1 empty */
    size_t slot_count;
    struct candidate *heap; /* owned */
    size_t heap_count, heap_capacity;
    int32_t *touched; /* owned; pairs that gained during one merge */
    size_t touched_count, touched_capacity;
};

/* ---- the heap: most frequent first, then smaller ids ---- */

static bool before(const struct candidate *a, const struct candidate *b)
{
    if (a->count != b->count)
        return a->count > b->count;
    if (a->left != b->left)
        return a->left < b->left;
    return a->right < b->right;
}

static void heap_push(struct trainer *t, int32_t index)
{
    const struct pair *p = &t->pairs[index];
    struct candidate entry = {p->count, p->left, p->right, index};
    if (t->heap_count == t->heap_capacity) {
        t->heap_capacity = mem_capacity(t->heap_capacity, t->heap_count + 1);
        t->heap = mem_grow(t->heap, t->heap_capacity, sizeof(*t->heap), "byte pairs");
    }
    size_t i = t->heap_count++;
    while (i > 0 && before(&entry, &t->heap[(i - 1) / 2])) {
        t->heap[i] = t->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    t->heap[i] = entry;
}

static struct candidate heap_pop(struct trainer *t)
{
    struct candidate top = t->heap[0], entry = t->heap[--t->heap_count];
    size_t i = 0, child;
    while ((child = 2 * i + 1) < t->heap_count) {
        child += child + 1 < t->heap_count && before(&t->heap[child + 1], &t->heap[child]);
        if (!before(&t->heap[child], &entry))
            break;
        t->heap[i] = t->heap[child];
        i = child;
    }
    t->heap[i] = entry;
    return top;
}

/* ---- pairs ---- */

static size_t pair_probe(const struct trainer *t, int32_t left, int32_t right)
{
    uint64_t hash = ((uint64_t)(uint32_t)left << 32 | (uint32_t)right) * 0x9E3779B97F4A7C15u;
    size_t mask = t->slot_count - 1, i = (hash >> 32) & mask;
    while (t->slots[i] >= 0 && (t->pairs[t->slots[i]].left != left || t->pairs[t->slots[i]].right != right))
        i = (i + 1) & mask;
    return i;
}

static void grow_slots(struct trainer *t)
{
    mem_free(t->slots);
    t->slot_count = t->slot_count ? 2 * t->slot_count : 1 << 16;
    t->slots = mem_new(t->slot_count, sizeof(*t->slots), "byte pairs");
    memset(t->slots, 0xFF, t->slot_count * sizeof(*t->slots));
    for (size_t i = 0; i < t->pair_count; i++)
        t->slots[pair_probe(t, t->pairs[i].left, t->pairs[i].right)] = (int32_t)i;
}

static int32_t find_pair(struct trainer *t, int32_t left, int32_t right)
{
    if (2 * (t->pair_count + 1) > t->slot_count)
        grow_slots(t);
    size_t slot = pair_probe(t, left, right);
    if (t->slots[slot] >= 0)
        return t->slots[slot];
    if (t->pair_count == t->pair_capacity) {
        t->pair_capacity = mem_capacity(t->pair_capacity, t->pair_count + 1);
        t->pairs = mem_grow(t->pairs, t->pair_capacity, sizeof(*t->pairs), "byte pairs");
    }
    t->pairs[t->pair_count] = (struct pair){.left = left, .right = right};
    return t->slots[slot] = (int32_t)t->pair_count++;
}

/* Counts the pair once more (or once less) for every occurrence of piece `index`. */
static int32_t count_pair(struct trainer *t, int32_t left, int32_t right, int32_t index, int sign)
{
    int32_t found = find_pair(t, left, right);
    struct pair *p = &t->pairs[found];
    p->count += sign * t->pieces[index].count;
    if (sign < 0 || (p->piece_count > 0 && p->pieces[p->piece_count - 1] == index))
        return found;
    if (p->piece_count == p->capacity) {
        p->capacity = p->capacity ? mem_capacity(p->capacity, p->piece_count + 1) : 2;
        p->pieces = mem_grow(p->pieces, p->capacity, sizeof(*p->pieces), "byte pairs");
    }
    p->pieces[p->piece_count++] = index;
    return found;
}

/* The same for a pair that the merge into `token` makes, which has to go on the heap after it. */
static void count_new_pair(struct trainer *t, int32_t left, int32_t right, int32_t index, int32_t token)
{
    int32_t found = count_pair(t, left, right, index, 1);
    if (t->pairs[found].touched == token)
        return;
    t->pairs[found].touched = token;
    if (t->touched_count == t->touched_capacity) {
        t->touched_capacity = mem_capacity(t->touched_capacity, t->touched_count + 1);
        t->touched = mem_grow(t->touched, t->touched_capacity, sizeof(*t->touched), "byte pairs");
    }
    t->touched[t->touched_count++] = found;
}

/* Joins every (left, right) of the piece into `token`, from left to right, and corrects the counts
 * of the pairs around. */
static void merge_in_piece(struct trainer *t, int32_t index, int32_t left, int32_t right, int32_t token)
{
    struct piece *p = &t->pieces[index];
    int32_t *tokens = p->tokens, kept = 0;
    for (int32_t i = 0; i < p->length; i++) {
        if (i + 1 == p->length || tokens[i] != left || tokens[i + 1] != right) {
            tokens[kept++] = tokens[i];
            continue;
        }
        count_pair(t, left, right, index, -1);
        if (kept > 0) {
            count_pair(t, tokens[kept - 1], left, index, -1);
            count_new_pair(t, tokens[kept - 1], token, index, token);
        }
        if (i + 2 < p->length) {
            count_pair(t, right, tokens[i + 2], index, -1);
            count_new_pair(t, token, tokens[i + 2], index, token);
        }
        tokens[kept++] = token;
        i++;
    }
    p->length = kept;
}

static void merge_pair(struct trainer *t, int32_t index, int32_t token)
{
    struct pair merged = t->pairs[index]; /* the array may move */
    t->touched_count = 0;
    for (size_t i = 0; i < merged.piece_count; i++)
        merge_in_piece(t, merged.pieces[i], merged.left, merged.right, token);
    for (size_t i = 0; i < t->touched_count; i++)
        heap_push(t, t->touched[i]);
}

/* ---- the whole ---- */

/* The distinct pieces of the text. False and *err if it cannot be read or is empty. */
static bool count_pieces(struct reader *in, struct string_table *table, int64_t **counts, struct error *err)
{
    size_t capacity = 0, length, whole_capacity = 0;
    char *whole = NULL; /* the line with its end */
    const char *line;
    while ((line = reader_line(in, &length))) {
        if (length + 1 > whole_capacity) {
            whole_capacity = mem_capacity(whole_capacity, length + 1);
            whole = mem_grow(whole, whole_capacity, 1, "line");
        }
        memcpy(whole, line, length);
        whole[length++] = '\n';
        for (size_t at = 0, size; at < length; at += size) {
            size = bpe_piece_length(whole + at, length - at);
            bool added;
            size_t id = (size_t)string_table_add(table, whole + at, size, &added);
            if (id >= capacity) {
                capacity = mem_capacity(capacity, id + 1);
                *counts = mem_grow(*counts, capacity, sizeof(**counts), "pieces of text");
            }
            (*counts)[id] = added ? 1 : (*counts)[id] + 1;
        }
    }
    mem_free(whole);
    if (reader_failed(in, err))
        return false;
    if (table->count == 0)
        return error_set(err, "%s: empty; expected text", reader_name(in));
    return true;
}

static void prepare(struct trainer *t, const struct bpe *bytes, const struct string_table *table, const int64_t *counts)
{
    t->piece_count = table->count;
    t->pieces = mem_new(table->count, sizeof(*t->pieces), "pieces of text");
    t->tokens = mem_new(table->used, sizeof(*t->tokens), "pieces of text");
    int32_t *tokens = t->tokens;
    for (size_t i = 0; i < table->count; i++) {
        size_t length;
        const char *text = string_table_get(table, (int32_t)i, &length);
        bpe_encode_piece(bytes, text, length, tokens);
        t->pieces[i] = (struct piece){tokens, (int32_t)length, counts[i]};
        for (size_t k = 0; k + 1 < length; k++)
            count_pair(t, tokens[k], tokens[k + 1], (int32_t)i, 1);
        tokens += length;
    }
    for (size_t i = 0; i < t->pair_count; i++)
        heap_push(t, (int32_t)i);
}

static void release(struct trainer *t)
{
    for (size_t i = 0; i < t->pair_count; i++)
        mem_free(t->pairs[i].pieces);
    mem_free(t->pairs);
    mem_free(t->pieces);
    mem_free(t->tokens);
    mem_free(t->slots);
    mem_free(t->heap);
    mem_free(t->touched);
}

/* Is the pair's joined text no token yet? Adds it. */
static bool is_new_token(struct string_table *known, int32_t left, int32_t right, char **buffer, size_t *capacity)
{
    size_t left_length, right_length;
    string_table_get(known, left, &left_length);
    string_table_get(known, right, &right_length);
    if (left_length + right_length > *capacity) {
        *capacity = mem_capacity(*capacity, left_length + right_length);
        *buffer = mem_grow(*buffer, *capacity, 1, "token");
    }
    memcpy(*buffer, string_table_get(known, left, &left_length), left_length);
    memcpy(*buffer + left_length, string_table_get(known, right, &right_length), right_length);
    bool added;
    string_table_add(known, *buffer, left_length + right_length, &added);
    return added;
}

static int learn(struct trainer *t, const struct bpe *bytes, int32_t (*merges)[2], int wanted)
{
    struct string_table known = {0};
    for (int id = 0; id < 256; id++) {
        size_t length;
        const char *token = bpe_token(bytes, id, &length);
        string_table_add(&known, token, length, NULL);
    }
    char *buffer = NULL;
    size_t capacity = 0;
    int learned = 0;
    while (learned < wanted && t->heap_count > 0) {
        struct candidate top = heap_pop(t);
        struct pair *p = &t->pairs[top.pair];
        if (p->count != top.count) {
            /* Stale: counts only fall once the pair's younger token is made; it comes again. */
            if (p->count > 0)
                heap_push(t, top.pair);
            continue;
        }
        if (top.count < 2)
            break;
        if (!is_new_token(&known, top.left, top.right, &buffer, &capacity))
            continue;
        merges[learned][0] = top.left, merges[learned][1] = top.right;
        merge_pair(t, top.pair, 256 + learned);
        learned++;
        mem_free(t->pairs[top.pair].pieces);
        t->pairs[top.pair].pieces = NULL;
        t->pairs[top.pair].piece_count = t->pairs[top.pair].capacity = 0;
    }
    mem_free(buffer);
    string_table_release(&known);
    return learned;
}

struct bpe *bpe_train(struct reader *in, int size, struct error *err)
{
    assert(size > 256 && size <= BPE_SIZE_LIMIT);
    struct string_table table = {0};
    int64_t *counts = NULL;
    struct bpe *result = NULL;
    if (count_pieces(in, &table, &counts, err)) {
        struct bpe *bytes = bpe_from_merges(NULL, 0, err);
        struct trainer t = {0};
        prepare(&t, bytes, &table, counts);
        int32_t(*merges)[2] = mem_new((size_t)(size - 256), sizeof(*merges), "merges");
        int learned = learn(&t, bytes, merges, size - 256);
        result = bpe_from_merges((const int32_t(*)[2])merges, learned, err);
        mem_free(merges);
        release(&t);
        bpe_free(bytes);
    }
    string_table_release(&table);
    mem_free(counts);
    return result;
}
