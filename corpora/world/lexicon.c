#include "corpora/world/lexicon.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

/* ---- text that stays ---- */

#define BLOCK_BYTES 65536
struct text_block {
    struct text_block *before;
    size_t used;
    char bytes[BLOCK_BYTES];
};

struct string lexicon_text(struct lexicon *l, const char *text, size_t length)
{
    assert(length < BLOCK_BYTES);
    if (!l->text || l->text->used + length + 1 > BLOCK_BYTES) {
        struct text_block *block = mem_new(1, sizeof(*block), "lexicon");
        block->before = l->text;
        l->text = block;
    }
    char *copy = l->text->bytes + l->text->used;
    memcpy(copy, text, length);
    copy[length] = '\0';
    l->text->used += length + 1;
    return (struct string){copy, (uint32_t)length};
}

/* The same with '_' made a space. */
static struct string phrase_text(struct lexicon *l, const char *text, size_t length)
{
    struct string s = lexicon_text(l, text, length);
    for (char *at = l->text->bytes + l->text->used - length - 1; *at; at++)
        *at = *at == '_' ? ' ' : *at;
    return s;
}

/* ---- concepts ---- */

int lexicon_find(const struct lexicon *l, const char *category, enum part part, const char *lemma)
{
    for (int i = 0; i < l->count; i++) {
        const struct concept *c = &l->concepts[i];
        if (!same_part(c->part, part) ||
            (*category && strcmp(strchr(category, '/') ? c->group : c->category, category) != 0))
            continue;
        for (int k = 0; k < c->lemma_count; k++)
            if (strcmp(c->lemmas[k].forms[FORM_BASE].text, lemma) == 0)
                return i;
    }
    return -1;
}

static void add_lemmas(struct lexicon *l, struct concept *c, const char *names, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t n = strcspn(names + at, "=");
        n = n < length - at ? n : length - at;
        assert(n > 0 && c->lemma_count < LEMMA_LIMIT);
        struct string base = phrase_text(l, names + at, n);
        struct lemma *lemma = &c->lemmas[c->lemma_count++];
        for (int form = 0; form < FORM_COUNT; form++) {
            char word[INFLECTED_LIMIT];
            inflect(base.text, c->part, (enum form)form, word);
            if (*word)
                lemma->forms[form] = lexicon_text(l, word, strlen(word));
        }
        at += n + 1;
    }
}

/* A new concept; its index. */
static int add_concept(struct lexicon *l, const char *group, const char *realm, enum part part, const char *names,
                       size_t length)
{
    if (l->count == l->capacity) {
        l->capacity = (int)mem_capacity((size_t)l->capacity, (size_t)l->count + 1);
        l->concepts = mem_grow(l->concepts, (size_t)l->capacity, sizeof(*l->concepts), "lexicon");
    }
    struct concept *c = &l->concepts[l->count];
    *c = (struct concept){.group = group, .realm = realm, .part = part};
    c->category = lexicon_text(l, group, strcspn(group, "/")).text;
    const char *kind = strchr(group, '/') + 1;
    c->gender = strcmp(kind, "male") == 0 ? 'm' : strcmp(kind, "female") == 0 ? 'f' : '\0';
    for (int i = 0; i < l->count; i++)
        c->rank += strcmp(l->concepts[i].group, group) == 0;
    add_lemmas(l, c, names, length);
    return l->count++;
}

/* ---- the tables ---- */

/* A field up to one of `ends`: its length. Skips blanks before it. */
static size_t field(const char **at, const char *ends)
{
    *at += strspn(*at, " ");
    return strcspn(*at, ends);
}

/* The concept that value[0..length) names, made when it is new; -1 when the column makes none. */
static int value_concept(struct lexicon *l, const struct word_table *t, const struct concept *owner,
                         const char *column, size_t column_length, const char *value, size_t length)
{
    static const char signs[] = ":=<^";
    static const enum part parts[] = {NOUN, NAME, VERB, ADJECTIVE};
    size_t name = strcspn(column, " :=<^");
    if (name >= column_length)
        return -1;
    enum part part = parts[strchr(signs, column[name]) - signs];
    size_t kind_length = column_length - name - 1;
    const char *kind = kind_length ? lexicon_text(l, column + name + 1, kind_length).text : owner->category;
    const char *group = strchr(kind, '/') ? kind : NULL;
    const char *category = lexicon_text(l, kind, strcspn(kind, "/")).text;
    struct string lemma = phrase_text(l, value, strcspn(value, "= |;") < length ? strcspn(value, "= |;") : length);
    int found = lexicon_find(l, category, part, lemma.text);
    if (found >= 0)
        return found;
    if (!group) { /* the owner's group in the other category */
        char joined[128];
        size_t n = strlen(category), m = strlen(strchr(owner->group, '/'));
        assert(n + m < sizeof(joined));
        memcpy(joined, category, n);
        memcpy(joined + n, strchr(owner->group, '/'), m);
        group = lexicon_text(l, joined, n + m).text;
    }
    int made = add_concept(l, group, part == VERB ? "action" : t->realm, part, value, length);
    l->concepts[made].determiner = owner->determiner;
    return made;
}

static void add_attribute(struct lexicon *l, const struct word_table *t, int concept, const char *column,
                          size_t column_length, const char *values, size_t length)
{
    if (length == 1 && *values == '-')
        return;
    struct attribute a = {.name = lexicon_text(l, column, strcspn(column, " :=<^")), .concept = -1};
    struct concept owner = l->concepts[concept];
    for (size_t at = 0; at < length;) {
        size_t n = strcspn(values + at, "|");
        n = n < length - at ? n : length - at;
        assert(a.count < VALUE_LIMIT);
        if (a.count == 0)
            a.concept = value_concept(l, t, &owner, column, column_length, values + at, n);
        a.values[a.count++] = phrase_text(l, values + at, n);
        at += n + 1;
    }
    struct concept *c = &l->concepts[concept];
    assert(c->attribute_count < ATTRIBUTE_LIMIT);
    c->attributes[c->attribute_count++] = a;
}

static void add_table(struct lexicon *l, const struct word_table *t)
{
    const char *ends = *t->columns ? " ;" : " ";
    for (const char *at = t->entries; *at;) {
        size_t n = field(&at, ends);
        if (n == 0)
            break;
        int concept = add_concept(l, t->kind, t->realm, t->part, at, n);
        if (t->determiner)
            l->concepts[concept].determiner = lexicon_text(l, t->determiner, strlen(t->determiner));
        at += n;
        for (const char *column = t->columns; *column && *at == ' ';) {
            size_t width = field(&column, " ");
            n = field(&at, ends);
            add_attribute(l, t, concept, column, width, at, n);
            at += n;
            column += width;
        }
        at += strspn(at, "; ");
    }
}

static void mark_ambiguous(struct lexicon *l)
{
    for (int i = 0; i < l->count; i++)
        for (int k = 0; k < l->concepts[i].lemma_count; k++)
            for (int j = 0; j < l->count; j++)
                for (int m = 0; m < l->concepts[j].lemma_count && i != j; m++)
                    l->concepts[i].ambiguous[k] |=
                        same_part(l->concepts[i].part, l->concepts[j].part) &&
                        strcasecmp(l->concepts[i].lemmas[k].forms[FORM_BASE].text,
                                   l->concepts[j].lemmas[m].forms[FORM_BASE].text) == 0;
}

struct lexicon lexicon_new(void)
{
    static const struct word_table *const tables[] = {words_animals, words_plants,    words_things,    words_people,
                                                      words_places,  words_qualities, words_actions, words_matters};
    struct lexicon l = {0};
    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
        for (const struct word_table *t = tables[i]; t->kind; t++)
            add_table(&l, t);
    mark_ambiguous(&l);
    return l;
}

void lexicon_release(struct lexicon *l)
{
    for (struct text_block *block = l->text, *before; block; block = before) {
        before = block->before;
        mem_free(block);
    }
    mem_free(l->concepts);
    mem_free(l->kinds);
}

const struct attribute *concept_attribute(const struct concept *c, const char *name)
{
    for (int i = 0; i < c->attribute_count; i++)
        if (strcmp(c->attributes[i].name.text, name) == 0)
            return &c->attributes[i];
    return NULL;
}

/* ---- kinds ---- */

bool concept_is_of(const struct concept *c, const char *name)
{
    const char *wanted = strchr(name, '?');
    if (wanted && !concept_attribute(c, wanted + 1))
        return false;
    for (const char *at = name; *at && *at != '?';) {
        size_t n = strcspn(at, "+?");
        const char *whole = memchr(at, '/', n) ? c->group : c->category;
        if (strlen(whole) == n && memcmp(whole, at, n) == 0)
            return true;
        at += n + (at[n] == '+');
    }
    return false;
}

/* Zipf's 1 / rank, flattened at its head; words with two meanings are never rare, so that both can be learnt. */
static double weight(const struct concept *c)
{
    int rank = c->rank;
    for (int k = 0; k < c->lemma_count; k++)
        rank = c->ambiguous[k] && c->part <= NAME && rank > 1 ? 1 : rank;
    return 1.0 / (rank + 1);
}

int lexicon_kind(struct lexicon *l, const char *name)
{
    for (int i = 0; i < l->kind_count; i++)
        if (strcmp(l->kinds[i].name, name) == 0)
            return i;
    struct kind kind = {.name = lexicon_text(l, name, strlen(name)).text};
    double total = 0, sum = 0;
    for (int i = 0; i < l->count; i++)
        if (concept_is_of(&l->concepts[i], name))
            kind.count++, total += weight(&l->concepts[i]);
    if (kind.count == 0)
        return -1;
    int at = 0, left = kind.count;
    for (int i = 0; i < l->count; i++) {
        if (!concept_is_of(&l->concepts[i], name))
            continue;
        sum += weight(&l->concepts[i]);
        int end = (int)(KIND_DRAWS * sum / total + .5), last = KIND_DRAWS - --left;
        end = end <= at ? at + 1 : end > last ? last : end;
        while (at < end)
            kind.draws[at++] = (uint16_t)i;
    }
    if (l->kind_count == l->kind_capacity) {
        l->kind_capacity = (int)mem_capacity((size_t)l->kind_capacity, (size_t)l->kind_count + 1);
        l->kinds = mem_grow(l->kinds, (size_t)l->kind_capacity, sizeof(*l->kinds), "lexicon");
    }
    l->kinds[l->kind_count] = kind;
    return l->kind_count++;
}
