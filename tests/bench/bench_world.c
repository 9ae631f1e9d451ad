/* bench_world: how fast the world is told, on one thread: sentences alone, and without those held out. */
#include <stdio.h>
#include <time.h>

#include "corpora/world/gold.h"
#include "corpora/world/story.h"

#define ROUNDS    5
#define DOCUMENTS 4000

int main(void)
{
    struct world w = {.grammar = grammar_new(), .seed = 1};
    char sentence[SENTENCE_LIMIT];
    double seconds[2] = {0}, bytes[2] = {0};
    for (uint64_t round = 0; round < ROUNDS; round++)
        for (int held = 0; held < 2; held++) {
            clock_t start = clock(); /* the processor's: others may be at work */
            for (uint64_t document = 0; document < DOCUMENTS; document++) {
                struct story s = story_new(&w.grammar, world_random(&w, STREAM_CORPUS, round * DOCUMENTS + document));
                size_t n;
                while ((n = held ? story_next_new(&s, &w.held, sentence) : story_next(&s, sentence)) > 0)
                    bytes[held] += (double)n + 1;
                if (held && document % 20 == 0)
                    held_out_add(&w.held, sentence);
            }
            seconds[held] += (double)(clock() - start) / CLOCKS_PER_SEC;
        }
    printf("world, 1 thread: %.1f MB/s; looking up what is held out: %.1f MB/s\n", bytes[0] / seconds[0] / 1e6,
           bytes[1] / seconds[1] / 1e6);
    held_out_release(&w.held);
    grammar_release(&w.grammar);
    return 0;
}
