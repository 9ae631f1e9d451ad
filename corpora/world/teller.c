/* teller.c: runs the steps' programs. */
#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "corpora/world/grammar.h"
#include "corpora/world/grammar_parts.h"

struct teller teller_new(const struct grammar *g, struct random random)
{
    struct teller t = {.grammar = g, .random = random, .past = true};
    for (int i = 0; i < SLOT_LIMIT; i++)
        t.slots[i].concept = -1;
    return t;
}

void teller_forget(struct teller *t)
{
    for (int i = LETTERS; i < SLOT_LIMIT; i++)
        t->slots[i].concept = -1;
}

/* Draws for the slot somebody or something that is not there yet, as far as that is possible. */
static void bind(struct teller *t, int slot, int kind)
{
    const struct lexicon *l = &t->grammar->lexicon;
    struct binding b = {.kind = kind, .choice = random_u32(&t->random)};
    bool taken = true;
    for (int tries = 0; taken && tries < 16; tries++) {
        b.concept = lexicon_draw(l, kind, &t->random);
        taken = false;
        for (int i = 0; i < SLOT_LIMIT; i++)
            taken |= i != slot && t->slots[i].concept == b.concept;
    }
    t->slots[slot] = b;
}

static char gender(const struct teller *t, const struct binding *b)
{
    char g = t->grammar->lexicon.concepts[b->concept].gender;
    return g ? g : b->choice & 1 ? 'm' : 'f';
}

static int draw_people(struct teller *t)
{
    uint32_t draw = random_below(&t->random, 20);
    return draw < 14 ? t->grammar->names : draw < 18 ? t->grammar->relatives : t->grammar->workers;
}

void teller_meet(struct teller *t)
{
    int p = 'P' - 'A', q = 'Q' - 'A';
    bind(t, p, draw_people(t));
    do
        bind(t, q, draw_people(t));
    while (gender(t, &t->slots[p]) == gender(t, &t->slots[q])); /* he and she are clear then */
}

void teller_cast(struct teller *t, const struct script *s)
{
    for (int i = 0; i < LETTERS; i++)
        if (i != 'P' - 'A' && i != 'Q' - 'A')
            t->slots[i].concept = -1;
    teller_forget(t);
    t->past = random_below(&t->random, 3) > 0;
    for (int i = 0; i < s->role_count; i++) {
        const struct role *role = &s->roles[i];
        if (role->kind >= 0) {
            bind(t, role->letter, role->kind);
            continue;
        }
        const struct concept *source = &t->grammar->lexicon.concepts[t->slots[role->source].concept];
        const struct attribute *a = concept_attribute(source, role->attribute);
        assert(a && a->concept >= 0);
        t->slots[role->letter] = (struct binding){a->concept, -1, random_u32(&t->random)};
    }
}

/* ---- a sentence ---- */

struct line {
    char *bytes;
    size_t length;
    bool article; /* "a" was said: "n"? */
};

static void say(struct line *line, const char *text, size_t length)
{
    assert(line->length + length + 3 < SENTENCE_LIMIT);
    if (line->article) {
        if (starts_with_vowel(text))
            line->bytes[line->length++] = 'n';
        line->bytes[line->length++] = ' ';
        line->article = false;
    }
    memcpy(line->bytes + line->length, text, length);
    line->length += length;
}

static enum form finite(const struct teller *t, int form)
{
    return t->past ? FORM_PAST : form == FORM_FINITE ? FORM_S : FORM_BASE;
}

/* `only`: the lemma, or -1 for any; `kind`: of what could stand here, or -1 */
static void say_concept(struct teller *t, struct line *line, int index, int kind, int form, int only)
{
    const struct concept *c = &t->grammar->lexicon.concepts[index];
    int lemma = only >= 0 ? only : c->lemma_count > 1 && random_below(&t->random, 5) < 2;
    if (form == FORM_NAMED) {
        if (c->determiner.length) {
            say(line, c->determiner.text, c->determiner.length);
            say(line, " ", 1);
        }
        form = FORM_BASE;
    }
    if (form >= FORM_COUNT)
        form = (int)finite(t, form);
    const struct string *word = &c->lemmas[lemma].forms[form];
    if (!word->text) /* milk has no plural */
        word = &c->lemmas[lemma].forms[FORM_BASE];
    say(line, word->text, word->length);
    assert(t->mention_count < MENTION_LIMIT);
    t->mentions[t->mention_count++] = (struct mention){
        index, kind, (uint8_t)lemma, (uint8_t)form, (uint16_t)(line->length - word->length), (uint16_t)line->length};
}

static void say_pronoun(struct teller *t, struct line *line, const struct binding *b, int form)
{
    static const char *const pronouns[2][4] = {{"he", "him", "his", "himself"}, {"she", "her", "her", "herself"}};
    const char *word = pronouns[gender(t, b) == 'f'][form - FORM_HE];
    say(line, word, strlen(word));
}

static void say_word(struct teller *t, struct line *line, const struct step *step, const struct op *op)
{
    struct binding *b = &t->slots[op->slot];
    if (b->concept < 0) {
        assert(op->slot >= LETTERS);
        bind(t, op->slot, step->locals[op->slot - LETTERS]);
    }
    if (op->value >= 0) {
        const struct attribute *a =
            concept_attribute(&t->grammar->lexicon.concepts[b->concept], t->grammar->texts[op->value].text);
        assert(a);
        const struct string *value = &a->values[(b->choice >> 1) % (uint32_t)a->count];
        if (a->concept >= 0)
            say_concept(t, line, a->concept, -1, op->form, op->plain ? 0 : -1);
        else
            say(line, value->text, value->length);
    } else if (op->form >= FORM_HE) {
        say_pronoun(t, line, b, op->form);
    } else {
        say_concept(t, line, b->concept, b->kind, op->form, op->plain ? 0 : -1);
    }
}

size_t teller_tell(struct teller *t, const struct step *step, char sentence[SENTENCE_LIMIT])
{
    struct line line = {sentence};
    const struct grammar *g = t->grammar;
    t->mention_count = 0;
    for (const struct op *op = &g->ops[step->start]; op->code != OP_END;) {
        const struct op *next = op + 1;
        switch (op->code) {
        case OP_TEXT:
            say(&line, g->texts[op->value].text, g->texts[op->value].length);
            break;
        case OP_ARTICLE:
            say(&line, "a", 1);
            line.article = true;
            break;
        case OP_WORD:
            say_word(t, &line, step, op);
            break;
        case OP_CONCEPT:
            say_concept(t, &line, op->value, -1, op->form, op->plain ? op->slot : -1);
            break;
        case OP_AUXILIARY: {
            const char *word = auxiliaries[op->value][(t->past ? 1 : 3) + op->slot];
            say(&line, word, strlen(word));
            break;
        }
        case OP_BRANCH:
            next += random_below(&t->random, (uint32_t)op->value);
            break;
        case OP_OPTION:
            if (t->detail == DETAIL_NONE || (t->detail == DETAIL_ANY && random_below(&t->random, 2)))
                next = &g->ops[op->value];
            break;
        case OP_JUMP:
            next = &g->ops[op->value];
            break;
        default:
            assert(!"unknown op");
        }
        op = next;
    }
    sentence[line.length] = '\0';
    size_t first = sentence[0] == '"';
    sentence[first] = (char)toupper((unsigned char)sentence[first]);
    return line.length;
}
