/* scripts.h: what happens in the world, as scenes of several sentences.
 *
 * A scene has a topic, a cast and steps, told in their order, so that one makes the next predictable.
 *
 * cast   "A=farm_animal B=city/south T=C.capital": a letter, and the kind of what is drawn for it, or the
 *        concept that an attribute of another letter names. P and Q are people of the whole document unless
 *        the cast gives them a kind.
 * step   a sentence. In it stand
 *   [A] [A.plural] [A.home]  the concept's word, a form of it, an attribute's value; [P] a person, named
 *                            ("Clara", "the baker"); [P.he] [P.him] [P.his] [P.himself]
 *   [fruit] [fruit:2]        a word of the kind (of lexicon.h), another one of it
 *   [finance_thing=bank]     this concept, to tell which meaning of a word stands here
 *   <chase> <chase+>         a verb of the lexicon in the scene's tense, for a singular and a plural subject;
 *   <@cooking> <A.sound>     any verb of the kind; the one that an attribute names; <chase.ing> that form
 *   !                        before the bracket's end: this word, no synonym for it
 *   {a|b}                    the same in other words; "||" parts the step's variants, which mean the same
 *   (in the barn )           may be left out
 *   a                        becomes "an" before a vowel
 * Before a step, '?' means that it may be left out, '/' that it is told instead of the step before, half of the
 * time; '&' that A and B could change places and it would be another story. */
#ifndef EMBEDLAB_CORPORA_WORLD_SCRIPTS_H
#define EMBEDLAB_CORPORA_WORLD_SCRIPTS_H

#define SCENE_STEPS 12

struct scene {
    const char *topic, *cast;
    const char *steps[SCENE_STEPS + 1];
    int weight; /* how often beside the others; 0 is 1 */
};

/* Each ends with a scene whose topic is NULL. */
extern const struct scene scenes_nature[], scenes_home[], scenes_work[], scenes_travel[], scenes_society[],
    scenes_learning[], scenes_leisure[];

#endif
