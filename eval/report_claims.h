/* report_claims.h: the claims that the lab is for, each with the rule by which its verdict follows from the numbers. */
#ifndef EMBEDLAB_EVAL_REPORT_CLAIMS_H
#define EMBEDLAB_EVAL_REPORT_CLAIMS_H

#include "eval/report_data.h"
#include "eval/report_evidence.h"

#define CLAIMS 8

enum outcome { OUTCOME_NOT_TESTED, OUTCOME_INCONCLUSIVE, OUTCOME_SUPPORTED, OUTCOME_NOT_SUPPORTED };

/* "supported", ... */
const char *outcome_name(enum outcome o);

struct judgement {
    enum outcome outcome;
    char *words;              /* owned; the numbers that carry it, in a sentence or two */
    struct findings findings; /* the differences that it rests on; empty for C1 and C8 */
};
void judgement_release(struct judgement *j);

struct claim {
    const char *id, *claim, *question, *method;
    const char *rule;  /* of the verdict, as judge does it */
    const char *needs; /* what the claim cannot be tested without */
    void (*judge)(const struct report *r, struct judgement *j);
};
extern const struct claim report_claims[CLAIMS];

/* The verdict of one claim; *j to be released. */
void claim_judge(const struct claim *c, const struct report *r, struct judgement *j);

/* ---- what the rules and the pages both look at ---- */

/* Is one of the two a specialist for words and the other the table of a language model? */
bool comparison_of_kinds(const struct report *r, const struct report_comparison *c);

/* Are both seeds of one configuration of either? */
bool comparison_of_seeds(const struct report *r, const struct report_comparison *c);

#endif
