/* generate.h: text from a language model. */
#ifndef EMBEDLAB_TRAINERS_LM_GENERATE_H
#define EMBEDLAB_TRAINERS_LM_GENERATE_H

#include "trainers/lm/settings.h"

/* Writes the prompt, which may be empty, and its continuation to standard output, token by token, until end of
 * text or s->tokens. The model sees end of text and the prompt, which must fit its context; when the
 * context is full it goes on with the last half of what it has. <unk> is never drawn. */
bool generate_text(const struct settings *s, struct error *err);

#endif
