/* words.h: running text to words, for every language with spaces, and for Chinese.
 *
 * Text is brought to NFC and case-folded (utf8proc). A word is a run of letters, marks and digits,
 * with single apostrophes inside (don't, l'eau; U+2019 counts as '). Each Han character is a word
 * of its own. A single underscore between two words makes one of them: the phrases of corpus phrases
 * (new_york). Everything else (space, punctuation, symbols) separates words and is dropped.
 * Text that was split before, one space between words, therefore keeps its words, save those with
 * punctuation inside. ASCII takes a fast path. Words over WORD_LIMIT bytes are cut. */
#ifndef EMBEDLAB_TEXT_WORDS_H
#define EMBEDLAB_TEXT_WORDS_H

#include <stddef.h>

#define WORD_LIMIT 255 /* bytes */

struct word_splitter;

struct word_splitter *word_splitter_new(void);
void word_splitter_free(struct word_splitter *s);

/* Starts on text[0..length), valid UTF-8 (ill-formed bytes separate words). */
void word_splitter_start(struct word_splitter *s, const char *text, size_t length);

/* The next word (folded, NFC), NUL-terminated, valid until the next call on `s`; NULL at the end. */
const char *word_splitter_next(struct word_splitter *s, size_t *length);

/* `word` folded like the words of a text (NFC + case folding), on the heap: for looking up the
 * words of benchmarks, which stay in one piece ("narrow-mindedness"). */
char *word_fold(const char *word);

#endif
