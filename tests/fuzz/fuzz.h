/* fuzz.h: what libFuzzer, or mutate.c in its place, calls. */
#ifndef EMBEDLAB_TESTS_FUZZ_FUZZ_H
#define EMBEDLAB_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
