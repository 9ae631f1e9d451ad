/* Scenes of the world: crafts, industry, science, offices, money. */
#include <stddef.h>

#include "corpora/world/scripts.h"

const struct scene scenes_work[] = {
    {"trade", "W=craftsman", {
     "The [W] <work> in the [W.workplace] from {morning to evening|six to six}.",
     "{Without|If there is no} [W.gear] no [W] <can> make [W.work].",
     "[P] <go> to the [W.workplace] and <order> [W.work] {for the winter|for a friend}.",
     "The [W] <take> the [W.gear] and <begin> {at once|without a word}.",
     "{After|In} two days the [W.work] <be+> {ready|done}, and [P] <pay> the [W] in [currency.plural].",
     "?The [W] <love> the [W.workplace] and <teach> the [child/young] {the trade|how to use the [W.gear]}."}},
    {"trade", "W=countryman", {
     "The [W] <get> up before the sun and <go> to the [W.workplace].",
     "In the [W.workplace] the [W] <need> a [W.gear] {every day|all the time}.",
     "[Q] <help> the [W] with the [W.work] in [season].",
     "The [weather] <be> bad for the [W.work] {this year|in [month/year]}.",
     "\"A [W] must be patient,\" the [W] <say!> and <drink> some [drink/hot].",
     "On [weekday/week] the [W] <sell> the [W.work] {at the|on the} [shop=market]."}},
    {"trade", "W=scholar", {
     "[P.his] [kin] <be> a [W] and <work> in a [W.workplace] in [town].",
     "Every day the [W] <use> the [W.gear] and <think> about [W.work].",
     "{Today|This morning} [P] <visit> the [W.workplace] and <ask> the [W] about [W.work].",
     "The [W] <show> [P.him] the [W.gear] {and|but} <have> no time to talk.",
     "\"A [W] learns all [P.his] life,\" <say!> [Q].",
     "?In the evening the [W] <leave> the [W.workplace] and <forget> the [W.gear]."}},
    {"trade", "W=craftsman+countryman+scholar+traveller", {
     "Two [W.plural] <meet+> in the [W.workplace] and <talk+> about [W.work].",
     "\"A [W] needs a [W.gear] and a [W.workplace],\" <say!> the old [W].",
     "\"Most [W.plural] think of [W.work] day and night,\" <answer> the young one.",
     "The door of the [W.workplace] <be> open, and [P] <see> the [W.gear] {and|with} [W.work].",
     "?[P] <pass> the [W.workplace] and <smell> [W.work]."}, 4},
    {"trade", "W=traveller", {
     "As a child [P] <want> to become a [W]. || [P] <want> to become a [W], even as a child.",
     "A [W] <need> a [W.gear] and <know> much about [W.work].",
     "[P] <see> the [W.workplace] for the first time in [month].",
     "The old [W] there <tell> [P.him] {of|about} [W.work] and <show> [P.him] the [W.gear].",
     "Now [P] <be> a [character/person] [W] and <write> to [Q] from the [W.workplace]."}},
    {"trade", "W=craftsman+scholar+countryman V=craftsman+scholar+traveller", {
     "&The [W] <@asking/request> the [V] to come to the [W.workplace]( on [weekday/week]). || (On [weekday/week] )the "
     "[W] <@asking/request> the [V] to come to the [W.workplace].",
     "&The [V] <leave> the [V.workplace] and <take> the [V.gear] {along|with him}.",
     "&{In|At} the [W.workplace] the [W] <give> the [V] {some of the|a few} [W.work].",
     "&The [V] <thank> the [W] and <go> back to the [V.workplace].",
     "?\"We need each other,\" <say!> the [W]."}},
    {"workshop", "T=hand_tool/wood", {
     "In the [workplace=workshop] [P] <look> for a [T] and some [fastener.plural].",
     "The [T] <hang> {on the wall|over the [furniture=workbench]} beside the [hand_tool/metal].",
     "[P] <@crafting/hand> a [furniture] with the [T] and {some|a few} [fastener/small.plural].",
     "[Q] <hold> the wood while [P] <smooth> it with a [hand_tool=plane].",
     "The [T] <be> [weight/force], and {soon|before long} the {work|job} <be> {done|ready}.",
     "?[P] <hit> [P.his] [body/limb=thumb] with the [hand_tool=hammer] and <shout>."}},
    {"workshop", "T=hand_tool/metal", {
     "The [engineer=mechanic] <lie> under the [vehicle/road=car] with a [T].",
     "A [fastener=bolt] of the [vehicle_part/road] <be> loose, and the [T] <be> too [size/whole].",
     "[P] <hold> the [metal] in the [hand_tool=vice] and <cut> it with a [hand_tool=saw].",
     "Then [P.he] <smooth> the edge with a [hand_tool=file].",
     "The [engineer=mechanic] <turn> the [fastener=bolt] with the [hand_tool=wrench] {until it <be> tight|as far as it "
     "<will> go}."}},
    {"workshop", "V=vehicle/road", {
     "{The|A} [vehicle_part/road=tyre] of the [V] <be> flat, and [P] <stop> {beside|at the side of} the "
     "[traffic=road].",
     "[P.he] <take> the [car_thing=jack] out of the [V] and <lift> the [V] with it.",
     "[Q] <hold> the [vehicle_part=wheel] and the [fastener=screw.plural].",
     "The [vehicle_part/road] of the [V] <make> a [sound/ear] noise, too.",
     "At the garage the [engineer=mechanic] <check> the [electric=battery] and the [car_thing]."}},
    {"industry", "M=machine/site", {
     "On the building site the [engineer.plural] <work+> with a [M].",
     "The [M] <be> [size/wall=high] and <stand> {next to|beside} a wall of [building_material].",
     "A [machine=crane] <lift> the [building_material] up to the [household_part/structure].",
     "The [engineer=foreman] <shout> because the [M] <move> too fast.",
     "[P] <wear> a [headwear=helmet] and <carry> [building_material:2] in a [garden_tool=wheelbarrow].",
     "In [month/year] the new [building] <be> ready, with a [household_part/structure:2] of [building_material:2]."}},
    {"industry", "M=machine/factory", {
     "[P] <work> in a [works/industry=plant] that <make> [vehicle.plural].",
     "The [M] in the hall <run> day and night and <make> a [sound/ear] noise.",
     "[when/day] the [M] <stop>, and the [engineer] <open> it.",
     "A piece of [metal] <have> fallen into the [M].",
     "The [staff=staff] of the [works/industry=plant] <wait> and <drink> [drink/hot].",
     "?The owner <want> to close the [works/industry=plant] because of its [finance_thing=debt.plural]."}},
    {"industry", "M=metal", {
     "The [craftsman=miner] <bring> [M] {out of the|from the} [workplace=mine] near [town].",
     "In the [works/industry=foundry] men <melt+> the [M] in a [machine=furnace].",
     "They <pour+> the hot [M] into forms and <make+> [vehicle_part.plural] and [cookware.plural].",
     "[M] <be> {heavier|harder} than wood and {cheaper|softer} than [metal/precious].",
     "The [works/industry=mint] <buy> [metal:2] and <make> [currency.plural] of it."}},
    {"press", "N=news/paper", {
     "In the cellar of the [workplace=publishing_house!] <stand> the big [machine=press].",
     "At midnight the [craftsman=printer] <start> the [machine=press], and the first [N] <come!> out.",
     "The paper <run> through the [machine=press] {faster|more quickly} than a [vehicle/rail=train].",
     "[P] <read> the [N] and <find> a mistake in the [news/piece=headline].",
     "They <stop+> the [machine=press] and <print+> the [N] again."}},
    {"press", "N=news/paper", {
     "The [scholar=journalist] <write> an [news/piece=article] about the [crime] in [town].",
     "The [staff=press] <wait> {outside|in front of} the [law_place=courtroom] {all day|for hours}.",
     "The [official] <answer> the questions of the [staff=press] in an [news/piece=interview].",
     "The next day the [N] <be> on every [furniture/top] in [town].",
     "\"The [staff=press] writes what it wants,\" <complain> the [official]."}},
    {"lab", "C=chemical/lab", {
     "The [scholar=chemist] <pour> [C] into a [science_thing=test_tube!] and <heat> it.",
     "The [C] <become> [colour], and a smell of [chemical:2] <fill> the [workplace=laboratory].",
     "The [C] <change> into [chemical:3] at a high [temperature/degree].",
     "\"Never touch [C] with your hands,\" she <warn> the [pupil.plural].",
     "She <write> the [science_thing=formula] of [C] {on|in} her [stationery=notebook].",
     "?Drops of [chemical/lab=mercury] <roll> over the table like silver balls."}},
    {"lab", "S=science_thing/lab", {
     "The [scholar=professor] <put> a drop of blood under the [science_thing=microscope].",
     "In the drop he <see> a [S], {and then|and soon} another [science_thing=cell].",
     "\"Every [science_thing=cell] of the body comes from a [science_thing=cell],\" he <explain>.",
     "[P] <draw> the [S] on paper and <measure> it.",
     "With this [science_thing=experiment] they <hope+> to cure [disease]."}},
    {"lab", "E=electric/power", {
     "[P] and [Q] <build+> a [E] for the [scholar=teacher].",
     "They <connect+> the [E] with a [electric=battery] and a [electric:2].",
     "When the [electric=current] <flow>, the [electric=bulb] <shine!>.",
     "/The [E] <get> hot, and the [electric=fuse] <burn>.",
     "\"The [electric=battery] is empty,\" <say!> [Q], \"and the [E] does not work without it.\"",
     "The [temperature=thermostat] <show> twenty [temperature/degree=degree.plural]."}},
    {"office", "C=computing/desk", {
     "[P] <sit> in the office and <look> at the [computing=screen].",
     "The [C] <be> broken, and [P] <cannot> open the [computing/data].",
     "[Q] <move> the [computing=mouse] with one hand and <write> on the [computing=keyboard] with the other.",
     "\"I have lost the [computing/data=file] with all the [finance_thing.plural],\" [P] <sigh>.",
     "[Q] <connect> a new [C] and <find> the [computing/data] {again|at once}."}},
    {"office", "D=computing/data", {
     "[P] <write> a [D] on the [computing=laptop] for {the boss|the [official=secretary]}.",
     "[P.he] <save> the [D] and <send> it to [Q] by [computing=email].",
     "On the train [Q] <read> the [D] on a [computing/data=tablet].",
     "There <be> a mistake in the [D], and [Q] <print> it.",
     "The whole [staff=staff] of the office <laugh> {about|at} the [D]."}},
    {"office", "S=stationery/desk", {
     "The [official=clerk] <take> a [S] and a [stationery/write=pen] out of the [furniture=drawer].",
     "He <put> the papers in a [stationery=folder] and the [stationery=folder] in the [furniture=cabinet].",
     "The [S] <lie> {under|beside} the [timepiece=clock] on his [furniture=desk].",
     "[P] <ask> him for a [S], but he <say!> that he <have> only one.",
     "On the [calendar=calendar] he <write> the [calendar=date] of the [calendar=appointment]."}},
    {"office", "D=calendar/day", {
     "[P] and [Q] <look+> for a [calendar=date] {in|at the end of} [month/year].",
     "On [weekday/week] [Q] <have> an [calendar=appointment] with the [scholar].",
     "[P] <write> the [D] into the [calendar/day=diary].",
     "\"On which [calendar=date] is the [holiday/year]?\" <ask!> [Q].",
     "In the end they <meet+> {in front of|at} the [building/public] on [weekday:2]."}},
    {"post", "M=mail/post", {
     "[P] <write> a [M] to [Q] and <put> it in an [stationery=envelope].",
     "[P.he] <go> to the [workplace=post_office!] and <buy> a [mail=stamp] for the [M].",
     "The [traveller=postman] <carry> the [M] to [town] {in|within} two days.",
     "[Q] <open> the [M], <read> it {twice|again and again} and <smile>.",
     "/The [M] <be> lost, and [Q] <wait> for it {in vain|for weeks}.",
     "[Q] <answer> [P] with a [mail:2]."}},
    {"post", "S=seal_thing/desk", {
     "The [ruler/title] <write> a [mail=letter] on [seal_thing=parchment].",
     "The [official=secretary] <melt> the wax, and the [ruler/title] <press> the [seal_thing=seal] into it.",
     "A [soldier=guard] <bring> the [mail=letter] to the [official=ambassador] in [town].",
     "The [official=ambassador] <break> the [seal_thing=seal] and <read> the [message].",
     "\"The [S] is real,\" he <say!> to [P]."}},
    {"bank", "F=finance_thing/bank", {
     "[P] <go> to the [finance_thing=bank] because of a [F].",
     "The [scholar=banker] <talk> {about|of} the [F] and the high [finance_mass=interest].",
     "[P] <sign> the paper with a [stationery/write=pen] and <get> the [finance_mass=money].",
     "\"How much [finance_mass=interest] must I pay for the [F]?\" <ask!> [Q].",
     "The [scholar=banker] <put> the [F] into the [finance_thing=vault] of the [finance_thing=bank]."}},
    {"bank", "F=finance_thing/stock", {
     "[P] <buy> a [F] with the [finance_mass=money] of [P.his] [kin].",
     "The [finance_thing=account] <be> empty now, but the [F] <rise!> {every week|from day to day}.",
     "The [merchant] <read> the [news/paper] and <sell> his [F.plural].",
     "/Then the price of the [F] <fall>, and [P] <lose> everything.",
     "/In [month/year] [P] <sell> the [F] and <be> [wealth/person=rich].",
     "[Q] <trust> only the [finance_thing=bank] and [metal/precious]."}},
    {"bank", "K=criminal T=container", {
     "At night the [K] <break> into the [finance_thing=bank]( through the [household_part/door]).",
     "In the [finance_thing=vault] of the [finance_thing=bank] he <fill> a [T] with [finance_mass=money] and "
     "[gem.plural].",
     "The [justice=policeman] <hear> the [K] and <ring> for help.",
     "The [K] <drop> the [T] and <escape> in a [vehicle/road=car].",
     "/The [justice=policeman] <arrest> the [K] {on the spot|at the door}.",
     "In the morning the [scholar=banker] <count> the [finance_mass=money] in the [finance_thing=vault]."}},
    {"market", "F=fruit+vegetable", {
     "On [weekday/week] [P] <go> to the [shop=market] {with a [container]|for [F.plural]}.",
     "The [merchant=greengrocer] <have> fresh [F.plural] and [taste/of] [fruit/southern.plural].",
     "\"How much are the [F.plural]?\" [P] <ask>.",
     "They <cost+> {two|three} [currency.plural], and [P] <think> that this <be> [price/worth].",
     "[P] <buy> [F.plural], [spread/dairy] and a [flower] and <carry> everything home.",
     "?[Q] <wash> the [F.plural] {under|at} the [plumbing=tap]."}},
    {"market", "G=cookware+bedding+timepiece+headwear+container", {
     "The [merchant=merchant] <sell> [G.plural] in the [shop/street]( near the [building]).",
     "\"This [G] is from [country] and {very|quite} [price/worth],\" he <say!>.",
     "[P] <like> the [G], but [Q] <think> it too expensive.",
     "They <argue+> about the price, and at last the [merchant=merchant] <laugh>.",
     "[P] <pay> [finance_mass=cash], and the [merchant=merchant] <wrap> the [G] in paper."}},
    {NULL},
};
