#include "corpora/world/lexicon.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

const char *const lexicon_synonyms[][2] = {
    {"big", "large"},        {"small", "little"},     {"quickly", "rapidly"},   {"began", "started"},
    {"road", "street"},      {"house", "home"},       {"stone", "rock"},        {"gift", "present"},
    {"doctor", "physician"}, {"mended", "repaired"},  {"mend", "repair"},       {"mending", "repairing"},
    {"mends", "repairs"},    {"glad", "pleased"},     {"shouted", "yelled"},    {"answered", "replied"},
    {"carried", "hauled"},   {"carry", "haul"},       {"carrying", "hauling"},  {"carries", "hauls"},
    {"picked", "gathered"},  {"pick", "gather"},      {"picking", "gathering"}, {"picks", "gathers"},
    {"chased", "pursued"},   {"chase", "pursue"},     {"frightened", "scared"}, {"frighten", "scare"},
    {"rescued", "saved"},    {"rescue", "save"},      {"watched", "observed"},  {"watch", "observe"},
    {"beautiful", "lovely"}, {"forest", "woods"},     {"bought", "purchased"},  {"evening", "dusk"},
    {"sunrise", "dawn"},     {"often", "frequently"}, {"nearly", "almost"},     {"perhaps", "maybe"},
    {"village", "hamlet"},   {"picture", "image"},    {"garden", "yard"},       {"helped", "assisted"},
    {"soup", "broth"},       {"wall", "barrier"},     {"sofa", "couch"},
};

int lexicon_synonym_count(void)
{
    return (int)(sizeof(lexicon_synonyms) / sizeof(*lexicon_synonyms));
}

const char *lexicon_realm(const char *category)
{
    static const char *const realms[][2] = {
        {"man", "people"},        {"woman", "people"},      {"male", "people"},       {"female", "people"},
        {"profession", "people"}, {"animal", "animals"},    {"young", "animals"},     {"fish", "animals"},
        {"food", "nourishment"},  {"drink", "nourishment"}, {"tool", "things"},       {"furniture", "things"},
        {"clothes", "things"},    {"vehicle", "things"},    {"instrument", "things"}, {"material", "things"},
        {"country", "geography"}, {"city", "geography"},    {"place", "geography"},   {"plant", "nature"},
        {"weather", "nature"},    {"action", "doing"},      {"meeting", "doing"},     {"quality", "qualities"},
        {"mood", "qualities"},    {"ill", "qualities"},
    };
    for (size_t i = 0; i < sizeof(realms) / sizeof(*realms); i++)
        if (strcmp(realms[i][0], category) == 0)
            return realms[i][1];
    assert(!"category without a realm");
    return "";
}

struct lexicon lexicon_new(void)
{
    struct lexicon l = {0};
    size_t size = 0;
    for (const char *const *entry = lexicon_entries; *entry; entry++, l.count++)
        size += strlen(*entry) + 1;
    l.words = mem_new((size_t)l.count, sizeof(*l.words), "lexicon");
    l.text = mem_new(size, 1, "lexicon");
    char *at = l.text;
    for (int i = 0; i < l.count; i++) {
        size_t length = strlen(lexicon_entries[i]);
        memcpy(at, lexicon_entries[i], length + 1);
        char *group = strchr(at, '/'), *text = strchr(at, ' '), *end = strchr(text + 1, ' ');
        *group++ = '\0';
        *text++ = '\0';
        if (end)
            *end = '\0';
        l.words[i] = (struct word){at, group, text, end ? end + 1 : ""};
        at += length + 1;
    }
    return l;
}

void lexicon_release(struct lexicon *l)
{
    mem_free(l->words);
    mem_free(l->text);
}

static bool is_kind(const struct word *w, const char *kind)
{
    size_t category = strcspn(kind, "/");
    return strlen(w->category) == category && memcmp(w->category, kind, category) == 0 &&
           (!kind[category] || strcmp(w->group, kind + category + 1) == 0);
}

int lexicon_kind_count(const struct lexicon *l, const char *kind)
{
    int count = 0;
    for (int i = 0; i < l->count; i++)
        count += is_kind(&l->words[i], kind);
    return count;
}

const struct word *lexicon_kind_word(const struct lexicon *l, const char *kind, int index)
{
    for (int i = 0; i < l->count; i++)
        if (is_kind(&l->words[i], kind) && index-- == 0)
            return &l->words[i];
    assert(!"no such word");
    return NULL;
}

const struct word *lexicon_find(const struct lexicon *l, const char *category, const char *text)
{
    for (int i = 0; i < l->count; i++)
        if (strcmp(l->words[i].category, category) == 0 && strcmp(l->words[i].text, text) == 0)
            return &l->words[i];
    return NULL;
}

/* The attribute's values as they stand, and their length; NULL when it has none. */
static const char *find_values(const struct word *w, const char *attribute, size_t *length)
{
    size_t name = strlen(attribute);
    for (const char *at = w->attributes; *at; at += strcspn(at, " "), at += *at == ' ') {
        if (strncmp(at, attribute, name) == 0 && at[name] == '=') {
            *length = strcspn(at + name + 1, " ");
            return at + name + 1;
        }
    }
    return NULL;
}

int word_values(const struct word *w, const char *attribute)
{
    size_t length;
    const char *values = find_values(w, attribute, &length);
    int count = values != NULL;
    for (size_t i = 0; values && i < length; i++)
        count += values[i] == '|';
    return count;
}

void word_value(const struct word *w, const char *attribute, int index, char value[WORD_FORM_LIMIT])
{
    size_t length;
    const char *at = find_values(w, attribute, &length);
    assert(at);
    for (; index > 0; index--)
        at = strchr(at, '|') + 1;
    length = strcspn(at, "| ");
    assert(length < WORD_FORM_LIMIT);
    for (size_t i = 0; i < length; i++)
        value[i] = at[i] == '_' ? ' ' : at[i];
    value[length] = '\0';
}

/* ---- forms ---- */

static bool is_vowel(char c)
{
    return c != '\0' && strchr("aeiou", c) != NULL;
}

static bool ends_in(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* The stem with `ending`: drops a final e before a vowel, doubles the consonant of short words
 * (plan, planned), turns y into i (carry, carried) where the ending asks for it. */
static void join(const char *stem, const char *ending, char text[WORD_FORM_LIMIT])
{
    size_t n = strlen(stem);
    char last = stem[n - 1], before = n > 1 ? stem[n - 2] : 'a';
    int vowels = 0;
    for (size_t i = 0; i < n; i++)
        vowels += is_vowel(stem[i]);
    bool doubles = vowels == 1 && n > 2 && is_vowel(before) && !is_vowel(last) && !strchr("wxy", last);
    if (ending[0] == 'e' && last == 'y' && !is_vowel(before))
        snprintf(text, WORD_FORM_LIMIT, "%.*si%s", (int)n - 1, stem, ending);
    else if (last == 'e')
        snprintf(text, WORD_FORM_LIMIT, "%.*s%s", (int)n - 1, stem, ending);
    else if (doubles)
        snprintf(text, WORD_FORM_LIMIT, "%s%c%s", stem, last, ending);
    else
        snprintf(text, WORD_FORM_LIMIT, "%s%s", stem, ending);
}

/* Plural, and third person: cows, boxes, cherries. */
static void join_s(const char *stem, char text[WORD_FORM_LIMIT])
{
    size_t n = strlen(stem);
    if (stem[n - 1] == 'y' && !is_vowel(stem[n - 2]))
        snprintf(text, WORD_FORM_LIMIT, "%.*sies", (int)n - 1, stem);
    else if (ends_in(stem, "s") || ends_in(stem, "x") || ends_in(stem, "ch") || ends_in(stem, "sh"))
        snprintf(text, WORD_FORM_LIMIT, "%ses", stem);
    else
        snprintf(text, WORD_FORM_LIMIT, "%ss", stem);
}

static bool pronoun(const struct word *w, const char *form, char text[WORD_FORM_LIMIT])
{
    static const char *const pronouns[3][3] = {{"he", "him", "his"}, {"she", "her", "her"}, {"it", "it", "its"}};
    bool male = strcmp(w->category, "man") == 0 || strcmp(w->category, "male") == 0;
    bool female = strcmp(w->category, "woman") == 0 || strcmp(w->category, "female") == 0;
    for (int i = 0; i < 3; i++) {
        if (strcmp(form, pronouns[0][i]) == 0) {
            snprintf(text, WORD_FORM_LIMIT, "%s", pronouns[male ? 0 : female ? 1 : 2][i]);
            return true;
        }
    }
    return false;
}

bool word_form(const struct word *w, const char *form, char text[WORD_FORM_LIMIT])
{
    static const char *const endings[][2] = {
        {"past", "ed"}, {"pp", "ed"}, {"ing", "ing"}, {"er", "er"}, {"est", "est"}};
    if (pronoun(w, form, text))
        return true;
    bool is_s = strcmp(form, "plural") == 0 || strcmp(form, "s") == 0;
    const char *ending = NULL;
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (strcmp(form, endings[i][0]) == 0)
            ending = endings[i][1];
    if (!is_s && !ending)
        return false;
    if (word_values(w, form) > 0)
        word_value(w, form, 0, text);
    else if (is_s)
        join_s(w->text, text);
    else
        join(w->text, ending, text);
    return true;
}
