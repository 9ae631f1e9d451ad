/* trainers/glove, counting: against plain sums on random text, the same cells whatever the number of
 * threads and the bound of memory, and what the disk may do. */
#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "trainers/glove/count.h"
#include "trainers/glove/memory.h"

enum { WORDS = 90, LINES = 300 };

static char folder[64];

/* Lines of 1 to 30 words, frequent words first, in chunks of ten lines. */
static struct word_corpus make_corpus(void)
{
    struct word_corpus c = {.ids = mem_new(LINES * 30, sizeof *c.ids, "test"),
                            .chunks = mem_new(LINES / 10, sizeof *c.chunks, "test"),
                            .sentences = LINES,
                            .chunk_count = LINES / 10,
                            .file = -1,
                            .texts = cJSON_CreateArray()};
    struct random random = random_at(1, RANDOM_TEST, 1);
    for (int line = 0; line < LINES; line++) {
        struct word_chunk *chunk = &c.chunks[line / 10];
        if (line % 10 == 0)
            *chunk = (struct word_chunk){c.words, (uint64_t)line, 0};
        for (uint32_t left = 1 + random_below(&random, 30); left > 0; left--)
            c.ids[c.words++] = random_below(&random, 1 + random_below(&random, WORDS));
        c.ids[c.words - 1] |= SENTENCE_END;
        chunk->words = (uint32_t)(c.words - chunk->start);
        c.largest = chunk->words > c.largest ? chunk->words : c.largest;
    }
    return c;
}

/* The same corpus on disk. */
static void to_disk(struct word_corpus *c)
{
    struct error err;
    char path[96];
    snprintf(path, sizeof path, "%s/corpus", folder);
    c->file = spill_open(path, &err);
    assert_true(spill_write(c->file, c->ids, c->words * sizeof *c->ids, 0, &err));
    mem_free(c->ids);
    c->ids = NULL;
}

static void naive_counts(const struct word_corpus *c, int window, bool left, double *counts)
{
    memset(counts, 0, WORDS * WORDS * sizeof *counts);
    for (uint64_t start = 0, end; start < c->words; start = end) {
        for (end = start; !(c->ids[end++] & SENTENCE_END);)
            ;
        for (size_t i = start; i < end; i++)
            for (size_t j = start; j < end; j++) {
                size_t distance = i > j ? i - j : j - i;
                if (distance > 0 && distance <= (size_t)window && (!left || j < i))
                    counts[SENTENCE_WORD(c->ids[i]) * WORDS + SENTENCE_WORD(c->ids[j])] += 1.0 / (double)distance;
            }
    }
}

static void ignore(double words, void *context)
{
    (void)words;
    (void)context;
}

static int in_folder(void)
{
    DIR *d = opendir(folder);
    assert_non_null(d);
    int count = -2; /* . and .. */
    while (readdir(d))
        count++;
    closedir(d);
    return count;
}

/* A store of the corpus's counts; its path is in `folder`. */
static struct cell_store make_store(const struct grid *g, const struct word_corpus *c, struct count_settings s,
                                    size_t memory)
{
    struct error err = {""};
    char path[96];
    snprintf(path, sizeof path, "%s/v.bin", folder);
    struct cell_store store = cell_store_new(g, memory, path);
    if (!count_cooccurrences(&store, c, &s, ignore, NULL, &err))
        fail_msg("%s", err.message);
    return store;
}

/* All blocks, one after another. */
static struct cell *all_cells(const struct cell_store *store)
{
    struct error err = {""};
    struct cell *cells = mem_new(cell_store_count(store), sizeof *cells, "test");
    size_t count = 0;
    for (int word = 0; word < store->grid->groups; word++) {
        for (int context = 0; context < store->grid->groups; context++) {
            assert_true(cell_store_block(store, word, context) <= cell_store_largest(store));
            assert_true(cell_store_read(store, word, context, cells + count, &err));
            count += cell_store_block(store, word, context);
        }
    }
    assert_int_equal(count, cell_store_count(store));
    return cells;
}

static void check_counts(const struct cell_store *store, const double *expected)
{
    const struct grid *g = store->grid;
    struct cell *cells = all_cells(store), *cell = cells;
    double *counts = mem_new(WORDS * WORDS, sizeof *counts, "test");
    for (int word = 0; word < g->groups; word++) {
        for (int context = 0; context < g->groups; context++) {
            for (size_t i = cell_store_block(store, word, context); i > 0; i--, cell++) {
                int w = g->order[grid_first(g, word) + cell->word];
                int c = g->order[grid_first(g, context) + cell->context];
                assert_true(counts[w * WORDS + c] == 0); /* each cell once */
                counts[w * WORDS + c] = exp(cell->log_count);
            }
        }
    }
    for (int i = 0; i < WORDS * WORDS; i++)
        assert_true(fabs(counts[i] - expected[i]) <= 1e-6 * expected[i]);
    mem_free(counts);
    mem_free(cells);
}

static void test_counts_are_the_plain_sums(void **state)
{
    (void)state;
    static const int windows[] = {1, 2, 15, 23, 1000};
    struct grid g = grid_new(WORDS, 1 << 16, 1);
    struct word_corpus c = make_corpus();
    double *expected = mem_new(WORDS * WORDS, sizeof *expected, "test");
    for (int i = 0; i < 10; i++) {
        struct count_settings s = {windows[i / 2], i % 2, 1, 1000, SIZE_MAX, 0};
        naive_counts(&c, s.window, s.left, expected);
        struct cell_store store = make_store(&g, &c, s, SIZE_MAX / 2);
        check_counts(&store, expected);
        cell_store_release(&store);
    }
    mem_free(expected);
    word_corpus_release(&c);
    grid_release(&g);
}

static void test_same_cells_for_any_memory_and_threads(void **state)
{
    (void)state;
    static const size_t buffers[] = {1, 2, 17, 100000}, memories[] = {0, 5000, SIZE_MAX / 2};
    struct grid g = grid_new(WORDS, 1 << 16, 1);
    struct word_corpus c = make_corpus();
    struct cell_store reference =
        make_store(&g, &c, (struct count_settings){7, false, 1, 100000, SIZE_MAX, 0}, SIZE_MAX / 2);
    struct cell *expected = all_cells(&reference);
    for (int i = 0; i < 36; i++) {
        struct count_settings s = {7, false, 1 + i % 3, buffers[i / 3 % 4], SIZE_MAX, 0};
        size_t memory = memories[i / 12];
        struct cell_store store = make_store(&g, &c, s, memory);
        assert_int_equal(cell_store_count(&store), cell_store_count(&reference));
        assert_true(store.in_memory <= memory);
        assert_true((store.on_disk > 0) == (memory < SIZE_MAX / 2));
        assert_int_equal(in_folder(), 0); /* the file has no name */
        struct cell *cells = all_cells(&store);
        assert_memory_equal(cells, expected, cell_store_count(&store) * sizeof *cells);
        mem_free(cells);
        cell_store_release(&store);
    }
    mem_free(expected);
    cell_store_release(&reference);
    word_corpus_release(&c);
    grid_release(&g);
}

static void test_same_cells_for_any_number_of_slabs(void **state)
{
    (void)state;
    struct grid g = grid_new(WORDS, 1 << 16, 1);
    struct word_corpus memory = make_corpus(), disk = make_corpus();
    to_disk(&disk);
    struct cell_store reference = make_store(&g, &memory, (struct count_settings){7, false, 1, 100, SIZE_MAX, 0}, 5000);
    struct cell *expected = all_cells(&reference);
    const struct {
        size_t words;
        int slabs;
    } slabs[] = {{0, 30}, {memory.largest, 0}, {memory.words / 2, 3}, {memory.words - 1, 2}, {memory.words, 1}};
    for (int i = 0; i < 30; i++) {
        size_t words = slabs[i / 6].words;
        struct count_settings s = {7, false, 1 + i % 3, 100, words, 1 << i % 13};
        const struct word_corpus *c = i / 3 % 2 ? &disk : &memory;
        assert_true(slabs[i / 6].slabs == 0 || count_slabs(c, words) == slabs[i / 6].slabs);
        struct cell_store store = make_store(&g, c, s, 5000);
        assert_int_equal(cell_store_count(&store), cell_store_count(&reference));
        assert_int_equal(in_folder(), 0);
        struct cell *cells = all_cells(&store);
        assert_memory_equal(cells, expected, cell_store_count(&store) * sizeof *cells);
        mem_free(cells);
        cell_store_release(&store);
    }
    mem_free(expected);
    cell_store_release(&reference);
    word_corpus_release(&memory);
    word_corpus_release(&disk);
    grid_release(&g);
}

static void test_lines_of_one_word_have_no_cells(void **state)
{
    (void)state;
    struct grid g = grid_new(3, 1 << 16, 1);
    uint32_t ids[] = {0 | SENTENCE_END, 1 | SENTENCE_END, 2 | SENTENCE_END, 0 | SENTENCE_END};
    struct word_chunk chunks[] = {{0, 0, 2}, {2, 2, 2}};
    struct word_corpus c = {.ids = ids, .words = 4, .chunks = chunks, .chunk_count = 2, .largest = 2};
    struct cell_store store = make_store(&g, &c, (struct count_settings){15, false, 1, 10, 2, 100}, 1000);
    assert_int_equal(cell_store_count(&store), 0);
    assert_int_equal(cell_store_largest(&store), 0);
    cell_store_release(&store);
    grid_release(&g);
}

/* ---- what the disk may do ---- */

static void test_a_folder_that_is_not_there(void **state)
{
    (void)state;
    struct error err = {""};
    struct grid g = grid_new(WORDS, 1 << 16, 1);
    struct word_corpus c = make_corpus();
    struct cell_store store = cell_store_new(&g, 0, "nowhere/v.bin");
    for (int slabs = 1; slabs <= 2; slabs++) {
        struct count_settings s = {5, false, 2, 100, c.words / (size_t)slabs, 100};
        assert_false(count_cooccurrences(&store, &c, &s, ignore, NULL, &err));
        assert_non_null(strstr(err.message, "nowhere/v.bin"));
        assert_non_null(strstr(err.message, "--memory"));
    }
    cell_store_release(&store);
    word_corpus_release(&c);
    grid_release(&g);
}

static void test_damaged_cells_are_refused(void **state)
{
    (void)state;
    struct grid g = grid_new(WORDS, 1 << 16, 1);
    struct word_corpus c = make_corpus();
    struct cell_store store = make_store(&g, &c, (struct count_settings){5, false, 1, 100, SIZE_MAX, 0}, 0);
    struct cell *cells = all_cells(&store), wrong = {(uint16_t)g.group_size, 0, 0};
    struct error err = {""};
    const struct cell_run *run = &store.strips[1].runs[0];
    int context = 0;
    while (run->starts[context + 1] == run->starts[context])
        context++;
    off_t place = (off_t)(run->offset + run->starts[context] * sizeof wrong);
    assert_int_equal(pwrite(store.file, &wrong, sizeof wrong, place), sizeof wrong);
    assert_false(cell_store_read(&store, 1, context, cells, &err));
    assert_non_null(strstr(err.message, "outside of the vocabulary"));
    wrong = (struct cell){0, UINT16_MAX, 0};
    assert_int_equal(pwrite(store.file, &wrong, sizeof wrong, place), sizeof wrong);
    assert_false(cell_store_read(&store, 1, context, cells, &err));
    assert_int_equal(ftruncate(store.file, place), 0);
    assert_false(cell_store_read(&store, 1, context, cells, &err));
    assert_non_null(strstr(err.message, "ends too early"));
    mem_free(cells);
    cell_store_release(&store);
    word_corpus_release(&c);
    grid_release(&g);
}

/* ---- grid and memory ---- */

static void check_grid(int words, size_t bytes_per_word)
{
    struct grid g = grid_new(words, bytes_per_word, 3);
    int all = 0;
    for (int group = 0; group < g.groups; group++) {
        assert_in_range(grid_group_words(&g, group), 1, g.group_size);
        assert_int_equal(grid_first(&g, group), all);
        all += grid_group_words(&g, group);
    }
    assert_int_equal(all, words);
    assert_in_range(g.group_size, 1, UINT16_MAX + 1);
    for (int w = 0; w < words; w++)
        assert_int_equal(g.order[grid_first(&g, g.places[w].group) + g.places[w].index], w);
    grid_release(&g);
}

static void test_every_word_has_its_place(void **state)
{
    (void)state;
    check_grid(1, 100);
    check_grid(2, 1 << 20);
    check_grid(17, 100);
    check_grid(1000, 2000);
    check_grid(36869, 1792);
    check_grid(1200000, 16);
}

static void test_memory_is_shared_out(void **state)
{
    (void)state;
    struct memory_plan plan;
    struct error err = {""};
    struct memory_needs n = {10000, 18, 100, 4, false};
    struct word_corpus c = {.words = 30000000, .largest = 10000};
    size_t rows = count_row_memory(n.words, n.threads);
    for (size_t memory = (size_t)36 << 20; memory <= (size_t)64 << 30; memory += memory / 4) {
        assert_true(memory_share(&plan, memory, &n, &c, &err));
        assert_true(plan.buffer > 0 && plan.cells > 0);
        size_t buffers = 4 * count_buffer_memory(plan.buffer), corpus = count_slab_memory(plan.slab);
        bool whole = plan.slab == c.words;
        assert_true(whole == (memory_for_corpus(memory, &n) >= c.words * sizeof(uint32_t)));
        assert_true(whole == (plan.streams == 0));
        assert_true(rows + corpus + 4 * plan.streams <= memory);
        assert_true(rows + plan.cells + buffers + (whole ? corpus : 4 * plan.streams) <= memory);
    }
    for (int i = 0; i < 2; i++) {
        n.resume = i;
        assert_false(memory_share(&plan, 1 << 20, &n, &c, &err));
        assert_non_null(strstr(err.message, "M at least"));
        size_t least = strtoul(strstr(err.message, "give ") + 5, NULL, 10) << 20;
        assert_true(memory_share(&plan, least, &n, &c, &err));
        assert_true(plan.slab >= c.largest && plan.slab < c.words);
    }
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/embedlab-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_are_the_plain_sums),
        cmocka_unit_test(test_same_cells_for_any_memory_and_threads),
        cmocka_unit_test(test_same_cells_for_any_number_of_slabs),
        cmocka_unit_test(test_lines_of_one_word_have_no_cells),
        cmocka_unit_test(test_a_folder_that_is_not_there),
        cmocka_unit_test(test_damaged_cells_are_refused),
        cmocka_unit_test(test_every_word_has_its_place),
        cmocka_unit_test(test_memory_is_shared_out),
    };
    return cmocka_run_group_tests_name("GloVe counting", tests, make_folder, remove_folder);
}
