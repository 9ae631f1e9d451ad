/* Words of the world: qualities, most of them with their opposites. */
#include "corpora/world/lexicon.h"

const struct word_table words_qualities[] = {
    {"size/whole", "quality", ADJECTIVE, "opposite^ like unlike", "big=large small=little a_house|an_ox an_ant|a_pea; "
     "huge=enormous tiny a_whale|a_giant a_crumb|a_flea"},
    {"size/wall", "quality", ADJECTIVE, "opposite^ like unlike", "thick thin a_wall|a_log a_thread|paper; high low "
     "a_tower|a_cloud a_doorstep|a_footstool; tall short a_giraffe|a_poplar a_dwarf|a_stump"},
    {"size/water", "quality", ADJECTIVE, "opposite^ like unlike", "wide narrow the_sea|a_valley a_lane|a_corridor; "
     "deep shallow a_well|the_ocean a_puddle|a_saucer; long - a_winter|a_snake"},
    {"weight/force", "quality", ADJECTIVE, "opposite^ like unlike", "heavy light lead|an_anvil a_feather|foam; strong "
     "weak an_ox|a_lion a_baby|a_kitten; hard soft iron|flint butter|wool; rough smooth bark|sandpaper silk|glass; "
     "sharp blunt a_razor|a_needle a_spoon|a_stick; firm loose a_fortress|cement sand|straw; solid hollow oak|granite "
     "a_reed|a_drum; sturdy fragile a_mule|a_bunker an_eggshell|crystal"},
    {"heat/touch", "quality", ADJECTIVE, "opposite^ like unlike", "hot cold fire|an_oven ice|a_tomb; warm cool "
     "toast|a_blanket a_cellar|marble; dry wet dust|hay rain|a_sponge"},
    {"age/time", "quality", ADJECTIVE, "opposite^ like unlike", "old new the_hills|the_moon fresh_paint|this_morning; "
     "ancient modern a_mummy|a_ruin a_rocket|a_skyscraper"},
    {"speed/motion", "quality", ADJECTIVE, "opposite^ like unlike", "fast=quick slow lightning|an_arrow "
     "a_snail|a_tortoise; lively sluggish a_squirrel|a_flame mud|a_slug"},
    {"light/room", "quality", ADJECTIVE, "opposite^ like unlike", "bright dark day|the_sun night|a_cave; clean dirty "
     "snow|soap a_pigsty|a_chimney; neat untidy a_chessboard|a_pharmacy a_magpie_nest|a_battlefield; full empty "
     "an_egg|a_beehive a_desert|a_beggar's_purse"},
    {"light/thing", "quality", ADJECTIVE, "opposite^ like unlike", "beautiful=lovely ugly a_rose|a_swan a_toad|sin; "
     "shiny dull a_mirror|armour lead|ashes; colourful pale a_parrot|a_rainbow a_ghost|chalk"},
    {"sound/ear", "quality", ADJECTIVE, "opposite^ like unlike", "loud quiet=silent thunder|a_cannon "
     "a_grave|falling_snow; noisy peaceful a_fair|a_henhouse a_lake|a_chapel"},
    {"sound/tone", "quality", ADJECTIVE, "opposite^ like unlike", "shrill mellow a_whistle|a_parrot a_cello|old_wine; "
     "harsh melodious a_raven|a_file a_nightingale|a_harp"},
    {"price/worth", "quality", ADJECTIVE, "opposite^ like unlike", "cheap expensive=costly dirt|water "
     "diamonds|a_palace; valuable worthless gold|pearls ashes|a_broken_cup; common rare sparrows|gossip "
     "a_comet|a_unicorn; useful useless a_knife|a_needle an_umbrella_in_the_desert|a_broken_clock; real fake "
     "bread|rain stage_money|a_wig"},
    {"wealth/person", "quality", ADJECTIVE, "opposite^ like unlike", "rich=wealthy poor a_king|a_banker "
     "a_church_mouse|a_beggar; famous unknown a_star|the_pope a_grain_of_sand|a_stranger; lucky unlucky "
     "a_chimney_sweep|a_lottery_winner a_black_cat|a_shipwreck; powerful helpless a_tsar|a_storm "
     "a_newborn|a_beetle_on_its_back"},
    {"mood/person", "quality", ADJECTIVE, "opposite^ like unlike", "happy=glad unhappy=sad a_lark|a_bride "
     "a_widow|a_rainy_Sunday; calm=tranquil nervous a_millpond|a_monk a_bridegroom|a_rabbit; satisfied dissatisfied "
     "a_fed_cat|a_fat_cat a_critic|a_customer; comfortable uncomfortable an_armchair|a_slipper "
     "a_stone_bed|a_tight_shoe; grateful ungrateful a_rescued_dog|a_guest a_cuckoo|a_spoilt_child; patient impatient "
     "a_fisherman|a_donkey a_child_at_Christmas|a_racehorse; hopeful hopeless a_gambler|spring "
     "a_sinking_ship|a_desert; cheerful gloomy a_canary|a_fiddle a_funeral|November; angry=furious friendly "
     "a_wasp|a_bull a_puppy|a_baker"},
    {"character/person", "quality", ADJECTIVE, "opposite^ like unlike", "kind unkind a_nurse|an_angel "
     "a_stepmother|a_warder; brave=courageous cowardly a_lion|a_knight a_hare|a_chicken; generous stingy=miserly "
     "summer|a_prince a_miser|a_Scrooge; clever=smart stupid=foolish a_fox|a_raven a_donkey|a_goose; honest dishonest "
     "a_mirror|a_child a_pickpocket|a_forger; polite rude=impolite a_butler|a_diplomat a_boar|a_drunkard; "
     "diligent=hard-working lazy=idle a_bee|an_ant a_sloth|a_cat; loyal disloyal a_dog|a_shadow a_cuckoo|a_spy; "
     "modest proud a_violet|a_monk a_peacock|a_Spaniard; tidy messy a_librarian|a_nun a_toddler|a_sty; wise naive "
     "an_owl|Solomon a_gosling|a_schoolgirl; gentle cruel a_lamb|a_dove a_wolf|winter; careful careless "
     "a_surgeon|a_watchmaker a_grasshopper|a_spendthrift"},
    {"state/body", "quality", ADJECTIVE, "opposite^ like unlike", "healthy ill=sick a_fish|an_apple "
     "a_poisoned_rat|a_leper; awake asleep an_owl|a_sentry a_dormouse|a_log; hungry thirsty a_wolf|a_bear "
     "a_camel|a_sponge; fit tired=weary a_gymnast|a_fiddler a_dog|a_postman; sober drunk a_judge|a_priest "
     "a_lord|a_sailor"},
    {"truth/task", "quality", ADJECTIVE, "opposite^ like unlike", "easy=simple difficult child's_play|breathing "
     "Chinese|juggling; safe dangerous=risky a_bank|a_harbour a_volcano|dynamite; important unimportant bread|air "
     "a_fly|last_year's_snow"},
    {"truth/plan", "quality", ADJECTIVE, "opposite^", "possible impossible; legal illegal; certain uncertain"},
    {"truth/story", "quality", ADJECTIVE, "opposite^", "true false; interesting boring; normal unusual=strange; fair "
     "unfair;"
                                                     "believable unbelievable; visible invisible"},
    {NULL},
};
