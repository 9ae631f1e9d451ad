#include "corpora/world/grammar.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "corpora/world/grammar_parts.h"

const char *const auxiliaries[][5] = {
    {"be", "was", "were", "is", "are"},         {"have", "had", "had", "has", "have"},
    {"do", "did", "did", "does", "do"},         {"will", "would", "would", "will", "will"},
    {"can", "could", "could", "can", "can"},    {"may", "might", "might", "may", "may"},
    {"cannot", "could not", "could not", "cannot", "cannot"},
    {"must", "had to", "had to", "has to", "have to"}, {NULL}};

/* A mistake in a script is ours: it is named and the program ends. */
static void refuse(const char *step, const char *what, const char *name)
{
    fprintf(stderr, "script: %s: %s: %s\n", step, what, name);
    abort();
}

#define GROW(array, count, capacity, what)                                                                            \
    do {                                                                                                              \
        if ((size_t)(count) == (size_t)(capacity)) {                                                                  \
            (capacity) = (int)mem_capacity((size_t)(capacity), (size_t)(count) + 1);                                  \
            (array) = mem_grow((array), (size_t)(capacity), sizeof(*(array)), what);                                  \
        }                                                                                                             \
    } while (0)

/* ---- a step's program ---- */

struct compiler {
    struct grammar *g;
    struct step *step;
    const char *whole;                   /* for messages */
    char names[LOCAL_LIMIT][64];         /* of the step's own words: "fruit", "fruit:2" */
};

static int emit(struct grammar *g, struct op op)
{
    GROW(g->ops, g->op_count, g->op_capacity, "grammar");
    g->ops[g->op_count] = op;
    return g->op_count++;
}

static int32_t add_text(struct grammar *g, const char *text, size_t length)
{
    GROW(g->texts, g->text_count, g->text_capacity, "grammar");
    g->texts[g->text_count] = lexicon_text(&g->lexicon, text, length);
    return g->text_count++;
}

/* Plain text, its articles found. */
static void compile_text(struct compiler *c, const char *text, size_t length)
{
    size_t from = 0;
    for (size_t at = 0; at < length; at++) {
        bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == '"';
        size_t n = strncasecmp(text + at, "a ", 2) == 0 ? 2 : strncasecmp(text + at, "an ", 3) == 0 ? 3 : 0;
        if (!begins || n == 0 || at + n > length)
            continue;
        if (at > from)
            emit(c->g, (struct op){.code = OP_TEXT, .value = add_text(c->g, text + from, at - from)});
        emit(c->g, (struct op){.code = OP_ARTICLE});
        at += n - 1;
        from = at + 1;
    }
    if (length > from)
        emit(c->g, (struct op){.code = OP_TEXT, .value = add_text(c->g, text + from, length - from)});
}

static int local_slot(struct compiler *c, const char *name)
{
    for (int i = 0; i < c->step->local_count; i++)
        if (strcmp(c->names[i], name) == 0)
            return LETTERS + i;
    int i = c->step->local_count++;
    if (i == LOCAL_LIMIT)
        refuse(c->whole, "too many words", name);
    snprintf(c->names[i], sizeof(c->names[i]), "%s", name);
    char kind[64];
    snprintf(kind, sizeof(kind), "%.*s", (int)strcspn(name, ":"), name);
    c->step->locals[i] = lexicon_kind(&c->g->lexicon, kind);
    if (c->step->locals[i] < 0)
        refuse(c->whole, "no word of this kind", kind);
    return LETTERS + i;
}

static int form_of(const char *name)
{
    static const struct {
        const char *name;
        int form;
    } forms[] = {{"plural", FORM_PLURAL}, {"s", FORM_S},           {"past", FORM_PAST}, {"pp", FORM_PARTICIPLE},
                 {"ing", FORM_ING},       {"er", FORM_ER},         {"est", FORM_EST},   {"base", FORM_BASE},
                 {"he", FORM_HE},         {"him", FORM_HIM},       {"his", FORM_HIS},   {"himself", FORM_HIMSELF}};
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
        if (strcmp(forms[i].name, name) == 0)
            return forms[i].form;
    return -1;
}

static bool compile_auxiliary(struct compiler *c, const char *name, bool plural)
{
    for (int i = 0; auxiliaries[i][0]; i++)
        if (strcmp(auxiliaries[i][0], name) == 0) {
            emit(c->g, (struct op){.code = OP_AUXILIARY, .value = i, .slot = plural});
            return true;
        }
    return false;
}

/* "category=lemma", or the lemma of a verb; which of the concept's lemmas it is. */
static int find_concept(struct compiler *c, char *name, bool verb, int16_t *which)
{
    char *equals = strchr(name, '=');
    if (equals)
        *equals = '\0';
    const char *category = equals ? name : "", *lemma = equals ? equals + 1 : name;
    for (char *blank = name + strlen(name) + (equals != NULL); (blank = strchr(lemma, '_')) != NULL;)
        *blank = ' ';
    int found = lexicon_find(&c->g->lexicon, category, verb ? VERB : NOUN, lemma);
    if (found < 0 && equals)
        found = lexicon_find(&c->g->lexicon, category, ADJECTIVE, lemma);
    if (found < 0)
        refuse(c->whole, "no such word", lemma);
    *which = strcmp(c->g->lexicon.concepts[found].lemmas[0].forms[FORM_BASE].text, lemma) != 0;
    return found;
}

/* What stands between brackets. */
static void compile_word(struct compiler *c, const char *inside, size_t length, bool verb)
{
    char name[64];
    if (length >= sizeof(name))
        refuse(c->whole, "too long", inside);
    memcpy(name, inside, length);
    name[length] = '\0';
    struct op op = {.value = -1};
    bool plural = false;
    for (size_t n = length; n > 0 && strchr("!+", name[n - 1]); name[--n] = '\0') {
        op.plain |= name[n - 1] == '!';
        plural |= name[n - 1] == '+';
    }
    int form = verb ? (plural ? FORM_FINITE_PLURAL : FORM_FINITE) : -1;
    for (char *dot; (dot = strrchr(name, '.')) != NULL; *dot = '\0') {
        int found = form_of(dot + 1);
        if (found >= 0)
            form = found;
        else
            op.value = add_text(c->g, dot + 1, strlen(dot + 1));
    }
    const char *kind = name[0] == '@' ? name + 1 : name;
    bool letter = isupper((unsigned char)name[0]) && !name[1], person = letter && strchr("PQ", name[0]);
    if (verb && !letter && name[0] != '@') {
        if (op.value < 0 && (form == FORM_FINITE || form == FORM_FINITE_PLURAL) && compile_auxiliary(c, name, plural))
            return;
        op.code = OP_CONCEPT, op.value = find_concept(c, name, true, &op.slot);
    } else if (strchr(name, '=')) {
        op.code = OP_CONCEPT, op.value = find_concept(c, name, false, &op.slot);
    } else {
        op.code = OP_WORD, op.slot = (int16_t)(letter ? name[0] - 'A' : local_slot(c, kind));
        c->step->letters |= letter ? 1u << (name[0] - 'A') : 0;
        form = form < 0 && person && op.value < 0 ? (int)FORM_NAMED : form;
    }
    op.form = (uint8_t)(form < 0 ? FORM_BASE : form);
    emit(c->g, op);
}

static const char *compile_sequence(struct compiler *c, const char *at, const char *ends);

/* {a|b} or, from the step's start, a || b: up to the closing character, which is returned. */
static const char *compile_ways(struct compiler *c, const char *at, char close)
{
    int jumps[16], ways = 0, table = c->g->op_count;
    /* the number of ways is known at their end: the table is made for all that there may be */
    int depth = 0, count = 1;
    for (const char *look = at; *look && !(depth == 0 && *look == close); look++) {
        depth += (*look == '{') - (*look == '}');
        if (depth == 0 && *look == '|') {
            if (close == '}')
                count++;
            else if (look[1] == '|')
                count++, look++;
        }
    }
    if (count > 16)
        refuse(c->whole, "too many ways", at);
    if (count > 1) {
        emit(c->g, (struct op){.code = OP_BRANCH, .value = count});
        for (int i = 0; i < count; i++)
            emit(c->g, (struct op){.code = OP_JUMP});
    }
    for (;; at++) {
        if (count > 1)
            c->g->ops[table + 1 + ways].value = c->g->op_count;
        at += close ? 0 : strspn(at, " ");
        at = compile_sequence(c, at, "|}");
        jumps[ways++] = count > 1 ? emit(c->g, (struct op){.code = OP_JUMP}) : 0;
        if (*at != '|')
            break;
        at += close ? 0 : 1;
    }
    for (int i = 0; count > 1 && i < ways; i++)
        c->g->ops[jumps[i]].value = c->g->op_count;
    return at;
}

/* Up to one of `ends`, which is returned, or the end of the step. */
static const char *compile_sequence(struct compiler *c, const char *at, const char *ends)
{
    while (*at && !strchr(ends, *at)) {
        size_t n = strcspn(at, "[<{(|})");
        const char *close;
        switch (at[0]) {
        case '[':
        case '<':
            close = strchr(at, *at == '[' ? ']' : '>');
            if (!close)
                refuse(c->whole, "bracket without end", at);
            compile_word(c, at + 1, (size_t)(close - at - 1), *at == '<');
            at = close + 1;
            break;
        case '{':
            at = compile_ways(c, at + 1, '}');
            if (*at++ != '}')
                refuse(c->whole, "brace without end", at - 1);
            break;
        case '(': {
            int option = emit(c->g, (struct op){.code = OP_OPTION});
            c->step->has_options = true;
            at = compile_sequence(c, at + 1, ")");
            if (*at++ != ')')
                refuse(c->whole, "parenthesis without end", at - 1);
            c->g->ops[option].value = c->g->op_count;
            break;
        }
        default: {
            /* the blanks before "||" part, they are not said */
            size_t said = n;
            while (at[n] == '|' && at[n + 1] == '|' && said > 0 && at[said - 1] == ' ')
                said--;
            if (n == 0)
                refuse(c->whole, "unexpected", at);
            compile_text(c, at, said);
            at += n;
        }
        }
    }
    return at;
}

static void compile_step(struct grammar *g, const char *text)
{
    GROW(g->steps, g->step_count, g->step_capacity, "grammar");
    struct step *step = &g->steps[g->step_count++];
    *step = (struct step){.start = (uint32_t)g->op_count};
    struct compiler c = {.g = g, .step = step, .whole = text};
    for (; *text && strchr("?/&", *text); text++) {
        step->optional |= *text == '?';
        step->alternative |= *text == '/';
        step->swappable |= *text == '&';
    }
    const char *end = compile_ways(&c, text, '\0');
    if (*end)
        refuse(c.whole, "unexpected", end);
    emit(g, (struct op){.code = OP_END});
}

/* ---- scenes ---- */

static void compile_cast(struct grammar *g, struct script *s, const char *cast)
{
    for (const char *at = cast; *at;) {
        size_t n = strcspn(at, " ");
        char name[96];
        if (n < 3 || n - 2 >= sizeof(name) || at[1] != '=' || s->role_count == ROLE_LIMIT)
            refuse(cast, "bad cast", at);
        struct role *role = &s->roles[s->role_count++];
        *role = (struct role){.letter = at[0] - 'A', .kind = -1, .source = -1};
        memcpy(name, at + 2, n - 2);
        name[n - 2] = '\0';
        char *dot = strchr(name, '.');
        if (dot) {
            role->source = name[0] - 'A';
            role->attribute = lexicon_text(&g->lexicon, dot + 1, strlen(dot + 1)).text;
        } else {
            role->kind = lexicon_kind(&g->lexicon, name);
            if (role->kind < 0)
                refuse(cast, "no word of this kind", name);
        }
        at += n + (at[n] == ' ');
    }
}

static void compile_scene(struct grammar *g, const struct scene *scene, int topic)
{
    struct script *s = &g->scripts[g->script_count++];
    *s = (struct script){.topic = topic, .step_first = g->step_count};
    for (int i = 0; i < (scene->weight ? scene->weight : 1); i++)
        g->draws[g->draw_count++] = g->script_count - 1;
    compile_cast(g, s, scene->cast);
    for (; scene->steps[s->step_count]; s->step_count++)
        compile_step(g, scene->steps[s->step_count]);
}

/* All scenes with their topics, a topic's together. */
static void compile_scenes(struct grammar *g)
{
    static const struct scene *const all[] = {scenes_nature,  scenes_home,     scenes_work,   scenes_travel,
                                              scenes_society, scenes_learning, scenes_leisure};
    static const size_t files = sizeof(all) / sizeof(*all);
    size_t count = 0, weight = 0;
    for (size_t i = 0; i < files; i++)
        for (const struct scene *scene = all[i]; scene->topic; scene++, count++)
            weight += (size_t)(scene->weight ? scene->weight : 1);
    g->draws = mem_new(weight, sizeof(*g->draws), "grammar");
    g->scripts = mem_new(count, sizeof(*g->scripts), "grammar");
    g->topics = mem_new(count, sizeof(*g->topics), "grammar");
    for (size_t i = 0; i < files; i++)
        for (const struct scene *scene = all[i]; scene->topic; scene++) {
            int topic = 0;
            while (topic < g->topic_count && strcmp(g->topics[topic].name, scene->topic) != 0)
                topic++;
            if (topic == g->topic_count)
                g->topics[g->topic_count++].name = scene->topic;
            g->topics[topic].count++;
        }
    for (int topic = 0; topic < g->topic_count; topic++) {
        g->topics[topic].first = g->script_count;
        for (size_t i = 0; i < files; i++)
            for (const struct scene *scene = all[i]; scene->topic; scene++)
                if (strcmp(g->topics[topic].name, scene->topic) == 0)
                    compile_scene(g, scene, topic);
    }
}

struct grammar grammar_new(void)
{
    struct grammar g = {.lexicon = lexicon_new()};
    g.names = lexicon_kind(&g.lexicon, "man_name+woman_name");
    g.relatives = lexicon_kind(&g.lexicon, "kin+age_person+child");
    g.workers = lexicon_kind(&g.lexicon, "craftsman+countryman+scholar+traveller+pupil");
    compile_scenes(&g);
    return g;
}

void grammar_release(struct grammar *g)
{
    lexicon_release(&g->lexicon);
    mem_free(g->ops);
    mem_free(g->texts);
    mem_free(g->steps);
    mem_free(g->scripts);
    mem_free(g->draws);
    mem_free(g->topics);
}
