/* Scenes of the world: sport, music, theatre, pictures, games. */
#include <stddef.h>

#include "corpora/world/scripts.h"

const struct scene scenes_leisure[] = {
    {"sport", "S=sport/ball", {
     "[P] <play> [S] for the [club/society=club] of [town].",
     "Before the [sport_event=match] the [athlete=coach] <talk> to the [staff=team] {for an hour|in the hall}.",
     "The [sport_place=pitch] <be> wet, but the [staff=crowd] <cheer> {all the time|loudly}.",
     "[P] <hit> the [toy/play=ball] {hard|with all [P.his] strength}, and the [athlete/team=goalkeeper] <cannot> stop "
     "it.",
     "The [sport_event=match] <end> in a [sport_event=tie]. || In the end the [sport_event=match] <be> a "
     "[sport_event=tie].",
     "/The [staff=team] <win> the [sport_event=match], and the [musician=fan] <sing>.",
     "?After the [sport_event/contest] [Q] <massage> [P.his] [body/limb]."}},
    {"sport", "S=sport/body", {
     "The [athlete=boxer] <train> {every day|daily} for the [sport_event/contest].",
     "His [athlete=coach] <be> an old [athlete] from [town].",
     "In the [sport_place=ring] the [athlete=boxer] <get> a [sport_event=punch] on the [body/head=chin].",
     "He <fall> {on the floor|against the ropes} of the [sport_place=ring] and <stand> up again.",
     "\"[S] is a [character/person] sport,\" <say!> the [athlete=referee]."}},
    {"sport", "A=athlete/racer B=athlete/racer", {
     "&In the last [sport_event=lap] the [A] <defeat> the [B].",
     "&The [B] <cry>, and the [A] <get> a [metal/precious] [jewel=medal].",
     "&\"I was faster than the [B],\" <say!> the [A]. || The [A] <say!>, \"I was faster than the [B].\"",
     "[P] <write> about the [sport_event/contest] in the [news/paper].",
     "?The [staff=team] <lift> the [A] up and <carry> him round the [sport_place]."}},
    {"sport", "", {
     "On [weekday/week] the [staff=team] of [town] <play> [sport=cricket] against [town:2].",
     "[P] <hold> the [sport_thing=bat] {in both hands|firmly} and <look> at the [toy/play=ball].",
     "The [toy/play=ball] <come!> fast, and [P] <hit> it with the [sport_thing=bat].",
     "/The [toy/play=ball] <fly!> past the [sport_thing=bat] and <break> a [household_part=window].",
     "\"[sport=cricket] is {slow|quiet}, and [sport=football] is fast,\" <say!> [Q].",
     "After the [sport_event=match] [P] <give> the [sport_thing=bat] to a [child]."}},
    {"sport", "T=sport_thing", {
     "[P] and [Q] <play+> [sport=tennis] on the [sport_place=court] behind the [building/home].",
     "[P] <break> [P.his] [sport_thing=racket], and [Q] <lend> [P.him] a [T].",
     "The [toy=ball] <fly!> over the [sport_thing=net] and out of the [sport_place=court].",
     "A [pet/furry=dog] <run!> onto the [sport_place=court] and <steal!> the [toy=ball].",
     "After the [sport_event/contest] they <drink+> [drink/soft] in the [club/society=club]."}},
    {"sport", "S=sport/body", {
     "In the [sport_place=gymnasium] the [athlete=gymnast] <jump> over the [sport_place=vault].",
     "[P] <try> [S] {for the first time|this winter} and <hurt> [P.his] [body/limb].",
     "\"You must lift the [body/limb] higher,\" <shout> the [athlete=coach].",
     "[Q] <watch> from the [furniture/seat=bench] with a [timepiece=stopwatch].",
     "After the [S] they <be+> [state/body]."}},
    {"music", "I=string_instrument+wind_instrument+struck_instrument", {
     "[P] <learn> to play the [I] with a [musician] {in|from} [town].",
     "The first [music_thing=note.plural] of the [I] <sound+> [sound/tone].",
     "[Q] <sing> a [music_piece/played] in a high [music_thing=key], and [P] <play> the [I].",
     "{Every evening|For an hour} [P] <practise> a [music_thing=scale] on the [I].",
     "\"The [I] is {harder|easier} than the [struck_instrument],\" <say!> the [musician:2].",
     "?The [pet] <hide> when [P] <take> the [I]."}},
    {"music", "M=music_piece", {
     "The [staff=orchestra] <play> a [M] by a [nationality] [musician=composer].",
     "The [musician=conductor] <raise> his stick, and the [string_instrument.plural] <begin+>.",
     "After the first [music_thing] the [musician=soprano] <come!> in with a high [music_thing=note].",
     "The [string_instrument=bass] and the [struck_instrument=organ] <be+> too [sound/ear=loud].",
     "When the [M] <end>, the [staff=audience] <stand> up and <cheer>."}},
    {"music", "S=music_style", {
     "In the [pub=nightclub] a [staff=band] <play> [S] [when/day].",
     "The [musician=guitarist] and the [musician=drummer] <love+> [S] more than [music_style=rock].",
     "The [musician=fan.plural] <sing+> every [music_thing] and <throw+> [flower.plural].",
     "\"[music_style=rock] is for the young,\" <say!> [P] and <close> [P.his] [body/head=ear.plural].",
     "[Q] <dance> to the [S] {until|till} the [pub=bar] <close>."}},
    {"theatre", "A=performer P=kin+woman_name+man_name", {
     "[P] and [Q] <go+> to the [building/public=theatre] to see a [text/read=play].",
     "The [performer=actress] <have> the [stage_thing=role] of a [A].",
     "In the second [stage_thing=scene] the [A] <weep> and <leave> the [stage_thing=stage].",
     "The [staff=audience] <love> the [performer=star] and <throw> [flower/garden.plural].",
     "/The [staff=audience] <laugh>, because the [stage_thing=costume] <fall> to the floor.",
     "After the [text/read=play] they <eat+> [dish] in a [building/public]."}},
    {"theatre", "S=performer", {
     "In the [building/public=cinema] [P] <see> a film with a famous [performer=star].",
     "The [performer=star] <play> a [S] who <love> a [craftsman].",
     "In the film the [S] <drive> a [vehicle/road] through [town].",
     "[Q] <weep> at the end, but [P] <fall!> asleep.",
     "In front of the [building/public] the [performer=star] <sign> a [picture=photograph] for the "
     "[musician=fan.plural]."}},
    {"music", "D=dance", {
     "[P] <learn> the [D] at a school in [town].",
     "The [performer=dancer] <show> the steps of the [D], and the [staff=band] <play> {slowly|for her}.",
     "[P] <step> on the [footwear] of [Q], and [Q] <laugh>.",
     "In the [dance=tap] class they <wear+> [footwear=shoe.plural] with [metal] under the [footwear_part=sole].",
     "At the [dance_event=ball] in [month] they <dance+> the [D] {together|all night}."}},
    {"painting", "P=artist K=picture", {
     "[P] <paint> a [K] of a [age_person] in a [colour] [upper_clothes/dress].",
     "The [artist=model] <sit> on a [furniture/seat] and <may> not move.",
     "[P.he] <mix> [colour] and [colour:2] on the [art_thing=palette].",
     "The [K] <hang> in a [building=gallery] in [town] now.",
     "\"This [K] is [light/thing],\" <say!> [Q], \"but the [picture:2] is [light/thing:2].\"",
     "?A [merchant] from [country] <buy> the [K] for many [currency.plural]."}},
    {"painting", "S=shape C=colour", {
     "The [child/young] <draw> a [S] with a [C] [stationery/write=crayon].",
     "Then the [child] <paint> the [S] [C] and a [shape:2] [colour:2].",
     "\"Is that a [building] or a [S]?\" <ask!> [P].",
     "[Q] <hang> the [S] {on|over} the [furniture] {beside|under} the [timepiece=clock]."}},
    {"painting", "O=picture+weapon+jewel+timepiece", {
     "In the [workplace=museum] [P] <look> at a [O] from [country].",
     "The [O] <be> {two hundred|three hundred} years old and [price/worth].",
     "\"The [O] belonged to the [royal],\" <explain> the [scholar=curator].",
     "Beside the [O] <lie+> [metal/precious] [currency.plural] under glass.",
     "[Q] <touch> the [O], and the bell <ring>."}},
    {"games", "C=card_thing", {
     "In the [pub=bar] four men <play+> [game=poker] for [finance_mass=money].",
     "[P] <put> a [C] on the [furniture/top=table] and <smile>.",
     "[Q] <have> only a [card_thing=spade] and a [card_thing=club].",
     "\"The [C] wins,\" <say!> the [criminal=swindler] and <take> the [finance_mass=money].",
     "?[P] <have> a second [C] in [P.his] [upper_clothes/coat]."}},
    {"games", "G=game", {
     "[P] and [Q] <play+> [G] in the [estate=park] {every|each} [weekday/week].",
     "[P] <lose> at [G], because [P.he] <think> of [P.his] [ghost_matter].",
     "In the next game of [game=chess] [Q] <take> a [chess_thing=pawn] and then a [chess_thing=rook].",
     "\"You must protect your [chess_thing=rook],\" <say!> the [kin/male=grandfather].",
     "After the [G] they <drink+> [drink/hot] in the [building/public=café]."}},
    {"games", "T=toy/play", {
     "In the [shop=shop] [P] <look> for a [T] for the [kin].",
     "There <be+> [T.plural] of wood, and a [toy/play:2] that <turn>.",
     "The [child=child] <want> a glass [toy=marble] and a [toy=top], too.",
     "[P] <buy> the [T] and <pay> a few [currency.plural].",
     "At home the [child=child] <lose> the [toy=marble] under the [furniture]."}},
    {"games", "D=drink/strong", {
     "{After work|In the evening} [P] <sit> in the [pub=bar] with a glass of [D].",
     "The [kin/other=friend] <smoke> a [smoking=pipe] and <tell> a [speech=joke].",
     "\"Another [D], please,\" <say!> [P].",
     "[Q] <drink> no [D], but [drink/soft].",
     "At midnight the [pub=pub] <close>, and [P] <walk> home {alone|in the [weather]}."}},
    {"painting", "M=building_material", {
     "The [artist=sculptor] <make> a [picture=statue] of white [building_material=marble].",
     "With a [hand_tool=chisel] and a [hand_tool=mallet] he <cut> the [M].",
     "The [picture=statue] <show> a [royal] with a [weapon] {in the hand|on a horse}.",
     "A block of [M] <break>, and he <begin> again.",
     "In [season] the [picture=statue] <stand> in front of the [building]."}},
    {"kitchen", "W=china", {
     "[P] <inherit> plates of [W] from [P.his] [kin].",
     "The [W] <come!> from [country/far] and <be> [price/worth].",
     "[Q] <keep> the [china=china] in the [furniture=cabinet] {in|of} the [room/house].",
     "On [holiday/year.plural] they <eat+> [dish] from the [china=china].",
     "\"[W] breaks {easily|quickly},\" <say!> the [servant=maid]."}},
    {"kitchen", "M=message", {
     "[P] <write> a [M] for [Q] and <leave> it on the [furniture/top].",
     "On the [message=list] <be+> [spread/dairy], [bread/baked.plural] and [drink].",
     "[Q] <read> the [M] and <go> to the [shop/street].",
     "The [merchant=grocer] <read> the [message=roll] of names and <smile>.",
     "[Q] <forget> the [spread/dairy] {but|and} <bring> a [flower]."}},
    {"wild", "H=grazer", {
     "A [school_thing=herd] of [H.plural] <move> across the [landform/flat].",
     "[P] <photograph> the [H.plural] from a [vehicle/road].",
     "At the edge of the [landform/wood] a [predator] <follow> the [school_thing=herd].",
     "\"A [school_thing=herd] of [H.plural] always has a leader,\" <say!> [Q]."}},
    {NULL},
};
