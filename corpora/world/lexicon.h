/* lexicon.h: the words of the world, what kind each is, and how they are related.
 *
 * An entry is "category/group word attribute=value|value ...". Values may hold "_" for a space and
 * "@category/group" for any word of that kind. Forms that follow a rule (plural, past, ing, s, er,
 * est) are made by it unless an attribute gives them. */
#ifndef EMBEDLAB_CORPORA_WORLD_LEXICON_H
#define EMBEDLAB_CORPORA_WORLD_LEXICON_H

#include <stdbool.h>
#include <stddef.h>

#define WORD_FORM_LIMIT 64 /* bytes of a word or an attribute's value, with its NUL */

struct word {
    const char *category, *group, *text; /* borrowed from the entry's copy */
    const char *attributes;              /* "name=value|value name=..." */
};

struct lexicon {
    struct word *words; /* owned; a category's words lie together */
    int count;
    char *text; /* owned; what the words point into */
};

struct lexicon lexicon_new(void);
void lexicon_release(struct lexicon *l);

/* The words of "category" or "category/group": how many, and the index-th of them. */
int lexicon_kind_count(const struct lexicon *l, const char *kind);
const struct word *lexicon_kind_word(const struct lexicon *l, const char *kind, int index);

/* The word with this text in the category, or NULL. */
const struct word *lexicon_find(const struct lexicon *l, const char *category, const char *text);

/* Number of the attribute's values; value `index` with its "_" as spaces. */
int word_values(const struct word *w, const char *attribute);
void word_value(const struct word *w, const char *attribute, int index, char value[WORD_FORM_LIMIT]);

/* A form of the word: plural, past, pp (participle), ing, s, er, est, or a pronoun for it: he, him,
 * his. False when `form` is none of these. */
bool word_form(const struct word *w, const char *form, char text[WORD_FORM_LIMIT]);

/* Pairs of words that mean the same and may stand for one another anywhere. */
extern const char *const lexicon_synonyms[][2];
int lexicon_synonym_count(void);

/* What the words of a category are, two or more categories to a realm: "living", "thing", ... */
const char *lexicon_realm(const char *category);

/* The entries; NULL at the end. */
extern const char *const lexicon_entries[];

#endif
