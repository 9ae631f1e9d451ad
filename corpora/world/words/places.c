/* Words of the world: places, countries, nature, time. */
#include "corpora/world/lexicon.h"

const struct word_table words_places[] = {
    {"country/south", "geography", NAME, "capital=city people^nationality river_name product",
     "France Paris French Seine perfume|lace; Spain Madrid Spanish Ebro oranges|guitars; Italy Rome Italian Tiber "
     "olives|violins;"
     "Greece Athens Greek Aegean figs|sponges; Portugal Lisbon Portuguese Tagus cork|tiles; Turkey Ankara Turkish "
     "Bosporus carpets|hazelnuts;"
     "Croatia Zagreb Croatian Sava lavender|neckties; Bulgaria Sofia Bulgarian Maritsa roses|yoghurt"},
    {"country/north", "geography", NAME, "capital=city people^nationality river_name product",
     "Norway Oslo Norwegian Glomma cod|skis; Sweden Stockholm Swedish Lagan timber|matches;"
     "Denmark Copenhagen Danish Gudena butter|windmills; Finland Helsinki Finnish Kemi paper|saunas;"
     "England London English Thames tweed|teapots; Ireland Dublin Irish Liffey whiskey|peat;"
     "Iceland Reykjavik Icelandic Hvita herring|sweaters; Scotland Edinburgh Scottish Clyde kilts|bagpipes"},
    {"country/middle", "geography", NAME, "capital=city people^nationality river_name product",
     "Germany Berlin German Spree clocks|engines; Austria Vienna Austrian Danube waltzes|pastries;"
     "Poland Warsaw Polish Vistula amber|salt; Hungary Budapest Hungarian Tisza paprika|embroidery;"
     "Russia Moscow Russian Volga furs|caviar; Ukraine Kiev Ukrainian Dnieper wheat|sunflowers; Switzerland Bern "
     "Swiss Aare watches|chocolate"},
    {"country/far", "geography", NAME, "capital=city people^nationality river_name product",
     "Japan Tokyo Japanese Sumida kimonos|lanterns; China Beijing Chinese Yangtze silk|fireworks;"
     "India Delhi Indian Ganges spices|elephants; Egypt Cairo Egyptian Nile papyrus|cotton; Kenya Nairobi Kenyan Tana "
     "safaris|sisal;"
     "Peru Lima Peruvian Amazon llamas|quinoa; Cuba Havana Cuban Cauto cigars|sugar; Brazil Brasilia Brazilian Parana "
     "coffee|rubber;"
     "Vietnam Hanoi Vietnamese Mekong rice|bamboo; Morocco Rabat Moroccan Sebou leather|mint; Iran Tehran Iranian "
     "Karun pistachios|saffron"},
    {"town/small", "geography", NAME, "", "Ashford Milton Newport Bedford Kingston Oakham Redhill Norton "
     "Weston Hatfield Stanton Burford Marlow Selby Whitby"},
    {"currency/coin", "finance", NOUN, "", "pound dollar peso rupee franc florin shilling penny"},
    {"china/ware", "household", MASS, "", "china porcelain crystal earthenware glassware"},
    {"building/grand", "building", NOUN, "", "temple castle palace cathedral mansion fortress pagoda"},
    {"building/home", "building", NOUN, "", "house cottage hut flat=apartment bungalow farmhouse villa"},
    {"building/public", "building", NOUN, "",
     "theatre hotel restaurant=diner cinema prison=jail town_hall gallery tavern=inn café swimming_pool"},
    {"shop/street", "building", NOUN, "", "shop=store market supermarket bookshop kiosk department_store greengrocery "
     "flower_shop"},
    {"works/industry", "building", NOUN, "", "plant=factory mint refinery warehouse sawmill shipyard foundry "
     "power_station"},
    {"room/house", "room", NOUN, "", "kitchen bedroom living_room=parlour bathroom cellar=basement attic hall nursery "
     "pantry study "
                                    "dining_room"},
    {"pen/enclosure", "building", NOUN, "", "pen fence enclosure cage trough "},
    {"perch/nest", "household", NOUN, "", "perch nest birdhouse feeder"},
    {"lead/dog", "household", NOUN, "", "lead collar muzzle dog_basket"},
    {"landform/high", "nature", NOUN, "", "mountain hill cliff peak ridge volcano glacier slope"},
    {"landform/flat", "nature", NOUN, "", "valley meadow desert swamp=marsh plain moor heath prairie"},
    {"landform/coast", "nature", NOUN, "", "cape beach=shore island bay=gulf peninsula lagoon dune"},
    {"landform/wood", "nature", NOUN, "", "forest=wood jungle grove thicket clearing"},
    {"landform/stone", "nature", NOUN, "", "rock=stone boulder pebble cave gravel_pit"},
    {"water/running", "nature", NOUN, "", "river stream=brook canal waterfall spring creek"},
    {"water/edge", "nature", NOUN, "", "bank bridge lock dam weir ford"},
    {"water/flow", "nature", NOUN, "", "current tide wave whirlpool ripple"},
    {"water/standing", "nature", NOUN, "", "lake pond pool puddle well reservoir"},
    {"water/sea", "nature", NOUN, "", "sea=ocean port=harbour reef pier jetty dock"},
    {"shore_thing/sand", "nature", NOUN, "", "shell seaweed sandcastle driftwood"},
    {"plant/green", "plant", NOUN, "", "plant bulb fern cactus ivy bush=shrub moss weed mushroom"},
    {"tree_part/tree", "plant", NOUN, "", "branch=bough leaf twig root stem blossom thorn cone"},
    {"weather/wet", "weather", MASS, "", "rain snow hail drizzle sleet"},
    {"weather/air", "weather", MASS, "", "fog=mist wind frost sunshine thunder lightning heat"},
    {"storm/event", "weather", NOUN, "", "storm=tempest hurricane thunderstorm blizzard"},
    {"storm/disaster", "weather", NOUN, "", "flood earthquake drought avalanche"},
    {"storm/flash", "weather", NOUN, "", "bolt"},
    {"season/year", "time", NOUN, "", "spring summer autumn winter"},
    {"month/year", "time", NAME, "", "January February April June July August September October November December"},
    {"weekday/week", "time", NAME, "", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"},
    {"holiday/year", "time", NOUN, "", "birthday wedding holiday festival=fair carnival anniversary funeral"},
    {"calendar/day", "time", NOUN, "", "date appointment calendar deadline diary"},
    {"when/day", "phrase", MASS, "", "in_the_morning after_lunch in_the_evening at_noon before_dawn at_night"},
    {"planet/sky", "space", NAME, "", "Mercury Venus Mars Jupiter Saturn Neptune Uranus Pluto"},
    {"sky_object/sky", "space", NOUN, "", "star comet moon sun planet meteor galaxy asteroid satellite constellation"},
    {NULL},
};
