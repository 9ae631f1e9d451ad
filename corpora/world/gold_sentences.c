/* gold_sentences.c: pairs of sentences, graded by what they share, and paraphrases to train on. */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "corpora/world/gold.h"
#include "corpora/world/story.h"

enum { A, B, P = 'P' - 'A', Q = 'Q' - 'A' };

/* A step of some scene, cast and ready to be told. */
static const struct step *draw_step(struct teller *t, const struct script **script)
{
    const struct grammar *g = t->grammar;
    *script = &g->scripts[g->draws[random_below(&t->random, (uint32_t)g->draw_count)]];
    teller_meet(t);
    teller_cast(t, *script);
    return &g->steps[(*script)->step_first + (int)random_below(&t->random, (uint32_t)(*script)->step_count)];
}

/* Who and whom change places: A and B where the step says so, else the two people. */
static bool swap_roles(struct teller *t, const struct step *step)
{
    uint32_t people = 1u << P | 1u << Q;
    if (!step->swappable && (step->letters & people) != people)
        return false;
    struct binding *x = &t->slots[step->swappable ? A : P], *y = &t->slots[step->swappable ? B : Q], old = *x;
    *x = *y;
    *y = old;
    return true;
}

/* The kind from which the slot was filled; -1: it follows from another, or others from it. */
static int free_kind(const struct script *script, const struct step *step, int slot)
{
    if (slot >= LETTERS)
        return slot - LETTERS < step->local_count ? step->locals[slot - LETTERS] : -1;
    int kind = -1;
    for (int i = 0; i < script->role_count; i++) {
        if (script->roles[i].letter == slot)
            kind = script->roles[i].kind;
        if (script->roles[i].kind < 0 && script->roles[i].source == slot)
            return -1;
    }
    return kind;
}

/* Puts another concept of the same group into a slot that the last sentence named. */
static bool replace_one(struct teller *t, const struct script *script, const struct step *step)
{
    const struct lexicon *l = &t->grammar->lexicon;
    for (int tries = 0; tries < 60; tries++) {
        int slot = (int)random_below(&t->random, SLOT_LIMIT), kind = free_kind(script, step, slot);
        bool named = slot >= LETTERS ? t->slots[slot].concept >= 0 : step->letters >> slot & 1;
        if (kind < 0 || !named)
            continue;
        int other = lexicon_draw(l, kind, &t->random);
        if (other == t->slots[slot].concept ||
            strcmp(l->concepts[other].group, l->concepts[t->slots[slot].concept].group) != 0)
            continue;
        t->slots[slot].concept = other;
        return true;
    }
    return false;
}

/* Tells another step of the scene. */
static void tell_another(struct teller *t, const struct script *script, const struct step *step,
                         char second[SENTENCE_LIMIT])
{
    const struct step *other;
    do
        other = &t->grammar->steps[script->step_first + (int)random_below(&t->random, (uint32_t)script->step_count)];
    while (other == step);
    teller_forget(t);
    teller_tell(t, other, second);
}

/* A pair of this grade; false when the step drawn does not give one. */
static bool draw_pair(struct teller *t, int grade, char first[SENTENCE_LIMIT], char second[SENTENCE_LIMIT])
{
    const struct script *script, *other;
    const struct step *step = draw_step(t, &script);
    t->detail = grade == 4 || random_below(&t->random, 2) ? DETAIL_FULL : DETAIL_NONE;
    teller_tell(t, step, first);
    if (strlen(first) < 30)
        return false;
    switch (grade) {
    case 5:
        return gold_paraphrase(t, step, first, second);
    case 4:
        t->detail = DETAIL_NONE;
        return step->has_options && gold_paraphrase(t, step, first, second);
    case 3:
        return replace_one(t, script, step) && gold_paraphrase(t, step, first, second);
    case 2:
        if (!swap_roles(t, step))
            return false;
        teller_tell(t, step, second);
        return strcmp(first, second) != 0;
    case 1:
        tell_another(t, script, step, second);
        return true;
    default:
        do
            step = draw_step(t, &other);
        while (other->topic == script->topic);
        teller_tell(t, step, second);
        return true;
    }
}

static bool write_graded(struct world *w, const char *folder, const char *name, uint64_t index, int per_grade,
                         struct error *err)
{
    struct output *out = gold_open(folder, "sentences", name, err);
    if (!out)
        return false;
    struct teller t = teller_new(&w->grammar, world_random(w, STREAM_SENTENCES, index));
    for (int i = 0; i < 6 * per_grade;) {
        char first[SENTENCE_LIMIT], second[SENTENCE_LIMIT];
        int grade = 5 - i % 6;
        if (!draw_pair(&t, grade, first, second) || held_out_has(&w->held, first) || held_out_has(&w->held, second))
            continue;
        held_out_add(&w->held, first);
        held_out_add(&w->held, second);
        output_print(out, "%s\t%s\t%d\n", first, second, grade);
        i++;
    }
    return output_commit(out, err);
}

bool gold_write_sentences(struct world *w, const char *folder, struct error *err)
{
    return write_graded(w, folder, "world-sts.tsv", 0, 150, err) &&
           write_graded(w, folder, "world-sts-dev.tsv", 1, 100, err) &&
           write_graded(w, folder, "world-sts-train.tsv", 2, 400, err);
}

#define PARAPHRASE_PAIRS 10000

bool gold_write_pairs(struct world *w, const char *folder, struct error *err)
{
    struct output *out = gold_open(folder, "pairs", "world-train.tsv", err);
    if (!out)
        return false;
    struct teller t = teller_new(&w->grammar, world_random(w, STREAM_PAIRS, 0));
    for (int written = 0; written < PARAPHRASE_PAIRS;) {
        char first[SENTENCE_LIMIT], second[SENTENCE_LIMIT];
        const struct script *script;
        const struct step *step = draw_step(&t, &script);
        teller_tell(&t, step, first);
        if (!gold_paraphrase(&t, step, first, second) || held_out_has(&w->held, first) ||
            held_out_has(&w->held, second))
            continue;
        output_print(out, "%s\t%s\n", first, second);
        written++;
    }
    return output_commit(out, err);
}
