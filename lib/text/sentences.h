/* sentences.h: running text to sentences.
 *
 * A rule-based splitter: a sentence ends at . ! ? … (and the Chinese 。！？), with closing quotes and
 * brackets taken along, when white space and then something that can start a sentence (no
 * lower-case letter) follows; not after common abbreviations, initials or within numbers. The
 * Chinese stops need nothing to follow. A blank line always ends a sentence. */
#ifndef EMBEDLAB_TEXT_SENTENCES_H
#define EMBEDLAB_TEXT_SENTENCES_H

#include <stddef.h>

/* Length in bytes of the first sentence of text[0..length), its trailing white space included;
 * `length` when no sentence ends before. 0 only for length 0. */
size_t sentence_length(const char *text, size_t length);

#endif
