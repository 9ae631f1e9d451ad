/* grammar.h: the scenes of scripts.h made ready, and the telling of them: sentences. */
#ifndef EMBEDLAB_CORPORA_WORLD_GRAMMAR_H
#define EMBEDLAB_CORPORA_WORLD_GRAMMAR_H

#include "base/random.h"
#include "corpora/world/lexicon.h"
#include "corpora/world/scripts.h"

#define SENTENCE_LIMIT 512 /* bytes, with the final NUL */
#define LETTERS        26
#define LOCAL_LIMIT    10 /* words drawn for one step alone */
#define SLOT_LIMIT     (LETTERS + LOCAL_LIMIT)

struct op; /* grammar_parts.h */

struct step {
    uint32_t start; /* its first op */
    int local_count, locals[LOCAL_LIMIT]; /* kinds */
    uint32_t letters;                     /* bit by letter: who is named */
    bool optional, alternative, swappable, has_options;
};

/* Who plays a letter: any concept of a kind, or with kind -1 the one that an attribute of another letter names. */
struct role {
    int letter, kind, source;
    const char *attribute;
};
#define ROLE_LIMIT 8

struct script {
    int topic;
    struct role roles[ROLE_LIMIT];
    int role_count;
    int step_first, step_count;
};

struct topic {
    const char *name;
    int first, count; /* its scripts */
};

struct grammar {
    struct lexicon lexicon;
    struct op *ops; /* owned, as all below */
    int op_count, op_capacity;
    struct string *texts;
    int text_count, text_capacity;
    struct step *steps;
    int step_count, step_capacity;
    struct script *scripts; /* a topic's lie together */
    int script_count;
    int *draws; /* [draw_count] scripts, each as often as it weighs */
    int draw_count;
    struct topic *topics;
    int topic_count;
    int names, relatives, workers; /* kinds of people */
};

struct grammar grammar_new(void);
void grammar_release(struct grammar *g);

/* A concept that plays a part; `choice` settles which of an attribute's values, and he or she. */
struct binding {
    int concept; /* -1 = none yet */
    int kind;    /* from which it was drawn; -1 = it follows from another */
    uint32_t choice;
};

/* A word in a sentence: bytes start..end of it. */
struct mention {
    int concept, kind; /* kind: of what could stand here; -1 = this alone */
    uint8_t lemma, form;
    uint16_t start, end;
};
#define MENTION_LIMIT 24

enum detail { DETAIL_ANY, DETAIL_FULL, DETAIL_NONE }; /* what may be left out: is at random, never, always */

/* Who tells. All that a sentence says is in `slots`; the rest, variants and synonyms, is drawn anew each time. */
struct teller {
    const struct grammar *grammar; /* borrowed */
    struct random random;
    struct binding slots[SLOT_LIMIT]; /* by letter; then the step's own */
    bool past;                        /* tense */
    enum detail detail;
    struct mention mentions[MENTION_LIMIT]; /* of the last sentence */
    int mention_count;
};

struct teller teller_new(const struct grammar *g, struct random random);

/* Draws the people of a document; the cast of a scene and its tense. */
void teller_meet(struct teller *t);
void teller_cast(struct teller *t, const struct script *s);

/* Forgets what was drawn for the last step alone. */
void teller_forget(struct teller *t);

/* Tells the step; returns the sentence's length. Told again, without forgetting, it says the same in
 * other words. */
size_t teller_tell(struct teller *t, const struct step *step, char sentence[SENTENCE_LIMIT]);

#endif
