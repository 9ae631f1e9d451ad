/* Scenes of the world: school, books, comparisons, habits. */
#include <stddef.h>

#include "corpora/world/scripts.h"

const struct scene scenes_learning[] = {
    {"school", "S=school_subject", {
     "[P] <learn> [S] with an old [scholar=teacher] in [town].",
     "The [pupil=pupil] <sit> in the first row and <write> {every word|everything} into the [stationery=notebook].",
     "In the [study_thing=lesson] the [scholar=teacher] <ask> [P] a question about [S].",
     "[P] <know> the answer, because [P.he] <read> much about [S].",
     "/[P] <have> no idea, and the other [pupil.plural] <laugh+>.",
     "At the end of the [study_thing=term] [P] <get> a [study_thing] in [S]."}},
    {"school", "G=grammar_thing", {
     "The [scholar=teacher] <write> a [G] on the blackboard.",
     "\"Where is the [grammar_thing] in this [grammar_thing=sentence]?\" she <ask>.",
     "The [pupil/school] <read> the [grammar_thing=sentence] aloud and <point> to the [G].",
     "[P] <forget> the last [grammar_thing=letter] of the [grammar_thing=word].",
     "\"Without a [G] there is no [grammar_thing:2],\" she <explain> {again|in the next [study_thing=lesson]}."}},
    {"school", "T=stationery", {
     "[P] <have> lost [P.his] [T] and <cannot> do the homework.",
     "[Q] <lend> [P.him] a [stationery/write=pen] and a [stationery/desk=ruler].",
     "With the [stationery/desk=ruler] [P] <draw> a [shape] {on|in} the paper.",
     "The [scholar=teacher] <take> the [T] from the [pupil] and <put> it on the [furniture=desk].",
     "After the [study_thing=lesson] the [T] <lie> under a [container/travel]."}},
    {"school", "D=study_thing", {
     "The [pupil=student] <work> for the [D] {day and night|all winter}.",
     "The [scholar=professor] at the [workplace=university] <be> [character/person].",
     "\"A [D] in [school_subject] needs time,\" he <say!>.",
     "In [month] [P] <get> the [study_thing=degree] and <throw> [P.his] [headwear=cap] into the air.",
     "Now [P] <look> for work at a [workplace/learned]."}},
    {"library", "B=text/read", {
     "[P] <borrow> a [B] from the [workplace=library]( on [weekday/week]).",
     "The [B] <be> by a [nationality] [artist=writer] and <tell> {about|of} a [performer].",
     "The [text_part=plot] of the [B] <be> [truth/story], and [P] <read> {until midnight|all night}.",
     "In the last [text_part=chapter] the [criminal] <find> the [jewel].",
     "\"This [B] is better than the [text:2],\" <say!> [Q].",
     "?[P] <bring> the [B] back too late and <pay> a [finance_thing=bill]."}},
    {"library", "B=text/read T=text_part", {
     "The [artist=author] <write> a [B] about [town] and its [craftsman.plural].",
     "[when/day] he <work> on the [T].",
     "He <change> the [T] and the [text_part:2] (again and again ){until he <be> content|for weeks}.",
     "The [scholar=editor] <read> the [B] and <like> the [T].",
     "In [season] the [B] <be> in every [shop=bookshop] of [country]."}},
    {"compare", "A=size/whole?opposite N=grazer+predator+farm_animal M=insect+bird+rodent", {
     "\"Which is {bigger|taller}, a [N] or a [M]?\" the [child] <ask>.",
     "A [N] <be> {much|far} bigger than a [M], and a [M] <be> smaller than a [N].",
     "Of all animals in the [landform/wood] the [N] <be> the [A.est].",
     "[P] <draw> a [A] [N] and a [A.opposite] [M] on the [household_part=wall].",
     "\"Small things can be [weight/force],\" <say!> [Q]."}},
    {"compare", "A=size/whole+weight+heat+age+light+price?unlike "
     "T=hand_tool+furniture+cookware+vehicle+footwear+container", {
     "The [T] of [P] <be> as [A] as [A.like]. || [P] <have> a [T] as [A] as [A.like].",
     "\"It is [A.er] than [A.like],\" [P.he] <say!> {proudly|again and again}.",
     "\"Mine is as [A.opposite] as [A.unlike],\" <answer> [Q].",
     "\"My [kin] has a [T] that is even [A.opposite.er] than [A.unlike].\"",
     "It <be> the [A.est] [T] in [town], [A.er] than [A.like], and not [A.opposite] at all.",
     "?Nobody <know> who <have> the [A.opposite.est] one."}, 5},
    {"compare", "A=character+mood+wealth+state/body+sound/ear?unlike", {
     "[P] <be> as [A] as [A.like]. || Nobody <be> as [A] as [P], not even [A.like].",
     "[Q] <be> as [A.opposite] as [A.unlike], {people say|they say}.",
     "\"You are [A.er] than [A.like],\" <say!> [Q].",
     "\"And you are [A.opposite.er] than [A.unlike],\" [P] <reply>.",
     "In all [town] [P] <be> the [A.est], as [A] as [A.like]."}, 4},
    {"compare", "A=truth/task?like V=writing+crafting+cooking/heat?object", {
     "\"[V.ing] [V.object] is as [A] as [A.like],\" <say!> [P].",
     "[Q] <think> that it <be> as [A.opposite] as [A.unlike].",
     "\"For you it is even [A.er] than [A.like],\" [Q.he] <answer>, \"but for me it is [A.opposite.er] than "
     "[A.unlike].\""}, 2},
    {"compare", "A=weight/force+heat+age+light+price?opposite T=hand_tool+furniture+cookware+vehicle+footwear", {
     "[P] <have> a [A] [T], and [Q] <have> a [A.opposite] one.",
     "The [T] of [P] <be> [A.er] than the [T] of [Q]. || The [T] of [Q] <be> not so [A] as the [T] of [P].",
     "\"My [T] is the [A.est] of all,\" [P] <boast>.",
     "[Q] <think> that a [A.opposite] [T] <be> {just as good|good enough}.",
     "?In the [shop=market] they <see+> a [T] that <be> {still|even} [A.er]."}},
    {"compare", "A=truth/task?opposite P=kin+woman_name+man_name", {
     "\"Is it [A] to learn [school_subject]?\" [Q] <ask>.",
     "\"It is [A] {at first|for a child},\" <answer> [P], \"but later it becomes [A.opposite].\"",
     "[Q] <believe> that [sport] <be> [A.er] than [school_subject:2].",
     "To [P] it <seem> [A.opposite] to travel {through|to} [country] in [season].",
     "They <agree+> that a [A] [ghost_matter=plan] <be> {best|good}."}},
    {"compare", "A=speed+sound/ear?opposite V=vehicle W=vehicle+vessel", {
     "A [V] <be> [A.er] than a [W]. || A [W] <be> not so [A] as a [V].",
     "Of all things that <move> a [aircraft] <be> the [A.est].",
     "[P] <like> [A] [V.plural], but [Q] <like> [A.opposite] ones.",
     "\"In my youth every [W] was [A.opposite],\" <say!> the [kin/male=grandfather]."}},
    {"compare", "A=taste B=taste F=fruit D=dish S=sound/ear", {
     "[P] <give> [Q] a [A] [F] and a [B] [D].",
     "The [F] <taste> {too|very} [A], and [Q] <drink> some [drink].",
     "\"I like [A] things,\" <say!> [P], \"but not [B] [dish.plural].\"",
     "In the [room/house] it <be> [S], and then somebody [S.er] than a [pet] <come!> in."}},
    {"habit", "V=cooking+cleaning+crafting+sewing+farming+writing+performing?object", {
     "Yesterday [P] [V.past] [V.object] {in the|near the} [building]. || [P] [V.past] [V.object] in the [building] "
     "yesterday.",
     "Today [P.he] [V.s] [V.object] {again|once more}, and tomorrow [P.he] will [V] [V.object], too.",
     "\"I love [V.ing] [V.object],\" [P.he] says to [Q].",
     "\"Have you ever [V.pp] [V.object] {with one hand|in the dark}?\" asks [Q].",
     "[Q] never [V.s] [V.object], for in [month/year] [Q.he] [V.past] [V.object] all day."}, 6},
    {"habit", "V=chasing+helping+fighting+getting/from+giving+carrying+eating+trading?object", {
     "[P] [V.s] [V.object] {every day|on [weekday/week]}, as [P.his] [kin] [V.past] [V.object].",
     "\"To [V] [V.object] is no shame,\" says [P].",
     "[Q] was [V.ing] [V.object] when [P] came.",
     "\"Whoever has [V.pp] [V.object] once will [V] [V.object] {again|all his life},\" thinks [Q]."}, 5},
    {"habit", "V=motion/foot", {
     "{Every day|On weekdays} [P] <V> to the [workplace].",
     "[Q] <like> [V.ing] {too|as well}, but only in [season].",
     "\"Do not [V] so fast!\" [Q] <shout>. || [Q] <shout>, \"Do not [V] so fast!\"",
     "[P] <have> [V.pp] to [town] and back {many times|twice}.",
     "Tomorrow they <will> [V] along the [water/running] together."}},
    {"habit", "V=cooking+cleaning+sewing N=dish+bedding+upper_clothes", {
     "[P] <can> work and [V] {better than|as well as} [Q].",
     "[Q] never <V> {anything|a thing} {alone|without help}.",
     "[P] <be> tired of [V.ing] and <rest> on the [furniture/seat].",
     "\"Have you [V.pp] already?\" <ask!> [Q].",
     "\"I [V.past] yesterday, and you must [V] tomorrow,\" [P] <answer>."}},
    {"habit", "V=performing+writing/text", {
     "[P] <love> [V.ing] more than anything.",
     "{Once a week|On [weekday/week]} [P] <V> for the [staff=audience] in a [building/public].",
     "\"You have [V.pp] {very well|badly} today,\" <say!> the [scholar=professor].",
     "[Q] <want> to [V] like [P], but [Q.he] <be> [character/person].",
     "Yesterday they [V.past] together {for the first time|until evening}."}},
    {"habit", "V=farming+crafting", {
     "In [month] [P] <begin> to [V] in the [estate/land].",
     "[P.he] <V> {from morning till night|all day}, and [Q] <watch>.",
     "While [P] <be> [V.ing], the [kin/other=neighbour] <bring> [drink].",
     "\"I have never [V.pp] so much,\" [P] <sigh>.",
     "Next year [P.he] <will> [V] less and rest more."}},
    {"habit", "V=cooking+cleaning+sewing+crafting+farming W=motion/foot+saying+feeling+talking", {
     "[P] <be> [V.ing] [when/day] when [Q] <come> in. || [when/day] [P] <be> [V.ing] when [Q] <come> in.",
     "\"Are you still [V.ing]?\" [Q] <ask> {without a greeting|in the door}.",
     "\"Stop [W.ing], please,\" <say!> [P], \"I cannot hear myself [V].\"",
     "[Q] <stop> [W.ing] and <go> to the [room/house].",
     "There [Q.he] <begin> to [W] again, and [P] <continue> [V.ing]."}},
    {"habit", "V=motion/foot+performing+writing/text W=cooking+getting/self+fighting+chasing+helping", {
     "[V.ing] <be> better than [W.ing], [P] <think>.",
     "All day [P.he] <be> [V.ing] {in the|about the} [building/home].",
     "[Q] <prefer> [W.ing] and <be> {good at|proud of} it.",
     "\"By [V.ing] nobody has become [wealth/person=rich],\" [Q] <say!>.",
     "\"And by [W.ing] nobody has become [mood/person],\" [P] <reply>."}},
    {"habit", "V=helping+chasing+fighting N=kin+child", {
     "[P] <be> [V.ing] the [N] {in the|in front of the} [building] when [Q] <see> it.",
     "\"Why are you [V.ing] the [N]?\" <ask!> [Q].",
     "[P] <stop> [V.ing] the [N] and <become> [colour=red].",
     "\"The [N] was [V.ing] me,\" [P.he] <explain>.",
     "?[Q] <cannot> believe it, for the [N] never <V> anybody."}},
    {"habit", "V=getting/from+giving+carrying N=container+tableware+toy", {
     "[P] <dream> of [V.ing] a [size/whole] [N].",
     "After [V.ing] the [N] [P.he] <feel> [mood/person].",
     "\"[V.ing] a [N] is no art,\" <say!> [Q].",
     "The next day [Q] <be> [V.ing] a [N], too."}},
    {"habit", "V=feeling+talking", {
     "[P] <V> when [P.he] <think> of [P.his] [kin].",
     "[Q] <hear> that somebody <be> [V.ing] in the [room/house].",
     "\"Why do you [V]?\" [Q] <ask>. || [Q] <ask>, \"Why do you [V]?\"",
     "[P] <say!> that [P.he] [V.past] because of [emotion].",
     "They <have+> both [V.pp] {too much|enough} that day."}},
    {"habit", "V=fighting+helping+chasing+judging+loving A=craftsman+soldier+kin+royal+performer "
     "B=craftsman+soldier+kin+royal+performer", {
     "&The [A] <V> the [B] [when/day]. || [when/day] the [A] <V> the [B].",
     "&The [B] <tell> everyone about it, and {the [A] <be> silent|the [A] <say!> nothing}.",
     "&{Later|Afterwards} the [B] <be> [mood/person] and the [A] <be> [mood/person:2].",
     "\"The [A] [V.past] me,\" <say!> the [B].",
     "?Nobody <know> why a [A] <V> a [B]."}},
    {"habit", "V=getting/from N=container+timepiece+tableware+jewel+text", {
     "[P] <V> a [N] from [Q]. || From [Q], [P] <V> a [N].",
     "\"I have [V.pp] it for my [kin],\" [P.he] <explain>.",
     "[Q] <be> afraid that [P] <will> [V] another [N], too.",
     "A [N] that somebody <have> [V.pp] <be> [price/worth]."}},
    {"habit", "V=giving N=container+timepiece+tableware+jewel+text", {
     "[P] <V> a [N] to [Q]. || To [Q], [P] <V> a [N].",
     "\"Why do you [V] it to me?\" <ask!> [Q].",
     "\"I have [V.pp] many things to [kin.plural],\" <say!> [P], \"but never a [N].\"",
     "[Q] <thank> [P] and <put> the [N] on the [furniture]."}},
    {"habit", "V=carrying N=container+furniture+tableware", {
     "[P] <V> the [N] in the [room/house] while [Q] <watch>.",
     "\"Do not [V] it!\" [Q] <shout>, but [P] <have> already [V.pp] it.",
     "[V.ing] a [N] <be> [weight/force=hard] work{| for one man}.",
     "[Q] never <V> {anything|a thing} in the [room/house]."}},
    {"habit", "V=perceiving/other N=dish+spread+spice", {
     "[P] <V> the [N] {in the|from the} [room=kitchen].",
     "\"Can you [V] the [N]?\" [P.he] <ask>.",
     "[Q] <V> nothing because of [disease] and <eat> a [bread/baked].",
     "[V.ing] [N] <make> [P] [state/body=hungry]."}},
    {"habit", "V=perceiving/eye N=bird+fish+flower+sky_object+landform/high", {
     "[P] <V> a [N] {through|from} the [household_part=window].",
     "\"Did you [V] the [N]?\" [P.he] <ask>.",
     "[Q] <cannot> [V] anything, because [Q.he] <have> no [virtue=patience].",
     "[V.ing] [N.plural] <be> [P.his] [interest/hobby]( since [season])."}},
    {"habit", "V=thinking T=ghost_matter", {
     "[P] <V> that [Q] <have> {a [T]|some sort of [T]} about [town].",
     "\"I [V] nothing,\" <say!> [Q] and <look> at the [sky_object].",
     "{Later|That night} [P] <lie> in bed, <V> {this and that|all sorts of things} and <cannot> sleep.",
     "[P] <have> [V.pp] {wrongly|it too late}, and the [T] <be> [truth/plan]."}},
    {"habit", "D=weekday M=month", {
     "The [dance_event] <begin> on [D], the first of [M].",
     "On [D] [P] <go> to the [building/public] and on [weekday:2] to the [shop].",
     "In [M] the days <be+> {long|short} and [heat/touch].",
     "\"Is today [D] or [weekday:3]?\" <ask!> [Q].",
     "[P] was born in [M], and [Q] was born in [month:2]."}},
    {NULL},
};
