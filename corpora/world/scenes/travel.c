/* Scenes of the world: roads, ships, countries. */
#include <stddef.h>

#include "corpora/world/scripts.h"

const struct scene scenes_travel[] = {
    {"country", "C=country T=C.capital N=C.people", {
     "[P] <travel> to [C] and <stay> in [T] {for a week|until [weekday/week]}.",
     "[T] <be> the capital of [C] and <lie> {on|beside} the [C.river_name].",
     "In the [shop.plural] of [T] people <sell+> [N] [C.product].",
     "[P] <learn> a few [N] words and <ask> for {the way|a map}.",
     "An old [N] [age_person] <show> [P.him] the [building/grand] and the [building/public] of [T].",
     "?\"Nobody makes better [C.product] than the people of [C],\" <say!> [Q]."}, 3},
    {"country", "C=country T=C.capital N=C.people", {
     "The [cabinet/state=government] of [C] <meet> in [T] [when/day].",
     "The [N] [official=minister] <speak> {for an hour|in a loud voice} about the price of [C.product].",
     "The [cabinet/state=parliament] of [C] <vote> {for|against} a [war_matter] with [country:2].",
     "In the streets of [T] people <sing+> [N] [music_piece/played.plural].",
     "The [official=president] of [C] <sign> the paper in a [building/grand] near the [C.river_name]."}, 3},
    {"country", "C=country D=country T=C.capital U=D.capital", {
     "&A [vehicle/rail] <leave> the station of [T] and <cross> the [war_matter=border] of [C].",
     "[P] <look> out of the window and <see> the [landform] and the [C.river_name].",
     "In the evening the [vehicle/rail] <arrive> in [U], {the capital of [D]|far from [T]}.",
     "[P] <compare> [T] with [U] and [C] with [D].",
     "\"In [C] they drink [drink], but in [D] they like [drink:2],\" [P.he] <write> to [Q].",
     "?[P] <bring> [C.product] from [C] and [D.product] from [D]."}, 3},
    {"country", "C=country N=C.people", {
     "[P.his] [kin] <be> [N] and <come!> from a [landform] near the [C.river_name].",
     "At home they <speak+> [N] and <eat+> [N] [dish.plural].",
     "The family <send> [C.product] from [C] {every|each} [season/year].",
     "[Q] <dream> of a house in [C], {not far from the [C.river_name]|by the [C.river_name]}.",
     "\"The [N] flag is [colour] and [colour:2],\" [P] <explain>."}, 3},
    {"country", "C=country T=C.capital N=C.people P=merchant", {
     "[P] <buy> [C.product] in [C] and <sell> them in [city].",
     "He <count> his [N] [finance_mass=money] in a [pub] {near|in the middle of} [T].",
     "A [N] ship <carry> the [C.product] down the [C.river_name]( to the [water/sea=port]).",
     "The [official] of [T] <want> a tax on [C.product].",
     "[P] <pay> and <think> that [C] {<be> a [wealth/person] country|<have> [wealth/person] people}."}, 3},
    {"travel", "V=vehicle/rail", {
     "[P] <buy> a [travel_thing=ticket] to [town] and <wait> for the [V].",
     "The [traveller=porter] <put> the heavy [container/travel=trunk] and a [container/travel] into the [V].",
     "The [traveller=conductor] <blow> the whistle, and the [V] <leave> {on time|the station}.",
     "In the [V] [P] <sit> beside a [servant] and <read> a [news/paper].",
     "/In the [V] the [traveller=conductor] <check> the [travel_thing=ticket.plural] of the [child/young.plural].",
     "[Q] <stand> on the platform in [town:2] and <wave>."}},
    {"travel", "V=vehicle/road", {
     "[P] and [Q] <travel+> to [town] in an old [V].",
     "On the [traffic/road=motorway] the [V] <stand> in a [traffic=jam] {for hours|since noon}.",
     "At the [traffic] a [justice=policeman] <stop> the [V] and <look> at the [vehicle_part.plural].",
     "\"The [vehicle_part/road] of your [V] is broken,\" he <say!>.",
     "The [servant=chauffeur] <turn> into a [traffic=lane], and they <drive+> through [landform/wood.plural] and "
     "[landform/flat.plural].",
     "?When they <arrive+>, the [travel_thing] <have> {taken all day|cost much time}."}},
    {"travel", "H=building/public B=container/travel", {
     "[P] <come!> to a [H] in [town] with a [B] and a [container/travel:2].",
     "The [traveller=porter] <carry> the [B] up the [household_part=staircase].",
     "In the [B] there <be+> [upper_clothes.plural], [footwear.plural] and a [travel_thing].",
     "In the night [P] <lose> the [B] {and|but} <find> it again beside the [furniture].",
     "\"A [travel_thing] without a [B] is {easier|cheaper},\" <say!> [Q]."}},
    {"ship", "S=vessel/sail", {
     "The [S] <leave> the [water/sea=port] of [town] with the evening [water/flow=tide].",
     "The [soldier=captain] <stand> on the [ship_part=deck] and <look> at the [ship_part/deck].",
     "The [traveller=sailor] <climb> the [ship_part=mast] and <pull> down the [ship_part=sail].",
     "{High|Big} [water/flow=wave.plural] <hit+> the [ship_part=bow] of the [S].",
     "\"We are near the [landform/coast=cape],\" <shout> the [traveller=sailor].",
     "They <drop+> the [ship_part=anchor] {behind|near} the [landform/coast=island] and <wait+> for better weather."}},
    {"ship", "S=vessel P=soldier+traveller", {
     "A [storm/event] <catch> the [S] near the [landform/coast].",
     "The [ship_part] <break>, and water <come!> over the [ship_part=bow].",
     "[P] <order> the men to throw the [container/store.plural] into the [water/sea=sea].",
     "/[P] <pray> and <hold> on to the [ship_part=mast].",
     "The [S] <sink> {before|when} the lifeboats <reach+> the [landform/coast=beach].",
     "Later divers <find+> the [S] with its [ship_part] and [container/store=chest.plural] full of [metal/precious]."}},
    {"ship", "B=vessel/small", {
     "The [B] <move> {slowly|quietly} along the [water/running=canal].",
     "At the [water/edge=lock] [P] <have> to wait until the gates <open+>.",
     "The water in the [water/edge=lock] <rise!>, and the [B] <rise!> with it.",
     "[Q] <sit> on the [ship_part=deck] and <drink> [drink/hot].",
     "Behind the [water/edge=bridge] they <see+> the [water/running] and the [water/edge=dam]."}},
    {"flight", "A=aircraft", {
     "The [traveller=pilot] <climb> into the [A] and <greet> [P].",
     "The [A] <roll> over the field and <rise!> {into the air|above the clouds}.",
     "From the [A] the [water/running.plural] <look+> like silver [fabric=lace].",
     "Over the [landform] there <be> [weather], and the [A] <shake>.",
     "[Q] <feel> [emotion=fear] and <hold> [P.his] [body=hand].",
     "The [aircraft=plane] <land> in [town] {at noon|in time}, and the [traveller=pilot] <smile>."}},
    {"flight", "P=scholar+artist+kin", {
     "[P] <miss> the [aircraft=plane] to [town] because of the [traffic=jam].",
     "At the [workplace=airport] [P.he] <show> [P.his] [travel_thing=passport] and <ask> for another flight.",
     "The next [aircraft=plane] <fly!> [when/day].",
     "[P] <sleep> on a [furniture/seat] with [P.his] [container/travel] {in [P.his] arms|under [P.his] head}.",
     "In [town] nobody <wait> for [P.him] but [Q]."}},
    {"camp", "L=landform/high+landform/flat", {
     "The [traveller=explorer] <want> to cross the [L] in [season].",
     "He <take> {five|ten} men, [vehicle/horse.plural] and a [travel_thing=map].",
     "In the [L] they <find+> only [weather] and [landform/stone.plural].",
     "At night they <hear+> a [predator/big] {near the tent|not far away}.",
     "On the tenth day they <reach+> a [water/standing=well] behind the [L].",
     "The [travel_thing=expedition] <make> the [traveller=explorer] [wealth/person=famous]."}},
    {"camp", "T=landform/wood", {
     "[P] and [Q] <camp+> beside a [water/standing] in the [T].",
     "[P] <light> a fire with one [fire_thing=match] and dry [tree_part.plural].",
     "They <@cooking/heat+> [fish/river.plural] and [vegetable/root.plural] over the fire.",
     "When it <be> dark, a [bird/prey=owl] and a [fantasy/tale] <seem+> to look out of the [T].",
     "\"It was only an [bird/prey=owl],\" <laugh> [Q].",
     "In the morning the fire <be> out, and the [rubbish=ash] <be> cold."}},
    {"camp", "L=water/standing", {
     "[P] <swim> in the [L] [when/day], although the water <be> [heat/touch].",
     "The [L] <be> [size/water] and <lie> in the middle of a [landform].",
     "[Q] <lie> on the [landform/coast=beach] with a [text/read] and <eat> a [fruit/southern].",
     "A [insect/flying=mosquito] <bite> [Q] in the [body/limb=calf].",
     "After that they <row+> a [vessel/small] across the [L] to the other side."}},
    {"travel", "A=building/public B=shop/street", {
     "[P] <be> new in [town] and <ask> the way to the [A].",
     "\"Go down this [traffic=street] to the [traffic=crossroads],\" <say!> the [justice=policeman].",
     "\"The [A] is {opposite|next to} the [B].\"",
     "But beside the [B] there <be> only a [estate/land] and a [building/home].",
     "[Q] <laugh>, because the [A] <be> right behind [P.him]."}},
    {NULL},
};
