/* grammar_parts.h: a step as a small program, which grammar.c writes and teller.c runs. */
#ifndef EMBEDLAB_CORPORA_WORLD_GRAMMAR_PARTS_H
#define EMBEDLAB_CORPORA_WORLD_GRAMMAR_PARTS_H

#include <stdint.h>

enum op_code {
    OP_TEXT,      /* value: of texts */
    OP_ARTICLE,   /* a or an, and a space */
    OP_WORD,      /* slot; value: of texts, the attribute's name, or -1 */
    OP_CONCEPT,   /* value: the concept */
    OP_AUXILIARY, /* value: row of auxiliaries */
    OP_BRANCH,    /* value: number of ways; as many OP_JUMPs follow */
    OP_JUMP,      /* value: index of the next op */
    OP_OPTION,    /* value: index of the next op when it is left out */
    OP_END
};

/* Forms beyond those of lexicon.h. */
enum { FORM_FINITE = FORM_COUNT, FORM_FINITE_PLURAL, FORM_NAMED, FORM_HE, FORM_HIM, FORM_HIS, FORM_HIMSELF };

struct op {
    uint8_t code, form;
    bool plain; /* no synonym */
    int16_t slot;
    int32_t value;
};

/* lemma, past, past plural, present, present plural */
extern const char *const auxiliaries[][5];

#endif
