/* generate.h: text from a language model. */
#ifndef EMBEDLAB_TRAINERS_LM_GENERATE_H
#define EMBEDLAB_TRAINERS_LM_GENERATE_H

#include "trainers/lm/settings.h"

/* Writes the prompt and its continuation to standard output, token by token, until end of text or
 * max_tokens. The model sees end of text, then the last tokens that fit its context. <unk> is never
 * drawn. */
bool generate_text(const struct settings *s, struct error *err);

#endif
