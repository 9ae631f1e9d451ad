/* composer.h: the vectors of a sentence's words, composed of n-gram rows, while they are in the window.
 *
 * A word's vector is the mean of its rows (ngrams.h). It is composed when the word comes into reach of a
 * centre word, is moved as if it were a row of its own, and when it goes out of reach each of its rows takes
 * what it has moved by. So the rows are touched once for each occurrence and not once for each pair of
 * words, which is where the time of training with n-grams goes.
 *
 * That each row takes the whole step makes the vector itself move by rate times its gradient, however many
 * n-grams the word has, as in fastText. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_COMPOSER_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_COMPOSER_H

#include "math/matrix.h"
#include "math/vector.h"
#include "trainers/skipgram/ngrams.h"
#include "trainers/skipgram/replica.h"

struct composer {
    const struct ngrams *ngrams;          /* borrowed */
    const struct matrix *words;           /* borrowed; [words + n-grams] */
    const struct vector_kernels *kernels; /* borrowed */
    struct replica *replica;              /* borrowed; NULL: the rows of the model itself */
    struct matrix now, before;            /* [slots, dim]: as moved, as composed */
    float *uses;                          /* owned; [slots]: gradients of scores that moved the vector */
    int slots;                            /* a power of two */
    float **rows;                         /* owned; [most rows of a word] */
    int first, end;                       /* places of the sentence whose words are composed */
};

struct composer composer_new(const struct ngrams *n, const struct matrix *words, const struct vector_kernels *kernels,
                             struct replica *replica, int window);
void composer_release(struct composer *c);

/* The word's vector as its rows have it now, [stride]. */
void composer_compose(struct composer *c, int word, float *vector);

/* The word at `place` of the sentence, composed before. */
static inline float *composer_vector(const struct composer *c, int place)
{
    return matrix_row(&c->now, place & (c->slots - 1));
}

static inline void composer_use(struct composer *c, int place, float uses)
{
    c->uses[place & (c->slots - 1)] += uses;
}

/* Makes places first..end-1 of sentence[length] be there; those before `first` go back to their rows. The
 * rows of the next word are fetched into the cache. first and end never fall within a sentence. */
void composer_move(struct composer *c, const int32_t *sentence, int length, int first, int end);

/* All go back to their rows. */
void composer_flush(struct composer *c, const int32_t *sentence);

/* Rows that composer_move would copy into an empty replica at most. */
int composer_need(const struct composer *c, const int32_t *sentence, int first, int end);

#endif
