#include "corpora/world/grammar.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define KIND_LIMIT 64

const struct word *speaker_draw(struct speaker *s, const char *kind)
{
    char kinds[4][KIND_LIMIT];
    int counts[4], n = 0, total = 0;
    for (const char *at = kind; *at; at += *at == '|') {
        size_t length = strcspn(at, "|");
        assert(n < 4 && length < KIND_LIMIT);
        memcpy(kinds[n], at, length);
        kinds[n][length] = '\0';
        total += counts[n] = lexicon_kind_count(s->lexicon, kinds[n]);
        n++;
        at += length;
    }
    assert(total > 0);
    int which = 0, index = (int)random_below(&s->random, (uint32_t)total);
    for (; index >= counts[which]; which++)
        index -= counts[which];
    if (random_below(&s->random, 2) == 0) {
        int other = (int)random_below(&s->random, (uint32_t)counts[which]);
        index = other < index ? other : index;
    }
    return lexicon_kind_word(s->lexicon, kinds[which], index);
}

/* A word of the kind that is not in this sentence yet. */
static const struct word *draw_new(struct speaker *s, const char *kind)
{
    const struct word *w;
    for (bool is_new = false; !is_new;) {
        w = speaker_draw(s, kind);
        is_new = true;
        for (int i = 0; i < s->said_count; i++)
            is_new &= s->said[i] != w;
    }
    assert(s->said_count < (int)(sizeof(s->said) / sizeof(*s->said)));
    return s->said[s->said_count++] = w;
}

static bool is_cast(const struct speaker *s, const struct word *w)
{
    for (int i = 0; i < 26; i++)
        if (s->cast[i] == w)
            return true;
    return false;
}

void speaker_cast(struct speaker *s, const char *cast)
{
    memset(s->cast, 0, sizeof(s->cast));
    for (const char *at = cast; *at; at += *at == ' ') {
        size_t length = strcspn(at, " ");
        char kind[KIND_LIMIT], value[WORD_FORM_LIMIT];
        assert(length > 2 && length < KIND_LIMIT && at[1] == ':');
        memcpy(kind, at + 2, length - 2);
        kind[length - 2] = '\0';
        const struct word **role = &s->cast[at[0] - 'A'];
        char *equals = strchr(kind, '=');
        if (equals) { /* category=Y.attribute */
            *equals = '\0';
            word_value(s->cast[equals[1] - 'A'], equals + 3, 0, value);
            *role = lexicon_find(s->lexicon, kind, value);
        } else {
            const struct word *drawn;
            do
                drawn = speaker_draw(s, kind);
            while (is_cast(s, drawn));
            *role = drawn;
        }
        assert(*role);
        at += length;
    }
}

/* ---- saying ---- */

struct text {
    char *bytes;
    size_t length;
};

static void add(struct text *t, const char *piece)
{
    size_t n = strlen(piece);
    assert(t->length + n < SENTENCE_LIMIT);
    memcpy(t->bytes + t->length, piece, n + 1);
    t->length += n;
}

/* Text in which @kind stands for any word of the kind. */
static void add_value(struct speaker *s, struct text *t, const char *value)
{
    for (const char *at = value; *at;) {
        char piece[WORD_FORM_LIMIT];
        size_t n = *at == '@' ? 1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyz/") : strcspn(at, "@");
        memcpy(piece, at, n);
        piece[n] = '\0';
        add(t, *at == '@' ? draw_new(s, piece + 1)->text : piece);
        at += n;
    }
}

static void add_form(struct speaker *s, struct text *t, const struct word *w, const char *form)
{
    char text[WORD_FORM_LIMIT];
    if (!*form) {
        add(t, w->text);
    } else if (word_form(w, form, text)) {
        add(t, text);
    } else {
        int values = word_values(w, form);
        assert(values > 0);
        word_value(w, form, (int)random_below(&s->random, (uint32_t)values), text);
        add_value(s, t, text);
    }
}

/* One slot, without its brackets. */
static void add_slot(struct speaker *s, struct text *t, char *slot)
{
    char *form = strchr(slot, '.');
    if (form)
        *form++ = '\0';
    const struct word *w;
    if (isupper((unsigned char)slot[0]) && slot[1] == '=')
        w = s->cast[slot[0] - 'A'] = draw_new(s, slot + 2);
    else if (isupper((unsigned char)slot[0]) && !slot[1])
        w = s->cast[slot[0] - 'A'];
    else
        w = draw_new(s, slot);
    assert(w);
    add_form(s, t, w, form ? form : "");
}

const char *synonym_of(const char *word)
{
    for (int i = 0; i < lexicon_synonym_count(); i++)
        for (int side = 0; side < 2; side++)
            if (strcmp(lexicon_synonyms[i][side], word) == 0)
                return lexicon_synonyms[i][!side];
    return NULL;
}

static bool needs_an(const char *word)
{
    return strchr("aeiouAEIOU", word[0]) && strncmp(word, "uni", 3) != 0 && strncmp(word, "Eu", 2) != 0;
}

/* The said words with synonyms, a or an, capital and full stop. */
static void polish(struct speaker *s, char *said, char sentence[SENTENCE_LIMIT])
{
    struct text t = {sentence, 0};
    char *rest = NULL, *word = strtok_r(said, " ", &rest);
    while (word) {
        char *next = strtok_r(NULL, " ", &rest);
        const char *same = s->swap_synonyms ? synonym_of(word) : NULL;
        if (same && random_below(&s->random, 2) == 0)
            word = (char *)same;
        if (t.length > 0)
            add(&t, " ");
        /* The article is settled when its noun is: a marker until then. */
        add(&t, strcmp(word, "a") == 0 ? "\1" : word);
        word = next;
    }
    add(&t, ".");
    char plain[SENTENCE_LIMIT];
    memcpy(plain, sentence, t.length + 1);
    t.length = 0;
    for (const char *at = plain; *at; at++) {
        if (*at == '\1') {
            add(&t, needs_an(at + 2) ? "an" : "a");
        } else {
            char one[2] = {*at, 0};
            add(&t, one);
        }
    }
    sentence[0] = (char)toupper((unsigned char)sentence[0]);
}

void speaker_say(struct speaker *s, const char *pattern, char sentence[SENTENCE_LIMIT])
{
    char said[SENTENCE_LIMIT], slot[KIND_LIMIT];
    struct text t = {said, 0};
    const struct word *cast[26];
    memcpy(cast, s->cast, sizeof(cast));
    s->said_count = 0;
    for (int i = 0; i < 26; i++)
        if (s->cast[i] && s->said_count < 8)
            s->said[s->said_count++] = s->cast[i];
    for (const char *at = pattern; *at;) {
        size_t n = *at == '[' ? strcspn(at + 1, "]") : strcspn(at, "[");
        char plain[SENTENCE_LIMIT];
        if (*at == '[') {
            memcpy(slot, at + 1, n);
            slot[n] = '\0';
            add_slot(s, &t, slot);
            at += n + 2;
        } else {
            memcpy(plain, at, n);
            plain[n] = '\0';
            add(&t, plain);
            at += n;
        }
    }
    memcpy(s->cast, cast, sizeof(cast)); /* what was drawn for this sentence is over */
    polish(s, said, sentence);
}
