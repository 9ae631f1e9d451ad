/* gold_texts.c: documents that are held out: for validation, probes of the future, and search. */
#include <string.h>

#include "base/mem.h"
#include "corpora/world/gold.h"
#include "corpora/world/story.h"

/* The story's next sentence that no benchmark has yet; it is held out from now on. */
static size_t next_held_out(struct world *w, struct story *s, char sentence[SENTENCE_LIMIT])
{
    size_t length = story_next_new(s, &w->held, sentence);
    if (length > 0)
        held_out_add(&w->held, sentence);
    return length;
}

/* Documents of a sentence a line, an empty line between them. */
static bool write_documents(struct world *w, struct output *out, enum gold_stream stream, uint64_t count,
                            struct error *err)
{
    char sentence[SENTENCE_LIMIT];
    if (!out)
        return false;
    for (uint64_t document = 0; document < count; document++) {
        struct story s = story_new(&w->grammar, world_random(w, stream, document));
        if (document > 0)
            output_write(out, "\n", 1);
        while (next_held_out(w, &s, sentence) > 0)
            output_print(out, "%s\n", sentence);
    }
    return output_commit(out, err);
}

#define STORY_SENTENCES (STORY_SCENES * SCENE_STEPS)

/* A document's sentences, and which of them follow the one before in their scene. */
struct told {
    char sentences[STORY_SENTENCES][SENTENCE_LIMIT];
    bool follows[STORY_SENTENCES];
    int count;
};

static void tell_all(struct world *w, enum gold_stream stream, uint64_t document, struct told *told)
{
    struct story s = story_new(&w->grammar, world_random(w, stream, document));
    for (told->count = 0; next_held_out(w, &s, told->sentences[told->count]) > 0; told->count++)
        told->follows[told->count] = s.follows && told->count > 0;
}

/* Each sentence of a scene but the first, behind the one or two before it; with `others` also all else that the story
 * says, these included: what was said, and what comes later, are to be told from what comes next. */
static bool write_next(struct world *w, const char *folder, const char *name, enum gold_stream stream, int count,
                       bool others, struct error *err)
{
    struct output *out = gold_open(folder, "probes", name, err);
    if (!out)
        return false;
    struct told *told = mem_new(1, sizeof(*told), "a story");
    int written = 0;
    for (uint64_t document = 0; written < count; document++) {
        tell_all(w, stream, document, told);
        for (int i = 1; i < told->count && written < count; i++) {
            if (!told->follows[i])
                continue;
            bool two = told->follows[i - 1];
            output_print(out, "%s%s%s\t%s", two ? told->sentences[i - 2] : "", two ? " " : "", told->sentences[i - 1],
                         told->sentences[i]);
            for (int k = 0; k < told->count && others; k++)
                if (k != i)
                    output_print(out, "\t%s", told->sentences[k]);
            output_write(out, "\n", 1);
            written++;
        }
    }
    mem_free(told);
    return output_commit(out, err);
}

/* ---- search ---- */

#define DOCUMENTS 500
#define QUERIES   250

/* The teller as at the sentence of the document that names most, and that sentence's step. */
struct topic_sentence {
    struct teller teller;
    const struct step *step;
    char sentence[SENTENCE_LIMIT];
};

static void write_document(struct world *w, struct output *out, uint64_t document, struct topic_sentence *best)
{
    char sentence[SENTENCE_LIMIT];
    struct story s = story_new(&w->grammar, world_random(w, STREAM_RETRIEVAL, document));
    output_print(out, "d%d\t", (int)document + 1);
    best->step = NULL;
    for (bool first = true; next_held_out(w, &s, sentence) > 0; first = false) {
        output_print(out, "%s%s", first ? "" : " ", sentence);
        if (!best->step || s.teller.mention_count > best->teller.mention_count) {
            best->teller = s.teller;
            best->step = s.step;
            strcpy(best->sentence, sentence);
        }
    }
    output_print(out, "\n");
}

/* A query is what a sentence of the document says, in other words. */
static bool write_search(struct world *w, const char *folder, struct error *err)
{
    static const char *const names[] = {"world-documents.tsv", "world-queries.tsv", "world-qrels.tsv"};
    struct output *out[3];
    bool good = true;
    for (int i = 0; i < 3; i++)
        good &= (out[i] = good ? gold_open(folder, "retrieval", names[i], err) : NULL) != NULL;
    struct topic_sentence *best = mem_new(1, sizeof(*best), "queries");
    int queries = 0;
    for (uint64_t document = 0; good && document < DOCUMENTS; document++) {
        char query[SENTENCE_LIMIT];
        write_document(w, out[0], document, best);
        if (queries == QUERIES || !gold_paraphrase(&best->teller, best->step, best->sentence, query) ||
            !held_out_add(&w->held, query))
            continue;
        output_print(out[1], "q%d\t%s\n", ++queries, query);
        output_print(out[2], "q%d\td%d\t1\n", queries, (int)document + 1);
    }
    mem_free(best);
    for (int i = 0; i < 3; i++) {
        if (good)
            good = output_commit(out[i], err);
        else
            output_discard(out[i]);
    }
    return good;
}

bool gold_write_texts(struct world *w, const char *folder, struct error *err)
{
    return write_documents(w, gold_open(folder, "", "valid.txt", err), STREAM_VALID, 200, err) &&
           write_documents(w, gold_open(folder, "probes", "world-train.txt", err), STREAM_PROBES_TRAIN, 400, err) &&
           write_documents(w, gold_open(folder, "probes", "world-test.txt", err), STREAM_PROBES_TEST, 150, err) &&
           write_next(w, folder, "world-next-train.tsv", STREAM_NEXT_TRAIN, 4000, false, err) &&
           write_next(w, folder, "world-next-test.tsv", STREAM_NEXT_TEST, 1000, true, err) &&
           write_search(w, folder, err);
}
