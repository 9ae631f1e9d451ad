/* Words of the world: what people learn, play, write, own and argue about. */
#include "corpora/world/lexicon.h"

const struct word_table words_matters[] = {
    {"school_subject/school", "learning", MASS, "", "history geography algebra physics chemistry biology grammar "
     "geometry Latin "
                                                   "astronomy philosophy botany arithmetic"},
    {"grammar_thing/school", "learning", NOUN, "", "letter sentence article word verb noun comma vowel syllable "
     "adjective alphabet"},
    {"study_thing/school", "learning", NOUN, "", "degree exam=test diploma essay lesson term scholarship lecture"},
    {"school_thing/fish", "group", NOUN, "", "school swarm flock herd pack litter brood"},
    {"science_thing/lab", "science", NOUN, "", "cell atom molecule electron microscope test_tube experiment vaccine "
     "gene "
                                              "bacterium formula"},
    {"electric/power", "science", NOUN, "", "battery bulb current fuse cable socket switch magnet wire plug"},
    {"shape/form", "form", NOUN, "", "circle square cube sphere pyramid rectangle spiral"},
    {"temperature/degree", "form", NOUN, "", "degree thermostat barometer"},
    {"colour/bright", "quality", ADJECTIVE, "", "red yellow green blue pink purple scarlet turquoise"},
    {"colour/dull", "quality", ADJECTIVE, "", "black white brown grey"},
    {"sport/ball", "sport", MASS, "", "football tennis cricket hockey golf squash rugby basketball volleyball "
     "baseball badminton"},
    {"sport/body", "sport", MASS, "", "boxing swimming skiing rowing wrestling fencing gymnastics archery skating "
     "judo"},
    {"sport_thing/gear", "sport", NOUN, "", "bat club racket net glove puck oar goalpost javelin saddle shuttlecock"},
    {"sport_place/field", "sport", NOUN, "", "ring pitch court stadium vault track gymnasium racecourse"},
    {"sport_event/contest", "sport", NOUN, "", "match race tournament=championship final"},
    {"sport_event/act", "sport", NOUN, "", "tie lap punch goal penalty"},
    {"dance/step", "art", MASS, "", "tap waltz tango ballet polka flamenco rumba"},
    {"dance_event/night", "art", NOUN, "", "ball banquet masquerade party=celebration feast"},
    {"music_piece/played", "art", NOUN, "", "song=tune ballad symphony hymn sonata lullaby opera concerto march "
     "anthem"},
    {"music_thing/written", "art", NOUN, "", "note key scale chord melody rhythm bar chorus refrain"},
    {"music_style/heard", "art", MASS, "", "rock jazz blues soul"},
    {"picture/seen", "art", NOUN, "", "painting portrait sketch=drawing statue photograph fresco mosaic engraving "
     "watercolour"},
    {"art_thing/studio", "art", NOUN, "", "canvas easel frame palette brush"},
    {"text/read", "art", NOUN, "", "novel poem story=tale play biography fable comedy tragedy legend"},
    {"text_part/book", "art", NOUN, "", "plot chapter page title footnote preface index paragraph"},
    {"news/paper", "art", NOUN, "", "newspaper magazine weekly gazette"},
    {"news/piece", "art", NOUN, "", "article headline interview report=account advertisement editorial"},
    {"stage_thing/theatre", "art", NOUN, "", "stage=podium role=part scene costume rehearsal curtain_call spotlight"},
    {"law_thing/court", "law", NOUN, "", "case suit sentence trial verdict fine contract appeal alibi testament"},
    {"law_place/prison", "law", NOUN, "", "court cell courtroom dungeon police_station gallows"},
    {"crime/deed", "law", MASS, "", "theft murder fraud burglary arson blackmail treason bribery robbery"},
    {"finance_thing/bank", "finance", NOUN, "", "bank vault loan bill tax debt account cheque mortgage salary"},
    {"finance_thing/stock", "finance", NOUN, "", "bond share dividend stock_exchange pension fund"},
    {"finance_mass/money", "finance", MASS, "", "interest money=cash credit capital profit inflation"},
    {"speech/social", "communication", NOUN, "", "toast joke speech=address riddle proverb rumour compliment promise"},
    {"message/written", "communication", NOUN, "", "note message announcement signature list=roll"},
    {"gesture/hand", "communication", NOUN, "", "wave nod smile frown wink "},
    {"noise/loud", "perception", NOUN, "", "racket noise=din echo whisper bang"},
    {"traffic/road", "traffic", NOUN, "", "jam road=street crossroads motorway roundabout traffic_light lane tunnel "
     "detour"},
    {"travel_thing/trip", "traffic", NOUN, "", "journey=trip voyage ticket passport map tour expedition excursion"},
    {"seal_thing/desk", "stationery", NOUN, "", "seal ink_bottle sealing_wax parchment scroll"},
    {"smoking/smoke", "household", NOUN, "", "pipe cigar cigarette ashtray"},
    {"pub/drinkers", "building", NOUN, "", "bar pub nightclub beer_garden wine_cellar"},
    {"club/society", "group", NOUN, "", "club association society guild charity"},
    {"estate/land", "geography", NOUN, "", "plot orchard allotment park=garden playground"},
    {"chess_thing/board", "toy", NOUN, "", "rook pawn chessboard dice"},
    {"stick/walking", "tool", NOUN, "", "staff walking_stick cane pole"},
    {"hair/style", "anatomy", NOUN, "", "lock curl plait beard moustache fringe"},
    {"army_thing/field", "military", NOUN, "", "battery battle siege drill parade ambush trench fortification retreat"},
    {"army_unit/field", "military", NOUN, "", "army regiment fleet squadron platoon cavalry"},
    {"war_matter/state", "military", NOUN, "", "war treaty border alliance empire revolution election"},
    {"fantasy/tale", "fantasy", NOUN, "", "dragon giant dwarf fairy ghost mermaid unicorn troll goblin elf"},
    {"magic/spell", "fantasy", NOUN, "", "spell=charm potion curse wand crystal_ball"},
    {"ritual/said", "religion", NOUN, "", "prayer sermon psalm blessing"},
    {"ritual/thing", "religion", NOUN, "", "altar bell candlestick pew pulpit"},
    {"car_thing/garage", "tool", NOUN, "", "jack spark_plug exhaust gearbox petrol_can"},
    {"tank/water", "container", NOUN, "", "tank aquarium fishbowl"},
    {"ghost_matter/mind", "mind", NOUN, "", "dream memory secret idea=thought plan=scheme problem lie reason"},
    {NULL},
};
