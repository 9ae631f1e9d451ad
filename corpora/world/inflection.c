/* inflection.c: English inflections, by rule and by a list of those that follow none. */
#include <stdio.h>
#include <string.h>

#include "corpora/world/lexicon.h"

/* plural; or past, past participle; or comparative, superlative */
static const char *const irregular_nouns[][2] = {
    {"sheep", "sheep"}, {"ox", "oxen"}, {"goose", "geese"}, {"mouse", "mice"}, {"deer", "deer"}, {"moose", "moose"},
    {"salmon", "salmon"}, {"trout", "trout"}, {"cod", "cod"}, {"carp", "carp"}, {"squid", "squid"},
    {"mackerel", "mackerel"}, {"plaice", "plaice"}, {"halibut", "halibut"}, {"haddock", "haddock"}, 
    {"shrimp", "shrimps"},
    {"tuna", "tuna"}, {"bass", "bass"}, {"pike", "pike"}, {"perch", "perches"}, {"herring", "herring"},
    {"starfish", "starfish"}, {"jellyfish", "jellyfish"}, {"catfish", "catfish"}, {"swine", "swine"},
    {"wolf", "wolves"}, {"calf", "calves"}, {"leaf", "leaves"}, {"loaf", "loaves"}, {"knife", "knives"},
    {"shelf", "shelves"}, {"thief", "thieves"}, {"wife", "wives"}, {"housewife", "housewives"}, {"elf", "elves"},
    {"dwarf", "dwarves"}, {"scarf", "scarves"}, {"hoof", "hooves"}, {"sheaf", "sheaves"}, {"half", "halves"},
    {"potato", "potatoes"}, {"tomato", "tomatoes"}, {"hero", "heroes"}, {"echo", "echoes"}, {"mosquito", "mosquitoes"},
    {"buffalo", "buffaloes"}, {"volcano", "volcanoes"}, {"torpedo", "torpedoes"}, {"mango", "mangoes"},
    {"tooth", "teeth"}, {"foot", "feet"}, {"man", "men"}, {"woman", "women"}, {"gentleman", "gentlemen"},
    {"fisherman", "fishermen"}, {"policeman", "policemen"}, {"postman", "postmen"}, {"foreman", "foremen"},
    {"child", "children"}, {"person", "people"}, {"bacterium", "bacteria"}, {"aircraft", "aircraft"},
    {"spaceship", "spaceships"}, {"crossroads", "crossroads"}, {"gallows", "gallows"}, {"headquarters", "headquarters"},
    {"bellows", "bellows"}, {"cactus", "cacti"}, {"rhinoceros", "rhinoceroses"}, {"dice", "dice"}, {"tongs", "tongs"},
    {"waterworks", "waterworks"}, {"penny", "pennies"}, {"staff", "staffs"}, {"quiz", "quizzes"},
};
static const char *const irregular_verbs[][3] = {
    {"run", "ran", "run"}, {"creep", "crept", "crept"}, {"drive", "drove", "driven"}, {"ride", "rode", "ridden"},
    {"come", "came", "come"}, {"leave", "left", "left"}, {"swim", "swam", "swum"}, {"sink", "sank", "sunk"},
    {"sit", "sat", "sat"}, {"stand", "stood", "stood"}, {"lie", "lay", "lain"}, {"kneel", "knelt", "knelt"},
    {"sleep", "slept", "slept"}, {"say", "said", "said"}, {"tell", "told", "told"}, {"see", "saw", "seen"},
    {"hear", "heard", "heard"}, {"think", "thought", "thought"}, {"know", "knew", "known"},
    {"forget", "forgot", "forgotten"}, {"understand", "understood", "understood"}, {"eat", "ate", "eaten"},
    {"drink", "drank", "drunk"}, {"bite", "bit", "bitten"}, {"sweep", "swept", "swept"}, {"build", "built", "built"},
    {"sew", "sewed", "sewn"}, {"knit", "knitted", "knitted"}, {"weave", "wove", "woven"}, {"dig", "dug", "dug"},
    {"sow", "sowed", "sown"}, {"hit", "hit", "hit"}, {"strike", "struck", "struck"}, {"beat", "beat", "beaten"},
    {"catch", "caught", "caught"}, {"hunt", "hunted", "hunted"}, {"feed", "fed", "fed"}, {"teach", "taught", "taught"},
    {"give", "gave", "given"}, {"lend", "lent", "lent"}, {"sell", "sold", "sold"}, {"send", "sent", "sent"},
    {"show", "showed", "shown"}, {"bring", "brought", "brought"}, {"buy", "bought", "bought"},
    {"find", "found", "found"}, {"get", "got", "got"}, {"choose", "chose", "chosen"}, {"steal", "stole", "stolen"},
    {"lose", "lost", "lost"}, {"throw", "threw", "thrown"}, {"hold", "held", "held"}, {"put", "put", "put"},
    {"hide", "hid", "hidden"}, {"hang", "hung", "hung"}, {"shut", "shut", "shut"}, {"break", "broke", "broken"},
    {"grow", "grew", "grown"}, {"freeze", "froze", "frozen"}, {"burn", "burnt", "burnt"}, {"fall", "fell", "fallen"},
    {"rise", "rose", "risen"}, {"shine", "shone", "shone"}, {"begin", "began", "begun"}, {"weep", "wept", "wept"},
    {"write", "wrote", "written"}, {"read", "read", "read"}, {"draw", "drew", "drawn"}, {"sing", "sang", "sung"},
    {"win", "won", "won"}, {"pay", "paid", "paid"}, {"spend", "spent", "spent"}, {"cost", "cost", "cost"},
    {"forgive", "forgave", "forgiven"}, {"go", "went", "gone"}, {"make", "made", "made"}, {"take", "took", "taken"},
    {"keep", "kept", "kept"}, {"set", "set", "set"}, {"let", "let", "let"}, {"feel", "felt", "felt"},
    {"have", "had", "had"}, {"do", "did", "done"}, {"meet", "met", "met"}, {"blow", "blew", "blown"},
    {"fly", "flew", "flown"}, {"ring", "rang", "rung"}, {"light", "lit", "lit"}, {"cut", "cut", "cut"},
    {"wear", "wore", "worn"}, {"speak", "spoke", "spoken"}, {"fight", "fought", "fought"}, {"wake", "woke", "woken"},
    {"shake", "shook", "shaken"}, {"swing", "swung", "swung"}, {"lead", "led", "led"}, {"become", "became", "become"},
    {"lay", "laid", "laid"}, {"shoot", "shot", "shot"}, {"hurt", "hurt", "hurt"}, {"mean", "meant", "meant"},
    {"deal", "dealt", "dealt"}, {"spread", "spread", "spread"}, {"stick", "stuck", "stuck"}, {"tear", "tore", "torn"},
    {"pour", "poured", "poured"}, {"sting", "stung", "stung"}, {"wind", "wound", "wound"}, {"be", "was", "been"},
};
static const char *const irregular_adjectives[][3] = {
    {"good", "better", "best"}, {"bad", "worse", "worst"}, {"little", "littler", "littlest"},
};
/* Two syllables, but compared like one (wider than these: those of one syllable, and those that end in y). */
static const char *const short_adjectives[] = {"narrow", "shallow", "quiet", "gentle", "simple", "clever", "mellow",
                                               "yellow", "purple", "hollow", "little", "bitter"};
/* Stress on the last syllable: the consonant is doubled before -ed and -ing; the others are not. */
static const char *const doubled_verbs[] = {"admit", "forget", "begin", "regret", "knit", "unwrap"};
static const char *const single_verbs[] = {"visit", "whisper", "wander", "gossip", "water", "harvest", "mutter",
                                           "stagger", "answer", "offer", "rehearse"};

static bool listed(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}
#define LISTED(word, list) listed(word, list, sizeof(list) / sizeof(*list))

static bool vowel(char c)
{
    return c && strchr("aeiou", c) != NULL;
}

static int syllables(const char *word)
{
    int n = 0;
    for (const char *at = word; *at; at++)
        n += (vowel(*at) || (*at == 'y' && at > word)) && !(at > word && (vowel(at[-1]) || at[-1] == 'y'));
    size_t length = strlen(word);
    return n - (n > 1 && word[length - 1] == 'e' && !vowel(word[length - 2]) && word[length - 2] != 'l');
}

static bool ends(const char *word, const char *suffix)
{
    size_t n = strlen(word), m = strlen(suffix);
    return n >= m && strcmp(word + n - m, suffix) == 0;
}

/* consonant, vowel, consonant at the end of a stressed syllable: stop, big */
static bool doubles(const char *word)
{
    size_t n = strlen(word);
    if (n < 3 || vowel(word[n - 1]) || strchr("wxyh", word[n - 1]) || !vowel(word[n - 2]) ||
        (vowel(word[n - 3]) && !(word[n - 3] == 'u' && n > 3 && word[n - 4] == 'q')))
        return false;
    /* British English doubles the l of travel and cancel, too */
    return !LISTED(word, single_verbs) &&
           (syllables(word) == 1 || LISTED(word, doubled_verbs) || (word[n - 1] == 'l' && word[n - 2] == 'e'));
}

static void with_s(const char *word, char out[INFLECTED_LIMIT])
{
    size_t n = strlen(word);
    if (n > 1 && word[n - 1] == 'y' && !vowel(word[n - 2]))
        snprintf(out, INFLECTED_LIMIT, "%.*sies", (int)n - 1, word);
    else if (ends(word, "s") || ends(word, "x") || ends(word, "z") || ends(word, "sh") ||
             (ends(word, "ch") && !ends(word, "stomach")))
        snprintf(out, INFLECTED_LIMIT, "%ses", word);
    else
        snprintf(out, INFLECTED_LIMIT, "%s", word);
    if (strcmp(out, word) == 0)
        snprintf(out, INFLECTED_LIMIT, "%ss", word);
}

/* With -ed, -er, -est or -ing. */
static void with_ending(const char *word, const char *ending, char out[INFLECTED_LIMIT])
{
    size_t n = strlen(word);
    bool ing = ending[0] == 'i';
    if (ing && ends(word, "ie"))
        snprintf(out, INFLECTED_LIMIT, "%.*sying", (int)n - 2, word);
    else if (ing && word[n - 1] == 'e' && !ends(word, "ee") && !ends(word, "oe") && strcmp(word, "be") != 0)
        snprintf(out, INFLECTED_LIMIT, "%.*sing", (int)n - 1, word);
    else if (!ing && word[n - 1] == 'e')
        snprintf(out, INFLECTED_LIMIT, "%s%s", word, ending + 1);
    else if (!ing && n > 1 && word[n - 1] == 'y' && !vowel(word[n - 2]))
        snprintf(out, INFLECTED_LIMIT, "%.*si%s", (int)n - 1, word, ending);
    else if (doubles(word))
        snprintf(out, INFLECTED_LIMIT, "%s%c%s", word, word[n - 1], ending);
    else
        snprintf(out, INFLECTED_LIMIT, "%s%s", word, ending);
}

static void inflect_verb(const char *lemma, enum form form, char out[INFLECTED_LIMIT])
{
    if (form == FORM_S && strcmp(lemma, "be") == 0)
        snprintf(out, INFLECTED_LIMIT, "is");
    else if (form == FORM_S && strcmp(lemma, "have") == 0)
        snprintf(out, INFLECTED_LIMIT, "has");
    else if (form == FORM_S && (strcmp(lemma, "go") == 0 || strcmp(lemma, "do") == 0))
        snprintf(out, INFLECTED_LIMIT, "%ses", lemma);
    else if (form == FORM_S)
        with_s(lemma, out);
    else if (form == FORM_ING)
        with_ending(lemma, "ing", out);
    else if (form == FORM_PAST || form == FORM_PARTICIPLE) {
        for (size_t i = 0; i < sizeof(irregular_verbs) / sizeof(*irregular_verbs); i++)
            if (strcmp(irregular_verbs[i][0], lemma) == 0) {
                snprintf(out, INFLECTED_LIMIT, "%s", irregular_verbs[i][form == FORM_PAST ? 1 : 2]);
                return;
            }
        with_ending(lemma, "ed", out);
    }
}

static void inflect_adjective(const char *lemma, enum form form, char out[INFLECTED_LIMIT])
{
    if (form != FORM_ER && form != FORM_EST)
        return;
    for (size_t i = 0; i < sizeof(irregular_adjectives) / sizeof(*irregular_adjectives); i++)
        if (strcmp(irregular_adjectives[i][0], lemma) == 0) {
            snprintf(out, INFLECTED_LIMIT, "%s", irregular_adjectives[i][form == FORM_ER ? 1 : 2]);
            return;
        }
    int count = syllables(lemma);
    if ((count == 1 && !ends(lemma, "ed") && !ends(lemma, "real")) ||
        (count == 2 && ends(lemma, "y") && !vowel(lemma[strlen(lemma) - 2])) ||
        LISTED(lemma, short_adjectives))
        with_ending(lemma, form == FORM_ER ? "er" : "est", out);
    else
        snprintf(out, INFLECTED_LIMIT, "%s %s", form == FORM_ER ? "more" : "most", lemma);
}

void inflect(const char *lemma, enum part part, enum form form, char out[INFLECTED_LIMIT])
{
    out[0] = '\0';
    if (form == FORM_BASE) {
        snprintf(out, INFLECTED_LIMIT, "%s", lemma);
    } else if (part == VERB) {
        inflect_verb(lemma, form, out);
    } else if (part == ADJECTIVE) {
        inflect_adjective(lemma, form, out);
    } else if (part == NOUN && form == FORM_PLURAL) {
        for (size_t i = 0; i < sizeof(irregular_nouns) / sizeof(*irregular_nouns); i++)
            if (strcmp(irregular_nouns[i][0], lemma) == 0) {
                snprintf(out, INFLECTED_LIMIT, "%s", irregular_nouns[i][1]);
                return;
            }
        with_s(lemma, out);
    }
}

bool starts_with_vowel(const char *word)
{
    static const char *const like_consonants[] = {"uni", "use", "usu", "uku", "euro", "one", "Ukra"};
    static const char *const silent[] = {"hour", "honest", "heir", "honour"};
    for (size_t i = 0; i < sizeof(like_consonants) / sizeof(*like_consonants); i++)
        if (strncmp(word, like_consonants[i], strlen(like_consonants[i])) == 0)
            return strncmp(word, "unin", 4) == 0 || strncmp(word, "unim", 4) == 0;
    for (size_t i = 0; i < sizeof(silent) / sizeof(*silent); i++)
        if (strncmp(word, silent[i], strlen(silent[i])) == 0)
            return true;
    return word[0] && strchr("aeiouAEIOU", word[0]) != NULL;
}
