/* phrases.h: pairs of words that belong together (Mikolov et al. 2013, section 4), found and joined. */
#ifndef EMBEDLAB_CORPORA_PHRASES_H
#define EMBEDLAB_CORPORA_PHRASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/file.h"
#include "corpora/phrases_text.h"

enum phrase_scoring {
    /* (pair - min_count) / (first * second) * words: Mikolov et al. 2013, equation 6, with their code's
     * (word2phrase) factor, the number of words of the text. */
    PHRASE_MIKOLOV,
    /* ln(p(pair) / (p(first) p(second))) / -ln p(pair), p = occurrences / words: in -1..1 (Bouma 2009). */
    PHRASE_NPMI
};

/* The score of two words that occur `first` and `second` times, next to each other `pair` times. */
double phrase_score(enum phrase_scoring scoring, uint64_t pair, uint64_t first, uint64_t second, uint64_t min_count,
                    uint64_t words);

struct phrase_settings {
    enum phrase_scoring scoring;
    double threshold;       /* joined are pairs with a higher score */
    uint64_t min_count;     /* and at least so many occurrences; what PHRASE_MIKOLOV subtracts */
    const char *connectors; /* words, separated by spaces, that may stand within a phrase (bank_of_america), but
                               neither begin nor end it; they do not count for its score. "" = none */
    size_t memory;          /* bound for the table of pairs, in bytes; less only takes longer */
};

struct phrase {
    uint32_t first, second, between; /* words of the text; of list->between */
    uint32_t word;                   /* the phrase as a word of the text */
    uint64_t count, count_first, count_second;
    uint64_t joined; /* times it was joined: pairs that share a word go to the left one */
    double score;
};

struct phrase_list {
    struct phrase *phrases; /* owned; [count], highest score first */
    size_t count, capacity;
    uint8_t *roles;              /* owned; [words of the text]: what a word may be in a phrase */
    struct string_table between; /* owned; connectors between two words, joined by '_'; 0 = none */
    uint64_t words;              /* of the text that was counted */
};

/* Counts the pairs of `t` within sentences, exactly, and lists those that are phrases. Their words are added
 * to those of `t`; phrases over WORD_LIMIT bytes are left out. False and *err when the text cannot be read
 * back, or on Ctrl-C. Release in every case. */
bool phrases_find(struct phrase_list *list, struct phrase_text *t, const struct phrase_settings *settings,
                  struct error *err);
void phrases_release(struct phrase_list *list);

/* Joins the phrases of `list` in `t`, from left to right. */
bool phrases_join(struct phrase_list *list, struct phrase_text *t, struct error *err);

/* Lines "phrase score count first second joined", separated by tabs; the three counts are those of the pair and of
 * its two words. */
void phrases_write(const struct phrase_list *list, const struct phrase_text *t, struct output *out);

#endif
