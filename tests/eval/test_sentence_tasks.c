/* Classification of pairs, search and transfer: scores against values worked out by hand; broken files. */
#include "tests/eval/scored.h"

#include <omp.h>
#include <zlib.h>

/* Cosines with x: y0 0, y1 0.8, y2 0.6, y3 1. */
#define SIMILAR "5 2\nx 1 0\ny0 0 1\ny1 4 3\ny2 3 4\ny3 2 0\n"

/* ---- pairs ---- */

/* By similarity: y3 (together), y1 (not), y2 (together), y0 (not). */
static void average_precision(void **state)
{
    (void)state;
    put("v.txt", SIMILAR);
    put("zh/AFQMC/dev.txt", "\xef\xbb\xbfx\ty0\t0\r\nx\ty1\t0\r\nx\ty2\t1\r\nX\tY3\t1\r\nx\tunknown\t1\r\n");
    struct score s = scored("afqmc", "v.txt", &scored_defaults);
    assert_near(s.value, (1 + 2.0 / 3) / 2);
    assert_true(s.used == 4 && s.known == 4 && s.given == 5);
    assert_near(scored_metric(&s, "best_accuracy"), 0.75);
    assert_near(scored_metric(&s, "best_f1"), 0.8); /* the first three */
    assert_true(isnan(scored_metric(&s, "accuracy")) && isnan(scored_metric(&s, "f1")));
    score_release(&s);
    struct policies zero = scored_defaults;
    zero.oov = OOV_ZERO; /* the unknown pair shares the last step with y0: precision 3 / 5 there */
    s = scored("afqmc", "v.txt", &zero);
    assert_near(s.value, (1 + 2.0 / 3 + 3.0 / 5) / 3);
    assert_true(s.used == 5 && s.known == 4);
    score_release(&s);
}

/* Half way between 0.8 and 0.6 is best for the pairs to tune on; of those scored it takes y3 and y1. */
static void thresholds_from_other_pairs(void **state)
{
    (void)state;
    put("zh/PAWS-X/dev_2k.tsv", "id\tsentence1\tsentence2\tlabel\n1\tx\ty0\t0\n2\tx\ty2\t0\n3\tx\ty1\t1\n");
    put("zh/PAWS-X/test_2k.tsv",
        "id\tsentence1\tsentence2\tlabel\n1\tx\ty0\t0\n2\tx\ty1\t0\n3\tx\ty2\t1\n4\tx\ty3\t1\n");
    struct score s = scored("paws-x-zh", "v.txt", &scored_defaults);
    assert_near(scored_metric(&s, "accuracy"), 0.5);
    assert_near(scored_metric(&s, "f1"), 0.5);
    assert_near(scored_metric(&s, "best_accuracy"), 0.75);
    score_release(&s);
}

static void pairs_side_by_side(void **state)
{
    (void)state;
    put("pairs/snli/s1.test", "x\nx\nx\nx\n");
    put("pairs/snli/s2.test", "y3\ny1\ny2\ny0\n");
    put("pairs/snli/labels.test", "entailment\nneutral\ncontradiction\n-\n");
    put("pairs/snli/s1.dev", "x\n");
    put("pairs/snli/s2.dev", "y3\n");
    put("pairs/snli/labels.dev", "entailment\n");
    struct score s = scored("snli-entailment", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    assert_int_equal(s.given, 3); /* "-" is no label */
    score_release(&s);
    put("pairs/snli/labels.test", "entailment\nneutral\n");
    assert_refused("snli-entailment", "do not have the same number of lines");
    put("pairs/snli/labels.test", "neutral\nneutral\nneutral\nneutral\n");
    assert_refused("snli-entailment", "expected labelled pairs, some \"entailment\" and some not");
    put("pairs/snli/s2.test", "y3\ny1\n\xff\ny0\n");
    assert_refused("snli-entailment", "s2.test: line 3");
    put("zh/AFQMC/dev.txt", "x\ty0\n");
    assert_refused("afqmc", "dev.txt: line 1");
    put("zh/AFQMC/dev.txt", "x\t\t1\n");
    assert_refused("afqmc", "dev.txt: line 1: expected two texts and a label");
}

/* ---- search ---- */

static void search_by_hand(void **state)
{
    (void)state;
    put("retrieval/world-documents.tsv", "d1\ty3\nd2\ty1\nd3\ty2\nd4\ty0\nd5\tunknown\nd6\t \n");
    put("retrieval/world-queries.tsv", "q1\tx\nq2\tnever seen\nq3\ty0\nq4\ty1\n");
    put("retrieval/world-qrels.tsv", "q1\td4\t1\nq1\td2\t2\nq1\td1\t0\nq2\td1\t1\nq4\td5\t1\nq4\td6\t1\n");
    struct score s = scored("world-retrieval", "v.txt", &scored_defaults);
    /* q1: d2 at 2, d4 at 4. q4: d5, unknown, is last of 5. q2 is skipped, q3 asks for nothing. */
    double first = (2 / log2(3) + 1 / log2(5)) / (2 + 1 / log2(3)), second = 1 / log2(6);
    assert_true(s.used == 2 && s.given == 3);
    assert_near(s.value, (first + second) / 2);
    assert_near(scored_metric(&s, "map"), ((1.0 / 2 + 2.0 / 4) / 2 + 1.0 / 5) / 2);
    assert_near(scored_metric(&s, "mrr"), (1.0 / 2 + 1.0 / 5) / 2);
    assert_near(scored_metric(&s, "recall_at_10"), 1);
    score_release(&s);
    put("retrieval/world-qrels.tsv", "q9\td1\t1\n");
    assert_refused("world-retrieval", "world-qrels.tsv: line 1: there is no query \"q9\"");
    put("retrieval/world-qrels.tsv", "q1\td1\n");
    assert_refused("world-retrieval", "line 1: expected a query, a document and how well it answers");
    put("retrieval/world-qrels.tsv", "q1\td1\t0\n");
    assert_refused("world-retrieval", "no document answers a query");
    put("retrieval/world-documents.tsv", "d1\ty3\nd1\ty1\n");
    assert_refused("world-retrieval", "world-documents.tsv: line 2: \"d1\" is there twice");
}

/* By words alone: d3 is the query, d1 has more, d2 has nothing of it. */
static void search_by_words(void **state)
{
    (void)state;
    put("retrieval/world-documents.tsv", "d1\tx y0\nd2\ty1 y1\nd3\ty0\n");
    put("retrieval/world-queries.tsv", "q1\ty0\nq2\tunknown\n");
    put("retrieval/world-qrels.tsv", "q1\td1\t1\nq2\td1\t1\n");
    struct score s = scored("world-retrieval", "v.txt@tfidf", &scored_defaults);
    assert_near(s.value, 1 / log2(3));
    assert_true(s.used == 1 && s.given == 2);
    score_release(&s);
}

static void collections(void **state)
{
    (void)state;
    put("retrieval/cisi/CISI.ALL.gz", ".I 1\n.T\ny0\n.A\nx\n.W\ny0\n.X\n1\t2\t3\n.I 2\n.T \ny3\n");
    put("retrieval/cisi/CISI.QRY", ".I 1\n.W\nx\n");
    put("retrieval/cisi/CISI.REL", "     1      2\t0\t0.000000\r\n\n");
    struct score s = scored("cisi", "v.txt", &scored_defaults);
    assert_true(s.value == 1 && s.given == 1); /* the author x is no part of document 1 */
    score_release(&s);
    put("retrieval/cisi/CISI.QRY", ".I\n.W\nx\n");
    assert_refused("cisi", "CISI.QRY: offset 0: expected a number behind .I");
    put("retrieval/cisi/CISI.QRY", "x\n");
    assert_refused("cisi", "CISI.QRY: expected documents that begin with .I");
    put("retrieval/cisi/CISI.QRY", ".I 1\n.W\nx\n.I 1\n.W\ny0\n");
    assert_refused("cisi", ".I 1 is there twice");

    put("retrieval/cranfield/cran.all.1400.xml.gz",
        "<doc>\n<docno>7</docno>\n<title>x</title><text>y0\n</text>\n</doc><doc><docno>8</docno><text>y3</text></doc>");
    put("retrieval/cranfield/cran.qry.xml", "<top><num> 365</num><title>\nx\n</title></top>");
    put("retrieval/cranfield/cranqrel.trec.txt", "1 0 8 1\n1 0 7 0\n");
    s = scored("cranfield", "v.txt", &scored_defaults);
    assert_true(s.value == 1 && s.given == 1);
    score_release(&s);
    put("retrieval/cranfield/cran.qry.xml", "<top><num> 365</num><title>\nx\n</top>");
    assert_refused("cranfield", "cran.qry.xml: offset 5: expected a <title> in the <top>");
    put("retrieval/cranfield/cran.qry.xml", "<top>");
    assert_refused("cranfield", "cran.qry.xml: expected <top> elements");

    for (int i = 1; i <= 5; i++) {
        char name[64];
        snprintf(name, sizeof name, "pairs/multi30k-captions/test_2016.%d.en.gz", i);
        put(name, i == 5 ? "y2\nx\n" : "x\ny0\n");
    }
    s = scored("captions", "v.txt", &scored_defaults);
    /* x: three x, then of image 2 its x, then y2: ranks 1 2 3 5. y0: three y0, y2, then x among four equal ones; it is
     * the last document but one: ranks 1 2 3 8. */
    double ideal = 1 + 1 / log2(3) + 0.5 + 1 / log2(5);
    assert_near(s.value, (ideal - 1 / log2(5) + (1 / log2(6) + 1 / log2(9)) / 2) / ideal);
    score_release(&s);
    put("pairs/multi30k-captions/test_2016.3.en.gz", "x\n");
    assert_refused("captions", "test_2016.3.en.gz: 1 captions, expected 2");
}

/* Appends a number of so many bytes, little-endian. */
static size_t put_number(char *to, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (char)(value >> 8 * i);
    return (size_t)bytes;
}

/* A record of a zip's member: the local header (PK34) or its entry in the directory (PK12). */
static size_t put_record(char *to, bool local, const char *name, const char *text, size_t size, uint32_t packed,
                         uint32_t at, int method)
{
    size_t n = local ? 0 : 2;
    memcpy(to, local ? "PK\3\4" : "PK\1\2", 4);
    memset(to + 4, 0, 42);
    put_number(to + 6 + n, 0, 2);
    put_number(to + 8 + n, (uint32_t)method, 2);
    put_number(to + 14 + n, (uint32_t)crc32(0, (const Bytef *)text, (uInt)size), 4);
    put_number(to + 18 + n, packed, 4);
    put_number(to + 22 + n, (uint32_t)size, 4);
    put_number(to + 26 + n, (uint32_t)strlen(name), 2);
    if (!local)
        put_number(to + 42, at, 4);
    n = local ? 30 : 46;
    memcpy(to + n, name, strlen(name));
    return n + strlen(name);
}

/* Two members, the first deflated, the second stored. */
static size_t make_zip(char *zip, const char *const names[2], const char *const texts[2])
{
    size_t n = 0, starts[2], packed[2];
    char directory[256];
    for (int i = 0; i < 2; i++) {
        Bytef out[4096];
        z_stream z = {.next_in = (Bytef *)texts[i], .avail_in = (uInt)strlen(texts[i]), .next_out = out,
                      .avail_out = sizeof out};
        assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
        assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
        packed[i] = i == 0 ? z.total_out : strlen(texts[i]);
        deflateEnd(&z);
        starts[i] = n;
        n += put_record(zip + n, true, names[i], texts[i], strlen(texts[i]), (uint32_t)packed[i], 0, i == 0 ? 8 : 0);
        memcpy(zip + n, i == 0 ? (const char *)out : texts[i], packed[i]);
        n += packed[i];
    }
    size_t size = 0, at = n;
    for (int i = 0; i < 2; i++)
        size += put_record(directory + size, false, names[i], texts[i], strlen(texts[i]), (uint32_t)packed[i],
                           (uint32_t)starts[i], i == 0 ? 8 : 0);
    memcpy(zip + n, directory, size);
    n += size;
    memcpy(zip + n, "PK\5\6\0\0\0\0", 8);
    put_number(zip + n + 8, 2, 2);
    put_number(zip + n + 10, 2, 2);
    put_number(zip + n + 12, (uint32_t)size, 4);
    put_number(zip + n + 16, (uint32_t)at, 4);
    put_number(zip + n + 20, 0, 2);
    return n + 22;
}

static void put_bytes(const char *name, const char *bytes, size_t size)
{
    char *path = path_join(data, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
    mem_free(path);
}

static void csv_in_a_zip(void **state)
{
    (void)state;
    static const char *const names[] = {"corpus_train.csv", "claims_validation.csv"};
    static const char *const texts[] = {
        "doc_id,title,abstract,structured\n7,y0,\"['y0']\",False\n8,y1,\"['y1 y1.'\n \"\"y1 y1\"\"]\",False\n"
        "9,y3,\"['y3']\",False\n",
        "id,claim,evidence_doc_id,cited_doc_ids\n1,x,,[ 8 7]\n1,x,,[ 8 7]\n2,y0,,[7]\n"};
    char zip[4096];
    size_t size = make_zip(zip, names, texts);
    put("retrieval/scifact/scifact.zip", "x");
    put_bytes("retrieval/scifact/scifact.zip", zip, size);
    put("v.txt", SIMILAR);
    struct score s = scored("scifact", "v.txt", &scored_defaults);
    /* x: 9, 8, 7, so ranks 2 and 3; y0: 7 first */
    assert_near(s.value, ((1 / log2(3) + 0.5) / (1 + 1 / log2(3)) + 1) / 2);
    assert_int_equal(s.given, 2);
    score_release(&s);
    for (size_t cut = 1; cut < size; cut += 7) { /* ends anywhere: refused, whatever is left */
        put_bytes("retrieval/scifact/scifact.zip", zip, size - cut);
        assert_refused("scifact", "scifact.zip: expected a zip archive with a whole file");
    }
    for (size_t at = 0; at < size; at += 3) { /* a byte changed: refused, or where it says nothing read */
        zip[at] ^= 0x15;
        put_bytes("retrieval/scifact/scifact.zip", zip, size);
        zip[at] ^= 0x15;
        const struct benchmark *b = benchmark_find("scifact");
        struct error err = {""};
        void *items = b->task->load(b, data, &err);
        if (items)
            b->task->release(items);
        else
            assert_message(&err, "scifact.zip: ");
    }
}

/* ---- transfer ---- */

/* Two classes that one word each tells apart, in Windows-1252; -- and quotes of that encoding between them. */
static void put_reviews(void)
{
    char good[3000] = "", bad[3000] = "";
    for (int i = 0; i < 40; i++) {
        strcat(good, i % 2 ? "caf\xe9 \x96 x\n" : "x \x93" "caf\xe9\x94\r\n");
        strcat(bad, i % 2 ? "th\xe9 x\n" : "x x th\xe9\n\n");
    }
    put("transfer/rt-polarity.pos", good);
    put("transfer/rt-polarity.neg", bad);
    put("v.txt", "3 2\nx 1 1\ncaf\xc3\xa9 1 0\nth\xc3\xa9 0 1\n");
}

static void ten_folds(void **state)
{
    (void)state;
    put_reviews();
    struct score s = scored("mr", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    assert_true(s.used == 80 && s.given == 80);
    score_release(&s);
    put("v.txt", "2 2\nx 1 1\nunrelated 1 0\n"); /* every sentence is the same */
    s = scored("mr", "v.txt", &scored_defaults);
    assert_near(s.value, 0.5);
    score_release(&s);
    put("v.txt", "2 2\nnothing 1 1\nknown 1 0\n");
    s = scored("mr", "v.txt", &scored_defaults);
    assert_true(isnan(s.value));
    assert_string_equal(s.reason, "the model knows too few of the sentences to train on");
    assert_int_equal(s.given, 0);
    score_release(&s);
}

static void same_bits_for_any_number_of_threads(void **state)
{
    (void)state;
    put_reviews();
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    struct score a = scored("mr", "v.txt", &scored_defaults);
    omp_set_num_threads(3);
    struct score b = scored("mr", "v.txt", &scored_defaults);
    omp_set_num_threads(threads);
    assert_memory_equal(a.items.predicted, b.items.predicted, (size_t)a.items.count * sizeof(double));
    assert_true(scored_metric(&a, "ridge") == scored_metric(&b, "ridge"));
    score_release(&a);
    score_release(&b);
}

static void train_and_test(void **state)
{
    (void)state;
    char lines[3000] = "";
    for (int i = 0; i < 30; i++)
        strcat(lines, i % 3 == 0 ? "A:one x\n" : i % 3 == 1 ? "B:two caf\xe9\n" : "C:three th\xe9 th\xe9\n");
    put("transfer/TREC.train", lines);
    put("transfer/TREC.test", "B:else caf\xe9 ?\nC:other th\xe9\nA:third caf\xe9\nA:fourth\tunheard x\nB:x unknown\n");
    put("v.txt", "3 2\nx 1 1\ncaf\xc3\xa9 1 0\nth\xc3\xa9 0 1\n");
    struct score s = scored("trec", "v.txt", &scored_defaults);
    assert_near(s.value, 0.75); /* the third is none of A */
    assert_true(s.used == 4 && s.given == 5);
    score_release(&s);
    put("transfer/TREC.test", "B:else caf\xe9\nno label\n");
    assert_refused("trec", "TREC.test: line 2: expected a label, ':', more, a space and a sentence");
    put("transfer/stsa.binary.test", "1 caf\xe9\n");
    put("transfer/stsa.binary.train", lines);
    put("transfer/stsa.binary.dev", lines);
    assert_refused("sst2", "stsa.binary.test: line 1: no text in UTF-8");
    put("transfer/rt-polarity.neg", "");
    assert_refused("mr", "expected sentences of two classes or more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(average_precision),
        cmocka_unit_test(thresholds_from_other_pairs),
        cmocka_unit_test(pairs_side_by_side),
        cmocka_unit_test(search_by_hand),
        cmocka_unit_test(search_by_words),
        cmocka_unit_test(collections),
        cmocka_unit_test(csv_in_a_zip),
        cmocka_unit_test(ten_folds),
        cmocka_unit_test(same_bits_for_any_number_of_threads),
        cmocka_unit_test(train_and_test),
    };
    return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
