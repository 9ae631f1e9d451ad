/* Words of the world: animals. See lexicon.h for the format. */
#include "corpora/world/lexicon.h"

const struct word_table words_animals[] = {
    {"farm_animal/mammal", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "cow calf moo barn|meadow grass|clover; horse foal neigh stable|paddock hay|oats;"
     "sheep lamb bleat fold|hillside grass|heather; goat kid bleat shed|hillside thistles|leaves;"
     "pig piglet grunt sty|yard acorns|peelings; donkey - bray shed|paddock hay|thistles;"
     "pony - neigh stable|paddock oats|apples; ox - bellow barn|field grass|hay; ram - bleat fold|hillside "
     "grass|heather;"
     "mule - bray shed|stable hay|oats; bull - bellow barn|field grass|clover"},
    {"farm_animal/poultry", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "hen chick cluck coop|yard corn|seeds; duck duckling quack pond|reeds weeds|crumbs;"
     "goose gosling hiss yard|pond corn|weeds; turkey - gobble coop|yard corn|seeds; rooster - crow coop|yard "
     "corn|seeds"},
    {"pet/furry", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "dog puppy bark kennel|doorstep bones|scraps; cat kitten purr basket|cushion fish|cream;"
     "boxer puppy bark kennel|doorstep bones|scraps; hamster - squeak cage seeds|nuts; rabbit - squeak hutch "
     "carrots|lettuce; gerbil - squeak cage seeds|nuts"},
    {"pet/caged", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "parrot - squawk cage nuts|seeds; canary - chirp cage seeds|crumbs; budgie - chirp cage seeds|crumbs"},
    {"predator/big", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "bear cub growl cave|forest honey|berries; wolf whelp howl forest|den rabbits|sheep;"
     "lion - roar savanna|grassland zebras|antelopes; tiger - roar jungle|grassland antelopes|boars;"
     "leopard - growl jungle|savanna antelopes|monkeys; panther - growl jungle|forest boars|monkeys;"
     "jaguar - growl jungle|forest boars|monkeys; hyena - howl savanna|grassland zebras|bones"},
    {"predator/small", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "fox - bark den|hedge rabbits|mice; badger - grunt den|forest worms|beetles; otter - whistle riverside fish|crabs;"
     "weasel - hiss hedge|den mice|eggs; lynx - hiss forest|den rabbits|mice; coyote - howl desert|den rabbits|mice"},
    {"grazer/savanna", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "elephant - trumpet savanna|jungle leaves|bark; zebra - snort savanna|grassland grass|leaves;"
     "giraffe - hum savanna|grassland leaves|twigs; antelope - snort savanna|grassland grass|leaves;"
     "camel - grumble desert thorns|grass; kangaroo joey grumble desert|grassland grass|leaves;"
     "rhinoceros - snort savanna|grassland grass|twigs; buffalo - bellow savanna|grassland grass|leaves"},
    {"grazer/forest", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "deer fawn snort forest|clearing leaves|bark; hare leveret squeak field|burrow cabbage|clover;"
     "moose - bellow forest|swamp twigs|leaves; boar - grunt forest|thicket acorns|roots;"
     "squirrel - chatter forest|hollow_tree nuts|acorns; hedgehog - squeak hedge|garden worms|beetles;"
     "beaver - whistle riverside twigs|bark; mole - squeak burrow|lawn worms|beetles"},
    {"grazer/tree", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "monkey - chatter jungle|treetops fruit|nuts; gorilla - grunt jungle|forest leaves|fruit;"
     "chimpanzee - scream jungle|treetops fruit|leaves; koala - grumble treetops|forest leaves|twigs;"
     "sloth - hum treetops|jungle leaves|buds; bat - squeak cave|attic moths|mosquitoes"},
    {"rodent/house", "animal", NOUN, "sound<animal_sound home food",
     "mouse squeak cellar|pantry cheese|crumbs; rat squeak cellar|sewer scraps|crumbs"},
    {"bird/song", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "robin - warble hedge|garden worms|crumbs; sparrow - chirp roof|hedge crumbs|seeds; lark - warble field|meadow "
     "seeds|beetles;"
     "nightingale - warble thicket|garden worms|beetles; thrush - warble hedge|orchard snails|berries;"
     "blackbird - whistle garden|orchard worms|berries; swallow - chirp barn|roof flies|gnats;"
     "finch - chirp hedge|orchard seeds|buds; wren - warble hedge|thicket gnats|beetles; starling - chatter "
     "orchard|roof berries|worms"},
    {"bird/prey", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "eagle eaglet scream cliff|mountain rabbits|snakes; owl owlet hoot tower|hollow_tree mice|moths;"
     "hawk - scream cliff|forest mice|pigeons; falcon - scream cliff|tower pigeons|ducks; vulture - hiss desert|cliff "
     "bones|scraps"},
    {"bird/water", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "swan cygnet hiss lake|reeds weeds|snails; crane - trumpet marsh|reeds frogs|snails; gull - scream harbour|cliff "
     "crabs|scraps;"
     "heron - croak riverside|reeds frogs|fish; stork - clatter chimney|marsh frogs|mice; pelican - croak "
     "lake|harbour fish|crabs;"
     "penguin - bray iceberg|shore fish|shrimps; flamingo - honk lagoon|lake shrimps|weeds"},
    {"bird/town", "animal", NOUN, "young:young_animal sound<animal_sound home food",
     "pigeon squab coo loft|roof seeds|crumbs; rook - croak treetops|field worms|seeds; crow - croak treetops|field "
     "scraps|worms; raven - croak tower|cliff scraps|bones;"
     "magpie - chatter treetops|garden eggs|scraps; jackdaw - chatter chimney|tower scraps|crumbs"},
    {"fish/river", "animal", NOUN, "",
     "trout pike perch salmon carp eel sturgeon catfish minnow"},
    {"fish/sea", "animal", NOUN, "",
     "bass sole cod herring tuna mackerel sardine haddock plaice anchovy halibut"},
    {"sea_creature/large", "animal", NOUN, "",
     "whale seal dolphin shark walrus porpoise octopus turtle stingray"},
    {"sea_creature/shelled", "animal", NOUN, "",
     "crab lobster oyster mussel shrimp clam prawn starfish jellyfish limpet"},
    {"insect/flying", "animal", NOUN, "sound<animal_sound",
     "bee buzz; fly buzz; wasp buzz; butterfly flutter; moth flutter; mosquito hum; dragonfly hum; gnat hum; hornet "
     "buzz;"
     "ladybird flutter"},
    {"insect/crawling", "animal", NOUN, "sound<animal_sound",
     "ant rustle; cricket chirp; tick rustle; beetle rustle; spider rustle; grasshopper chirp; caterpillar rustle; "
     "flea rustle;"
     "cockroach rustle; termite rustle; earwig rustle; centipede rustle"},
    {"reptile/land", "animal", NOUN, "", "snake lizard tortoise viper cobra python chameleon gecko rattlesnake"},
    {"reptile/water", "animal", NOUN, "", "frog toad newt crocodile alligator salamander"},
    {"body_of_animal/mammal", "anatomy", NOUN, "", "paw tail snout whisker hoof"},
    {"body_of_animal/bird", "anatomy", NOUN, "", "bill wing beak claw feather"},
    {"body_of_animal/fish", "anatomy", NOUN, "", "fin scale gill"},
    {"body_of_animal/giant", "anatomy", NOUN, "", "trunk horn tusk antler"},
    {NULL},
};
