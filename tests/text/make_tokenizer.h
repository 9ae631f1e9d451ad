/* make_tokenizer.h: a tokenizer made of a text. */
#ifndef EMBEDLAB_TESTS_TEXT_MAKE_TOKENIZER_H
#define EMBEDLAB_TESTS_TEXT_MAKE_TOKENIZER_H

#include "scratch.h"
#include "text/tokenizer.h"

static struct tokenizer *make(const char *description, const char *text)
{
    struct error err = {0};
    struct tokenizer *t = tokenizer_make(description, put_text("corpus.txt", text), 1, &err);
    if (!t)
        fail_msg("%s", err.message);
    return t;
}

#endif
