/* gold_contexts.c: words with two meanings in pairs of sentences, as in WiC (Pilehvar and Camacho-Collados 2019). */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "corpora/world/gold.h"
#include "corpora/world/story.h"

#define SCANNED_DOCUMENTS 6000 /* at most */
#define USES_PER_MEANING  16   /* half of them to train, half to test */
#define WORDS_BEFORE      6    /* of the word, so that something tells its meaning to who reads from the left */

/* A sentence in which the word stands. */
struct use {
    char *sentence; /* owned */
    int start, end;
};

/* One meaning of a word. */
struct meaning {
    int concept, lemma, count;
    struct use uses[USES_PER_MEANING];
};

struct meanings {
    struct meaning *all; /* owned; the meanings of a word lie together */
    int count;
};

static const char *word_of(const struct lexicon *l, const struct meaning *m)
{
    return l->concepts[m->concept].lemmas[m->lemma].forms[FORM_BASE].text;
}

/* Are they two meanings of one word? Such are nouns, of categories that have nothing in common. */
static bool same_word(const struct lexicon *l, const struct meaning *a, const struct meaning *b)
{
    return strcasecmp(word_of(l, a), word_of(l, b)) == 0 &&
           strcmp(l->concepts[a->concept].category, l->concepts[b->concept].category) != 0;
}

static struct meanings find_meanings(const struct lexicon *l)
{
    struct meanings m = {mem_new((size_t)l->count * LEMMA_LIMIT, sizeof(*m.all), "meanings"), 0};
    for (int i = 0; i < l->count; i++)
        for (int k = 0; k < l->concepts[i].lemma_count; k++)
            if (l->concepts[i].ambiguous[k] && l->concepts[i].part <= NAME)
                m.all[m.count++] = (struct meaning){.concept = i, .lemma = k};
    for (int i = 1; i < m.count; i++) { /* those of a word behind the first of it */
        int at = i;
        while (at > 0 && strcasecmp(word_of(l, &m.all[at - 1]), word_of(l, &m.all[i])) != 0)
            at--;
        struct meaning moved = m.all[i];
        if (at > 0)
            memmove(&m.all[at + 1], &m.all[at], (size_t)(i - at) * sizeof(*m.all)), m.all[at] = moved;
    }
    return m;
}

static int words_before(const char *sentence, int at)
{
    int words = 0;
    for (int i = 0; i < at; i++)
        words += sentence[i] == ' ';
    return words;
}

bool gold_is_decided(const struct lexicon *l, const struct teller *t, int mention)
{
    const struct mention *m = &t->mentions[mention];
    const struct concept *c = &l->concepts[m->concept];
    const char *word = c->lemmas[m->lemma].forms[FORM_BASE].text;
    for (int i = 0; i < mention; i++)
        if (strcmp(l->concepts[t->mentions[i].concept].category, c->category) == 0)
            return true;
    for (int i = 0; i < l->count && m->kind >= 0; i++)
        for (int k = 0; k < l->concepts[i].lemma_count; k++)
            if (i != m->concept && concept_is_of(&l->concepts[i], l->kinds[m->kind].name) &&
                strcasecmp(l->concepts[i].lemmas[k].forms[FORM_BASE].text, word) == 0)
                return false;
    return true;
}

/* Takes the sentence for the first word in it that still lacks uses. Returns whether it was taken. */
static bool take_sentence(struct world *w, struct meanings *m, const struct story *s, const char *sentence)
{
    const struct teller *t = &s->teller;
    for (int i = 0; i < t->mention_count; i++) {
        const struct mention *mention = &t->mentions[i];
        if (!w->grammar.lexicon.concepts[mention->concept].ambiguous[mention->lemma] ||
            mention->form != FORM_BASE || words_before(sentence, mention->start) < WORDS_BEFORE ||
            !gold_is_decided(&w->grammar.lexicon, t, i))
            continue;
        for (int k = 0; k < m->count; k++) {
            struct meaning *meaning = &m->all[k];
            if (meaning->concept != mention->concept || meaning->lemma != mention->lemma ||
                meaning->count == USES_PER_MEANING || !held_out_add(&w->held, sentence))
                continue;
            meaning->uses[meaning->count++] = (struct use){mem_string(sentence), mention->start, mention->end};
            return true;
        }
    }
    return false;
}

static void write_item(struct output *out, int *index, const char *word, const struct use *a, const struct use *b,
                       bool same)
{
    char lower[INFLECTED_LIMIT];
    size_t n = strlen(word);
    for (size_t i = 0; i <= n; i++)
        lower[i] = (char)tolower((unsigned char)word[i]);
    output_print(out, "%d\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\n", (*index)++, lower, a->sentence, b->sentence, a->start,
                 b->start, a->end, b->end, same);
}

/* Items of two meanings, from uses first..first+count of each: as many with the same as with different ones. */
static void write_pair(struct output *out, int *index, const struct lexicon *l, const struct meaning *x,
                       const struct meaning *y, int first, int count)
{
    const char *word = word_of(l, x);
    for (int i = 0; i + 1 < count; i += 2) {
        const struct use *a = &x->uses[first + i], *b = &y->uses[first + i];
        write_item(out, index, word, &a[0], &a[1], true);
        write_item(out, index, word, &a[0], &b[1], false);
        write_item(out, index, word, &b[0], &b[1], true);
        write_item(out, index, word, &b[0], &a[1], false);
    }
}

static bool write_items(const struct world *w, const struct meanings *m, const char *folder, const char *name,
                        bool training, struct error *err)
{
    struct output *out = gold_open(folder, "contexts", name, err);
    if (!out)
        return false;
    const struct lexicon *l = &w->grammar.lexicon;
    output_print(out, "index\tword\tsentence1\tsentence2\tstart1\tstart2\tend1\tend2\tlabel\n");
    int index = 0;
    for (int i = 0; i + 1 < m->count; i++) {
        const struct meaning *x = &m->all[i], *y = &m->all[i + 1];
        int count = (x->count < y->count ? x->count : y->count) / 4 * 2;
        if (same_word(l, x, y))
            write_pair(out, &index, l, x, y, training ? count : 0, count);
    }
    return output_commit(out, err);
}

bool gold_write_contexts(struct world *w, const char *folder, struct error *err)
{
    struct meanings m = find_meanings(&w->grammar.lexicon);
    char sentence[SENTENCE_LIMIT];
    int missing = m.count * USES_PER_MEANING;
    for (uint64_t document = 0; document < SCANNED_DOCUMENTS && missing > 0; document++) {
        struct story s = story_new(&w->grammar, world_random(w, STREAM_CONTEXTS, document));
        while (story_next(&s, sentence) > 0)
            missing -= take_sentence(w, &m, &s, sentence);
    }
    bool good = write_items(w, &m, folder, "world-wic.tsv", false, err) &&
                write_items(w, &m, folder, "world-wic-train.tsv", true, err);
    for (int i = 0; i < m.count; i++)
        for (int k = 0; k < m.all[i].count; k++)
            mem_free(m.all[i].uses[k].sentence);
    mem_free(m.all);
    return good;
}
