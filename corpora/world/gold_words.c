/* gold_words.c: similarity, categories and analogies of words.
 *
 * Only words that mean one thing are asked for, and only such as occur in a sample of the corpus. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "corpora/world/gold.h"
#include "corpora/world/story.h"
#include "text/string_table.h"

/* ---- which words ---- */

#define SAMPLE_BYTES  2000000
#define OFTEN         15/* times in the sample */
#define FORM_LIMIT    64

struct words {
    const struct lexicon *lexicon;
    struct string_table table; /* of words in small letters */
    int *count;                /* in the sample */
    int *meanings;             /* concepts that have it as a form */
    size_t capacity;
};

static int32_t word_index(struct words *w, const char *text, size_t length)
{
    char lower[FORM_LIMIT];
    if (length >= FORM_LIMIT)
        length = FORM_LIMIT - 1;
    for (size_t i = 0; i < length; i++)
        lower[i] = (char)tolower((unsigned char)text[i]);
    int32_t index = string_table_add(&w->table, lower, length, NULL);
    if (w->table.count > w->capacity) {
        size_t before = w->capacity;
        w->capacity = mem_capacity(w->capacity, w->table.count);
        w->count = mem_grow(w->count, w->capacity, sizeof(*w->count), "words of the world");
        w->meanings = mem_grow(w->meanings, w->capacity, sizeof(*w->meanings), "words of the world");
        memset(w->count + before, 0, (w->capacity - before) * sizeof(*w->count));
        memset(w->meanings + before, 0, (w->capacity - before) * sizeof(*w->meanings));
    }
    return index;
}

static void count_sentence(struct words *w, const char *sentence)
{
    for (const char *at = sentence; *at;) {
        size_t n = 0;
        while (isalpha((unsigned char)at[n]) || at[n] == '-' || (unsigned char)at[n] >= 128)
            n++;
        if (n > 0) {
            int32_t index = word_index(w, at, n);
            w->count[index]++;
        }
        at += n + (at[n] != '\0');
    }
}

static struct words words_new(const struct world *world)
{
    struct words w = {.lexicon = &world->grammar.lexicon};
    for (int i = 0; i < w.lexicon->count; i++) {
        int32_t seen[FORM_COUNT * LEMMA_LIMIT];
        int seen_count = 0;
        const struct concept *c = &w.lexicon->concepts[i];
        for (int k = 0; k < c->lemma_count; k++)
            for (int form = 0; form < FORM_COUNT; form++) {
                if (!c->lemmas[k].forms[form].text)
                    continue;
                int32_t index = word_index(&w, c->lemmas[k].forms[form].text, c->lemmas[k].forms[form].length);
                bool again = false;
                for (int s = 0; s < seen_count; s++)
                    again |= seen[s] == index;
                w.meanings[index] += !again;
                seen[seen_count++] = index;
            }
    }
    long bytes = 0;
    char sentence[SENTENCE_LIMIT];
    for (uint64_t document = 0; bytes < SAMPLE_BYTES; document++) {
        struct story s = story_new(&world->grammar, world_random(world, STREAM_CORPUS, document));
        for (size_t n; (n = story_next_new(&s, &world->held, sentence)) > 0; bytes += (long)n)
            count_sentence(&w, sentence);
    }
    return w;
}

static void words_release(struct words *w)
{
    string_table_release(&w->table);
    mem_free(w->count);
    mem_free(w->meanings);
}

/* A single word, with one meaning, often enough. */
static bool is_clear(struct words *w, const struct string *word)
{
    if (!word->text || strpbrk(word->text, " -"))
        return false;
    int32_t index = word_index(w, word->text, word->length);
    return w->meanings[index] == 1 && w->count[index] >= OFTEN;
}

/* The concept's clear lemma, or NULL. Names of people mean nothing by themselves; verbs like "take" everything. */
static const char *clear_lemma(struct words *w, const struct concept *c)
{
    if (strcmp(c->realm, "name") == 0 || strcmp(c->realm, "phrase") == 0 || strcmp(c->category, "doing") == 0)
        return NULL;
    for (int k = 0; k < c->lemma_count; k++)
        if (is_clear(w, &c->lemmas[k].forms[FORM_BASE]))
            return c->lemmas[k].forms[FORM_BASE].text;
    return NULL;
}

/* ---- similarity ---- */

/* The share of the attributes' values that both have. */
static double shared_values(const struct concept *a, const struct concept *b)
{
    int shared = 0, all = 0;
    for (int i = 0; i < a->attribute_count; i++) {
        const struct attribute *x = &a->attributes[i], *y = concept_attribute(b, x->name.text);
        for (int k = 0; k < x->count && y; k++, all++)
            for (int m = 0; m < y->count; m++)
                shared += strcmp(x->values[k].text, y->values[m].text) == 0;
    }
    return all ? (double)shared / all : 0;
}

static const struct attribute *naming(const struct concept *a, int b)
{
    for (int i = 0; i < a->attribute_count; i++)
        if (a->attributes[i].concept == b)
            return &a->attributes[i];
    return NULL;
}

double gold_similarity(const struct lexicon *l, int a, int b)
{
    const struct concept *x = &l->concepts[a], *y = &l->concepts[b];
    if (a == b)
        return 10;
    const struct attribute *relation = naming(x, b) ? naming(x, b) : naming(y, a);
    if (relation && strcmp(relation->name.text, "opposite") == 0)
        return 5;
    double shared = shared_values(x, y), score = 0;
    if (strcmp(x->group, y->group) == 0)
        score = 7 + 2 * shared;
    else if (strcmp(x->category, y->category) == 0)
        score = 5 + 2 * shared;
    else if (strcmp(x->realm, y->realm) == 0)
        score = 2 + shared;
    double least = !relation ? 0 : strcmp(x->realm, y->realm) == 0 && x->part == y->part ? 6 : 5;
    return score < least ? least : score;
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

/* Classes of scores from which pairs are drawn, so that all of the scale is there. */
enum { ALIEN, REALM, CATEGORY, GROUP, RELATED, CLASSES };
static const int pairs_wanted[CLASSES] = {200, 200, 160, 240, 80};
#define PAIRS_OF_SYNONYMS 80

static int class_of(const struct lexicon *l, int a, int b)
{
    const struct concept *x = &l->concepts[a], *y = &l->concepts[b];
    return naming(x, b) || naming(y, a)             ? RELATED
           : strcmp(x->group, y->group) == 0       ? GROUP
           : strcmp(x->category, y->category) == 0 ? CATEGORY
           : strcmp(x->realm, y->realm) == 0       ? REALM
                                                   : ALIEN;
}

/* A partner for concept a: any, or near it in the lexicon, where its like are. */
static int draw_partner(struct random *r, const struct lexicon *l, int a)
{
    const struct concept *c = &l->concepts[a];
    if (c->attribute_count > 0 && random_below(r, 4) == 0) {
        int named = c->attributes[random_below(r, (uint32_t)c->attribute_count)].concept;
        if (named >= 0)
            return named;
    }
    int reach = random_below(r, 2) ? 30 : l->count, b = a - reach / 2 + (int)random_below(r, (uint32_t)reach);
    return b < 0 ? b + l->count : b % l->count;
}

static bool write_similarity(struct world *world, struct words *w, const char *folder, struct error *err)
{
    struct output *out = gold_open(folder, "words", "world-similarity.txt", err);
    if (!out)
        return false;
    struct random r = world_random(world, STREAM_SIMILARITY, 0);
    struct string_table seen = {0};
    const struct lexicon *l = w->lexicon;
    int synonyms = 0, wanted[CLASSES];
    memcpy(wanted, pairs_wanted, sizeof(wanted));
    for (int i = 0; i < l->count && synonyms < PAIRS_OF_SYNONYMS; i++) {
        const struct concept *c = &l->concepts[i];
        if (c->lemma_count == 2 && clear_lemma(w, c) && is_clear(w, &c->lemmas[0].forms[FORM_BASE]) &&
            is_clear(w, &c->lemmas[1].forms[FORM_BASE])) {
            output_print(out, "%s\t%s\t10\n", c->lemmas[0].forms[FORM_BASE].text, c->lemmas[1].forms[FORM_BASE].text);
            synonyms++;
        }
    }
    for (int tries = 0; tries < 400000; tries++) {
        int a = (int)random_below(&r, (uint32_t)l->count), b = draw_partner(&r, l, a);
        const struct concept *x = &l->concepts[a], *y = &l->concepts[b];
        int class = class_of(l, a, b);
        if (a == b || wanted[class] == 0 || (class != RELATED && !same_part(x->part, y->part)))
            continue;
        const char *first = clear_lemma(w, x), *second = clear_lemma(w, y);
        if (first && second && is_new_pair(&seen, first, second)) {
            output_print(out, "%s\t%s\t%.3g\n", first, second, gold_similarity(l, a, b));
            wanted[class]--;
        }
    }
    string_table_release(&seen);
    return output_commit(out, err);
}

/* ---- categories ---- */

#define CATEGORY_WORDS 12 /* at most */
#define CATEGORY_LEAST 5

static bool write_categories(struct words *w, const char *folder, struct error *err)
{
    struct output *out = gold_open(folder, "words", "categorization-world.csv", err);
    if (!out)
        return false;
    output_print(out, ",category,word\n");
    const struct lexicon *l = w->lexicon;
    int number = 0;
    for (int first = 0; first < l->count; first++) {
        const char *category = l->concepts[first].category, *members[CATEGORY_WORDS];
        int count = 0, earlier = 0;
        while (earlier < first && strcmp(l->concepts[earlier].category, category) != 0)
            earlier++;
        for (int i = first; earlier == first && i < l->count && count < CATEGORY_WORDS; i++) {
            const char *word = strcmp(l->concepts[i].category, category) == 0 ? clear_lemma(w, &l->concepts[i]) : NULL;
            if (word)
                members[count++] = word;
        }
        for (int i = 0; i < count && count >= CATEGORY_LEAST; i++)
            output_print(out, "%d,%s,%s\n", number++, category, members[i]);
    }
    return output_commit(out, err);
}

/* ---- classes ---- */

/* Part of speech and form; NULL: there is no such form, or it mostly looks like another one. */
static const char *const classes[][FORM_COUNT] = {
    [NOUN] = {[FORM_BASE] = "noun", [FORM_PLURAL] = "plural"},
    [MASS] = {[FORM_BASE] = "noun"},
    [NAME] = {[FORM_BASE] = "name"},
    [VERB] = {[FORM_BASE] = "verb", [FORM_S] = "verb-s", [FORM_PAST] = "verb-past", [FORM_ING] = "verb-ing"},
    [ADJECTIVE] = {[FORM_BASE] = "adjective", [FORM_ER] = "comparative", [FORM_EST] = "superlative"},
};

static bool write_classes(struct words *w, const char *folder, struct error *err)
{
    struct output *out = gold_open(folder, "words", "world-classes.tsv", err);
    if (!out)
        return false;
    output_print(out, "word\tclass\n");
    for (int i = 0; i < w->lexicon->count; i++) {
        const struct concept *c = &w->lexicon->concepts[i];
        for (int k = 0; k < c->lemma_count; k++)
            for (int form = 0; form < FORM_COUNT; form++)
                if (classes[c->part][form] && is_clear(w, &c->lemmas[k].forms[form]))
                    output_print(out, "%s\t%s\n", c->lemmas[k].forms[form].text, classes[c->part][form]);
    }
    return output_commit(out, err);
}

/* ---- analogies ---- */

/* From a form of the concept to another one, or to what an attribute names. */
static const struct relation {
    const char *name, *kind;
    const char *attribute; /* or NULL */
    enum form form;
} relations[] = {
    {"country-capital", "country", "capital", FORM_BASE},
    {"country-nationality", "country", "people", FORM_BASE},
    {"adult-young", "farm_animal+pet+predator+grazer+bird", "young", FORM_BASE},
    {"male-female", "royal+kin+age_person+performer", "female", FORM_BASE},
    {"profession-place", "craftsman+countryman+scholar+traveller", "workplace", FORM_BASE},
    {"quality-opposite", "size+weight+heat+age+speed+light+sound+price+wealth+mood+character+state+truth", "opposite",
     FORM_BASE},
    {"gram1-comparative", "size+weight+heat+age+speed+light+sound+price+character+truth", NULL, FORM_ER},
    {"gram2-superlative", "size+weight+heat+age+speed+light+sound+price+character", NULL, FORM_EST},
    {"gram3-present-participle", "motion+cooking+cleaning+sewing+farming+crafting+feeling+talking+performing", NULL,
     FORM_ING},
    {"gram4-past-tense", "motion+cooking+cleaning+sewing+farming+chasing+fighting+helping+getting+giving+"
                         "saying+feeling", NULL, FORM_PAST},
    {"gram5-third-person", "motion+cooking+chasing+fighting+helping+getting+giving+thinking+loving+feeling", NULL,
     FORM_S},
    {"gram6-plural", "farm_animal+pet+predator+grazer+bird+craftsman+countryman+scholar+traveller", NULL, FORM_PLURAL},
};
#define RELATION_QUESTIONS 180

/* The word that the relation leads to from lemma 0 of the concept. */
static const struct string *related_word(const struct lexicon *l, const struct relation *relation,
                                         const struct concept *c)
{
    static const struct string none = {0};
    if (!relation->attribute)
        return &c->lemmas[0].forms[relation->form];
    const struct attribute *a = concept_attribute(c, relation->attribute);
    return a && a->concept >= 0 ? &l->concepts[a->concept].lemmas[0].forms[FORM_BASE] : &none;
}

static void write_relation(struct output *out, struct words *w, const struct relation *relation, struct random *r)
{
    const struct lexicon *l = w->lexicon;
    const char **from = mem_new((size_t)l->count, sizeof(*from), "analogies");
    const char **to = mem_new((size_t)l->count, sizeof(*to), "analogies");
    uint32_t pairs = 0;
    for (int i = 0; i < l->count; i++) {
        const struct concept *c = &l->concepts[i];
        if (!concept_is_of(c, relation->kind))
            continue;
        const struct string *first = &c->lemmas[0].forms[FORM_BASE], *second = related_word(l, relation, c);
        if (is_clear(w, first) && is_clear(w, second) && strcmp(first->text, second->text) != 0)
            from[pairs] = first->text, to[pairs++] = second->text;
    }
    uint32_t *order = mem_new((size_t)pairs * pairs + 1, sizeof(*order), "analogies");
    random_permutation(r, order, pairs * pairs);
    output_print(out, ": %s\n", relation->name);
    for (uint32_t i = 0, written = 0; i < pairs * pairs && written < RELATION_QUESTIONS; i++) {
        uint32_t a = order[i] / pairs, c = order[i] % pairs;
        if (strcmp(from[a], from[c]) == 0 || strcmp(to[a], to[c]) == 0)
            continue;
        output_print(out, "%s %s %s %s\n", from[a], to[a], from[c], to[c]);
        written++;
    }
    mem_free(order);
    mem_free(from);
    mem_free(to);
}

static bool write_analogies(struct world *world, struct words *w, const char *folder, struct error *err)
{
    struct output *out = gold_open(folder, "analogy", "world-analogies.txt", err);
    if (!out)
        return false;
    for (size_t i = 0; i < sizeof(relations) / sizeof(*relations); i++) {
        struct random r = world_random(world, STREAM_ANALOGIES, i);
        write_relation(out, w, &relations[i], &r);
    }
    return output_commit(out, err);
}

bool gold_write_words(struct world *world, const char *folder, struct error *err)
{
    struct words w = words_new(world);
    bool good = write_similarity(world, &w, folder, err) && write_categories(&w, folder, err) &&
                write_classes(&w, folder, err) && write_analogies(world, &w, folder, err);
    words_release(&w);
    return good;
}
