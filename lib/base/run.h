/* run.h: the frame of a program's run: threads, clock, Ctrl-C, progress, the closing line. */
#ifndef EMBEDLAB_BASE_RUN_H
#define EMBEDLAB_BASE_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

#define EMBEDLAB_VERSION "0.1.0"

/* Threads to use when the user asked for `requested`: that many, or with 0 what OMP_NUM_THREADS
 * says, else as many as this process may run on. */
int run_threads(long requested);

/* Seconds by the wall clock, from an arbitrary start. */
double run_clock(void);

/* After this, the first Ctrl-C (or SIGTERM) only makes run_interrupted true; a second one removes
 * temporary files and ends the program with status 1. */
void run_catch_interrupt(void);
bool run_interrupted(void);

/* Prints "program: message" on standard error and returns 1 for main. */
int run_fail(const char *program, const struct error *err);

/* The last line on standard error: version, seed, threads, kernels, rate, wall and processor time,
 * peak memory. `kernels` and `rate` may be NULL; seed < 0 = none. */
void run_summary(const char *program, long long seed, int threads, const char *kernels, const char *rate);

/* ---- log for machines (--log) ---- */

/* Opens `path` for JSON lines, each on disk as soon as it is written, so that the log stays when the
 * run fails. With `append` it goes on with what is there. A NULL path gives *log = NULL and true. */
bool run_log_open(FILE **log, const char *path, bool append, struct error *err);

/* Leaves of the log `path` (NULL, or not there: nothing to do) the lines of steps up to `step`, when a run goes on from
 * a state before the log's end. Refuses a file with lines that begin neither {"step": N nor {"OTHER": {"step": N. */
bool run_log_cut(const char *path, const char *other, long step, struct error *err);

/* False and *err if not all of it could be written. NULL is allowed. */
bool run_log_close(FILE *log, const char *path, struct error *err);

/* ---- progress ---- */

/* On a terminal one line that updates; otherwise a plain line every 10 s. Called by one thread. */
struct progress {
    const char *label;
    const char *unit;   /* "words", "tokens", ... */
    double total;       /* units in all; <= 0 = unknown */
    double start, last; /* run_clock() */
    bool terminal, quiet;
};

struct progress progress_start(const char *label, const char *unit, double total);

/* Shows done / total, units per second by the wall clock, time left, and `detail` ("loss 3.21");
 * cheap when it is not yet time for a new line. */
void progress_update(struct progress *p, double done, const char *detail);

/* The last state, on a line of its own. Returns units per second. */
double progress_end(struct progress *p, double done, const char *detail);

#endif
