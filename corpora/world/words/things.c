/* Words of the world: things in and about the house, tools, clothes, materials. */
#include "corpora/world/lexicon.h"

const struct word_table words_things[] = {
    {"furniture/seat", "household", NOUN, "", "chair sofa=couch bench stool armchair rocking_chair hammock deckchair"},
    {"furniture/storage", "household", NOUN, "",
     "cupboard cabinet shelf wardrobe drawer bookcase dresser sideboard locker"},
    {"furniture/top", "household", NOUN, "", "table desk counter workbench nightstand"},
    {"furniture/sleep", "household", NOUN, "", "bed cradle cot bunk mattress"},
    {"bedding/soft", "household", NOUN, "", "pillow=cushion blanket sheet quilt curtain carpet=rug towel"},
    {"appliance/house", "household", NOUN, "",
     "lamp iron fan fridge=refrigerator radio television telephone stove oven heater toaster vacuum_cleaner "
     "washing_machine "
     "sewing_machine"},
    {"timepiece/clock", "household", NOUN, "", "clock watch alarm_clock hourglass sundial stopwatch"},
    {"container/travel", "container", NOUN, "", "case trunk suitcase rucksack=backpack bag handbag purse wallet "
     "satchel"},
    {"container/store", "container", NOUN, "", "box chest basket barrel sack jar bottle crate tub flask carton "
     "canister"},
    {"household_part/door", "building_part", NOUN, "", "door key lock window doorbell gate hinge shutter doorknob"},
    {"household_part/structure", "building_part", NOUN, "",
     "roof wall=partition floor ceiling chimney staircase balcony fireplace corridor gutter"},
    {"plumbing/water", "building_part", NOUN, "", "tap pipe sink bathtub basin drain boiler shower valve"},
    {"hand_tool/wood", "tool", NOUN, "",
     "hammer saw plane drill chisel file screwdriver axe=hatchet mallet"},
    {"hand_tool/metal", "tool", NOUN, "", "wrench=spanner crowbar vice clamp anvil soldering_iron"},
    {"fastener/small", "tool", NOUN, "", "nail screw bolt hook washer rivet tack"},
    {"garden_tool/garden", "tool", NOUN, "", "spade rake hoe shovel bucket=pail wheelbarrow hose scythe sickle "
     "watering_can trowel "
                                            "lawnmower"},
    {"hearth_tool/hearth", "tool", NOUN, "", "poker bellows tongs grate coal_scuttle"},
    {"machine/site", "machine", NOUN, "", "crane bulldozer digger cement_mixer forklift pulley ladder scaffold"},
    {"machine/factory", "machine", NOUN, "", "press engine pump turbine loom generator conveyor_belt motor furnace"},
    {"fabric/cloth", "material", MASS, "", "cotton linen silk velvet wool leather lace denim satin flannel yarn"},
    {"metal/common", "material", MASS, "", "lead iron copper steel tin brass zinc bronze nickel aluminium"},
    {"metal/precious", "material", MASS, "", "gold silver platinum"},
    {"chemical/lab", "material", MASS, "", "mercury sulphur oxygen hydrogen carbon acid alcohol ammonia chlorine "
     "iodine"},
    {"gem/stone", "material", NOUN, "", "diamond ruby emerald sapphire pearl opal topaz amethyst garnet"},
    {"building_material/wall", "material", MASS, "", "marble brick timber cement plaster granite slate clay concrete "
     "sandstone"},
    {"upper_clothes/coat", "clothes", NOUN, "", "coat jacket cloak sweater=jumper waistcoat raincoat cardigan cape"},
    {"upper_clothes/dress", "clothes", NOUN, "", "dress=gown shirt tie skirt blouse apron belt suit uniform sash"},
    {"headwear/hat", "clothes", NOUN, "", "hat cap scarf hood helmet bonnet beret veil turban"},
    {"footwear/shoe", "clothes", NOUN, "", "boot shoe sandal slipper sock stocking clog sneaker=trainer"},
    {"footwear_part/leather", "clothes", NOUN, "", "sole heel buckle shoelace"},
    {"jewel/worn", "clothes", NOUN, "", "ring necklace bracelet earring brooch crown medal pendant tiara"},
    {"weapon/blade", "weapon", NOUN, "", "sword pike spear dagger lance sabre bayonet"},
    {"weapon/shot", "weapon", NOUN, "", "bow rifle pistol cannon musket crossbow catapult"},
    {"armament/army", "weapon", NOUN, "", "tank shell bomb grenade torpedo missile mine"},
    {"toy/play", "toy", NOUN, "", "ball doll kite marble top puzzle rocking_horse yo-yo balloon"},
    {"card_thing/card", "toy", NOUN, "", "spade club joker ace jack trump"},
    {"game/table", "game", MASS, "", "poker chess pool bridge draughts dominoes roulette whist backgammon"},
    {"stationery/write", "stationery", NOUN, "", "pen pencil crayon paintbrush ballpoint marker"},
    {"stationery/desk", "stationery", NOUN, "", "ruler eraser stapler notebook folder envelope calculator "
     "exercise_book"},
    {"mail/post", "stationery", NOUN, "", "letter stamp parcel postcard telegram invitation newsletter"},
    {"computing/desk", "computing", NOUN, "", "mouse screen keyboard computer laptop modem scanner monitor microphone"},
    {"computing/data", "computing", NOUN, "", "file tablet program password website database email spreadsheet"},
    {"string_instrument/bowed", "instrument", NOUN, "", "violin=fiddle cello viola bass guitar harp lute banjo "
     "mandolin ukulele"},
    {"wind_instrument/blown", "instrument", NOUN, "", "flute horn trumpet clarinet oboe trombone saxophone bassoon "
     "tuba recorder"},
    {"struck_instrument/hit", "instrument", NOUN, "", "drum organ piano gong xylophone tambourine triangle "
     "harpsichord accordion"},
    {"vehicle/road", "vehicle", NOUN, "", "car=automobile coach bus truck=lorry taxi=cab bicycle motorcycle van "
     "ambulance tractor"},
    {"vehicle/rail", "vehicle", NOUN, "", "train tram locomotive freight_car"},
    {"vehicle/horse", "vehicle", NOUN, "", "cart wagon carriage sledge chariot"},
    {"vessel/sail", "vehicle", NOUN, "", "ship yacht schooner galleon frigate "},
    {"vessel/small", "vehicle", NOUN, "", "boat canoe raft ferry barge kayak dinghy lifeboat"},
    {"aircraft/air", "vehicle", NOUN, "", "plane=aeroplane helicopter glider airship rocket jet spaceship"},
    {"ship_part/deck", "vehicle_part", NOUN, "", "deck bow mast sail anchor rudder hull stern cabin porthole"},
    {"vehicle_part/road", "vehicle_part", NOUN, "", "wheel brake tyre pedal headlight windscreen bumper clutch"},
    {"rubbish/waste", "household", MASS, "", "rubbish litter dust ash soot mud rust"},
    {"medicine/cure", "medicine", NOUN, "", "pill=tablet bandage syringe crutch ointment thermometer stethoscope"},
    {"fire_thing/fire", "household", NOUN, "", "match candle log torch lantern lighter"},
    {NULL},
};
