/* session.h: a run: steps, looks at the dev set, and what is written when. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_SESSION_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_SESSION_H

#include "trainers/contrastive/record.h"
#include "trainers/contrastive/settings.h"

struct session {
    const struct settings *settings; /* borrowed, as the next two */
    const struct option *options;
    struct training *training;
    struct training_log log;
    long initialized; /* embeddings taken from word vectors */
    int threads;
    double rate; /* rows a second */
};

/* Reads the state that --resume goes on from. */
bool session_resume(struct session *s, struct error *err);

/* Trains to the end and writes the model, with --dev the best one on the way. False and *err when a file cannot be
 * written, when the loss is no longer finite, or when Ctrl-C has stopped it; then the state is saved. */
bool session_run(struct session *s, struct error *err);

#endif
