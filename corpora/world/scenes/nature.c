/* Scenes of the world: animals, plants, weather, the sky. */
#include <stddef.h>

#include "corpora/world/scripts.h"

const struct scene scenes_nature[] = {
    {"farm", "A=farm_animal?young", {
     "{Early in the morning|At sunrise} [P] <go> to the [A.home] (with a [container/store] of [A.food] ){to feed the "
     "[A.plural]|because the [A.plural] <be+> hungry}. || [P] <carry> a [container/store] of [A.food] to the [A.home] "
     "{to feed the [A.plural]|for the hungry [A.plural]}( before breakfast).",
     "The [size/whole] [A] <A.sound> {as soon as|when} [P.he] <open> the [household_part=gate].",
     "It <eat> the [A.food] and <drink> {some|a little} water from the [container/store].",
     "?Its [A.young] <stand> {close beside it|next to it} and <be> still too {young|small} for [A.food].",
     "\"A [A.young] needs its mother,\" [P] <say> to [Q].",
     "[Q] <carry> the [A.young] {back to|into} the [A.home] and <close> the door."}},
    {"farm", "A=farm_animal B=farm_animal", {
     "&The [A] <@chasing> the [B] {across|over} the [estate/land] [when/day]. || {Across|Over} the [estate/land], "
     "[when/day], the [A] <@chasing> the [B].",
     "&The [B] <be> {afraid of|scared of} the [A] and <B.sound> loudly. || The [B] <B.sound> loudly because it <be> "
     "{afraid of|scared of} the [A].",
     "[P] <hear> the noise and <run!> out of the house.",
     "\"Leave the [B] {alone|in peace}!\" [P.he] <shout>, and {the [A] <run!> away|away <run!> the [A]}.",
     "[P.he] <lead> the [A] back to the [A.home] and <give> it some [A.food]."}},
    {"farm", "F=countryman G=grain", {
     "In [season/year] the [F] <sow> [G] in the field {behind|beyond} the [building/home].",
     "The [weather/wet] <make> the soil soft, and {soon the [G] <begin> to grow|the [G] <grow> {quickly|fast}}.",
     "In [month/year] the [G] <be> {ripe|ready}, and [P] <help> the [F] {to harvest it|to bring it in}.",
     "They <load+> the [G] on a [vehicle/horse] and <drive+> {it|their load} to the [workplace=mill].",
     "The [craftsman=miller] <turn> the [G] into flour.",
     "?\"It was a {good|rich} year for [G],\" <say!> the [F]."}},
    {"farm", "A=farm_animal/mammal", {
     "Somebody {<have> left a hole in|<have> broken} the [pen/enclosure] {near|beside} the [A.home].",
     "The [A] <notice> it and <@motion/foot> {out of|away from} the [pen/enclosure=pen].",
     "[P] <follow> the [A] {along|down} the [traffic=road] and {through|across} the [landform/flat].",
     "At last [P.he] <find> it {beside|near} the [water/running], {eating|full of} [A.food].",
     "[P] <bring> the [A] home (with a rope ){before night|before it is dark}.",
     "In the evening [P.he] <repair> the [pen/enclosure] with a [hand_tool/wood] and a few [fastener/small.plural]."}},
    {"pets", "A=pet B=pet", {
     "&The [A] <@chasing> the [B] {through|round} the [room/house] [when/day]. || {Through|Round} the [room/house] "
     "the [A] <@chasing> the [B] [when/day].",
     "&The [B] <jump> onto the [furniture/top] and <B.sound> at the [A]. || With one jump the [B] <be> on the "
     "[furniture/top], where it <B.sound> at the [A].",
     "A [tableware/dish] <fall> to the floor and <break> {into pieces|in two}.",
     "[P] <come!> in and <blame> the [A] {because of the mess|for the mess}( in a [sound/ear] voice).",
     "{Later|Soon} both of them <sleep+> on the same [bedding/soft]."}},
    {"pets", "A=pet/furry", {
     "[P] <buy> a [A] and <call!> it [man_name].",
     "The [A] <sleep> in a [container/store] and <eat> [A.food] {every day|twice a day}.",
     "[when/day] [Q] <take> the [A] for a walk on a [lead/dog]. || [Q] <take> the [A] for a walk on a [lead/dog] "
     "[when/day].",
     "It <A.sound> at every [vehicle/road] that <come!> down the [traffic=road].",
     "?Near the [estate/land] it <see> a [pet/furry:2] and <pull> {hard|with all its strength} at the [lead=lead].",
     "At home the [A] <lie> down on its [bedding/soft] and <fall!> asleep."}},
    {"pets", "A=pet/furry B=body_of_animal/mammal", {
     "[P.his] [A] <be> {ill|sick}, so [P] <take> it to the [scholar=vet].",
     "{A|One} [B] <be> {hurt|wounded}, and the [A] <will> not eat its [A.food].",
     "The [scholar=vet] <examine> the [A] and <wash> its [B] {carefully|with care}.",
     "Then [P] <have> to hold the [A] while the [scholar=vet] <put> a [medicine/cure=bandage] on the [B].",
     "After a week the [A] <be> healthy and <A.sound> again."}},
    {"pets", "A=pet/caged", {
     "{In the window|By the window} of [P] <hang> a cage with a [A].",
     "The [A] <sit> on its [perch/nest=perch] and <A.sound> {all day|from morning to night}.",
     "[Q] <give> it [A.food] and <teach> it {a few words|a word}.",
     "One day the cage <be> open, and the [A] <fly!> {out of|through} the window.",
     "[P] <look> for the [A] {in the whole|all over the} [estate/land] and <call!> its name.",
     "At night it <come!> back, <sit> on its [perch/nest=perch] and <A.sound>."}},
    {"pets", "A=pet/furry?young", {
     "In the [room/house] the [A] <have> a [school_thing=litter] of [A.young.plural] in its [container/store=basket].",
     "There <be+> five [A.young.plural] in the [school_thing=litter], and one <be> {white|black}.",
     "[P] <want> to keep one [A.young], but [Q] <say!> no.",
     "?The smallest [A.young] <have> cold [body_of_animal=paw.plural] and a thin [body_of_animal=tail].",
     "So they <sell+> the [A.young.plural] {to friends|to the neighbours} in [month/year]."}},
    {"wild", "A=predator B=grazer", {
     "The [A] <leave> its [A.home] at night and <look> for {food|prey}.",
     "{Near|Not far from} the [B.home] it <see> a [B] that <eat> [B.food].",
     "The [A] <creep> {closer|nearer} and then <attack> the [B]( without a sound).",
     "The [B] <B.sound> and <run!> {for its life|as fast as it <can>}.",
     "/The [B] <be> too slow, and the [A] <catch> it by the [body/trunk=neck].",
     "The [A] <stay> hungry that night and <go> back to its [A.home]."}},
    {"wild", "A=predator B=predator", {
     "&The [A] <@fighting> the [B] {because of|for} a dead [grazer/forest]. || {Because of|For} a dead "
     "[grazer/forest] the [A] <@fighting> the [B].",
     "&The [B] <be> the {loser|weaker one} and <run!> away with a {bleeding|wounded} [body_of_animal/mammal].",
     "&The [A] <eat> the meat and <be> {proud of|pleased with} itself.",
     "{In the distance|Far away} [P] <hear> how the [A] <A.sound>."}},
    {"wild", "A=grazer+predator P=kin+child+man_name+woman_name", {
     "[P] and [Q] <visit+> the zoo on [weekday/week].",
     "First they <see+> a [A], a [grazer/savanna:2] and {several|many} [grazer/tree.plural].",
     "The [A] <come!> from [country/far] and <eat> [A.food].",
     "\"In the wild a [A] lives in the [A.home],\" {<explain> the keeper|the keeper <explain>}.",
     "The [A] <A.sound> and <show> its [size/whole] [body_of_animal/mammal].",
     "?[P] <be> afraid of the [predator/big] because of its [body_of_animal=claw.plural]."}},
    {"wild", "A=farm_animal+pet+predator+grazer+bird", {
     "\"Where do [A.plural] live?\" the [child/young] <ask>.",
     "\"A [A] lives in the [A.home], and all [A.plural] eat [A.food],\" [P] <explain>.",
     "\"And [A.plural] [A.sound.base] when they are hungry for [A.food],\" <say!> [Q].",
     "In the [A.home] they <see+> {two|three} [A.plural] with [A.food]( and a [A.home] full of other [A.plural])."}, 4},
    {"pets", "A=farm_animal+pet+predator+grazer+bird?young", {
     "A [A.young] <be> a young [A]; it <live> in the [A.home] with its mother.",
     "The [A.young] <be> small and weak, and the [A] <be> big and strong.",
     "The [A] <eat> [A.food], but the [A.young] <drink> {milk|a little}.",
     "The [A] <A.sound> loudly, and the [A.young] <A.sound> softly for its mother.",
     "\"One day the [A.young] will be a [A] and eat [A.food],\" <say!> [P]."}, 3},
    {"wild", "A=grazer/savanna", {
     "The [A] <live> {in the|on the edge of the} [A.home], where it <find> [A.food].",
     "The [A] <be> {bigger|heavier} than a [grazer/forest] but {smaller|lighter} than a house.",
     "With its [body_of_animal=trunk] an elephant <can> lift a [tree_part=branch], and with its [body_of_animal=horn] "
     "a buffalo <can> fight.",
     "When a [predator/big] <come!> near, the [A] <A.sound> and the whole [school_thing=herd] <run!>.",
     "In the dry season the [A.plural] <@motion/foot+> to the [water/standing] and <drink+>."}},
    {"wild", "A=rodent B=insect", {
     "A [size/whole] [A] <live> in the [A.home] of [P].",
     "At night it <come!> out and <eat> the [A.food].",
     "[P] <hear> how the [A] <A.sound> {behind|under} the [furniture/storage].",
     "[Q] <set> a trap with {some|a piece of} [spread/dairy=cheese] for the [A].",
     "The [A] <steal!> the [spread/dairy=cheese] and <run!> back into its hole."}},
    {"birds", "A=bird", {
     "In [season/year=spring] the [A] <build> a nest {in|near} the [A.home].",
     "It <carry> [tree_part=twig.plural], grass and {feathers|moss} in its [body_of_animal=bill].",
     "Soon there <be+> {three|four} eggs in the [perch/nest], and the [A] <sit> on them.",
     "The young <be+> always hungry, and their [body_of_animal=beak.plural] <be+> {wide open|never shut}.",
     "All day the [A] <bring> them [A.food].",
     "In [season/year=autumn] the young <leave+> the [perch/nest] and <fly!+> south."}},
    {"birds", "A=bird/water", {
     "{At the|By the} [landform/coast] [P] <watch> the [A.plural] through a telescope.",
     "A [A] <stand> {in the shallow water|on one leg} and <wait> for [A.food].",
     "Suddenly it <push> its [body_of_animal=bill] into the water and <catch> a [fish].",
     "\"Look, a [A]!\" [P] <whisper> to [Q].",
     "The [A] <spread> its [body_of_animal=wing.plural] and <fly!> {over|across} the [water/standing]."}},
    {"birds", "A=bird/prey B=bird/song", {
     "The [A] <circle> {high above|over} the [B.home] and <look> for {food|prey}.",
     "It <see> the [B], <fall> {like a stone|down from the sky} and <@fighting> it with its "
     "[body_of_animal=claw.plural].",
     "The [B] <B.sound> and <escape> {into|to} the [landform/wood].",
     "/The [A] <carry> the [B] away to its [perch/nest] on the [landform/high].",
     "Then it <be> quiet, and no bird <sing> {for an hour|for a while}."}},
    {"birds", "A=bird/town+bird/song", {
     "{Every|Each} winter [P] <feed> the [A.plural] {in front of|outside} the [household_part=window].",
     "The [A] <sit> on a [tree_part] of the [tree] and <A.sound>.",
     "It <eat> [A.food] from the [perch/nest=feeder] and <share> nothing with the [bird/song:2.plural].",
     "A [pet=cat] <watch> the [A] from the [household_part/structure=roof].",
     "The [A] <see> the [pet=cat] and <fly!> up into the [tree].",
     "?[Q] <say!> that the [A] <be> cleverer than the [pet=cat]."}},
    {"fishing", "F=fish/river", {
     "[P] and [Q] <go+> fishing [when/day]. || [when/day] [P] and [Q] <go+> fishing.",
     "They <sit+> {side by side|quietly} on the [water/edge=bank] of the [water/running].",
     "[P] <put> a [insect/crawling] on the hook and <throw> the line into the [water/flow=current].",
     "{After an hour|After a long time} a [size/whole] [F] <bite>.",
     "[P] <pull> the [F] out of the [water/running] and <show> it to [Q].",
     "In the evening they <fry+> the [F] in a [cookware=pan] with {some|a little} [spice]."}},
    {"sea", "F=fish/sea B=vessel/small", {
     "The [traveller=fisherman] <leave> the [water/sea=port] in his [B] {before dawn|while it <be> dark}.",
     "He <throw> his nets into the [water/sea] and <wait>.",
     "The nets <be+> full of [F.plural]( and a few [sea_creature/shelled.plural]).",
     "A [school_thing=school] of [sea_creature/large.plural] <follow> the [B].",
     "He <sell> the [F.plural] on the [water/sea=pier] {for a good price|to the [merchant=fishmonger]}.",
     "?His wife <roast> one [F] and <serve> it with [drink/strong]."}},
    {"sea", "A=sea_creature/large", {
     "{From the|On the} [vessel] [P] <see> a [A] {in the|between the} [water/flow=wave.plural].",
     "The [A] <dive> {deep|down} and <come!> up again {near|beside} the [vessel].",
     "\"A [A] can stay under water for a long time,\" <explain!> the [traveller=sailor].",
     "On the [landform/stone=rock.plural] a [sea_creature=seal] <lie> {in the sun|asleep} with its young.",
     "The [A] <eat> {many|hundreds of} [fish/sea.plural] {a day|every day}."}},
    {"sea", "A=sea_creature/shelled", {
     "At low [water/flow=tide] the children <walk+> along the [landform/coast=beach].",
     "They <collect+> [shore_thing.plural] and <put+> them in a [garden_tool=bucket].",
     "{Under|Beside} a [landform/stone] [P] <find> a [A].",
     "[Q] <find> a [shore_thing=shell] with a [size/whole] [A] {in it|inside}.",
     "When [P] <touch> the [A], it <hide> in the sand.",
     "At home they <put+> the [A] in the [tank/water=tank] with some [shore_thing=seaweed]."}},
    {"sea", "A=fish+sea_creature", {
     "[P] <keep> [A.plural] in a glass [tank/water=tank].",
     "Every [weekday/week] [P.he] <clean> the [tank/water] and <fill> it with fresh water.",
     "The [A] <swim> between the [plant/green=plant.plural] and <hide> {behind|under} a [landform/stone].",
     "?Its [body_of_animal=fin.plural] and [body_of_animal=scale.plural] <shine!> in the light.",
     "When [Q] <knock> on the [tank/water], the [A] <disappear>."}},
    {"insects", "A=insect/flying F=flower", {
     "A [A] <@motion/air> {over|around} the [F.plural] in the [estate/land].",
     "It <A.sound>, <sit> down on a [F.tint] [F] and <drink> from it.",
     "[P] <want> to catch the [A] {with a net|in a [container/store=jar]}.",
     "The [A] <sting> [P.him] in the [body/limb], and [P.he] <cry>.",
     "/The [A] <fly!> away to the next [F] before [P] <be> near.",
     "?\"Without the [A] there would be no [F.plural],\" <say!> [Q]."}},
    {"insects", "A=insect/crawling", {
     "In the grass of the [landform/flat] <live> a [A].",
     "On warm nights the [A] <A.sound> {until|till} the sun <rise!>.",
     "[P] <hear> a [insect/crawling=cricket] {under|near} the [furniture/seat=bench] and <look> for it.",
     "{By the light of|With} a [fire_thing=torch] [P.he] <see> the [A] {on|under} a [tree_part=leaf].",
     "A [reptile] <wait> {nearby|beside it} and <eat> the [A]."}},
    {"insects", "A=reptile", {
     "The [A] <lie> on a warm [landform/stone] and <sleep> in the sun.",
     "A [insect/flying=fly] {<land> on|<come!> too near} its [body_of_animal=tail].",
     "The [A] <open> {its mouth|one eye} and <eat> the [insect/flying=fly].",
     "Then a shadow <fall!> on the [landform/stone]: a [bird/prey] <circle> above it.",
     "The [A] <disappear> {under|behind} the [landform/stone]."}},
    {"garden", "F=flower", {
     "{In|Early in} [season/year=spring] [P] <dig> the soil in the [estate/land=garden] with a [garden_tool].",
     "[P.he] <plant> a [plant/green=bulb] and {some|many} [F.plural] {along|beside} the [pen/enclosure=fence].",
     "[when/day] [P.he] <water> the [F.plural] with a [garden_tool=hose]. || [P.he] <water> the [F.plural] with a "
     "[garden_tool=hose] [when/day].",
     "After the [weather/wet=rain] the first [F] <open> its [F.tint] [tree_part=blossom.plural].",
     "[P] <pick> {some|a few} [F.plural] for [Q] and <put> them in a [tableware=jug].",
     "?The whole [room/house] <smell> of [F.plural]."}},
    {"garden", "T=tree", {
     "{In the middle of|Behind} the [estate/land] <stand> an old [T].",
     "Its [tree_part=root.plural] <be+> deep, and its [tree_part=branch.plural] <be+> {thick|strong}.",
     "In the [storm/event] a [tree_part=branch] of the [T] <fall> on the [household_part/structure=roof].",
     "[P] <saw> the [tree_part=branch] into [fire_thing=log.plural] for the [household_part/structure=fireplace].",
     "[Q] <plant> a young [T] {beside|next to} the old one.",
     "\"A [T] grows slowly,\" [Q.he] <say!>, \"{and|but} it lives longer than we do.\""}},
    {"garden", "V=vegetable", {
     "[P] <grow> [V.plural] and [vegetable:2.plural] {behind|next to} the [building/home].",
     "The [reptile/land=tortoise] and the [insect/crawling.plural] <eat+> the leaves of the [V.plural].",
     "[P] <weed> the beds with a [garden_tool=hoe] and <throw> the [plant/green=weed.plural] on a heap.",
     "In [month/year] [Q] <pick> the first [V] and <wash> it at the [plumbing=tap].",
     "They <cook+> the [V] {with|in a soup of} [vegetable:2.plural] and <eat+> it with [bread/baked.plural]."}},
    {"garden", "F=fruit/orchard+fruit/berry", {
     "The [F.plural] in the [estate/land=orchard] <be+> {ripe|ready} in [month/year].",
     "[P] <climb> a ladder and <pick> the [F.plural] from the highest [tree_part=branch.plural].",
     "[Q] <collect> the [F.plural] in a [container/store] and <eat> {one|some} of them.",
     "The [F] <be> [F.tint] and <taste> [taste/of].",
     "From the rest they <make+> [spread/jar=jam] and {put it|keep it} in [container/store=jar.plural]."}},
    {"hiking", "T=tree/evergreen", {
     "[P] and [Q] <walk+> through a [landform/wood] of [T.plural].",
     "{Under|Between} the [T.plural] they <find+> [plant/green=mushroom.plural] and [fruit/berry.plural].",
     "A [grazer/forest] <watch> them from behind a [T].",
     "The smell of the [T] <be> [mood/person] medicine for a {tired|weary} mind.",
     "On a [T] [P] <cut> [P.his] name with a [tableware/cutlery=knife]."}},
    {"weather", "W=weather", {
     "{In|During} [month/year] there <be> a lot of [W] in the [landform/flat].",
     "Because of the [W] the [traffic/road=road] <be> {empty|quiet}, and nobody <go> out.",
     "[P] <wear> a [upper_clothes/coat] and a [headwear] against the [W].",
     "{The radio <say!>|On the radio they <say!+>} that the [W] <will> last until [weekday/week].",
     "On [weekday/week] the [W] <stop>, and the sun <come!> out."}},
    {"weather", "S=storm/event", {
     "A [S] <come!> from the sea [when/day]. || [when/day] a [S] <come!> from the sea.",
     "The sky <become> [colour/dull], and a [storm/flash=bolt] of lightning <strike!> the [tree].",
     "The [S] <break> the [household_part=window.plural] and <carry> away the [household_part/structure=roof] of a "
     "[building/home].",
     "[P] <hide> in the [room/house=cellar] with a [fire_thing=candle].",
     "{After|When} the [S]( <be> over), [Q] <help> [P] to repair the [household_part/structure]."}},
    {"weather", "S=storm/disaster D=storm/disaster", {
     "There <be> a [S] in [country] {in|at the end of} [month/year].",
     "Because of the [S] the [building] of [town] <be> empty, and the [traffic=road] <be> {shut|closed}.",
     "\"We have never seen such a [S] in [town],\" {the radio <say!>|the people <say!+>}.",
     "[P] <send> [upper_clothes/coat.plural] and [bread/baked.plural] to the people there.",
     "\"{First|Last year} it was a [D], {and now|now} it is a [S],\" <sigh> [Q]."}},
    {"weather", "S=season", {
     "In [S] the days <be+> [heat/touch], and the wind <smell> of [weather].",
     "[P] <love> the [S] because of the [holiday/year.plural].",
     "The [tree/leafy.plural] and the [flower.plural] <change+> when [S] <begin>.",
     "In [S] people <wear+> [headwear.plural] and [footwear.plural].",
     "?\"[S] is the best time of the year,\" <say!> [Q]."}},
    {"hiking", "H=landform/high W=water/running", {
     "[P] and [Q] <climb+> a [H] near [town].",
     "The path <be> steep, and they <be+> {soon tired|tired and hot}.",
     "{Between|Under} the [landform/stone.plural] a [water/running=spring] of clear water <come!> out of the ground.",
     "They <drink+> from the [water/running=spring] and <fill+> their [container/store=bottle.plural].",
     "From the top of the [H] they <see+> the [W], the [landform/flat] and the [landform/coast].",
     "\"The [W] is {very|so} [size/water] here,\" <say!> [Q]."}},
    {"hiking", "W=water/running", {
     "The [W] <flow> {from|out of} the [landform/high] to the [water/standing=lake].",
     "It <be> [size/water] and [heat/touch], and its [water/flow=current] <be> strong.",
     "A [vessel/small] <lie> on the left [water/edge=bank]( under a [tree]).",
     "[P] <want> to cross the [W], but the [water/edge=bridge] <be> broken.",
     "[Q] <find> a [water/edge] {further|lower} down, and they <cross+> the [W] there."}},
    {"sea", "C=landform/coast", {
     "The [vessel/sail] <sail> round the [landform/coast=cape] and <reach> the [C].",
     "There <be+> [bird/water.plural] on the [landform/high=cliff.plural] and [sea_creature/shelled.plural] in the "
     "sand.",
     "A [size/water] [water/running] <flow> into the sea near the [C].",
     "?On the [C] <live+> only a few people, who <catch+> [fish/sea.plural].",
     "The [traveller=lighthouse_keeper!] <watch> the [C] and the [water/flow=wave.plural]( all night)."}},
    {"space", "S=planet", {
     "The [scholar=astronomer] <look> at [S] through the telescope.",
     "[S] <be> a [sky_object=planet], and it <be> {farther from|nearer to} the [sky_object=sun] than we are.",
     "It <shine!> like a bright [sky_object=star] {above|over} the [landform/high.plural].",
     "\"Nobody can live on [S],\" he <explain> to the [pupil.plural]. || \"On [S] nobody can live,\" he <tell> the "
     "[pupil.plural].",
     "{Next|On the same} night he <discover> a [sky_object] {near|beside} [S] and <write> it down."}},
    {"space", "S=planet", {
     "The [traveller=astronaut] <wave> from the door of the [aircraft=rocket].",
     "With a loud [noise=noise] it <leave> the ground and <fly!> towards [S].",
     "The journey to [S] <take> {many months|more than a year}.",
     "From the window the [traveller=astronaut] <see> the [sky_object] and the dark [sky_object:2].",
     "He <send> {a photograph|pictures} of [S] {home|to the earth} by [appliance=radio]."}},
    {NULL},
};
