/* word_trainer.h: what the trainers of word vectors have in common: files on the command line, progress and log, and
 * training.json. */
#ifndef EMBEDLAB_MODEL_WORD_TRAINER_H
#define EMBEDLAB_MODEL_WORD_TRAINER_H

#include <stdio.h>

#include "base/error.h"
#include "base/json.h"
#include "base/options.h"
#include "base/run.h"
#include "model/word_vectors.h"
#include "text/vocab.h"
#include "text/word_corpus.h"

/* ---- files ---- */

struct word_trainer_files {
    char **inputs, *output, *format, *init_vectors, *save_context, *read_vocab, *save_vocab, *log, *sentences;
    long min_count, max_vocab;
};

#define WORD_TRAINER_DEFAULTS {.sentences = (char *)"line", .min_count = 5}

/* Rows of a table of options; `f` is the struct word_trainer_files, the others are texts for --help. */
#define WORD_TRAINER_OPTIONS(f, outputs, contexts)                                                                     \
    {OPTION_GROUP, .help = "Files"},                                                                                   \
        {OPTION_LIST, "input", &(f).inputs, "FILE", "corpus: text, plain or gzip; may be given several times"},        \
        {OPTION_STRING, "output", &(f).output, "FILE", "word vectors; by ending " outputs},                            \
        {OPTION_CHOICE, "format", &(f).format, "FORMAT", "of the output, whatever its ending",                         \
         .choices = WORD_VECTORS_FORMATS},                                                                             \
        {OPTION_STRING, "read-vocab", &(f).read_vocab, "FILE", "take the vocabulary from \"word count\" lines"},       \
        {OPTION_STRING, "save-vocab", &(f).save_vocab, "FILE", "write the vocabulary as \"word count\" lines"},        \
        {OPTION_STRING, "init-vectors", &(f).init_vectors, "FILE",                                                     \
         "word vectors of any format from which known words start"},                                                   \
        {OPTION_STRING, "save-context", &(f).save_context, "FILE", "write the words' vectors as context, too" contexts \
                                                                   "; format by ending"},                              \
        {OPTION_STRING, "log", &(f).log, "FILE",                                                                       \
         "progress as JSON lines, written as training goes; a resumed run appends"},                                   \
        {OPTION_CHOICE, "sentences", &(f).sentences, "UNIT",                                                           \
         "no window crosses its end: a line, or (text broken at page width) lines up to a blank one",                  \
         .choices = "line|paragraph"},                                                                                 \
        {OPTION_GROUP, .help = "Vocabulary"},                                                                          \
        {OPTION_LONG, "min-count", &(f).min_count, "N", "leave out words seen less often", 1, 1e9},                    \
        {OPTION_LONG, "max-vocab", &(f).max_vocab, "N", "keep only the N most frequent words; 0 = all", 0, 1e9}

/* Do they fit together? `rest`: arguments that are no options. Returns 0, or 2 after a message. */
int word_trainer_check(const char *program, const struct word_trainer_files *f, const struct option *options,
                       char **rest);

/* The vocabulary for training and, in at most `memory` bytes, the corpus in its words. False and *err: the caller
 * releases what there is. */
struct vocab *word_trainer_vocab(const struct word_trainer_files *f, struct error *err);
bool word_trainer_corpus(const struct word_trainer_files *f, const struct vocab *vocab, size_t memory,
                         struct word_corpus *corpus, struct error *err);

/* ---- progress and log ---- */

/* Where training stands. */
struct word_trainer_state {
    int epoch;   /* from 0 */
    double done; /* words or cells, over all epochs */
    double loss; /* mean of the epoch so far */
    double rate; /* learning rate; 0 = none to tell */
};

/* Progress on the terminal and, if wished, JSON lines: one per hundredth of the run. */
struct word_trainer_log {
    struct progress progress;
    const char *path; /* borrowed */
    FILE *file;       /* owned; NULL = no log. Written as it goes, and kept when the run fails. */
    struct word_trainer_state last;
    double total, before; /* in all epochs; done by earlier runs that this one goes on from */
    int epochs;
};

/* Can all files be written, and is there the `state` for a run that goes on? Opens the log. */
bool word_trainer_open(struct word_trainer_log *l, const struct word_trainer_files *f, bool resume, const char *state,
                       struct error *err);

/* `unit`: "words" or "cells", of which `total` are to be done, `before` before this run. */
void word_trainer_start(struct word_trainer_log *l, const char *label, const char *unit, int epochs, double total,
                        int epoch, double before);

/* For training to call; `log` is the struct word_trainer_log. */
void word_trainer_report(const struct word_trainer_state *state, void *log);

/* "N units/s"; of a run that took so many seconds. */
void word_trainer_speed(const struct word_trainer_log *l, double seconds, char *text, size_t size);

/* Ends progress, if it was started, and log. `finished`: training went through. False and *err if the log could not
 * be written. */
bool word_trainer_close(struct word_trainer_log *l, bool finished, struct error *err);

/* ---- training.json ---- */

struct word_trainer_facts {
    const char *program, *objective, *kernels;
    const struct vocab *vocab;
    const struct word_corpus *corpus;
    const double *losses; /* [epochs of the log] */
    int threads;
    bool hogwild;
    double seconds; /* of training */
};

/* What training.json has of every trainer; the caller adds to it. Takes over `options`. */
cJSON *word_trainer_record(const struct word_trainer_facts *facts, const struct word_trainer_log *l, cJSON *options);

#endif
