/* scenes.h: what a document of the world may be about.
 *
 * A scene has a cast, words that stay the same through the document, and the patterns of its
 * sentences. In a pattern [X] is a word of the cast, [X.form] one of its forms (plural, past, er,
 * his, ...) or a value of its attribute (home, food, ...); [kind] is any word of the kind, as
 * [food/fruit] or [man|woman]; [V=kind] draws one for this sentence, so that [V.past] and [V.obj]
 * can follow. A cast entry is "X:kind", or "X:category=Y.attribute" for the word named by Y's. */
#ifndef EMBEDLAB_CORPORA_WORLD_SCENES_H
#define EMBEDLAB_CORPORA_WORLD_SCENES_H

struct scene {
    const char *cast;
    int weight;                  /* how often, against the other scenes */
    const char *const *patterns; /* NULL-ended */
};

extern const struct scene world_scenes[];
int world_scene_count(void);

#endif
