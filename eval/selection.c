/* selection.c: which benchmarks are scored. */
#include "eval/selection.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "text/vocab.h"

#define EXPLAINED 5 /* missing benchmarks that are explained one by one; of more only the names are told */

/* Adds to `wanted` what scripts/fetch-data must be asked for to get b: its suite, if there is a group of that name, or
 * its files; of many their folder. Nothing if it cannot get b. */
static void add_wanted(struct vocab *wanted, const struct benchmark *b, const char *data, bool by_suite)
{
    if (b->suite == SUITE_WORLD || b->by_hand)
        return;
    if (by_suite && b->suite != SUITE_GEOMETRY) {
        vocab_append(wanted, suite_name(b->suite), strlen(suite_name(b->suite)), 0);
        return;
    }
    char *path, *root = path_join(data, ""), *fourth = benchmark_absent_file(b, data, 3);
    for (int i = 0; (path = benchmark_absent_file(b, data, i)) != NULL; i++) {
        const char *name = path + strlen(root);
        vocab_append(wanted, name, fourth ? (size_t)(strrchr(name, '/') - name) : strlen(name), 0);
        mem_free(path);
    }
    mem_free(root);
    mem_free(fourth);
}

/* The end of a line on standard error. */
static void print_command(const struct vocab *wanted, const char *data)
{
    if (vocab_size(wanted) > 0)
        fprintf(stderr, "; to fetch: scripts/fetch-data --data %s", data);
    for (int i = 0; i < vocab_size(wanted); i++)
        fprintf(stderr, " %s", vocab_word(wanted, i));
    fprintf(stderr, "\n");
}

static void explain_absence(const struct benchmark *b, const char *data)
{
    struct vocab *wanted = vocab_new();
    char *absent = benchmark_absent_file(b, data, 0);
    add_wanted(wanted, b, data, false);
    if (b->suite == SUITE_WORLD)
        fprintf(stderr, "evaluate: %s is not there: %s; it comes with a world: corpus world --output %s", b->name,
                absent, data);
    else
        fprintf(stderr, "evaluate: %s is not there: %s, %s %s", b->name, absent, b->by_hand ? "take it from" : "from",
                b->address);
    print_command(wanted, data);
    mem_free(absent);
    vocab_free(wanted);
}

static void explain_absences(const struct evaluation *e)
{
    for (int i = 0; i < e->missing_count && e->missing_count <= EXPLAINED; i++)
        explain_absence(e->missing[i], e->data);
    if (e->missing_count <= EXPLAINED)
        return;
    struct vocab *wanted = vocab_new();
    fprintf(stderr, "evaluate: %d benchmarks are not in %s:", e->missing_count, e->data);
    for (int i = 0; i < e->missing_count; i++) {
        fprintf(stderr, "%s %s%s", i > 0 ? "," : "", e->missing[i]->name, e->missing[i]->by_hand ? " (by hand)" : "");
        add_wanted(wanted, e->missing[i], e->data, true);
    }
    fprintf(stderr, "; `evaluate --list` tells their files and addresses");
    print_command(wanted, e->data);
    vocab_free(wanted);
}

static bool is_there(const struct benchmark *b, const char *data)
{
    char *absent = benchmark_absent_file(b, data, 0);
    bool there = absent == NULL;
    mem_free(absent);
    return there;
}

/* Is b of the suite? "all" is every suite; the world's benchmarks count only where the data folder has them, since
 * they belong to a world and cannot be fetched. */
static bool in_suite(const struct benchmark *b, const char *suite, const char *data)
{
    if (strcmp(suite, "all") != 0)
        return strcmp(suite, suite_name(b->suite)) == 0;
    return b->suite != SUITE_WORLD || is_there(b, data);
}

bool evaluation_select(struct evaluation *e, const char *suite, char **names, struct error *err)
{
    if (!path_is_folder(e->data))
        return error_set(err, "%s: no such folder; benchmarks are in --data, else in $EMBEDLAB_DATA, else in ./data",
                         e->data);
    int count = 0;
    while (benchmark_at(count))
        count++;
    e->tasks = mem_new((size_t)count, sizeof(struct benchmark *), "benchmarks");
    e->missing = mem_new((size_t)count, sizeof(struct benchmark *), "benchmarks");
    bool some = false; /* a file of some benchmark is there: this is a folder of benchmarks */
    for (int i = 0; i < count; i++) {
        const struct benchmark *b = benchmark_at(i);
        bool named = false, there = is_there(b, e->data);
        for (char **name = names; name && *name; name++)
            named |= strcmp(*name, b->name) == 0;
        if (!(names ? named : in_suite(b, suite, e->data)))
            continue;
        some |= there && (b->path != NULL || strcmp(suite, "all") != 0);
        if (there)
            e->tasks[e->task_count++] = b;
        else
            e->missing[e->missing_count++] = b;
    }
    explain_absences(e);
    if (names && e->missing_count > 0)
        return error_set(err, "--task %s: not in %s", e->missing[0]->name, e->data);
    return (names && e->task_count > 0) || some ||
           error_set(err, "%s: holds none of the benchmarks asked for", e->data);
}

void evaluation_list(const char *suite, const char *data, struct output *out)
{
    const struct benchmark *b;
    for (int i = 0; (b = benchmark_at(i)) != NULL; i++) {
        if (strcmp(suite, "all") != 0 && strcmp(suite, suite_name(b->suite)) != 0)
            continue;
        char *absent = benchmark_absent_file(b, data, 0);
        output_print(out, "%-20s %-9s %-7s %s (%s; %s)", b->name, suite_name(b->suite), absent ? "missing" : "there",
                     b->title, b->task->kind, b->citation);
        if (absent)
            output_print(out, ": %s, from %s", absent, b->address);
        output_print(out, "\n");
        mem_free(absent);
    }
}
