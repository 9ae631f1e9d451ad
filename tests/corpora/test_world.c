/* the known-truth world: forms of words, the lexicon, every scene, and benchmarks that hold what they promise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/mem.h"
#include "corpora/world/gold.h"
#include "corpora/world/story.h"

static void words_have_their_forms(void **state)
{
    (void)state;
    static const struct {
        const char *lemma;
        enum part part;
        enum form form;
        const char *expected;
    } cases[] = {
        {"cow", NOUN, FORM_PLURAL, "cows"},          {"wolf", NOUN, FORM_PLURAL, "wolves"},
        {"sheep", NOUN, FORM_PLURAL, "sheep"},       {"fox", NOUN, FORM_PLURAL, "foxes"},
        {"cherry", NOUN, FORM_PLURAL, "cherries"},   {"boy", NOUN, FORM_PLURAL, "boys"},
        {"stomach", NOUN, FORM_PLURAL, "stomachs"},  {"peach", NOUN, FORM_PLURAL, "peaches"},
        {"roof", NOUN, FORM_PLURAL, "roofs"},        {"hero", NOUN, FORM_PLURAL, "heroes"},
        {"piano", NOUN, FORM_PLURAL, "pianos"},      {"policeman", NOUN, FORM_PLURAL, "policemen"},
        {"carry", VERB, FORM_PAST, "carried"},       {"carry", VERB, FORM_S, "carries"},
        {"carry", VERB, FORM_ING, "carrying"},       {"play", VERB, FORM_PAST, "played"},
        {"wash", VERB, FORM_S, "washes"},            {"stop", VERB, FORM_ING, "stopping"},
        {"write", VERB, FORM_ING, "writing"},        {"write", VERB, FORM_PARTICIPLE, "written"},
        {"travel", VERB, FORM_PAST, "travelled"},    {"visit", VERB, FORM_PAST, "visited"},
        {"open", VERB, FORM_ING, "opening"},         {"lie", VERB, FORM_ING, "lying"},
        {"die", VERB, FORM_PAST, "died"},            {"go", VERB, FORM_S, "goes"},
        {"fix", VERB, FORM_ING, "fixing"},           {"quarrel", VERB, FORM_ING, "quarrelling"},
        {"wide", ADJECTIVE, FORM_ER, "wider"},       {"big", ADJECTIVE, FORM_EST, "biggest"},
        {"happy", ADJECTIVE, FORM_ER, "happier"},    {"narrow", ADJECTIVE, FORM_ER, "narrower"},
        {"famous", ADJECTIVE, FORM_ER, "more famous"}, {"free", ADJECTIVE, FORM_EST, "freest"},
        {"tired", ADJECTIVE, FORM_ER, "more tired"}, {"quiet", ADJECTIVE, FORM_ER, "quieter"},
        {"milk", MASS, FORM_PLURAL, ""},             {"cow", NOUN, FORM_PAST, ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char found[INFLECTED_LIMIT];
        inflect(cases[i].lemma, cases[i].part, cases[i].form, found);
        assert_string_equal(found, cases[i].expected);
    }
    assert_true(starts_with_vowel("apple") && starts_with_vowel("hour") && starts_with_vowel("uncle"));
    assert_false(starts_with_vowel("university") || starts_with_vowel("cow") || starts_with_vowel("one"));
}

static void the_lexicon_is_large_enough(void **state)
{
    (void)state;
    struct lexicon l = lexicon_new();
    int lemmas = 0, categories = 0, two_meanings = 0;
    for (int i = 0; i < l.count; i++) {
        const struct concept *c = &l.concepts[i];
        int first = 0;
        while (strcmp(l.concepts[first].category, c->category) != 0)
            first++;
        categories += first == i;
        for (int k = 0; k < c->lemma_count; k++) {
            const char *lemma = c->lemmas[k].forms[FORM_BASE].text;
            assert_true(*lemma && !strpbrk(lemma, "=|;/<>[]_"));
            lemmas += !strchr(lemma, ' ');
            two_meanings += c->ambiguous[k] && c->part <= NAME;
            for (int j = 0; j < i; j++) /* nothing is listed twice in a category */
                for (int m = 0; m < l.concepts[j].lemma_count; m++)
                    if (strcmp(c->category, l.concepts[j].category) == 0 &&
                        strcasecmp(lemma, l.concepts[j].lemmas[m].forms[FORM_BASE].text) == 0)
                        fail_msg("%s twice in %s", lemma, c->category);
        }
        for (int k = 0; k < c->attribute_count; k++)
            assert_true(c->attributes[k].count > 0 && c->attributes[k].values[0].length > 0);
    }
    assert_true(lemmas >= 1500);
    assert_true(categories >= 60);
    assert_true(two_meanings >= 2 * 60);
    lexicon_release(&l);
}

static void a_kind_is_drawn_by_rank(void **state)
{
    (void)state;
    struct lexicon l = lexicon_new();
    int kind = lexicon_kind(&l, "fruit/orchard"), apple = lexicon_find(&l, "fruit", NOUN, "apple");
    int last = lexicon_find(&l, "fruit", NOUN, "mulberry"), of_apple = 0, of_last = 0;
    assert_true(kind >= 0 && apple >= 0 && last >= 0);
    for (int i = 0; i < KIND_DRAWS; i++) {
        assert_true(concept_is_of(&l.concepts[l.kinds[kind].draws[i]], "fruit/orchard"));
        of_apple += l.kinds[kind].draws[i] == apple;
        of_last += l.kinds[kind].draws[i] == last;
    }
    assert_true(of_apple > 3 * of_last && of_last > 0);
    kind = lexicon_kind(&l, "farm_animal+pet?young");
    for (int i = 0; i < KIND_DRAWS; i++)
        assert_non_null(concept_attribute(&l.concepts[l.kinds[kind].draws[i]], "young"));
    assert_int_equal(lexicon_kind(&l, "no_such_kind"), -1);
    lexicon_release(&l);
}

/* What no sentence should look like. */
static void check_sentence(const char *sentence)
{
    static const char *const bad[] = {"  ", " .",   " ,",    "the the ", "the my ", " a a",  " a e",  " a i",
                                      " a o", " an b", " an s", " an t",   "[",      "]",     "<",     ">",
                                      "{",  "}",    "|",     "_",       "(",      ")",     "..",    NULL};
    size_t n = strlen(sentence), first = sentence[0] == '"';
    bool good = n > 12 && strchr(".?!\"", sentence[n - 1]) && !islower((unsigned char)sentence[first]);
    for (const char *const *b = bad; *b; b++)
        good &= !strstr(sentence, *b) || (strcmp(*b, " a o") == 0 && strstr(sentence, " a one"));
    if (!good)
        fail_msg("%s", sentence);
}

static void every_scene_can_be_told(void **state)
{
    (void)state;
    struct grammar g = grammar_new();
    struct teller t = teller_new(&g, random_at(1, RANDOM_TEST, 0));
    for (int scene = 0; scene < g.script_count; scene++)
        for (int round = 0; round < 20; round++) {
            teller_meet(&t);
            teller_cast(&t, &g.scripts[scene]);
            for (int i = 0; i < g.scripts[scene].step_count; i++) {
                char sentence[SENTENCE_LIMIT], again[SENTENCE_LIMIT];
                const struct step *step = &g.steps[g.scripts[scene].step_first + i];
                teller_forget(&t);
                size_t length = teller_tell(&t, step, sentence);
                assert_int_equal(length, strlen(sentence));
                check_sentence(sentence);
                for (int k = 0; k < t.mention_count; k++) {
                    const struct mention *m = &t.mentions[k];
                    const struct string *word = &g.lexicon.concepts[m->concept].lemmas[m->lemma].forms[m->form];
                    assert_int_equal(strncasecmp(sentence + m->start, word->text, word->length), 0);
                    assert_int_equal(m->end - m->start, word->length);
                }
                if (gold_paraphrase(&t, step, sentence, again))
                    assert_string_not_equal(sentence, again);
            }
        }
    grammar_release(&g);
}

static void a_place_for_both_meanings_decides_nothing(void **state)
{
    (void)state;
    struct grammar g = grammar_new();
    const struct lexicon *l = &g.lexicon;
    struct teller t = teller_new(&g, random_at(1, RANDOM_TEST, 0));
    int men = lexicon_kind(&g.lexicon, "athlete+pet"), sport = lexicon_kind(&g.lexicon, "athlete");
    int boxer = lexicon_find(l, "athlete", NOUN, "boxer"), dog = lexicon_find(l, "pet", NOUN, "dog");
    assert_true(men >= 0 && boxer >= 0 && dog >= 0 && l->concepts[boxer].ambiguous[0]);
    t.mention_count = 2;
    t.mentions[0] = (struct mention){.concept = dog, .kind = -1};
    t.mentions[1] = (struct mention){.concept = boxer, .kind = men};
    assert_false(gold_is_decided(l, &t, 1));
    t.mentions[1].kind = sport;
    assert_true(gold_is_decided(l, &t, 1));
    t.mentions[1] = (struct mention){.concept = lexicon_find(l, "pet", NOUN, "boxer"), .kind = men};
    assert_true(gold_is_decided(l, &t, 1)); /* behind a dog */
    grammar_release(&g);
}

static void similarity_follows_from_the_lexicon(void **state)
{
    (void)state;
    struct lexicon l = lexicon_new();
    int cow = lexicon_find(&l, "farm_animal", NOUN, "cow"), horse = lexicon_find(&l, "farm_animal", NOUN, "horse");
    int hen = lexicon_find(&l, "farm_animal", NOUN, "hen"), wolf = lexicon_find(&l, "predator", NOUN, "wolf");
    int calf = lexicon_find(&l, "young_animal", NOUN, "calf"), rose = lexicon_find(&l, "flower", NOUN, "rose");
    int france = lexicon_find(&l, "country", NAME, "France"), paris = lexicon_find(&l, "city", NAME, "Paris");
    int big = lexicon_find(&l, "size", ADJECTIVE, "big"), small = lexicon_find(&l, "size", ADJECTIVE, "small");
    assert_true(gold_similarity(&l, cow, cow) == 10);
    assert_true(gold_similarity(&l, cow, horse) >= 7 && gold_similarity(&l, cow, horse) <= 9);
    assert_true(gold_similarity(&l, cow, horse) == gold_similarity(&l, horse, cow));
    assert_true(gold_similarity(&l, cow, hen) >= 5 && gold_similarity(&l, cow, hen) < 7);
    assert_true(gold_similarity(&l, cow, wolf) >= 2 && gold_similarity(&l, cow, wolf) <= 3);
    assert_true(gold_similarity(&l, cow, calf) == 6);
    assert_true(gold_similarity(&l, paris, france) == 6);
    assert_true(gold_similarity(&l, big, small) == 5);
    assert_true(gold_similarity(&l, cow, rose) == 0);
    lexicon_release(&l);
}

static void held_out_are_words_not_bytes(void **state)
{
    (void)state;
    struct held_out h = {0};
    assert_false(held_out_has(&h, "The cow sleeps."));
    assert_true(held_out_add(&h, "The cow sleeps."));
    assert_false(held_out_add(&h, "the cow sleeps"));
    assert_true(held_out_has(&h, "The cow, sleeps!"));
    assert_false(held_out_has(&h, "The cow sleep s."));
    for (int i = 0; i < 3000; i++) {
        char text[32];
        for (int k = 0, left = i; k < 4; k++, left /= 16)
            text[k] = (char)('a' + left % 16);
        text[4] = '\0';
        assert_true(held_out_add(&h, text));
        assert_true(held_out_has(&h, text));
    }
    held_out_release(&h);
}

/* A word in context: the offsets are of the word, half of the answers are yes. */
static void check_contexts(const char *folder, struct held_out *held)
{
    char *path = path_join(folder, "contexts/world-wic.tsv"), *rest = NULL;
    size_t size;
    struct error err = {0};
    char *text = file_read(path, 1 << 22, &size, &err);
    assert_non_null(text);
    int items = 0, same = 0;
    strtok_r(text, "\n", &rest);
    for (char *line; (line = strtok_r(NULL, "\n", &rest)) != NULL; items++) {
        char word[64], one[SENTENCE_LIMIT], two[SENTENCE_LIMIT];
        int index, start[2], end[2], label;
        assert_int_equal(sscanf(line, "%d\t%63[^\t]\t%511[^\t]\t%511[^\t]\t%d\t%d\t%d\t%d\t%d", &index, word, one, two,
                                &start[0], &start[1], &end[0], &end[1], &label), 9);
        assert_int_equal(index, items);
        assert_int_equal(end[0] - start[0], strlen(word));
        assert_int_equal(strncasecmp(one + start[0], word, strlen(word)), 0);
        assert_int_equal(strncasecmp(two + start[1], word, strlen(word)), 0);
        assert_true(held_out_has(held, one) && held_out_has(held, two));
        assert_string_not_equal(one, two);
        same += label;
    }
    assert_true(items > 500 && 2 * same == items);
    mem_free(text);
    mem_free(path);
}

static void benchmarks_are_held_out(void **state)
{
    (void)state;
    char folder[] = "/tmp/embedlab-world-XXXXXX", sentence[SENTENCE_LIMIT];
    struct error err = {0};
    assert_non_null(mkdtemp(folder));
    struct world w = {.grammar = grammar_new(), .seed = 5};
    assert_true(gold_write_sentences(&w, folder, &err) && gold_write_contexts(&w, folder, &err) &&
                gold_write_texts(&w, folder, &err));
    check_contexts(folder, &w.held);
    long said = 0, left_out = 0;
    for (uint64_t document = 0; document < 300; document++) {
        struct story s = story_new(&w.grammar, world_random(&w, STREAM_CORPUS, document)), all = s;
        while (story_next_new(&s, &w.held, sentence) > 0) {
            assert_false(held_out_has(&w.held, sentence));
            said++;
        }
        while (story_next(&all, sentence) > 0)
            left_out += held_out_has(&w.held, sentence);
    }
    assert_true(said > 1500);
    assert_true(left_out > 0); /* there was something to leave out */
    grammar_release(&w.grammar);
    held_out_release(&w.held);
    char *remove = mem_format("rm -r %s", folder);
    assert_int_equal(system(remove), 0);
    mem_free(remove);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_their_forms),       cmocka_unit_test(the_lexicon_is_large_enough),
        cmocka_unit_test(a_kind_is_drawn_by_rank),      cmocka_unit_test(every_scene_can_be_told),
        cmocka_unit_test(a_place_for_both_meanings_decides_nothing),
        cmocka_unit_test(similarity_follows_from_the_lexicon), cmocka_unit_test(held_out_are_words_not_bytes),
        cmocka_unit_test(benchmarks_are_held_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
