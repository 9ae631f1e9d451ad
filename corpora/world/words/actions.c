/* Words of the world: what is done. Forms that follow no rule are in inflection.c. */
#include "corpora/world/lexicon.h"

const struct word_table words_actions[] = {
    {"motion/foot", "action", VERB, "", "walk=stroll run march limp wander=roam hurry=rush jump=leap climb crawl "
     "stagger creep trot dash"},
    {"motion/vehicle", "action", VERB, "", "drive ride sail row steer land come arrive leave depart cruise"},
    {"motion/water", "action", VERB, "", "swim dive float sink drift splash"},
    {"motion/air", "action", VERB, "", "fly glide hover soar circle"},
    {"posture/body", "action", VERB, "", "sit stand lie kneel lean rest sleep crouch"},
    {"saying/say", "action", VERB, "", "say whisper shout=yell reply=answer explain promise mutter announce murmur "
     "insist"},
    {"talking/talk", "action", VERB, "", "talk=chat argue=quarrel gossip joke complain boast"},
    {"asking/request", "action", VERB, "", "ask tell advise remind persuade invite urge"},
    {"asking/polite", "action", VERB, "", "thank greet congratulate warn welcome"},
    {"perceiving/eye", "action", VERB, "", "see watch=observe notice=spot examine=inspect recognize"},
    {"perceiving/other", "action", VERB, "", "hear smell taste touch"},
    {"thinking/mind", "action", VERB, "", "think know believe remember forget understand guess=suppose doubt imagine "
     "decide=resolve"},
    {"wanting/mind", "action", VERB, "", "want wish hope try attempt refuse learn intend"},
    {"loving/heart", "action", VERB, "", "love=adore like enjoy hate=detest admire envy miss trust despise respect"},
    {"cooking/heat", "action", VERB, "object", "cook dinner|rice; boil eggs|water; fry fish|bacon; bake bread|cakes; "
     "roast chicken|chestnuts; grill steaks|sausages; simmer sauce|broth; steam dumplings|vegetables"},
    {"cooking/cut", "action", VERB, "object", "chop wood|onions; slice ham|cucumbers; peel apples|potatoes; grate "
     "cheese|carrots; stir porridge|paint; season stews|salads; mash turnips|bananas; knead dough|clay; whip "
     "cream|eggs; mix colours|batter"},
    {"eating/mouth", "action", VERB, "object", "eat bread|soup; drink water|wine; swallow pills|medicine; chew "
     "gum|tobacco; nibble biscuits|nuts; sip tea|brandy; devour cakes|books"},
    {"cleaning/house", "action", VERB, "object", "clean windows|teeth; wash=rinse hair|dishes; sweep floors|leaves; "
     "scrub pots|decks; wipe tables|noses; dust shelves|vases; polish shoes|silver; mop kitchens|corridors"},
    {"crafting/hand", "action", VERB, "object", "build=construct houses|bridges; mend=repair roofs|bicycles; carve "
     "statues|spoons; hammer nails|copper; glue paper|vases; saw planks|branches; assemble engines|clocks"},
    {"sewing/cloth", "action", VERB, "object", "sew=stitch buttons|shirts; knit sweaters|socks; weave carpets|baskets;"
     " hem skirts|curtains; embroider napkins|handkerchiefs; iron trousers|blouses; fold sheets|towels"},
    {"farming/soil", "action", VERB, "object", "plant trees|bulbs; water flowers|lawns; dig ditches|holes; "
     "pick=gather berries|cherries; plough fields|meadows; sow wheat|seeds; harvest=reap barley|grapes; prune "
     "roses|vines; weed beds|paths"},
    {"fighting/hurt", "action", VERB, "object", "attack=assault camps|ships; hit=strike nails|drums; kick balls|doors;"
     " push=shove carts|prams; scratch walls|mosquito_bites; wound enemies|bulls; beat carpets|rivals; tease "
     "brothers|dogs"},
    {"chasing/run", "action", VERB, "object", "chase=pursue thieves|butterflies; follow paths|orders; catch "
     "mice|trout; hunt foxes|deer; corner rats|burglars; surround camps|fortresses; trap beavers|bears"},
    {"helping/care", "action", VERB, "object", "help=assist neighbours|orphans; rescue=save climbers|sailors; feed "
     "pigeons|babies; comfort=console widows|children; protect=defend borders|forests; teach grammar|children; nurse "
     "soldiers|wounds; cure=heal fevers|patients; guide tourists|hikers"},
    {"giving/hand", "action", VERB, "object", "give presents|advice; lend money|umbrellas; sell newspapers|flowers; "
     "send postcards|greetings; offer drinks|seats; show photographs|tricks; bring news|firewood"},
    {"getting/from", "action", VERB, "object", "buy=purchase groceries|horses; borrow books|ladders; get "
     "presents|letters; steal jewels|apples; receive parcels|guests; collect stamps|shells; obtain permits|passports"},
    {"getting/self", "action", VERB, "", "find choose=select lose"},
    {"carrying/hand", "action", VERB, "object", "carry luggage|buckets; haul logs|nets; lift=raise weights|stones; "
     "pull=drag ropes|sledges; throw=toss snowballs|stones; drop hints|anchors; hold reins|hands; put=place "
     "flowers|chairs; hide sweets|treasures; load waggons|guns; hang pictures|coats"},
    {"opening/thing", "action", VERB, "", "open close=shut unlock break=smash fix fill wrap pack "},
    {"changing/self", "action", VERB, "", "grow melt freeze burn fall tumble rise disappear=vanish shine change crack "
     "rot "},
    {"beginning/time", "action", VERB, "", "begin=start stop cease continue wait finish=end hesitate"},
    {"feeling/show", "action", VERB, "", "laugh giggle cry=weep smile tremble=shiver sigh blush yawn frown"},
    {"writing/text", "action", VERB, "object", "write letters|poems; read novels|newspapers; draw maps|faces; copy "
     "texts|signatures; print posters|banknotes; publish books|magazines; translate poems|contracts; erase "
     "mistakes|words; sign contracts|cheques"},
    {"performing/art", "action", VERB, "object", "play cards|chess; sing hymns|ballads; dance waltzes|tangos; perform "
     "tricks|plays; practise scales|speeches; compose songs|operas; rehearse plays|scenes"},
    {"winning/game", "action", VERB, "", "win score defeat=vanquish train cheer tackle"},
    {"trading/money", "action", VERB, "object", "pay rent|taxes; earn money|wages; spend savings|pocket_money; invest "
     "money|profits; owe rent|favours; count coins|votes"},
    {"judging/law", "action", VERB, "", "arrest accuse punish release=free question forgive=pardon betray"},
    {"living/place", "action", VERB, "", "live dwell work visit stay move travel return go"},
    {"doing/common", "action", VERB, "", "make take keep set let feel meet blow wear speak wake shake lay become turn "
     "look use pour "
                                        "light ring cut knock marry join seem belong lead bow hug kiss swing spread "
                                        "wave call order hurt spring roll press reach "
     "need prefer cost bite listen shave pass flow smooth photograph paint escape cross connect check share serve "
     "sound smoke sting step vote pray point "
     "measure massage last inherit heat happen drip dream discuss discover die compare comb camp blame beg agree "
     "shoot"},
    {NULL},
};
