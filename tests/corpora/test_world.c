/* the known-truth world: forms of words, every pattern, and gold that follows from the lexicon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "corpora/world/gold.h"
#include "corpora/world/grammar.h"

static void check_form(const struct lexicon *l, const char *category, const char *text, const char *form,
                       const char *expected)
{
    char found[WORD_FORM_LIMIT];
    const struct word *w = lexicon_find(l, category, text);
    assert_non_null(w);
    assert_true(word_form(w, form, found));
    assert_string_equal(found, expected);
}

static void words_have_their_forms(void **state)
{
    (void)state;
    struct lexicon l = lexicon_new();
    static const char *const cases[][4] = {
        {"animal", "cow", "plural", "cows"},
        {"animal", "wolf", "plural", "wolves"},
        {"animal", "sheep", "plural", "sheep"},
        {"animal", "fox", "plural", "foxes"},
        {"food", "cherry", "plural", "cherries"},
        {"food", "peach", "plural", "peaches"},
        {"vehicle", "bus", "plural", "buses"},
        {"male", "boy", "plural", "boys"},
        {"action", "cook", "past", "cooked"},
        {"action", "bake", "past", "baked"},
        {"action", "carry", "past", "carried"},
        {"action", "carry", "ing", "carrying"},
        {"action", "carry", "s", "carries"},
        {"action", "play", "past", "played"},
        {"action", "wash", "s", "washes"},
        {"action", "knit", "ing", "knitting"},
        {"action", "knit", "past", "knitted"},
        {"action", "write", "ing", "writing"},
        {"action", "write", "past", "wrote"},
        {"action", "write", "pp", "written"},
        {"action", "sew", "past", "sewed"},
        {"action", "clean", "past", "cleaned"},
        {"quality", "wide", "er", "wider"},
        {"quality", "tall", "est", "tallest"},
        {"quality", "sweet", "er", "sweeter"},
        {"quality", "quiet", "er", "quieter"},
        {"man", "Adam", "his", "his"},
        {"woman", "Alice", "he", "she"},
        {"female", "queen", "him", "her"},
        {"animal", "cow", "his", "its"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        check_form(&l, cases[i][0], cases[i][1], cases[i][2], cases[i][3]);
    char text[WORD_FORM_LIMIT];
    assert_false(word_form(lexicon_find(&l, "animal", "cow"), "home", text));
    assert_int_equal(word_values(lexicon_find(&l, "animal", "cow"), "home"), 2);
    word_value(lexicon_find(&l, "animal", "hare"), "home", 1, text);
    assert_string_equal(text, "burrow");
    word_value(lexicon_find(&l, "animal", "duck"), "food", 1, text);
    assert_string_equal(text, "bread crumbs");
    assert_int_equal(word_values(lexicon_find(&l, "food", "pear"), "home"), 0);
    assert_null(lexicon_find(&l, "animal", "pear"));
    lexicon_release(&l);
}

static void the_lexicon_is_consistent(void **state)
{
    (void)state;
    struct lexicon l = lexicon_new();
    assert_true(l.count > 400);
    static const char *const named[][2] = {
        {"young", "young"}, {"female", "female"}, {"capital", "city"}, {"place", "place"}, {"not", "ill"}};
    for (int i = 0; i < l.count; i++) {
        assert_true(*lexicon_realm(l.words[i].category));
        assert_ptr_equal(lexicon_find(&l, l.words[i].category, l.words[i].text), &l.words[i]); /* there once */
        for (size_t k = 0; k < sizeof(named) / sizeof(*named); k++) {
            char value[WORD_FORM_LIMIT];
            if (word_values(&l.words[i], named[k][0]) == 0)
                continue;
            word_value(&l.words[i], named[k][0], 0, value);
            if (!lexicon_find(&l, named[k][1], value))
                fail_msg("%s=%s of %s is no word", named[k][0], value, l.words[i].text);
        }
    }
    for (int i = 0; i < lexicon_synonym_count(); i++) { /* each in one pair only */
        assert_ptr_equal(synonym_of(lexicon_synonyms[i][0]), lexicon_synonyms[i][1]);
        assert_ptr_equal(synonym_of(lexicon_synonyms[i][1]), lexicon_synonyms[i][0]);
    }
    lexicon_release(&l);
}

static void every_pattern_can_be_said(void **state)
{
    (void)state;
    struct lexicon l = lexicon_new();
    struct speaker s = {.lexicon = &l, .random = random_at(1, RANDOM_TEST, 0), .swap_synonyms = true};
    for (int scene = 0; scene < world_scene_count(); scene++) {
        for (int round = 0; round < 40; round++) {
            speaker_cast(&s, world_scenes[scene].cast);
            for (const char *const *pattern = world_scenes[scene].patterns; *pattern; pattern++) {
                char sentence[SENTENCE_LIMIT];
                speaker_say(&s, *pattern, sentence);
                size_t n = strlen(sentence);
                assert_true(n > 10 && sentence[n - 1] == '.' && !islower((unsigned char)sentence[0]));
                if (strpbrk(sentence, "[]@_|=") || strstr(sentence, "  ") || strstr(sentence, " a a") ||
                    strstr(sentence, " a e") || strstr(sentence, " an b"))
                    fail_msg("%s", sentence);
            }
        }
    }
    lexicon_release(&l);
}

static void similarity_follows_from_the_lexicon(void **state)
{
    (void)state;
    struct lexicon l = lexicon_new();
    const struct word *cow = lexicon_find(&l, "animal", "cow"), *horse = lexicon_find(&l, "animal", "horse");
    const struct word *wolf = lexicon_find(&l, "animal", "wolf"), *calf = lexicon_find(&l, "young", "calf");
    const struct word *whale = lexicon_find(&l, "fish", "whale"), *rose = lexicon_find(&l, "plant", "rose");
    assert_true(gold_similarity(cow, horse) == 8);
    assert_true(gold_similarity(cow, calf) == 7);
    assert_true(gold_similarity(calf, cow) == 7);
    assert_true(gold_similarity(cow, wolf) == 6);
    assert_true(gold_similarity(cow, whale) == 2);
    assert_true(gold_similarity(cow, rose) == 0);
    lexicon_release(&l);
}

/* The file's text; the same for the same seed, another for another. */
static char *write_twice(bool (*write)(const struct lexicon *, uint64_t, const char *, struct error *))
{
    char path[] = "/tmp/embedlab-world-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    struct lexicon l = lexicon_new();
    struct error err = {0};
    char *texts[3];
    size_t size;
    for (int i = 0; i < 3; i++) {
        assert_true(write(&l, i < 2 ? 1 : 2, path, &err));
        texts[i] = file_read(path, 1 << 20, &size, &err);
        assert_non_null(texts[i]);
    }
    assert_string_equal(texts[0], texts[1]);
    assert_string_not_equal(texts[0], texts[2]);
    mem_free(texts[1]);
    mem_free(texts[2]);
    unlink(path);
    lexicon_release(&l);
    return texts[0];
}

static void gold_files_are_well_formed(void **state)
{
    (void)state;
    char *text = write_twice(gold_write_similarity), *rest = NULL, a[64], b[64], c[64], d[64], end;
    int lines = 0, levels[11] = {0};
    double score;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest), lines++) {
        assert_int_equal(sscanf(line, "%63[^\t ]\t%63[^\t ]\t%lf%c", a, b, &score, &end), 3);
        assert_string_not_equal(a, b);
        levels[(int)score]++;
    }
    assert_true(lines > 600);
    assert_int_equal(levels[0], 140);
    assert_int_equal(levels[4], 80);
    assert_int_equal(levels[8], 140);
    mem_free(text);

    text = write_twice(gold_write_analogies);
    int questions = 0, sections = 0;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (line[0] == ':') {
            sections++;
            continue;
        }
        assert_int_equal(sscanf(line, "%63s %63s %63s %63s %c", a, b, c, d, &end), 4);
        assert_true(strcmp(a, c) != 0 && strcmp(b, d) != 0 && strcmp(a, b) != 0 && strcmp(c, d) != 0);
        questions++;
    }
    assert_int_equal(sections, 11);
    assert_true(questions > 1500);
    mem_free(text);

    text = write_twice(gold_write_sentences);
    int pairs = 0;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest), pairs++) {
        char first[SENTENCE_LIMIT], second[SENTENCE_LIMIT];
        assert_int_equal(sscanf(line, "%511[^\t]\t%511[^\t]\t%lf%c", first, second, &score, &end), 3);
        assert_true(score >= 0 && score <= 5);
        assert_string_not_equal(first, second);
    }
    assert_true(pairs >= 400);
    mem_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_their_forms),     cmocka_unit_test(the_lexicon_is_consistent),
        cmocka_unit_test(every_pattern_can_be_said),  cmocka_unit_test(similarity_follows_from_the_lexicon),
        cmocka_unit_test(gold_files_are_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
