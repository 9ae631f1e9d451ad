/* bench_statistics: do the evaluator's intervals hold the truth in 95 % of cases, and its tests find a difference
 * where there is none in 5 %? By simulation, 1,000 runs each. And do the intervals of comparisons of spaces hold the
 * figures' means? */
#include <stdio.h>

#include "tests/eval/simulation.h"
#include "tests/eval/simulation_spaces.h"

#define RUNS  1000
#define DRAWS 500

/* Coverage of the figures of two spaces of so many words. */
static int check_spaces(int words)
{
    enum { FIGURES = 4 };
    static const char *const names[FIGURES] = {"CKA", "Procrustes", "cosines' Spearman", "neighbours"};
    static struct comparison all[RUNS];
    int bad = 0;
    for (int run = 0; run < RUNS; run++)
        all[run] = simulated_spaces(words, (uint64_t)run, -1);
    for (int f = 0; f < FIGURES; f++) {
        double mean = 0;
        int held = 0;
        for (int pass = 0; pass < 2; pass++)
            for (int run = 0; run < RUNS; run++) {
                const struct comparison *c = &all[run];
                const struct figure *figures[FIGURES] = {&c->cka, &c->procrustes, &c->cosine_spearman, &c->overlap10};
                mean += pass == 0 ? figures[f]->value / RUNS : 0;
                held += pass == 1 && figures[f]->interval.low <= mean && mean <= figures[f]->interval.high;
            }
        bool good = held >= 0.93 * RUNS && held <= 0.97 * RUNS;
        bad += !good;
        printf("%-18s %6d %6.3f  %20.1f %%%s\n", names[f], words, mean, 100.0 * held / RUNS, good ? "" : "  <- off");
    }
    return bad;
}

int main(void)
{
    static const char *const names[] = {"Spearman", "Pearson", "accuracy", "mean", "mean of two parts"};
    static const struct {
        enum simulated what;
        long n;
        double r;
    } cases[] = {
        {SIMULATED_SPEARMAN, 30, 0.4},  {SIMULATED_SPEARMAN, 30, 0.8},  {SIMULATED_SPEARMAN, 65, 0.6},
        {SIMULATED_SPEARMAN, 350, 0.6}, {SIMULATED_SPEARMAN, 999, 0.3}, {SIMULATED_PEARSON, 65, 0.6},
        {SIMULATED_PEARSON, 350, 0.6},  {SIMULATED_ACCURACY, 40, 0.9},  {SIMULATED_ACCURACY, 500, 0.3},
        {SIMULATED_MEAN, 50, 0.3},      {SIMULATED_MEAN, 300, 0.3},     {SIMULATED_PARTS, 200, 0.6},
    };
    printf("%-18s %6s %6s  %22s  %22s\n", "statistic", "items", "true", "95 % interval holds it",
           "false positives at 5 %");
    int bad = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double held = simulated_coverage(cases[i].what, cases[i].n, cases[i].r, RUNS, DRAWS);
        double found = simulated_false_positives(cases[i].what, cases[i].n, cases[i].r, RUNS);
        bool good = held >= 0.93 && held <= 0.97 && found <= 0.07;
        bad += !good;
        printf("%-18s %6ld %6.3f  %20.1f %%  %20.1f %%%s\n", names[cases[i].what], cases[i].n,
               simulated_truth(cases[i].what, cases[i].r), 100 * held, 100 * found, good ? "" : "  <- off");
        fflush(stdout);
    }
    bad += check_spaces(200) + check_spaces(1000);
    return bad > 0;
}
