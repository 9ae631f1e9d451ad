/* input.c: the options of the input, its tokenizer, and what people are told of it. */
#include "trainers/contrastive/input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trainers/contrastive/input_rows.h"

/* ---- options ---- */

bool input_score_range(const char *text, double *low, double *high)
{
    const char *colon = strchr(text, ':');
    if (!colon)
        return false;
    char *first = mem_string_n(text, (size_t)(colon - text));
    bool good = table_cell_number((struct table_cell){first, strlen(first)}, low) &&
                table_cell_number((struct table_cell){colon + 1, strlen(colon + 1)}, high) && *low < *high;
    mem_free(first);
    return good;
}

static int count_strings(char *const *list)
{
    int count = 0;
    while (list && list[count])
        count++;
    return count;
}

/* The arguments become files, too. */
static void add_files(struct input_settings *s, char **rest)
{
    int count = count_strings(s->files), more = count_strings(rest);
    s->files = mem_grow(s->files, (size_t)(count + more) + 1, sizeof *s->files, "options");
    memset(s->files + count, 0, (size_t)(more + 1) * sizeof *s->files);
    for (int i = 0; i < more; i++)
        s->files[count + i] = mem_string(rest[i]);
}

/* Options of which one needs another, or has no effect beside it. */
static int check_pairs(const struct option *options, const char *program)
{
    static const struct {
        const char *option, *other;
        bool needs; /* else: excludes */
    } rules[] = {
        {"classes", "label", true},      {"nli-triples", "label", true},  {"score-range", "score", true},
        {"format", "columns", true},     {"format", "parallel", false},   {"group-by", "columns", true},
        {"group-by", "groups", false},   {"label", "score", false},       {"label", "groups", false},
        {"label", "group-by", false},    {"score", "groups", false},      {"score", "group-by", false},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (!options_given(options, rules[i].option) || options_given(options, rules[i].other) == rules[i].needs)
            continue;
        return rules[i].needs ? options_usage_error(program, "--%s has no effect without --%s", rules[i].option,
                                                    rules[i].other)
                              : options_usage_error(program, "--%s and --%s do not go together", rules[i].option,
                                                    rules[i].other);
    }
    return 0;
}

/* In parallel files a column is the number of a file. */
static int check_file_number(const char *name, int files, const char *program)
{
    if (strspn(name, "0123456789") == strlen(name) && strlen(name) < 4 && atoi(name) >= 1 && atoi(name) <= files)
        return 0;
    return options_usage_error(program, "column \"%s\": of parallel files a column is the number of a file, 1 to %d",
                               name, files);
}

static int check_parallel(const struct input_settings *s, const char *program)
{
    int files = count_strings(s->files), status = 0, count = 0;
    if (files < 2 || files > TABLE_COLUMNS_LIMIT)
        return options_usage_error(program, "--parallel, and --groups without --columns, need 2 to %d input files, "
                                            "found %d", TABLE_COLUMNS_LIMIT, files);
    char **columns = s->columns ? input_split(s->columns, &count) : NULL;
    if (count > TABLE_COLUMNS_LIMIT - 2)
        status = options_usage_error(program, "--columns: more than %d", TABLE_COLUMNS_LIMIT - 2);
    for (int i = 0; i < count && !status; i++)
        status = check_file_number(columns[i], files, program);
    input_split_free(columns, count);
    const char *others[] = {s->label, s->score, s->group_by};
    for (int i = 0; i < 3 && !status; i++)
        status = others[i] ? check_file_number(others[i], files, program) : 0;
    return status;
}

static bool has_class(const struct input_settings *s, const char *name)
{
    int count;
    char **classes = input_split(s->classes, &count);
    bool found = input_find_class(classes, count, name, strlen(name)) >= 0;
    input_split_free(classes, count);
    return found;
}

/* How many sentences a row has must fit to what is to be made of it. */
static int check_sentences(const struct input_settings *s, const char *program)
{
    struct source source;
    source_init(&source, s);
    int sentences = source.sentences;
    source_release(&source);
    bool pairs = s->label || s->score;
    if (pairs && sentences != 2)
        return options_usage_error(program, "--%s is of pairs: expected two columns of sentences, found %d",
                                   s->label ? "label" : "score", sentences);
    if (s->groups && sentences < 2)
        return options_usage_error(program, "--groups: expected two columns of sentences or more, found %d", sentences);
    if (!s->groups && !s->group_by && sentences > 3)
        return options_usage_error(program, "expected one to three columns of sentences, found %d; are they --groups?",
                                   sentences);
    return 0;
}

int input_check(struct input_settings *s, const struct option *options, const char *program, char **rest)
{
    enum source_kind kind = source_kind(s);
    double low, high;
    if (rest[0] && kind != SOURCE_PARALLEL)
        return options_usage_error(program, "\"%s\" is no option; the corpus is given by --input FILE", rest[0]);
    if (rest[0])
        add_files(s, rest);
    if (!s->files)
        return options_usage_error(program, "no corpus: give --input FILE");
    int status = check_pairs(options, program);
    if (!status && kind == SOURCE_PARALLEL)
        status = check_parallel(s, program);
    if (!status && kind == SOURCE_LINES && (s->label || s->score))
        status = options_usage_error(program, "--%s needs --columns or --parallel", s->label ? "label" : "score");
    if (!status && s->nli_triples && (!has_class(s, "entailment") || !has_class(s, "contradiction")))
        status = options_usage_error(program, "--nli-triples: --classes must hold entailment and contradiction");
    if (!status && !input_score_range(s->score_range, &low, &high))
        status = options_usage_error(program, "--score-range %s: expected LOW:HIGH, for example 0:5", s->score_range);
    if (!status)
        status = check_sentences(s, program);
    if (!s->min_words)
        s->min_words = kind == SOURCE_LINES ? 4 : 1;
    return status;
}

/* ---- tokenizer ---- */

struct tokenizer *input_tokenizer(const struct input_rows *r, const char *description, long min_count,
                                  struct error *err)
{
    if (!tokenizer_is_new(description))
        return tokenizer_read(description, err);
    struct reader *in = reader_open_text(r->settings->files[0], r->text ? r->text : "", r->used);
    struct tokenizer *t = tokenizer_train(description, in, min_count, err);
    reader_close(in);
    return t;
}

/* ---- what people are told ---- */

static double number(const cJSON *record, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(record, name);
    return item ? item->valuedouble : 0;
}

void input_print(const struct examples *e, const char *program, FILE *out)
{
    const cJSON *item;
    double cut = number(e->record, "cut"), unknown = number(e->record, "out_of_vocabulary");
    fprintf(out, "%s: %u %s", program, e->count, e->groups ? "groups" : e->columns == 1 ? "sentences" : "rows");
    if (e->groups || e->columns > 1)
        fprintf(out, " of %s%d sentences, %.0f different ones", e->groups ? "at least " : "", e->columns,
                number(e->record, "sentences"));
    fprintf(out, ", at most %d tokens", e->longest);
    if (cut > 0)
        fprintf(out, " (%.0f cut to that)", cut);
    if (unknown > 0)
        fprintf(out, "; %.0f words are not in the vocabulary", unknown);
    fprintf(out, "\n");
    const char *before = "left out:";
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(e->record, "left_out")) {
        if (before[0] == 'l')
            fprintf(out, "%s: ", program);
        fprintf(out, "%s %.0f (%s)", before, item->valuedouble, item->string);
        before = ",";
    }
    if (before[0] == ',')
        fprintf(out, "\n");
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(e->record, "seen"))
        fprintf(out, "%s: %.0f texts of %s occur in the input\n", program, number(item, "texts"),
                cJSON_GetObjectItemCaseSensitive(item, "name")->valuestring);
}
