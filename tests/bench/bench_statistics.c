/* bench_statistics: do the evaluator's intervals hold the truth in 95 % of cases, and its tests find a difference
 * where there is none in 5 %? By simulation, 1,000 runs each. */
#include <stdio.h>

#include "tests/eval/simulation.h"

#define RUNS  1000
#define DRAWS 500

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
    return bad > 0;
}
