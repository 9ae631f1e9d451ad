#include "base/run.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

#define PLAIN_INTERVAL    10.0 /* seconds between lines when standard error is no terminal */
#define TERMINAL_INTERVAL 0.2

int run_threads(long requested)
{
    if (requested > 0)
        return (int)requested;
    const char *environment = getenv("OMP_NUM_THREADS");
    long wanted = environment ? strtol(environment, NULL, 10) : 0;
    if (wanted > 0 && wanted < 1024)
        return (int)wanted;
#ifdef __linux__
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0)
        return CPU_COUNT(&allowed);
#endif
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (int)n : 1;
}

double run_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static volatile sig_atomic_t interrupts; /* written by the handler */

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    if (++interrupts > 1) {
        output_discard_all();
        _exit(1);
    }
}

void run_catch_interrupt(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool run_interrupted(void)
{
    return interrupts > 0;
}

int run_fail(const char *program, const struct error *err)
{
    fprintf(stderr, "%s: %s\n", program, err->message);
    return 1;
}

/* Wall seconds since the process started, from its own age as the system counts it. */
static double process_age(void)
{
#ifdef __linux__
    FILE *f = fopen("/proc/self/stat", "r");
    unsigned long long started = 0;
    double age = -1;
    if (f) {
        char line[1024];
        if (fgets(line, sizeof line, f)) {
            const char *after_name = strrchr(line, ')'); /* the name may hold spaces */
            if (after_name && sscanf(after_name + 2,
                                     "%*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
                                     "%*s %*s %*s %llu",
                                     &started) == 1) {
                struct timespec boot;
                clock_gettime(CLOCK_BOOTTIME, &boot);
                age =
                    (double)boot.tv_sec + 1e-9 * (double)boot.tv_nsec - (double)started / (double)sysconf(_SC_CLK_TCK);
            }
        }
        fclose(f);
    }
    if (age >= 0)
        return age;
#endif
    return (double)clock() / CLOCKS_PER_SEC;
}

void run_summary(const char *program, long long seed, int threads, const char *kernels, const char *rate)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double processor = (double)usage.ru_utime.tv_sec + 1e-6 * (double)usage.ru_utime.tv_usec +
                       (double)usage.ru_stime.tv_sec + 1e-6 * (double)usage.ru_stime.tv_usec;
    fprintf(stderr, "%s %s", program, EMBEDLAB_VERSION);
    if (seed >= 0)
        fprintf(stderr, " | seed %lld", seed);
    fprintf(stderr, " | %d thread%s", threads, threads == 1 ? "" : "s");
    if (kernels)
        fprintf(stderr, " | %s", kernels);
    if (rate)
        fprintf(stderr, " | %s", rate);
    fprintf(stderr, " | wall %.1f s, processor %.1f s | peak %.0f MiB\n", process_age(), processor,
            (double)mem_peak() / 1048576.0);
}

/* ---- log ---- */

bool run_log_open(FILE **log, const char *path, bool append, struct error *err)
{
    *log = NULL;
    if (!path)
        return true;
    *log = fopen(path, append ? "a" : "w");
    if (!*log)
        return error_set(err, "%s: cannot write the log here: %s", path, strerror(errno));
    setvbuf(*log, NULL, _IOLBF, 0);
    return true;
}

/* The step of a line of a log, which may be torn (then any), or -1: not a line of such a log. */
static long step_of_line(const char *line, const char *other)
{
    char starts[2][64] = {"{\"step\": "};
    snprintf(starts[1], sizeof starts[1], "{\"%s\": {\"step\":", other);
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(starts[i]), torn = strlen(line);
        if (strncmp(line, starts[i], torn < length ? torn : length) == 0)
            return torn < length ? 0 : strtol(line + length, NULL, 10);
    }
    return -1;
}

bool run_log_cut(const char *path, const char *other, long step, struct error *err)
{
    FILE *log = path ? fopen(path, "r+") : NULL;
    if (!log)
        return true; /* none yet; opening it tells what is wrong */
    char line[1024];
    long end = 0, of_line = 0;
    while (of_line >= 0 && of_line <= step && fgets(line, sizeof line, log)) {
        bool whole = strchr(line, '\n') != NULL;
        of_line = whole || feof(log) ? step_of_line(line, other) : -1;
        if (whole && of_line <= step)
            end = ftell(log);
    }
    bool good = of_line >= 0 && ftruncate(fileno(log), end) == 0;
    fclose(log);
    return good || error_set(err, "%s: this is not the log of such a run; give another --log", path);
}

bool run_log_close(FILE *log, const char *path, struct error *err)
{
    if (!log)
        return true;
    bool whole = !ferror(log);
    if (fclose(log) != 0)
        return error_set(err, "%s: cannot write the log: %s", path, strerror(errno));
    return whole || error_set(err, "%s: cannot write the log: some of it is missing; is the disk full?", path);
}

/* ---- progress ---- */

struct progress progress_start(const char *label, const char *unit, double total)
{
    struct progress p = {label, unit, total, run_clock(), run_clock(), isatty(STDERR_FILENO), false};
    return p;
}

/* 1234567 -> "1.23 M" */
static void format_count(char *text, size_t size, double x)
{
    if (x >= 1e9)
        snprintf(text, size, "%.2f G", x / 1e9);
    else if (x >= 1e6)
        snprintf(text, size, "%.2f M", x / 1e6);
    else if (x >= 1e4)
        snprintf(text, size, "%.1f k", x / 1e3);
    else
        snprintf(text, size, "%.0f ", x);
}

static void format_time(char *text, size_t size, double seconds)
{
    long s = (long)(seconds + 0.5);
    if (s >= 3600)
        snprintf(text, size, "%ldh%02ldm", s / 3600, s / 60 % 60);
    else
        snprintf(text, size, "%ldm%02lds", s / 60, s % 60);
}

static double show(const struct progress *p, double done, const char *detail, bool last)
{
    double elapsed = run_clock() - p->start;
    double rate = elapsed > 0 ? done / elapsed : 0;
    char per_second[32], left[32] = "", percent[16] = "";
    format_count(per_second, sizeof per_second, rate);
    if (p->total > 0) {
        double share = done < p->total ? done / p->total : 1;
        snprintf(percent, sizeof percent, " %5.1f %%", 100 * share);
        if (!last && share > 0)
            format_time(left, sizeof left, elapsed * (1 - share) / share);
    }
    if (last)
        format_time(left, sizeof left, elapsed);
    if (!p->quiet)
        fprintf(stderr, "%s%s:%s | %s%s/s%s%s | %s%s%s", p->terminal ? "\r" : "", p->label, percent, per_second,
                p->unit, detail && *detail ? " | " : "", detail ? detail : "", left, last ? "" : " left",
                p->terminal ? (last ? "\033[K\n" : "\033[K") : "\n");
    return rate;
}

void progress_update(struct progress *p, double done, const char *detail)
{
    double now = run_clock();
    if (now - p->last < (p->terminal ? TERMINAL_INTERVAL : PLAIN_INTERVAL))
        return;
    p->last = now;
    show(p, done, detail, false);
}

double progress_end(struct progress *p, double done, const char *detail)
{
    return show(p, done, detail, true);
}
