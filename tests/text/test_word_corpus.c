/* word_corpus: the same chunks in memory and on disk, sentences, several files, and what goes wrong. */
#include "scratch.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/random.h"
#include "text/word_corpus.h"

enum { ROOM = 1 << 20 };

/* The words of `list`, separated by spaces, without counts or each seen `count` times. */
static struct vocab *make_vocab(const char *list, long count)
{
    struct vocab *v = vocab_new();
    for (const char *word = list; *word;) {
        size_t length = strcspn(word, " ");
        vocab_append(v, word, length, count);
        word += length + (word[length] == ' ');
    }
    return v;
}

static bool read_texts(struct word_corpus *c, const char *const *paths, const char *words, bool paragraphs,
                       size_t memory, struct error *err)
{
    struct vocab *v = make_vocab(words, 0);
    bool good = word_corpus_read(c, (char *const *)paths, v, paragraphs, memory, scratch("vectors"), err);
    vocab_free(v);
    return good;
}

static bool read_text(struct word_corpus *c, const char *text, const char *words, bool paragraphs, struct error *err)
{
    return read_texts(c, (const char *const[]){put_text("corpus.txt", text), NULL}, words, paragraphs, ROOM, err);
}

/* "0 1. 2." : ids, a period behind the last of each sentence. */
static char *show(const struct word_corpus *c)
{
    struct error err;
    uint32_t *buffer = mem_new(c->largest, sizeof *buffer, "test");
    char *text = mem_new(c->words * 8 + 1, 1, "test"), *to = text;
    for (long i = 0; i < c->chunk_count; i++) {
        const uint32_t *ids = word_corpus_chunk(c, i, buffer, &err);
        assert_non_null(ids);
        for (uint32_t k = 0; k < c->chunks[i].words; k++)
            to += sprintf(to, "%s%d%s", to == text ? "" : " ", SENTENCE_WORD(ids[k]), ids[k] & SENTENCE_END ? "." : "");
    }
    mem_free(buffer);
    return text;
}

static void check(struct word_corpus *c, const char *expected, uint64_t sentences, uint64_t unknown)
{
    char *text = show(c);
    assert_string_equal(text, expected);
    assert_int_equal(c->sentences, sentences);
    assert_int_equal(c->unknown, unknown);
    mem_free(text);
    word_corpus_release(c);
}

static void lines_and_paragraphs_are_sentences(void **state)
{
    (void)state;
    struct error err;
    struct word_corpus c;
    assert_true(read_text(&c, "a b x\n\nx, x.\nc\n", "a b c", false, &err));
    check(&c, "0 1. 2.", 2, 3);
    assert_true(read_text(&c, "a b x\nc\n \t\nx\n\n\n A x\nx b", "a b c", true, &err));
    check(&c, "0 1 2. 0 1.", 2, 4);
    assert_true(read_text(&c, "a\n...\nb\n", "a b c", true, &err)); /* a line of no words is not blank */
    check(&c, "0 1.", 1, 0);
}

static void several_files_are_one_text(void **state)
{
    (void)state;
    struct error err;
    struct word_corpus c, other;
    char first[9], both[9], swapped[9];
    const char *plain = put_text("1.txt", "a b\nc"), *zipped = scratch("2.gz"), *empty = put_text("3.txt", "");
    gzFile gz = gzopen(zipped, "wb");
    assert_true(gz && gzputs(gz, "b\na\n") == 4 && gzclose(gz) == Z_OK);
    assert_true(read_texts(&c, (const char *const[]){plain, NULL}, "a b c", false, ROOM, &err));
    word_corpus_checksum(&c, first);
    assert_string_equal(first, cJSON_GetObjectItem(c.texts->child, "crc32")->valuestring);
    word_corpus_release(&c);
    assert_true(read_texts(&other, (const char *const[]){zipped, plain, NULL}, "a b c", false, ROOM, &err));
    word_corpus_checksum(&other, swapped);
    check(&other, "1. 0. 0 1. 2.", 4, 0);
    assert_true(read_texts(&c, (const char *const[]){plain, empty, zipped, NULL}, "a b c", true, ROOM, &err));
    word_corpus_checksum(&c, both);
    assert_string_not_equal(both, first);
    assert_string_not_equal(both, swapped);
    cJSON *record = word_corpus_record(&c);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(record, "texts")), 3);
    assert_int_equal(cJSON_GetObjectItem(record, "tokens")->valueint, 5);
    assert_non_null(strstr(cJSON_GetObjectItem(record, "name")->valuestring, "1.txt and 2 more"));
    cJSON_Delete(record);
    check(&c, "0 1 2. 1 0.", 2, 0); /* a sentence ends with its file */
}

/* 5000 sentences of up to 30 of the words "w0" to "w99", some unknown. */
static const char *make_text(void)
{
    struct random r = random_at(1, RANDOM_TEST, 0);
    char *text = mem_new(5000 * 32, 4, "test"), *to = text;
    for (int line = 0; line < 5000; line++) {
        for (uint32_t n = random_below(&r, 30); n > 0; n--)
            to += sprintf(to, "w%u ", random_below(&r, 102));
        *to++ = '\n';
    }
    const char *path = put_text("large.txt", text);
    mem_free(text);
    return path;
}

static struct vocab *large_vocab(long count)
{
    struct vocab *v = vocab_new();
    for (int i = 0; i < 100; i++) {
        char word[16];
        vocab_append(v, word, (size_t)sprintf(word, "w%d", i), count);
    }
    return v;
}

/* All of the corpus, chunk by chunk, which must follow one another. */
static uint32_t *all_words(const struct word_corpus *c)
{
    struct error err;
    uint32_t *all = mem_new(c->words, sizeof *all, "test"), *buffer = mem_new(c->largest, sizeof *all, "test");
    uint64_t words = 0, sentences = 0;
    for (long i = 0; i < c->chunk_count; i++) {
        const struct word_chunk *chunk = &c->chunks[i];
        assert_true(chunk->start == words && chunk->first == sentences && chunk->words > 0);
        assert_true(chunk->words <= c->largest);
        const uint32_t *ids = word_corpus_chunk(c, i, buffer, &err);
        assert_non_null(ids);
        assert_true(ids[chunk->words - 1] & SENTENCE_END);
        memcpy(all + words, ids, chunk->words * sizeof *all);
        for (uint32_t k = 0; k < chunk->words; k++)
            sentences += (ids[k] & SENTENCE_END) != 0;
        words += chunk->words;
    }
    assert_true(words == c->words && sentences == c->sentences);
    mem_free(buffer);
    return all;
}

static void memory_and_disk_hold_the_same(void **state)
{
    (void)state;
    struct error err;
    char *paths[] = {(char *)make_text(), NULL};
    struct vocab *v = large_vocab(700);
    struct word_corpus whole, c;
    assert_true(word_corpus_read(&whole, paths, v, false, ROOM, scratch("vectors"), &err));
    assert_true(whole.ids && whole.file < 0 && whole.unknown > 0);
    assert_in_range(whole.chunk_count, 200, 257); /* of a 256th of the vocabulary's occurrences */
    uint32_t *expected = all_words(&whole);
    const size_t bytes = whole.words * sizeof(uint32_t), bounds[] = {bytes, bytes - 1, bytes / 2, 5000, 1, 0};
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        assert_true(word_corpus_read(&c, paths, v, false, bounds[i], scratch("vectors"), &err));
        assert_true((c.ids != NULL) == (i == 0) && (c.file >= 0) == (i > 0));
        assert_true(c.words == whole.words && c.unknown == whole.unknown && c.largest == whole.largest);
        assert_int_equal(c.chunk_count, whole.chunk_count);
        for (long k = 0; k < c.chunk_count; k++)
            assert_true(c.chunks[k].start == whole.chunks[k].start && c.chunks[k].words == whole.chunks[k].words);
        uint32_t *found = all_words(&c);
        assert_memory_equal(found, expected, bytes);
        mem_free(found);
        word_corpus_release(&c);
    }
    mem_free(expected);
    word_corpus_release(&whole);
    vocab_free(v);
}

static void chunks_follow_the_counts_of_the_vocabulary(void **state)
{
    (void)state;
    struct error err;
    char *paths[] = {(char *)make_text(), NULL};
    const struct {
        long count;
        uint32_t least, largest;
    } cases[] = {{0, 10000, 10029}, {1000000, 10000, 10029}, {5120, 2001, 2030}, {1, 17, 46}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vocab *v = large_vocab(cases[i].count);
        struct word_corpus c;
        assert_true(word_corpus_read(&c, paths, v, false, ROOM, scratch("vectors"), &err));
        for (long k = 0; k + 1 < c.chunk_count; k++)
            assert_in_range(c.chunks[k].words, cases[i].count == 1 ? 1 : cases[i].least, cases[i].largest);
        assert_true(c.chunk_count < 60000);
        word_corpus_release(&c);
        vocab_free(v);
    }
}

static void an_endless_sentence_is_cut(void **state)
{
    (void)state;
    struct error err;
    size_t words = WORD_CORPUS_SENTENCE + 10;
    char *text = mem_new(words * 2, 1, "test");
    for (size_t i = 0; i < words; i++) {
        text[2 * i] = 'a';
        text[2 * i + 1] = i % 100 == 99 ? '\n' : ' ';
    }
    const char *paths[] = {put("long.txt", text, words * 2), NULL};
    mem_free(text);
    struct word_corpus c;
    assert_true(read_texts(&c, paths, "a b", true, 0, &err));
    assert_int_equal(c.sentences, 2);
    assert_int_equal(c.words, words);
    assert_int_equal(c.largest, WORD_CORPUS_SENTENCE);
    mem_free(all_words(&c));
    word_corpus_release(&c);
}

static void what_is_no_corpus_is_refused_by_name(void **state)
{
    (void)state;
    struct error err;
    struct word_corpus c;
    assert_false(read_text(&c, "", "a b", false, &err));
    assert_message(err, "corpus.txt: no words");
    assert_false(read_text(&c, "x y\n", "a b", true, &err));
    assert_message(err, "corpus.txt: none of its words");
    const char *good = put_text("good.txt", "a b\n");
    assert_false(read_texts(&c, (const char *const[]){good, scratch("missing.txt"), NULL}, "a b", false, ROOM, &err));
    assert_message(err, "missing.txt");
    const char *bad = put_text("bad.txt", "a b\na \xFF\n");
    assert_false(read_texts(&c, (const char *const[]){good, bad, NULL}, "a b", false, 0, &err));
    assert_message(err, "bad.txt: line 2, byte 3");
    const char *cut = scratch("cut.gz");
    gzFile gz = gzopen(cut, "wb");
    for (int i = 0; i < 10000; i++)
        assert_true(gzprintf(gz, "a %d b\n", i * 7919 % 10007) > 0);
    assert_int_equal(gzclose(gz), Z_OK);
    assert_int_equal(truncate(cut, 9000), 0);
    assert_false(read_texts(&c, (const char *const[]){good, cut, good, NULL}, "a b", false, ROOM, &err));
    assert_message(err, "cut.gz");
    assert_message(err, "truncated");
}

static void a_full_disk_is_reported_and_left_clean(void **state)
{
    (void)state;
    struct error err;
    struct word_corpus c;
    const char *paths[] = {make_text(), NULL}, *folder = scratch("disk"), *beside = scratch("disk/vectors");
    assert_int_equal(mkdir(folder, 0700), 0);
    struct vocab *v = large_vocab(0);
    struct rlimit unlimited, limit;
    getrlimit(RLIMIT_FSIZE, &unlimited);
    limit = (struct rlimit){100000, unlimited.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    bool good = word_corpus_read(&c, (char *const *)paths, v, false, 20000, beside, &err);
    setrlimit(RLIMIT_FSIZE, &unlimited);
    assert_false(good);
    assert_message(err, "disk/vectors: cannot write");
    assert_int_equal(rmdir(folder), 0); /* it is empty */
    assert_false(word_corpus_read(&c, (char *const *)paths, v, false, 20000, beside, &err));
    assert_message(err, "disk/vectors.tmp-");
    vocab_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_paragraphs_are_sentences),
        cmocka_unit_test(several_files_are_one_text),
        cmocka_unit_test(memory_and_disk_hold_the_same),
        cmocka_unit_test(chunks_follow_the_counts_of_the_vocabulary),
        cmocka_unit_test(an_endless_sentence_is_cut),
        cmocka_unit_test(what_is_no_corpus_is_refused_by_name),
        cmocka_unit_test(a_full_disk_is_reported_and_left_clean),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
