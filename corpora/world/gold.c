#include "corpora/world/gold.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "corpora/world/grammar.h"
#include "text/string_table.h"

/* Positions of the gold's random numbers, apart from the documents', which count from 0. */
enum { AT_SIMILARITY = 1, AT_ANALOGIES, AT_SENTENCES };
#define GOLD_POSITION(which) (((uint64_t)1 << 63) + (which))

/* Attributes whose value is a word of the lexicon, and others that only go with the word. */
static const char *const relations[] = {"young", "female", "capital", "place", "not", NULL};
static const char *const companions[] = {"home",  "food", "sound", "gift", "matter", "product",
                                         "water", "tool", "thing", "of",   "about",  NULL};

/* ---- similarity of words ---- */

static bool names(const struct word *a, const struct word *b)
{
    char value[WORD_FORM_LIMIT];
    for (const char *const *relation = relations; *relation; relation++) {
        if (word_values(a, *relation) == 0)
            continue;
        word_value(a, *relation, 0, value);
        if (strcmp(value, b->text) == 0)
            return true;
    }
    return false;
}

double gold_similarity(const struct word *a, const struct word *b)
{
    if (names(a, b) || names(b, a))
        return 7;
    if (strcmp(a->category, b->category) == 0)
        return strcmp(a->group, b->group) == 0 ? 8 : 6;
    return strcmp(lexicon_realm(a->category), lexicon_realm(b->category)) == 0 ? 2 : 0;
}

/* Remembers pairs in both orders. */
static bool is_new_pair(struct string_table *seen, const char *a, const char *b)
{
    bool swap = strcmp(a, b) > 0, added;
    char *pair = mem_format("%s %s", swap ? b : a, swap ? a : b);
    string_table_add(seen, pair, strlen(pair), &added);
    mem_free(pair);
    return added && strcmp(a, b) != 0;
}

/* A word's companion that is one word and depends on nothing drawn. */
static bool draw_companion(struct random *r, const struct word *w, char value[WORD_FORM_LIMIT])
{
    const char *attribute = companions[random_below(r, sizeof(companions) / sizeof(*companions) - 1)];
    int values = word_values(w, attribute);
    if (values == 0)
        return false;
    word_value(w, attribute, (int)random_below(r, (uint32_t)values), value);
    return !strpbrk(value, " @");
}

/* Names of people mean nothing by themselves. */
static bool has_meaning(const struct word *w)
{
    return strcmp(w->category, "man") != 0 && strcmp(w->category, "woman") != 0;
}

bool gold_write_similarity(const struct lexicon *l, uint64_t seed, const char *path, struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    struct random r = random_at(seed, RANDOM_WORLD, GOLD_POSITION(AT_SIMILARITY));
    struct string_table seen = {0};
    for (int i = 0; i < lexicon_synonym_count(); i++) {
        const char *const *pair = lexicon_synonyms[i];
        if (is_new_pair(&seen, pair[0], pair[1]))
            output_print(out, "%s\t%s\t10\n", pair[0], pair[1]);
    }
    int wanted[11] = {[0] = 140, [2] = 80, [4] = 80, [6] = 120, [7] = 60, [8] = 140};
    for (int tries = 0; tries < 1000000; tries++) {
        const struct word *a = &l->words[random_below(&r, (uint32_t)l->count)];
        const struct word *b = &l->words[random_below(&r, (uint32_t)l->count)];
        char companion[WORD_FORM_LIMIT];
        if (!has_meaning(a) || !has_meaning(b))
            continue;
        int score = (int)gold_similarity(a, b);
        if (wanted[score] > 0 && is_new_pair(&seen, a->text, b->text)) {
            output_print(out, "%s\t%s\t%d\n", a->text, b->text, score);
            wanted[score]--;
        }
        if (wanted[4] > 0 && draw_companion(&r, a, companion) && is_new_pair(&seen, a->text, companion)) {
            output_print(out, "%s\t%s\t4\n", a->text, companion);
            wanted[4]--;
        }
    }
    string_table_release(&seen);
    return output_commit(out, err);
}

/* ---- analogies ---- */

static const struct section {
    const char *name, *kind, *form; /* each word of the kind, and this form or attribute of it */
} sections[] = {
    {"country-capital", "country", "capital"},
    {"country-people", "country", "people"},
    {"adult-young", "animal", "young"},
    {"male-female", "male", "female"},
    {"profession-place", "profession", "place"},
    {"mood-opposite", "mood", "not"},
    {"gram-adjective-comparative", "quality", "er"},
    {"gram-verb-past", "action", "past"},
    {"gram-verb-ing", "action", "ing"},
    {"gram-singular-plural", "animal", "plural"},
    {"gram-profession-plural", "profession", "plural"},
};

#define SECTION_LIMIT 150 /* questions */

static void write_section(struct output *out, const struct lexicon *l, const struct section *s, struct random *r)
{
    int count = lexicon_kind_count(l, s->kind), pairs = 0;
    char(*second)[WORD_FORM_LIMIT] = mem_new((size_t)count, sizeof(*second), "analogies");
    const char **first = mem_new((size_t)count, sizeof(*first), "analogies");
    for (int i = 0; i < count; i++) {
        const struct word *w = lexicon_kind_word(l, s->kind, i);
        if (!word_form(w, s->form, second[pairs]))
            word_value(w, s->form, 0, second[pairs]);
        first[pairs] = w->text;
        pairs += strcmp(first[pairs], second[pairs]) != 0; /* not "read, read" */
    }
    uint32_t questions = (uint32_t)(pairs * pairs);
    uint32_t *order = mem_new(questions, sizeof(*order), "analogies");
    random_permutation(r, order, questions);
    output_print(out, ": %s\n", s->name);
    int written = 0;
    for (uint32_t i = 0; i < questions && written < SECTION_LIMIT; i++) {
        int a = (int)order[i] / pairs, b = (int)order[i] % pairs;
        if (a == b || strcmp(second[a], second[b]) == 0)
            continue;
        output_print(out, "%s %s %s %s\n", first[a], second[a], first[b], second[b]);
        written++;
    }
    mem_free(order);
    mem_free(first);
    mem_free(second);
}

bool gold_write_analogies(const struct lexicon *l, uint64_t seed, const char *path, struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    struct random r = random_at(seed, RANDOM_WORLD, GOLD_POSITION(AT_ANALOGIES));
    for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
        write_section(out, l, &sections[i], &r);
    return output_commit(out, err);
}

/* ---- similarity of sentences ---- */

/* Who did what to what, and where. */
struct event {
    const struct word *agent, *verb;
    char object[WORD_FORM_LIMIT], where[WORD_FORM_LIMIT];
};

#define PAIRS_PER_LEVEL 70

static const char agents[] = "profession|male|female";

/* A value of the verb's attribute with its @kind settled. */
static void settle(struct speaker *s, const struct word *verb, const char *attribute, char text[WORD_FORM_LIMIT])
{
    char value[WORD_FORM_LIMIT];
    word_value(verb, attribute, (int)random_below(&s->random, (uint32_t)word_values(verb, attribute)), value);
    char *at = strchr(value, '@');
    if (at)
        *at = '\0';
    snprintf(text, WORD_FORM_LIMIT, "%s%s", value, at ? speaker_draw(s, at + 1)->text : "");
}

static struct event draw_event(struct speaker *s, const struct word *agent, const char *actions)
{
    struct event e;
    e.agent = agent;
    e.verb = speaker_draw(s, actions);
    settle(s, e.verb, "obj", e.object);
    settle(s, e.verb, "where", e.where);
    return e;
}

enum order { PLAIN, FRONTED, PASSIVE, WITHOUT_PLACE };

static void tell(struct speaker *s, const struct event *e, enum order order, char sentence[SENTENCE_LIMIT])
{
    char past[WORD_FORM_LIMIT], participle[WORD_FORM_LIMIT];
    word_form(e->verb, "past", past);
    word_form(e->verb, "pp", participle);
    const char *agent = e->agent->text;
    char *pattern = order == FRONTED   ? mem_format("%s the %s %s %s", e->where, agent, past, e->object)
                    : order == PASSIVE ? mem_format("%s was %s %s by the %s", e->object, participle, e->where, agent)
                    : order == PLAIN   ? mem_format("the %s %s %s %s", agent, past, e->object, e->where)
                                       : mem_format("the %s %s %s", agent, past, e->object);
    speaker_say(s, pattern, sentence);
    mem_free(pattern);
}

static char *action_kind(const struct word *verb)
{
    return mem_format("action/%s", verb->group);
}

/* Another word of the agent's kind (alike), or of another category or group. */
static const struct word *other_agent(struct speaker *s, const struct word *agent, bool alike)
{
    for (;;) {
        const struct word *other = speaker_draw(s, agents);
        bool same = strcmp(other->category, agent->category) == 0 && strcmp(other->group, agent->group) == 0;
        if (other != agent && same == alike)
            return other;
    }
}

/* An event with another verb of the same group, or with a verb of another group. */
static struct event other_event(struct speaker *s, const struct word *agent, const struct word *verb, bool same_group)
{
    char *kind = action_kind(verb);
    for (;;) {
        struct event e = draw_event(s, agent, same_group ? kind : "action");
        if (e.verb != verb && (same_group || strcmp(e.verb->group, verb->group) != 0)) {
            mem_free(kind);
            return e;
        }
    }
}

static void swapped_roles(struct speaker *s, char first[SENTENCE_LIMIT], char second[SENTENCE_LIMIT])
{
    static const char *const places[] = {"near the forest", "in the evening", "on the road", "in front of the house"};
    speaker_cast(s, random_below(&s->random, 2) ? "A:animal B:animal" : "A:profession B:male|female");
    const char *place = places[random_below(&s->random, 4)];
    const struct word *verb = speaker_draw(s, "meeting");
    char past[WORD_FORM_LIMIT];
    word_form(verb, "past", past);
    char *one = mem_format("the [A] %s the [B] %s", past, place),
         *other = mem_format("the [B] %s the [A] %s", past, place);
    speaker_say(s, one, first);
    speaker_say(s, other, second);
    mem_free(one);
    mem_free(other);
}

/* A pair of the level; returns its score. */
static double draw_pair(struct speaker *s, int level, char first[SENTENCE_LIMIT], char second[SENTENCE_LIMIT])
{
    struct event e = draw_event(s, speaker_draw(s, agents), "action"), other = e;
    s->swap_synonyms = false;
    tell(s, &e, PLAIN, first);
    s->swap_synonyms = true;
    switch (level) {
    case 0:
        tell(s, &e, random_below(&s->random, 2) ? FRONTED : PASSIVE, second);
        return 5;
    case 1:
        tell(s, &e, WITHOUT_PLACE, second);
        return 4;
    case 2:
        other.agent = other_agent(s, e.agent, true);
        tell(s, &other, PLAIN, second);
        return 3.5;
    case 3:
        swapped_roles(s, first, second);
        return 3;
    case 4:
        other = other_event(s, e.agent, e.verb, true);
        tell(s, &other, PLAIN, second);
        return 2;
    case 5:
        other = other_event(s, other_agent(s, e.agent, false), e.verb, true);
        tell(s, &other, PLAIN, second);
        return 1;
    default:
        other = other_event(s, other_agent(s, e.agent, false), e.verb, false);
        tell(s, &other, PLAIN, second);
        return 0;
    }
}

bool gold_write_sentences(const struct lexicon *l, uint64_t seed, const char *path, struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    struct speaker s = {.lexicon = l, .random = random_at(seed, RANDOM_WORLD, GOLD_POSITION(AT_SENTENCES))};
    struct string_table seen = {0};
    for (int level = 0; level < 7; level++) {
        for (int written = 0; written < PAIRS_PER_LEVEL;) {
            char first[SENTENCE_LIMIT], second[SENTENCE_LIMIT];
            double score = draw_pair(&s, level, first, second);
            if (!is_new_pair(&seen, first, second))
                continue;
            output_print(out, "%s\t%s\t%g\n", first, second, score);
            written++;
        }
    }
    string_table_release(&seen);
    return output_commit(out, err);
}
