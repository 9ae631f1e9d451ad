/* Words of the world: qualities, most of them with their opposites. */
#include "corpora/world/lexicon.h"

const struct word_table words_qualities[] = {
    {"size/whole", "quality", ADJECTIVE, "opposite^", "big=large small=little; huge=enormous tiny"},
    {"size/wall", "quality", ADJECTIVE, "opposite^", "thick thin; high low; tall short"},
    {"size/water", "quality", ADJECTIVE, "opposite^", "wide narrow; deep shallow; long -"},
    {"weight/force", "quality", ADJECTIVE, "opposite^", "heavy light; strong weak; hard soft; rough smooth; sharp blunt; firm loose;"
                                                      "solid hollow; sturdy fragile"},
    {"heat/touch", "quality", ADJECTIVE, "opposite^", "hot cold; warm cool; dry wet"},
    {"age/time", "quality", ADJECTIVE, "opposite^", "old new; ancient modern"},
    {"speed/motion", "quality", ADJECTIVE, "opposite^", "fast=quick slow; lively sluggish"},
    {"light/room", "quality", ADJECTIVE, "opposite^", "bright dark; clean dirty; neat untidy; full empty"},
    {"light/thing", "quality", ADJECTIVE, "opposite^", "beautiful=lovely ugly; shiny dull; colourful pale"},
    {"sound/ear", "quality", ADJECTIVE, "opposite^", "loud quiet=silent; noisy peaceful"},
    {"sound/tone", "quality", ADJECTIVE, "opposite^", "shrill mellow; harsh melodious"},
    {"price/worth", "quality", ADJECTIVE, "opposite^", "cheap expensive=costly; valuable worthless; common rare; useful useless;"
                                                     "real fake"},
    {"wealth/person", "quality", ADJECTIVE, "opposite^", "rich=wealthy poor; famous unknown; lucky unlucky; powerful helpless"},
    {"mood/person", "quality", ADJECTIVE, "opposite^", "happy=glad unhappy=sad; calm=tranquil nervous; satisfied dissatisfied;"
                                                     "comfortable uncomfortable; grateful ungrateful; patient impatient;"
                                                     "hopeful hopeless; cheerful gloomy; angry=furious friendly"},
    {"character/person", "quality", ADJECTIVE, "opposite^", "kind unkind; brave=courageous cowardly; generous stingy=miserly;"
                                                          "clever=smart stupid=foolish; honest dishonest; polite rude=impolite;"
                                                          "diligent=hard-working lazy=idle; loyal disloyal; modest proud;"
                                                          "tidy messy; wise naive; gentle cruel; careful careless"},
    {"state/body", "quality", ADJECTIVE, "opposite^", "healthy ill=sick; awake asleep; hungry thirsty; fit tired=weary; sober drunk"},
    {"truth/task", "quality", ADJECTIVE, "opposite^", "easy=simple difficult; safe dangerous=risky; important unimportant"},
    {"truth/plan", "quality", ADJECTIVE, "opposite^", "possible impossible; legal illegal; certain uncertain"},
    {"truth/story", "quality", ADJECTIVE, "opposite^", "true false; interesting boring; normal unusual=strange; fair unfair;"
                                                     "believable unbelievable; visible invisible"},
    {NULL},
};
