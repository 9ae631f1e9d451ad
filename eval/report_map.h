/* report_map.h: the same words in several models, as maps and with their nearest neighbours. */
#ifndef EMBEDLAB_EVAL_REPORT_MAP_H
#define EMBEDLAB_EVAL_REPORT_MAP_H

#include <stdbool.h>

#include "base/error.h"
#include "eval/report_page.h"

#define MAP_WORDS      1000
#define MAP_NEIGHBOURS 10
#define MAP_SIDE       320 /* of a map, in the drawing's units; margins included */

struct map_model {
    const char *name; /* borrowed; the specification, or its end */
    int *place;       /* owned; [words, 2]: x from the left, y from the top */
    int *neighbours;  /* owned; [words, MAP_NEIGHBOURS] */
    float *cosines;   /* owned; [words, MAP_NEIGHBOURS] */
    double share;     /* of the variance that the two directions of the map hold */
};

struct map {
    char **words; /* owned; [word_count] most frequent first */
    int word_count, neighbour_count;
    struct map_model *models; /* owned; [model_count] */
    int model_count;
};

/* Opens MODEL[@VIEW][+POST...]s (NULL-ended, NULL: none), takes the first MAP_WORDS words of the first that all of them
 * know, brings their vectors to length 1, places them by the first two principal components, and finds each word's
 * nearest neighbours among these words by cosine. */
bool map_make(struct map *m, char **specifications, struct error *err);
void map_release(struct map *m);

/* Words in the middle of the frequencies, good to begin with: positions into ids[limit); returns how many. */
int map_examples(const struct map *m, int *ids, int limit);

void section_map(struct page *p, const struct map *m);

#endif
