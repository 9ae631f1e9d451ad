/* lookup.c: an index of folded words. */
#include "eval/lookup.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "text/vocab.h"
#include "text/words.h"

struct lookup {
    const struct view *view; /* borrowed */
    struct vocab *folded;    /* owned; the distinct foldings, in order of first appearance; NULL: exact */
    int *first;              /* owned; [vocab_size(folded)] the view's first word with that folding */
    int *representative;     /* owned; [words of the view] */
    int words;               /* of the view that are indexed */
    bool limited;            /* the view lists more */
    bool cased;              /* some word of the view is not its own folding */
};

const char *case_policy_name(enum case_policy p)
{
    return p == CASE_FOLD ? "fold" : "exact";
}

struct lookup *lookup_new(const struct view *view, enum case_policy policy, long limit)
{
    struct lookup *l = mem_new(1, sizeof *l, "word index");
    l->view = view;
    l->words = view_vocabulary_size(view);
    l->limited = limit > 0 && limit < l->words;
    if (l->limited)
        l->words = (int)limit;
    if (policy == CASE_EXACT)
        return l;
    int words = l->words;
    l->folded = vocab_new();
    l->first = mem_new((size_t)words + 1, sizeof *l->first, "word index");
    l->representative = mem_new((size_t)words + 1, sizeof *l->representative, "word index");
    for (int id = 0; id < words; id++) {
        char *word = word_fold(view_word(view, id));
        size_t length = strlen(word);
        if (vocab_append(l->folded, word, length, 1))
            l->first[vocab_size(l->folded) - 1] = id;
        l->representative[id] = l->first[vocab_lookup(l->folded, word, length)];
        l->cased |= strcmp(word, view_word(view, id)) != 0;
        mem_free(word);
    }
    return l;
}

void lookup_free(struct lookup *l)
{
    if (!l)
        return;
    vocab_free(l->folded);
    mem_free(l->first);
    mem_free(l->representative);
    mem_free(l);
}

/* Words behind the limit are as if they were not there; what a model puts together from pieces lies behind all. */
static int within(const struct lookup *l, int id)
{
    return l->limited && id >= l->words && id < view_vocabulary_size(l->view) ? -1 : id;
}

int lookup_find(const struct lookup *l, const char *word)
{
    if (!l->folded) {
        int id = view_lookup(l->view, word);
        bool listed = id >= 0 && id < view_vocabulary_size(l->view);
        return id >= 0 && (!listed || strcmp(view_word(l->view, id), word) == 0) ? within(l, id) : -1;
    }
    char *folded = word_fold(word);
    int index = vocab_lookup(l->folded, folded, strlen(folded));
    /* Models that put words together from pieces know more words than they list. */
    int id = index >= 0 ? l->first[index] : within(l, view_lookup(l->view, l->cased ? word : folded));
    mem_free(folded);
    return id;
}

int lookup_representative(const struct lookup *l, int id)
{
    return l->representative && id < l->words ? l->representative[id] : id;
}
