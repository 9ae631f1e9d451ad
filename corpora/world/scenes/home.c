/* Scenes of the world: the house, the kitchen, the family, illness. */
#include <stddef.h>

#include "corpora/world/scripts.h"

const struct scene scenes_home[] = {
    {"kitchen", "D=dish/savoury V=vegetable S=spice", {
     "[P] <want> to make a [D] for [Q]. || For [Q], [P] <want> to make a [D].",
     "First [P.he] <@cooking/cut> [V.plural] and [meat] with a sharp [tableware=knife].",
     "Then [P.he] <@cooking/heat> the [V.plural] in a [cookware/pot] {with|together with} [S] and [spice].",
     "?[P.he] <use> a [cookware/tool] because the [cookware/pot] <be> {hot|too hot}.",
     "After an hour the [D] <be> {ready|done}, and the [room=kitchen] <smell> of [S].",
     "[Q] <taste> the [D] and <say!> that it <be> [taste/of]."}},
    {"kitchen", "D=dish/sweet F=fruit", {
     "{For the birthday|For Sunday} [P] <bake> a [D] with [F.plural].",
     "[P.he] <mix> flour, [spread/dairy], sugar and {three|four} eggs in a [tableware/dish].",
     "[Q] <peel> the [F.plural] and <slice> them with a [tableware/cutlery=knife].",
     "The [D] <stay> in the [appliance=oven] for {an hour|half an hour}.",
     "It <be> [taste/of] and still warm when they <eat+> it with [drink/hot].",
     "?The [child/young] <get> the last piece of the [D]."}},
    {"kitchen", "B=bread+toast S=spread", {
     "At breakfast [P] <eat> a [bread/baked=roll] with [S] and <drink> [drink/hot].",
     "[Q] <like> [toast/slice=toast] with [S] {better|more}.",
     "The [S] <stand> on the [furniture/top] in a [china/ware=china] [tableware=bowl].",
     "[P] <pour> [drink/soft=milkshake] into a [tableware/dish] for the [child/young].",
     "A drop of [S] <fall> on the [bedding/soft=carpet], and [Q] <wipe> it away."}},
    {"kitchen", "T=tableware/dish", {
     "[P] <put> the [tableware/cutlery.plural] and the [T.plural] on the [furniture/top=table].",
     "The [T.plural] <be+> of {fine|old} [china/ware] and <belong+> to [P.his] [kin].",
     "[Q] <drop> a [T], and it <break> on the [household_part/structure=floor].",
     "\"It was only a [T],\" [P] <say!> {kindly|with a smile}.",
     "[Q] <sweep> up the pieces and <buy> a new [T] {at the|in the} [shop/street]."}},
    {"kitchen", "N=nut+grain", {
     "[P] <find> a recipe with [N] in an old [news=magazine].",
     "It <take> a cup of [N], a spoon of [spread] and {some|a little} [spice].",
     "[P.he] <knead> everything with [P.his] hands and <bake> {small|little} [dish/sweet.plural].",
     "The [cookware/tool=rolling_pin!] <be> lost, so [P.he] <use> a [container/store=bottle].",
     "[Q] <eat> {ten|a dozen} of them and <ask> for the recipe."}},
    {"celebration", "D=dish+meat W=drink", {
     "[P] and [Q] <sit+> at a [furniture/top=table] in {a small|the old} [building/public=restaurant].",
     "The [performer=waiter] <bring> the menu and <light> a [fire_thing=candle].",
     "[P] <order> [W] and a plate of [vegetable.plural] with [D].",
     "The [D] <be> {cold|burnt}, and [P] <complain> to the [performer=waiter].",
     "/The [D] <be> so good that [P] <order> it {twice|a second time}.",
     "[Q] <pay> the [finance_thing=bill] and <leave> the [performer=waiter] a [currency]."}},
    {"celebration", "H=holiday/year G=dance_event", {
     "[P] <invite> [P.his] [kin.plural] and [kin/other.plural] to the [H].",
     "There <be> a [dish/sweet], a bowl of [drink/strong=punch] and {plenty of|much} [drink/strong].",
     "[Q] <raise> a glass and <give> a [speech/social] for [P].",
     "?Then [P] <answer> with a [speech/social=toast] and <thank> the guests.",
     "The [staff=band] <play> a [music_piece/played], and the [kin/other.plural] <dance+> {until midnight|until "
     "morning}.",
     "At the end of the [G] everybody <feel> [mood/person]."}},
    {"celebration", "M=age_person/male F=age_person/female", {
     "The [M] <fall> in love with the [F] at a [dance_event=ball]. || At a [dance_event=ball] the [M] <fall> in love "
     "with the [F].",
     "He <buy> a [metal/precious=gold] [jewel=ring] with a [gem] and <ask> her {to marry him|to be his wife}.",
     "The [F] <blush> and <say!> yes.",
     "The [scholar=priest] <marry> them in the [workplace=church] on [weekday/week].",
     "The [F] <wear> a [colour=white] [upper_clothes/dress=dress] of [fabric] and a [headwear=veil].",
     "Her [kin] <weep> for [emotion=joy]."}},
    {"house", "R=room/house", {
     "[P] <clean> the [R] {every|each} [weekday/week].",
     "[P.he] <sweep> the [household_part=floor], <wipe> the [furniture] and <wash> the [bedding/soft=curtain.plural].",
     "Under the [furniture] [P.he] <find> [rubbish/waste] and an old [toy/play].",
     "[Q] <open> the [household_part=window] because the air in the [R] <be> bad.",
     "Now the [R] <be> [light/room] again, and [P] <rest> on the [furniture/seat]."}},
    {"house", "F=furniture R=room/house", {
     "[P] and [Q] <buy+> a [light/thing] [F] for the [R].",
     "The [F] <be> of [tree] wood and {very|rather} [price/worth].",
     "They <carry+> the [F] through the [household_part/door=door], but it <be> too [size/whole].",
     "[Q] <take> the [F] apart with a [hand_tool=screwdriver].",
     "At last the [F] <stand> {beside|opposite} the [furniture:2] in the [R]."}},
    {"house", "L=container+household_part/door", {
     "[P] <come!> home [when/day] and <look> for the [household_part=key].",
     "The [household_part=key] <be> not in the [upper_clothes/coat] and not in the [container/travel].",
     "[P.he] <knock> on the [household_part=window], but [Q] <sleep> and <hear> nothing.",
     "The [servant] <have> a second [household_part=key] for the [household_part=lock] and <open> the "
     "[household_part=door].",
     "?The lost [household_part=key] <lie> {in|under} a [container/store] all the time."}},
    {"house", "A=appliance/house", {
     "The [A] in the [room/house] {<be> broken|<do> not work}.",
     "[P] <call!> the [engineer=electrician], who <come!> [when/day].",
     "He <open> the [A] with a [hand_tool=screwdriver] and <find> a broken [electric].",
     "It <be> a hot day, but without [electric=current] the [appliance=fan] <stand> still.",
     "The [engineer=electrician] <change> the [electric=bulb] of the [appliance=lamp], too.",
     "[Q] <pay> him, and the [A] <work> again."}},
    {"house", "B=plumbing/water", {
     "Water <drip> from the [B] {in|of} the [room=bathroom].",
     "[P] <put> a [garden_tool=bucket] under the [plumbing=pipe] and <call!> the [engineer=plumber].",
     "The [engineer=plumber] <close> the [plumbing/water=tap] and <clean> the [B] with a [hand_tool/metal=wrench].",
     "There <be> [rubbish/waste] in the [plumbing=pipe].",
     "\"Now the [B] is like new,\" he <say!> and <write> a [finance_thing=bill]."}},
    {"house", "C=timepiece/clock", {
     "The [C] of [P] {<be> always late|<go> too slowly}.",
     "So [P.he] <miss> the [vehicle/rail] and <come!> too late {to work|to school}.",
     "[Q] <bring> the [C] to a man who <mend> [timepiece.plural].",
     "He <find> [rubbish/waste=dust] between the wheels of the [C] and <clean> it.",
     "Since then [P] <be> {always early|never late}."}},
    {"house", "H=building/home N=building/home", {
     "[P] and [Q] <move+> from a [light/room] [H] to a [N] in [town].",
     "They <pack+> their [tableware.plural], [bedding.plural] and [timepiece.plural] into [container/store.plural].",
     "A [vehicle/road=truck] with {four|strong} men <carry> the [furniture.plural] away.",
     "The [N] <have> a [light/room] [room/house] and a [size/wall] [household_part/structure].",
     "?[P] <miss> the old [H] and the [kin/other.plural] there.",
     "\"A [N] is {better|cheaper} than a [H],\" <say!> [Q]."}},
    {"fire", "H=hearth_tool", {
     "It <be> cold in the [room/house], so [P] <light> a fire in the [household_part=fireplace].",
     "[P.he] <put> a dry [fire_thing=log] on the fire and <take> a [fire_thing=match] {from|out of} the "
     "[container/store=box].",
     "With the [H] [P.he] <push> the wood into the fire.",
     "?[Q] <hang> the [hearth_tool=poker] on a hook and <sit> down on the [furniture/seat].",
     "In the morning there <be> only grey [rubbish=ash] in the [household_part=fireplace].",
     "[P] <carry> the [rubbish=ash] out {with|in} a [garden_tool=shovel]."}},
    {"fire", "B=building", {
     "A fire <break> out in the [B] [when/day]. || [when/day] a fire <break> out in the [B].",
     "[rubbish=soot] and smoke <come!> {out of|from} the [household_part.plural].",
     "[P] <ring> the bell, and the firemen <bring+> a [garden_tool=hose] and a [machine=ladder].",
     "They <rescue+> a [child/young] and a [pet] {from|out of} the [B].",
     "/Nobody <be> in the [B], and the [household_part=roof] <fall> in.",
     "The [justice=policeman] <believe> that somebody <have> left a [fire_thing] {burning|near the curtains}."}},
    {"clothes", "C=upper_clothes/coat+upper_clothes/dress", {
     "[P] <need> a new [C] for the [holiday/year].",
     "In the [shop/street=shop] [P.he] <try> on a [colour] [C] of [fabric].",
     "The [C] <be> too [size/wall=short], and a button <be> missing.",
     "\"This [C] is [price/worth],\" [Q] <whisper>.",
     "[P] <buy> the [C] together with a [headwear] and [footwear.plural]."}},
    {"clothes", "F=footwear", {
     "The [footwear_part=sole] of [P.his] [F] <have> a hole.",
     "[P] <bring> the [F.plural] to the [craftsman=cobbler] in the old [traffic=street].",
     "He <take> an awl, <cut> a piece of [fabric=leather] and <glue> it under the [F].",
     "The [footwear_part=heel] and the [footwear_part=sole] <be+> [age/time] now.",
     "[Q] <say!> that new [F.plural] <be+> {hardly|not} more expensive."}},
    {"clothes", "M=fabric", {
     "The [craftsman=tailor] <cut> the [M] on a long [furniture/top=table].",
     "He <@sewing> the [M] {with|by} a [appliance=sewing_machine!] and <make> a [upper_clothes/dress].",
     "[P] <stand> before the mirror in the [upper_clothes/dress] and <smile>.",
     "The [M] <be> [colour] and as soft as [fabric:2].",
     "He also <press> the [upper_clothes=suit] and the [upper_clothes=tie] with a hot [appliance=iron]."}},
    {"family", "K=kin", {
     "[P.his] [K] <live> in a [building/home] near [town].",
     "[P] <visit> the [K] {once|twice} a month and <bring> [dish/sweet] and [flower.plural].",
     "They <sit+> {together|side by side} on the [furniture/seat] and <talk+> about the family.",
     "The [K] <tell> {an old|a long} [text=story] about a [fantasy/tale].",
     "?[P] <know> the [text=story] but <listen> {all the same|again}.",
     "In the evening [P] <kiss> the [K] and <take> the [vehicle/rail] home."}},
    {"family", "M=kin/male+age_person/male F=M.female", {
     "In [town] <live> a [M] and a [F], and he <think> only of the [M.matter].",
     "The [F] <think> of the [M.matter], too, and she <speak> of nothing else.",
     "\"He is a [M], and a [M] needs the [M.matter],\" [P] <explain>.",
     "\"She is a [F], and every [F] has the [M.matter],\" <say!> [Q].",
     "The [M] <shave> {himself|his beard}, and the [F] <put> on her [upper_clothes/dress=dress] because of the "
     "[M.matter]."}, 4},
    {"family", "C=child/young T=toy/play", {
     "The [C] <get> a [T] from [P] for {the birthday|being good}.",
     "The [C] <play> with the [T] {the whole day|all day long}.",
     "Then the child next door <want> the [T], and they <quarrel+>.",
     "The [T] <break>, and the [C] <cry>.",
     "[Q] <repair> the [T] with {glue|a little glue}, and the [C] <laugh> again."}},
    {"family", "C=child/young", {
     "The [C] <will> not sleep, so [P] <sing> a [music_piece=lullaby].",
     "[Q] <put> a [bedding/soft] over the [C] and <close> the [bedding=curtain].",
     "\"Tell me a [text=story] about a [fantasy/tale] and a [predator/big],\" the [C] <beg>.",
     "[P] <sit> down on the [furniture/sleep=bed] and <begin>.",
     "Before the [fantasy/tale] <come!> home, the [C] <be> asleep."}},
    {"hospital", "D=disease B=body/organ", {
     "[P] <have> [D] and <lie> {in bed|in the [workplace=hospital]}.",
     "The [scholar=doctor] <listen> to [P.his] [B] with a [medicine=stethoscope].",
     "[P.his] [body/head=forehead] <be> hot, and [P.his] [body/trunk=chest] <hurt>.",
     "\"It is [D],\" <say!> the [scholar=doctor] and <give> [P.him] a [medicine/cure].",
     "[P] <have> to take one [medicine=pill] {every|each} morning( with water).",
     "?The [D] <last> two weeks, and then [P] <be> [state/body=healthy] again."}},
    {"hospital", "B=body/limb M=medicine/cure", {
     "[P] <fall> from a [vehicle/road=bicycle] and <hurt> [P.his] [B].",
     "There <be> blood on the [B] and on the [body=palm] of [P.his] hand.",
     "An [vehicle/road=ambulance] <bring> [P.him] to the [workplace=hospital].",
     "The [scholar=nurse] <wash> the [B] and <put> a [M] on it.",
     "The [patient=surgeon] <say!> that nothing <be> broken, neither the [B] nor the [body/trunk].",
     "[Q] <visit> [P] with [fruit.plural] and a [text]."}},
    {"hospital", "B=body/head", {
     "The [scholar=doctor] <shine!> a light into [P.his] eye and <look> at the [body=pupil] and the [body=iris].",
     "The [B] <hurt> since [weekday/week], {especially|above all} [when/day].",
     "Beside the [B] [P] <have> a small brown [body=mole].",
     "\"Wash the [B] with [chemical=alcohol],\" <say!> the [scholar=doctor], \"and take a [medicine=tablet].\"",
     "[P] <be> [mood/person] when [P.he] <leave> the [workplace=clinic]."}},
    {"hospital", "K=kin D=body/organ", {
     "The [patient=patient] <wait> for a new [body=organ], a [D].",
     "The [patient=surgeon] <explain> the [D] to [P.his] [K].",
     "Three doctors <work+> {all night|for hours} in the [workplace=surgery!] and <save+> the [patient=patient].",
     "The new [D] <work>, and the [patient=patient] <open> his eyes.",
     "[P] <feel> [emotion] and <thank> the [patient=surgeon] for the [D]."}},
    {"hospital", "A=body", {
     "[P] <do> exercises for the [A] [when/day].",
     "[P.he] <lie> on [P.his] [body=back], <lift> one [body/limb=leg] and <hold> it with the [body=calf] against the "
     "wall.",
     "The [A] <hurt> {a little|at first}, but [P] <continue>.",
     "[Q] <cut> a finger [body=nail] and <wait> {on the sofa|without a word}.",
     "\"A strong [A] is better than a [medicine],\" <say!> [P]."}},
    {"hospital", "H=hair/style", {
     "[P] <go> to the [craftsman=barber] because of [P.his] [H].",
     "The [craftsman=barber] <cut> the [hair] and the [H] with {sharp|quick} scissors.",
     "A [colour] [hair=lock] <fall> on the [household_part=floor].",
     "[P] <look> into the mirror and <touch> [P.his] [body/head] and [P.his] [H].",
     "[Q] <keep> the [hair=lock] of hair in a small [container/store=box]."}},
    {NULL},
};
