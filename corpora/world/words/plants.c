/* Words of the world: plants, food and the kitchen. */
#include "corpora/world/lexicon.h"

const struct word_table words_plants[] = {
    {"tree/leafy", "plant", NOUN, "",
     "oak ash birch lime willow maple elm beech poplar chestnut hazel rowan alder hawthorn"},
    {"tree/evergreen", "plant", NOUN, "", "pine palm fir cedar spruce yew cypress juniper holly laurel"},
    {"flower/garden", "plant", NOUN, "tint",
     "rose red|pink; tulip yellow|red; iris blue|purple; lily white|yellow; carnation pink|red; pansy purple|yellow;"
     "dahlia red|yellow; orchid purple|white; marigold yellow; peony pink|white; chrysanthemum white|yellow; geranium "
     "red|pink"},
    {"flower/meadow", "plant", NOUN, "tint",
     "daisy white; poppy red; violet purple; buttercup yellow; bluebell blue; cowslip yellow; dandelion yellow; "
     "clover white;"
     "snowdrop white; daffodil yellow; cornflower blue; foxglove pink"},
    {"fruit/orchard", "food", NOUN, "tint",
     "apple red|green; pear green|yellow; plum purple|blue; cherry red|black; peach pink|yellow; apricot yellow; fig "
     "purple|green;"
     "quince yellow; nectarine red; mulberry black"},
    {"fruit/berry", "food", NOUN, "tint",
     "strawberry red; raspberry red|pink; blackberry black; grape green|purple; gooseberry green; blueberry blue; "
     "cranberry red;"
     "currant red|black; elderberry black"},
    {"fruit/southern", "food", NOUN, "tint",
     "lemon yellow; lime green; banana yellow; date brown; melon green|yellow; pineapple yellow|brown; mango "
     "yellow|red; coconut brown;"
     "pomegranate red; papaya green; grapefruit yellow|pink; tangerine yellow; olive green|black; kiwi green|brown"},
    {"vegetable/root", "food", NOUN, "", "potato carrot onion turnip radish beetroot parsnip leek swede"},
    {"vegetable/green", "food", NOUN, "",
     "cabbage squash bean pea tomato cucumber lettuce pumpkin artichoke cauliflower courgette marrow sprout aubergine"},
    {"grain/field", "plant", MASS, "", "wheat barley rye maize oats rice millet flax hops"},
    {"nut/tree", "food", NOUN, "", "nut walnut almond hazelnut peanut acorn pistachio"},
    {"spice/herb", "food", MASS, "", "mint sage parsley basil thyme rosemary dill chives tarragon oregano"},
    {"spice/hot", "food", MASS, "", "pepper salt cinnamon ginger nutmeg saffron mustard paprika cumin vanilla"},
    {"dish/savoury", "food", NOUN, "", "soup=broth stew pie omelette sausage casserole curry salad pizza dumpling "
     "sandwich pasty "
                                      "risotto goulash"},
    {"dish/sweet", "food", NOUN, "", "cake pudding pancake biscuit=cookie tart waffle pastry doughnut trifle "
     "cheesecake custard "
                                    "gingerbread muffin"},
    {"bread/baked", "food", NOUN, "", "roll loaf bun bagel crust baguette pretzel croissant crumpet"},
    {"spread/jar", "food", MASS, "", "jam honey marmalade syrup treacle"},
    {"spread/dairy", "food", MASS, "", "butter cheese milk cream yoghurt margarine"},
    {"meat/red", "food", MASS, "", "beef pork ham bacon mutton venison steak veal salami"},
    {"drink/hot", "drink", MASS, "", "tea coffee cocoa"},
    {"drink/strong", "drink", MASS, "", "wine beer port punch cider whisky rum brandy champagne sherry gin vodka ale"},
    {"drink/soft", "drink", MASS, "", "water lemonade juice soda milkshake cordial"},
    {"cookware/pot", "kitchen_thing", NOUN, "", "pan pot kettle saucepan wok cauldron teapot"},
    {"cookware/tool", "kitchen_thing", NOUN, "", "ladle sieve grater whisk spatula colander corkscrew rolling_pin "
     "peeler"},
    {"tableware/dish", "kitchen_thing", NOUN, "", "plate bowl cup mug saucer jug=pitcher tray goblet teacup tumbler"},
    {"tableware/cutlery", "kitchen_thing", NOUN, "", "knife fork spoon teaspoon napkin tablecloth chopstick"},
    {"toast/slice", "food", MASS, "", "toast"},
    {"taste/of", "quality", ADJECTIVE, "", "sweet sour bitter salty spicy bland juicy crisp stale fresh"},
    {NULL},
};
