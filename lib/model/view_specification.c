/* view_specification.c: "MODEL[@VIEW][+POST...]" to its parts. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/view_parts.h"

#define VIEWS                                                                                                          \
    "input, output, tfidf or layer:K:POOL (K = 0.., last or first-last; POOL = mean, last, cls, max or wmean)"
#define POSTS "center, abtt:D (D = 1..), whiten or zscore; sif or idf before all others"

/* Where the model's path ends. A path may itself contain @ and +, so among the places in its last
 * component where a view or post-processing could begin, the last one that leaves a path that
 * exists is taken; the first place if there is none such. */
static size_t path_length(const char *text)
{
    if (path_exists(text))
        return strlen(text);
    const char *slash = strrchr(text, '/');
    const char *name = slash ? slash + 1 : text;
    size_t first = (size_t)(name - text) + strcspn(name, "@+");
    for (size_t end = strlen(text); end > first; end--) {
        if (text[end] != '@' && text[end] != '+')
            continue;
        char *path = mem_string_n(text, end);
        bool exists = path_exists(path);
        mem_free(path);
        if (exists)
            return end;
    }
    return first;
}

static bool parse_number(const char *text, int low, int *value)
{
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (end == text || *end || errno || text[0] == '+' || number < low || number > 1000000)
        return false;
    *value = (int)number;
    return true;
}

/* `text` is overwritten. */
static bool parse_view(struct view_specification *s, char *text)
{
    s->kind = !strcmp(text, "input")    ? VIEW_INPUT
              : !strcmp(text, "output") ? VIEW_OUTPUT
              : !strcmp(text, "tfidf")  ? VIEW_TFIDF
                                        : VIEW_LAYER;
    s->weighting = s->kind == VIEW_TFIDF ? WEIGHTING_IDF : WEIGHTING_NONE;
    if (s->kind != VIEW_LAYER)
        return true;
    char *layer = strncmp(text, "layer:", 6) ? NULL : text + 6;
    char *pooling = layer ? strchr(layer, ':') : NULL;
    if (!pooling)
        return false;
    *pooling++ = '\0';
    if (!pooling_parse(pooling, &s->pooling) || s->pooling == POOLING_FIRST_LAST) /* said by the layer */
        return false;
    s->layer = strcmp(layer, "first-last") ? VIEW_LAST_LAYER : VIEW_FIRST_LAST;
    return s->layer == VIEW_FIRST_LAST || !strcmp(layer, "last") || parse_number(layer, 0, &s->layer);
}

static bool parse_post(struct post *p, const char *text)
{
    static const char *const names[] = {[POST_CENTER] = "center", [POST_WHITEN] = "whiten", [POST_ZSCORE] = "zscore"};
    for (int kind = POST_CENTER; kind <= POST_ZSCORE; kind++)
        if (names[kind] && !strcmp(text, names[kind])) {
            p->kind = (enum post_kind)kind;
            return true;
        }
    p->kind = POST_ABTT;
    return !strncmp(text, "abtt:", 5) && parse_number(text + 5, 1, &p->components);
}

/* sif and idf: weights for the words of texts, so that they come first; sif's second half is a step like the others. */
static bool parse_weighting(struct view_specification *s, const char *text)
{
    bool sif = !strcmp(text, "sif");
    if ((!sif && strcmp(text, "idf")) || s->post_count > 0 || s->weighting != WEIGHTING_NONE)
        return false;
    s->weighting = sif ? WEIGHTING_SIF : WEIGHTING_IDF;
    if (sif)
        s->posts[s->post_count++] = (struct post){POST_SIF, 1};
    return true;
}

/* What follows the path: "", "@VIEW", "+POST", "@VIEW+POST+POST"; overwritten. */
static bool parse_rest(struct view_specification *s, char *rest, const char *text, struct error *err)
{
    for (char *part = rest; *part;) {
        char separator = *part++;
        size_t length = strcspn(part, "@+");
        char next = part[length];
        part[length] = '\0';
        if (separator == '@') {
            char *word = mem_string(part);
            bool good = s->kind == VIEW_DEFAULT && s->post_count == 0 && parse_view(s, word);
            mem_free(word);
            if (!good)
                return error_set(err, "%s: \"@%s\" is no view; expected one of " VIEWS ", before any +POST", text,
                                 part);
        } else {
            if (s->post_count == VIEW_POST_LIMIT)
                return error_set(err, "%s: more than %d post-processings", text, VIEW_POST_LIMIT);
            if (!parse_weighting(s, part) && !parse_post(&s->posts[s->post_count++], part))
                return error_set(err, "%s: \"+%s\" is no post-processing; expected one of " POSTS, text, part);
        }
        part += length;
        *part = next;
    }
    return true;
}

bool view_specification_parse(struct view_specification *s, const char *text, struct error *err)
{
    memset(s, 0, sizeof *s);
    size_t length = path_length(text);
    s->model = mem_string_n(text, length);
    if (length == 0)
        return error_set(err, "\"%s\": expected a model: MODEL[@VIEW][+POST...]", text);
    char *rest = mem_string(text + length);
    bool good = parse_rest(s, rest, text, err);
    mem_free(rest);
    return good;
}
