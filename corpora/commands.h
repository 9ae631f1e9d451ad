/* commands.h: the subcommands of `corpus`. Each parses its own options, prints what went wrong and
 * returns the program's exit status; argv[0] is "corpus NAME". */
#ifndef EMBEDLAB_CORPORA_COMMANDS_H
#define EMBEDLAB_CORPORA_COMMANDS_H

int corpus_clean(int argc, char **argv);
int corpus_count(int argc, char **argv);
int corpus_bpe(int argc, char **argv);
int corpus_phrases(int argc, char **argv);
int corpus_stats(int argc, char **argv);
int corpus_tokenize(int argc, char **argv);
int corpus_world(int argc, char **argv);

#endif
