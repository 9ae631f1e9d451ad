/* Words of the world: people and what belongs to them. */
#include "corpora/world/lexicon.h"

const struct word_table words_people[] = {
    {"man_name/male", "name", NAME, "",
     "Adam Ben Carl David Eric Felix George Henry Ivan James Leo Martin Oscar Paul Simon Tom Victor Walter Daniel "
     "Peter"},
    {"woman_name/female", "name", NAME, "",
     "Alice Bella Clara Diana Emma Flora Helen Irene Julia Laura Maria Nina Olga Ruth Sarah Tina Vera Wendy Anna "
     "Martha"},
    {"royal/male", "person", NOUN, "female:royal/female residence matter",
     "king queen palace crown|kingdom; prince princess castle sword|inheritance; duke duchess manor estate|carriage;"
     "emperor empress palace throne|empire; baron baroness castle vineyard|ancestors; count countess manor coach|debts;"
     "lord lady manor park|servants; sultan sultana palace jewels|fountain", "the"},
    {"ruler/title", "person", NOUN, "", "ruler monarch chieftain pharaoh tsar", "the"},
    {"kin/male", "person", NOUN, "female:kin/female matter",
     "father mother household|children; brother sister bedroom|toys; uncle aunt visit|birthday;"
     "grandfather grandmother memories|spectacles; son daughter homework|schoolbag; nephew niece pram|christening;"
     "husband wife marriage|honeymoon; stepfather stepmother divorce|stepchildren; godfather godmother baptism|promise;"
     "grandson granddaughter inheritance|sweets", "my"},
    {"kin/other", "person", NOUN, "", "cousin neighbour friend guest twin", "my"},
    {"age_person/male", "person", NOUN, "female:age_person/female matter",
     "man woman work|newspaper; boy girl games|homework; lad lass fair|haystack; bachelor spinster flat|cat", "the"},
    {"child/young", "person", NOUN, "", "child=kid baby toddler orphan teenager", "the"},
    {"performer/male", "person", NOUN, "female:performer/female matter",
     "actor actress theatre|applause; host hostess ballroom|guests; hero heroine legend|quest; waiter waitress "
     "menu|tips;"
     "wizard witch tower|spells; monk nun monastery|prayers; steward stewardess liner|passengers;"
     "heir heiress mansion|fortune", "the"},
    {"performer/stage", "person", NOUN, "", "dancer singer clown juggler magician star acrobat comedian puppeteer "
     "ballerina", "the"},
    {"craftsman/craft", "person", NOUN, "workplace:workplace/craft gear work",
     "baker bakery oven bread|rolls; smith forge anvil horseshoes|chains; potter pottery kiln jugs|vases;"
     "brewer brewery barrel ale|cider; miller mill millstone flour|meal; miner mine pickaxe coal|ore;"
     "carpenter workshop chisel doors|planks; tailor boutique needle suits|coats; cobbler stall awl boots|heels;"
     "weaver loft loom cloth|carpets; tanner tannery knife hides|belts; printer printworks press posters|leaflets;"
     "jeweller showroom tweezers rings|brooches; butcher butchery cleaver ham|sausages; barber salon razor "
     "beards|haircuts",
     "the"},
    {"countryman/land", "person", NOUN, "workplace:workplace/land gear work",
     "farmer farm plough wheat|barley; gardener greenhouse rake hedges|lawns; shepherd pasture crook flocks|fleeces;"
     "forester woodland axe logs|saplings; beekeeper apiary smoker honey|wax; hunter lodge rifle furs|antlers;"
     "winegrower vineyard shears grapes|bottles; milkmaid dairy churn butter|cream; groom riding_school brush "
     "saddles|bridles",
     "the"},
    {"scholar/learned", "person", NOUN, "workplace:workplace/learned gear work",
     "teacher school blackboard lessons|homework; doctor=physician hospital stethoscope fevers|injuries;"
     "judge courthouse gavel trials|appeals; librarian library catalogue books|novels; chemist laboratory flask "
     "acids|salts;"
     "priest church altar sermons|weddings; banker savings_bank safe loans|savings; professor university lectern "
     "lectures|essays;"
     "nurse clinic syringe wounds|bandages; pharmacist pharmacy scales pills|ointments; dentist surgery drill "
     "teeth|fillings;"
     "astronomer observatory telescope comets|stars; curator museum lamp statues|coins; lawyer chambers briefcase "
     "contracts|wills;"
     "architect studio drawing_board plans|sketches; journalist newsroom typewriter articles|headlines;"
     "editor publishing_house pencil manuscripts|proofs; vet animal_hospital thermometer paws|wings", "the"},
    {"traveller/travel", "person", NOUN, "workplace:workplace/travel gear work",
     "sailor vessel anchor ropes|sails; pilot airport compass flights|landings; fisherman quay net hooks|catches;"
     "astronaut space_station helmet orbits|moonwalks; driver depot steering_wheel journeys|deliveries; porter lobby "
     "trolley bags|trunks;"
     "lighthouse_keeper lighthouse lantern storms|shipwrecks; explorer base_camp map deserts|glaciers; diver seabed "
     "mask corals|wrecks;"
     "conductor station whistle tickets|timetables; postman post_office bicycle letters|parcels", "the"},
    {"servant/house", "person", NOUN, "", "cook maid butler chauffeur housekeeper nanny caretaker", "the"},
    {"official/state", "person", NOUN, "", "mayor minister president ambassador secretary senator governor chancellor "
     "councillor "
                                          "deputy clerk inspector", "the"},
    {"cabinet/state", "group", NOUN, "", "cabinet parliament government council senate ministry embassy", "the"},
    {"soldier/rank", "person", NOUN, "", "soldier general captain colonel sergeant major lieutenant guard knight "
     "scout archer "
                                        "corporal", "the"},
    {"criminal/crime", "person", NOUN, "", "thief burglar robber pirate smuggler mole spy forger bandit swindler "
     "pickpocket "
                                          "kidnapper", "the"},
    {"justice/law", "person", NOUN, "", "policeman detective witness prisoner sheriff warder juror bailiff", "the"},
    {"sage/wise", "person", NOUN, "", "sage hermit prophet philosopher pilgrim bishop abbot rabbi imam", "the"},
    {"athlete/racer", "person", NOUN, "", "boxer swimmer runner wrestler gymnast cyclist skier sprinter jockey", "the"},
    {"athlete/team", "person", NOUN, "", "coach goalkeeper referee pitcher striker substitute", "the"},
    {"musician/music", "person", NOUN, "", "composer conductor pianist violinist drummer guitarist cellist soprano "
     "tenor fan "
                                          "organist flautist", "the"},
    {"artist/art", "person", NOUN, "", "painter sculptor poet novelist photographer writer=author model playwright "
     "illustrator "
                                      "designer", "the"},
    {"engineer/industry", "person", NOUN, "", "engineer electrician plumber mechanic welder bricklayer builder roofer "
     "foreman "
                                             "surveyor", "the"},
    {"merchant/trade", "person", NOUN, "", "merchant=trader shopkeeper customer greengrocer florist pedlar bookseller "
     "grocer "
                                          "fishmonger cashier", "the"},
    {"pupil/school", "person", NOUN, "", "pupil student headmaster schoolgirl schoolboy classmate graduate "
     "freshman", "the"},
    {"patient/ill", "person", NOUN, "", "patient surgeon midwife paramedic invalid therapist", "the"},
    {"staff/work", "group", NOUN, "", "staff team crew committee union jury band orchestra choir press audience crowd "
     "gang", "the"},
    {"body/head", "anatomy", NOUN, "", "pupil temple mole iris ear nose mouth chin cheek forehead lip tongue eyebrow "
     "eyelid jaw"},
    {"body/limb", "anatomy", NOUN, "", "palm calf nail arm hand leg knee elbow shoulder wrist finger thumb ankle "
     "thigh toe shin"},
    {"body/trunk", "anatomy", NOUN, "", "chest back neck hip waist belly spine rib"},
    {"body/organ", "anatomy", NOUN, "", "organ heart lung liver kidney stomach brain bladder spleen"},
    {"disease/illness", "medical", MASS, "", "flu measles fever asthma mumps malaria pneumonia bronchitis cholera "
     "tonsillitis "
                                            "rheumatism chickenpox"},
    {"emotion/feeling", "mind", MASS, "", "joy=delight sorrow=grief anger=rage fear=terror pride envy=jealousy shame "
     "hope despair "
                                         "pity guilt boredom curiosity"},
    {"virtue/trait", "mind", MASS, "", "courage=bravery honesty patience kindness wisdom loyalty modesty generosity"},
    {"vice/fault", "mind", NOUN, "", "vice weakness sin temptation fault"},
    {"interest/hobby", "mind", NOUN, "", "interest hobby passion ambition talent pastime"},
    {NULL},
};
