/* lexicon.h: the concepts of the world, the words for them, and how they are related.
 *
 * A concept is one meaning: it has a place in a taxonomy (realm > category > group), one or two lemmas
 * (synonyms) and attributes. A lemma that stands for two concepts of different realms or categories has two
 * meanings. The concepts are listed in words/NAME.c, in tables with one row per group. */
#ifndef EMBEDLAB_CORPORA_WORLD_LEXICON_H
#define EMBEDLAB_CORPORA_WORLD_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/random.h"

enum part { NOUN, MASS, NAME, VERB, ADJECTIVE }; /* MASS: nouns without plural; NAME: proper nouns */

enum form { FORM_BASE, FORM_PLURAL, FORM_S, FORM_PAST, FORM_PARTICIPLE, FORM_ING, FORM_ER, FORM_EST, FORM_COUNT };

/* The entries are separated by ';' when there are columns, else by spaces. An entry is "lemma" or "lemma=synonym"
 * and then its values, one a column; "a|b" are two values, "-" is none, "_" stands for a space. A column
 * "name:category" makes concepts, nouns of that category, of its values; "name=category" makes names,
 * "name<category" verbs, "name^category" adjectives; without a category it means the row's own. Frequent
 * concepts come first. */
struct word_table {
    const char *kind, *realm; /* "category/group"; kind is NULL behind the last row */
    enum part part;
    const char *columns, *entries;
    const char *determiner; /* of people when they are named: "the", "my"; NULL = none */
};
extern const struct word_table words_animals[], words_plants[], words_things[], words_people[], words_places[],
    words_matters[], words_qualities[], words_actions[];

struct string {
    const char *text;
    uint32_t length;
};

struct lemma {
    struct string forms[FORM_COUNT]; /* those that its part of speech has; else text NULL */
};

#define LEMMA_LIMIT     2
#define VALUE_LIMIT     2
#define ATTRIBUTE_LIMIT 5

struct attribute {
    struct string name;
    struct string values[VALUE_LIMIT];
    int concept; /* that the first value names; -1 = none */
    int count;
};

struct concept {
    const char *category, *group, *realm; /* group: "category/group" */
    enum part part;
    struct string determiner;
    char gender; /* 'm', 'f', or 0: any */
    int rank;    /* within its group, from 0 */
    bool ambiguous[LEMMA_LIMIT]; /* the lemma is also that of another category, same_part */
    int lemma_count, attribute_count;
    struct lemma lemmas[LEMMA_LIMIT];
    struct attribute attributes[ATTRIBUTE_LIMIT];
};

/* Concepts that can stand in one place of a sentence, with frequencies that fall as in Zipf's law. */
#define KIND_DRAWS 1024
struct kind {
    const char *name; /* "category", "category/group", several joined by '+'; with "?attribute": those that have it */
    int count;
    uint16_t draws[KIND_DRAWS]; /* a concept's share of these is its probability */
};

struct lexicon {
    struct concept *concepts; /* owned */
    int count, capacity;
    struct kind *kinds; /* owned */
    int kind_count, kind_capacity;
    struct text_block *text; /* owned; what all strings point into */
};

struct lexicon lexicon_new(void);
void lexicon_release(struct lexicon *l);

/* A copy of text[0..length) that lives as long as the lexicon. */
struct string lexicon_text(struct lexicon *l, const char *text, size_t length);

/* The kind of this name, an index into `kinds`; -1 when no concept is of this kind. */
int lexicon_kind(struct lexicon *l, const char *name);

static inline int lexicon_draw(const struct lexicon *l, int kind, struct random *r)
{
    return l->kinds[kind].draws[random_u32(r) % KIND_DRAWS];
}

/* The first concept with this lemma in the category or "category/group" ("": in any) that is a noun of some
 * sort, a verb or an adjective, as `part` is; or -1. */
int lexicon_find(const struct lexicon *l, const char *category, enum part part, const char *lemma);

/* The attribute or NULL. */
const struct attribute *concept_attribute(const struct concept *c, const char *name);

/* Is the concept of the kind, named as in struct kind? */
bool concept_is_of(const struct concept *c, const char *kind);

/* Are both nouns of some sort, both verbs or both adjectives? */
static inline bool same_part(enum part a, enum part b)
{
    return a == b || (a <= NAME && b <= NAME);
}

/* inflection.c: the form of the lemma, "" when the part of speech lacks it. */
#define INFLECTED_LIMIT 64 /* bytes, with the final NUL */
void inflect(const char *lemma, enum part part, enum form form, char out[INFLECTED_LIMIT]);

/* Does the word begin with the sound of a vowel, so that "an" stands before it? */
bool starts_with_vowel(const char *word);

#endif
