/* story.h: documents: a few scenes of one topic, with the same people. */
#ifndef EMBEDLAB_CORPORA_WORLD_STORY_H
#define EMBEDLAB_CORPORA_WORLD_STORY_H

#include "corpora/world/grammar.h"
#include "corpora/world/held_out.h"

#define STORY_SCENES 3

/* A document while it is told. */
struct story {
    struct teller teller;
    struct binding people[2]; /* P and Q */
    const struct script *scenes[STORY_SCENES];
    int scene_count, scene_at, step_at; /* step_at: the next, in scenes[scene_at] */
    const struct step *step;            /* of the last sentence */
    bool follows;                       /* the last sentence is not the first of its scene */
};

struct story story_new(const struct grammar *g, struct random random);

/* The next sentence; 0 at the end, else its length. */
size_t story_next(struct story *s, char sentence[SENTENCE_LIMIT]);

/* The next sentence that is not held out: what is, is told with other words, or left out. */
size_t story_next_new(struct story *s, const struct held_out *held, char sentence[SENTENCE_LIMIT]);

#endif
