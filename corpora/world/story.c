#include "corpora/world/story.h"

enum { P = 'P' - 'A', Q = 'Q' - 'A' };

struct story story_new(const struct grammar *g, struct random random)
{
    struct story s = {.teller = teller_new(g, random)};
    struct random *r = &s.teller.random;
    const struct script *first = &g->scripts[g->draws[random_below(r, (uint32_t)g->draw_count)]];
    const struct topic *topic = &g->topics[first->topic];
    uint32_t wanted = 2 + random_below(r, STORY_SCENES - 1), start = (uint32_t)(first - &g->scripts[topic->first]);
    s.scene_count = topic->count < (int)wanted ? topic->count : (int)wanted;
    for (int i = 0; i < s.scene_count; i++) /* neighbours in the list of the topic's scenes, in any order */
        s.scenes[i] = &g->scripts[topic->first + (int)(start + (uint32_t)i) % topic->count];
    teller_meet(&s.teller);
    s.people[0] = s.teller.slots[P];
    s.people[1] = s.teller.slots[Q];
    s.step_at = -1;
    return s;
}

static void begin_scene(struct story *s)
{
    s->teller.slots[P] = s->people[0];
    s->teller.slots[Q] = s->people[1];
    teller_cast(&s->teller, s->scenes[s->scene_at]);
    s->step_at = 0;
    s->follows = false;
}

/* The next step, of alternatives any; NULL at the end. */
static const struct step *next_step(struct story *s)
{
    const struct grammar *g = s->teller.grammar;
    for (;;) {
        if (s->step_at < 0)
            begin_scene(s);
        const struct script *scene = s->scenes[s->scene_at];
        if (s->step_at == scene->step_count) {
            if (++s->scene_at == s->scene_count)
                return NULL;
            s->step_at = -1;
            continue;
        }
        const struct step *step = &g->steps[scene->step_first + s->step_at];
        int ways = 1;
        while (s->step_at + ways < scene->step_count && step[ways].alternative)
            ways++;
        s->follows = s->step_at > 0;
        s->step_at += ways;
        step += random_below(&s->teller.random, (uint32_t)ways);
        if (!step->optional || random_below(&s->teller.random, 2))
            return step;
    }
}

size_t story_next(struct story *s, char sentence[SENTENCE_LIMIT])
{
    s->step = next_step(s);
    if (!s->step)
        return 0;
    teller_forget(&s->teller);
    return teller_tell(&s->teller, s->step, sentence);
}

size_t story_next_new(struct story *s, const struct held_out *held, char sentence[SENTENCE_LIMIT])
{
    for (size_t length; (length = story_next(s, sentence)) > 0;) {
        bool again = held_out_has(held, sentence);
        for (int tries = 0; again && tries < 8; tries++) {
            teller_forget(&s->teller);
            length = teller_tell(&s->teller, s->step, sentence);
            again = held_out_has(held, sentence);
        }
        if (!again)
            return length;
    }
    return 0;
}
