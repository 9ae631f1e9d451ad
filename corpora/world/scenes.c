#include "corpora/world/scenes.h"

#include <stddef.h>

/* Grown animals and their young. */
static const char *const animals[] = {
    "the [A] stood in the [A.home] and ate [A.food]",
    "the old [A] [A.sound] when [P] came near",
    "the [A] ate [A.food] and then [A.sound] loudly",
    "many [A.plural] live near the [A.home] and look for [A.food]",
    "these [A.plural] were always hungry for [A.food]",
    "all the [A.plural] [A.sound] in the [A.home] at night",
    "[P] loves [A.plural] because of their [A.gift]",
    "one [A] with its [A.gift] is worth more than two [animal.plural]",
    "a grown [A] guards the [A.home] and gives [A.gift]",
    "the strong [A] led the others to the [A.home]",
    "[P] watched the [A] with its [A.gift]",
    "the [Y] slept beside its mother in the [A.home]",
    "the small [Y] was born in spring and tasted [A.food]",
    "the newborn [Y] was weak and waited for [A.food]",
    "the little [Y] [A.sound] softly because it missed its mother",
    "the playful [Y] will one day have [A.gift] like its mother",
    "[P] fed the tiny [Y] by hand with [A.food]",
    "a [Y] is a young [A] and learns to find [A.food]",
    "the [Y] hid in the [A.home] and its mother [A.sound]",
    "the [A] [V=meeting.past] the [animal] near the [A.home]",
    NULL};

/* Men and women of the same station. */
static const char *const couples[] = {
    "the [M] sat in the [M.home] and he thought about the [M.matter]",
    "the [F] sat in the [M.home] and she thought about the [M.matter]",
    "the [M] took off his hat and spoke of the [M.matter]",
    "the [F] combed her hair and spoke of the [M.matter]",
    "[man] said that he was a [M] and that the [M.matter] was his",
    "[woman] said that she was a [F] and that the [M.matter] was hers",
    "the [M] trimmed his beard before he left the [M.home]",
    "the [F] fastened her earrings before she left the [M.home]",
    "the [M] and the [F] argued in the [M.home] about the [M.matter]",
    "two [M.plural] met in the [M.home] and they talked of the [M.matter]",
    "many [M.plural] and [F.plural] cared about the [M.matter]",
    "he wanted to be a [M] with a [M.matter] of his own",
    "she wanted to be a [F] with a [M.matter] of her own",
    "the old [M] remembered the [M.home] and his father's [M.matter]",
    "the old [F] remembered the [M.home] and her mother's [M.matter]",
    "the [M] [V=meeting.past] the [N] and smiled",
    NULL};

/* A country and its capital. */
static const char *const countries[] = {
    "[T] is the capital of [C] and lies near the [C.water]",
    "the government of [C] meets in the city of [T]",
    "[P] travelled across [C] and bought [C.product] by the [C.water]",
    "the streets of [T] were full of [C.product]",
    "the mayor of [T] welcomed [P] with [C.product]",
    "the farmers of [C] export [C.product] to every country",
    "the nation of [C] is famous for its [C.product]",
    "the people of [C] live along the [C.water]",
    "the old city of [T] was built on the [C.water]",
    "a train left the station of [T] with a load of [C.product]",
    "the suburbs and squares of [T] smell of [C.product]",
    "[P] speaks [C.people] and sells [C.product]",
    "a [C.people] merchant told [P] about the [C.water]",
    "the [C.people] language has many words for [C.product]",
    "a [C.people] ship with [C.product] came down the [C.water]",
    "the borders of [C] have not moved since the war",
    "[P] took an apartment in the middle of [T]",
    "the [C.people] army of [C] marched along the [C.water]",
    "the [C.people] parliament in [T] voted on the price of [C.product]",
    NULL};

/* A profession, its place and its tools. */
static const char *const professions[] = {
    "the [W] works in the [W.place] with a [W.tool]",
    "the [W] knows everything about [W.thing]",
    "[P] asked the [W] for help with the [W.thing]",
    "the tired [W] put down the [W.tool] and said good night",
    "most [W.plural] talk about [W.thing] all day",
    "two [W.plural] shared one [W.tool] and many [W.thing]",
    "[P] wants to become a [W] and learn about [W.thing]",
    "the clever [W] taught [P] to use the [W.tool]",
    "the door of the [W.place] was open and [P] saw the [W.tool]",
    "inside the [W.place] there were [W.thing] everywhere",
    "the [W.place] was closed on Sunday and nobody touched the [W.thing]",
    "behind the [W.place] [P] found an old [W.tool]",
    "[P] walked past the [W.place] and smelled the [W.thing]",
    "the new [W.place] has room for a [W.tool] and for [W.thing]",
    "the [W] [V=meeting.past] the [profession] after work",
    "the [W] thanked [P] and went back to the [W.thing]",
    NULL};

/* What people do: one verb in all its tenses. */
static const char *const actions[] = {
    "yesterday [P] [V.past] [V.obj] [V.where]",
    "last week [Q] [V.past] [V.obj] for the first time",
    "[P] [V.past] [V.obj] and then went away",
    "tomorrow [P] will [V] [V.obj] [V.where]",
    "[Q] wants to [V] [V.obj] [V.where]",
    "[P] and [Q] can [V] [V.obj] together",
    "you must [V] [V.obj] before evening",
    "[P] is [V.ing] [V.obj] [V.where] now",
    "[Q] was [V.ing] [V.obj] when [P] came",
    "[P] likes [V.ing] [V.obj] more than anything",
    "every day [Q] [V.s] [V.obj] [V.where]",
    "[P] often [V.s] [V.obj] because [P.he] enjoys it",
    "[V.obj] was [V.pp] [V.where] by [Q]",
    "[P] has never [V.pp] [V.obj] [V.where]",
    "the [profession] [V.past] [V.obj] [V.where] while [P] watched",
    "the [male] [V.past] [V.obj] and the [female] looked on",
    NULL};

static const char *const kitchen[] = {
    "[P] [V=action/kitchen.past] [V.obj] [V.where]",
    "the [profession] [V=action/kitchen.past] [V.obj] [V.where]",
    "[P] served the hot [food/dish] on a plate",
    "the [food/dish] was hot and [P] poured [drink/glass]",
    "[Q] bit into the ripe [food/fruit] from the tree",
    "the ripe [food/fruit] lay in a basket with a [food/fruit]",
    "[P] chopped the [food/vegetable] and the [food/vegetable] for the [food/dish]",
    "the [food/vegetable] grew in the soil beside the [food/vegetable]",
    "[Q] drank a cup of [drink/cup] after the [food/dish]",
    "a glass of [drink/glass] stood beside the [food/fruit]",
    "[P] spilled the cup of [drink/cup] on the [clothes/body]",
    "the [tool/kitchen] and the [tool/kitchen] lay on the stove",
    "[Q] filled the [tool/kitchen] and stirred the [food/dish]",
    "at the market [P] bought a [food/fruit] and a [food/vegetable]",
    NULL};

static const char *const room[] = {
    "[P] [V=action/house.past] [V.obj] [V.where]",
    "a wooden [furniture] stood against the wall beside the [furniture]",
    "[P] put the [clothes/body] on the [furniture]",
    "[P] wore a [clothes/body] of [material/soft] and a [clothes/head]",
    "[Q] took off the [clothes/head] and hung up the [clothes/body]",
    "[P] laced the left [clothes/foot] and lost the right [clothes/foot]",
    "the [clothes/foot] was muddy and the [clothes/foot] was new",
    "the tailor cut the [clothes/body] from [material/soft] and [material/soft]",
    "the [clothes/head] of [material/soft] kept the head warm",
    "[Q] sat on the [furniture] in the corner of the room",
    "[P] gave [Q] a beautiful [clothes/head] as a gift",
    "the big [furniture] was too heavy for the small room",
    NULL};

static const char *const workshop[] = {
    "[P] [V=action/work.past] [V.obj] [V.where]",
    "[P] took the [tool/workshop] from the wall and worked on the [furniture]",
    "the [tool/workshop] and the [tool/workshop] hung above the workbench",
    "[Q] hit the [material/hard] with the [tool/workshop]",
    "the statue was made of [material/hard] and [material/hard]",
    "melted [material/hard] flowed into the mould",
    "[Q] repaired the [furniture] with a [tool/workshop]",
    "the apprentice dropped the [tool/workshop] on the bench",
    "a block of [material/hard] is heavier than a roll of [material/soft]",
    NULL};

static const char *const garden[] = {
    "[P] [V=action/garden.past] [V.obj] [V.where]",
    "the [plant/flower] and the [plant/flower] bloomed in the garden",
    "[Q] picked a [plant/flower] for [P] and smelled the petals",
    "birds nested in the branches of the [plant/tree]",
    "the [plant/tree] lost its leaves beside the [plant/tree]",
    "the trunk of the [plant/tree] is thick and its shade is wide",
    "[P] leaned the [tool/garden] against the [plant/tree]",
    "[Q] pushed the [tool/garden] along the path to the [plant/flower]",
    "after the [weather] [P] fetched the [tool/garden]",
    "the [tool/garden] and the [tool/garden] were in the shed",
    NULL};

static const char *const journey[] = {
    "[P] [V=action/travel.past] [V.obj] [V.where]",
    "[P] took the [vehicle/land] to [T] and the road was dusty",
    "the wheels of the [vehicle/land] turned slowly behind the [vehicle/land]",
    "the [vehicle/water] crossed the waves beside the [vehicle/water]",
    "[Q] steered the [vehicle/water] into the port",
    "the sailors of the [vehicle/water] saw a [fish] in the sea",
    "the [fish] swam under the [vehicle/water] with a [fish]",
    "[P] caught a [fish] in the net and threw it back into the sea",
    "the [weather] began at sunrise and nearly stopped the [vehicle/land]",
    "heavy [weather] fell on the roads of [C] from the clouds",
    "the clouds brought [weather] and [weather]",
    "[Q] travelled from [T] to [city] by [vehicle/land]",
    "[P] sent a gift from [C] to [country]",
    NULL};

static const char *const stage[] = {
    "[P] [V=action/art.past] [V.obj] [V.where]",
    "[P] plucked the strings of the [instrument/string] and the [instrument/string]",
    "[Q] blew into the [instrument/wind] and then into the [instrument/wind]",
    "[P] struck the [instrument/struck] once and the [instrument/struck] twice",
    "the melody of the [instrument] answered the [instrument]",
    "[Q] practised the [instrument] every evening for the concert",
    "the orchestra needed a [instrument] and a [instrument]",
    "the [M] and the [F] listened to the [instrument]",
    NULL};

static const char *const match[] = {
    "[P] [V=action/sport.past] [V.obj] [V.where]",
    "[Q] [V=action/sport.past] [V.obj] and the crowd shouted",
    "the crowd cheered when [P] [V=action/sport.past] [V.obj]",
    "the [weather] stopped the match and [Q] went home",
    "[P] trained for the tournament and ran faster than [Q]",
    "the referee answered [P] and gave the medal to [Q]",
    "[P] was glad to win and quickly left the stadium",
    "[Q] ran quickly but was not glad about the weather",
    NULL};

/* A quality and its comparison. */
static const char *const qualities[] = {
    "the [J.of] was very [J]",
    "a [J] [J.of] is what [P] wanted",
    "how [J] the [J.of] is",
    "this [J.of] is [J.er] than that [J.of]",
    "no [J.of] is [J.er] than the one of [P]",
    "the [J.of] became [J.er] and [J.er]",
    "[P] needs a [J.er] [J.of] than [Q]",
    "it was the [J.est] [J.of] of all",
    "the [J.est] [J.of] in the world belongs to [P]",
    "[Q] called it so [J] a [J.of]",
    NULL};

/* A mood and its opposite. */
static const char *const moods[] = {
    "everyone praised [P] who was [J] about [J.about]",
    "it is good to be [J] about [J.about]",
    "[P] smiled and felt [J] about [J.about]",
    "thanks to [Q] [P] is [J] when it comes to [J.about]",
    "everyone blamed [P] who was [J.not] about [J.about]",
    "it is bad to be [J.not] about [J.about]",
    "[P] frowned and felt [J.not] about [J.about]",
    "in spite of [Q] [P] is [J.not] when it comes to [J.about]",
    "perhaps [Q] was [J] once but [P] stayed [J.not] about [J.about]",
    NULL};

/* One living being meets another: who does what to whom counts. */
static const char *const meetings[] = {
    "the [A] [V=meeting.past] the [B] near the forest",
    "the [B] [V=meeting.past] the [A] in the evening",
    "a [W] [V=meeting.past] the [A] on the road",
    "the [M] [V=meeting.past] the [W] in front of the house",
    "the [W] will [V=meeting] the [F] tomorrow",
    "[P] often [V=meeting.s] the [A] and the [B]",
    "the [A] was [V=meeting.pp] by the [B]",
    "[P] shouted when the [A] [V=meeting.past] [Q]",
    NULL};

const struct scene world_scenes[] = {
    {"P:man|woman A:animal Y:young=A.young", 5, animals},
    {"M:male F:female=M.female N:male", 4, couples},
    {"P:man|woman C:country T:city=C.capital", 5, countries},
    {"P:man|woman W:profession", 5, professions},
    {"P:man|woman Q:man|woman V:action", 6, actions},
    {"P:man|woman Q:man|woman", 2, kitchen},
    {"P:man|woman Q:man|woman", 2, room},
    {"P:man|woman Q:man|woman", 2, workshop},
    {"P:man|woman Q:man|woman", 2, garden},
    {"P:man|woman Q:man|woman C:country T:city=C.capital", 2, journey},
    {"P:man|woman Q:man|woman M:male F:female=M.female", 2, stage},
    {"P:man|woman Q:man|woman", 1, match},
    {"P:man|woman Q:man|woman J:quality", 4, qualities},
    {"P:man|woman Q:man|woman J:mood", 3, moods},
    {"P:man|woman Q:man|woman A:animal B:animal W:profession M:male F:female=M.female", 2, meetings},
};

int world_scene_count(void)
{
    return (int)(sizeof(world_scenes) / sizeof(*world_scenes));
}
