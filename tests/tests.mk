# Objects of programs that tests of their parts link, beside the library: TEST_EXTRA_<test>.
EVAL_PARTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out eval/evaluate.c eval/report%.c eval/embed%.c, \
	$(wildcard eval/*.c)) $(wildcard eval/tasks/*.c eval/suites/*.c))
$(foreach t,$(wildcard tests/eval/test_*.c),$(eval TEST_EXTRA_$(basename $(notdir $(t))) := $(EVAL_PARTS)))
SKIPGRAM_PARTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out %/main.c %/record.c,$(wildcard trainers/skipgram/*.c)))
TEST_EXTRA_test_skipgram := $(SKIPGRAM_PARTS)
TEST_EXTRA_test_skipgram_training := $(SKIPGRAM_PARTS)
TEST_EXTRA_test_skipgram_state := $(SKIPGRAM_PARTS)
TEST_EXTRA_test_composer := $(SKIPGRAM_PARTS)
GLOVE_PARTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out %/main.c %/record.c,$(wildcard trainers/glove/*.c)))
TEST_EXTRA_test_glove := $(GLOVE_PARTS)
TEST_EXTRA_test_glove_count := $(GLOVE_PARTS)
TEST_EXTRA_test_glove_state := $(GLOVE_PARTS)
LM_PARTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out %/main.c,$(wildcard trainers/lm/*.c)))
TEST_EXTRA_test_lm_data := $(LM_PARTS)
TEST_EXTRA_test_lm_generate := $(LM_PARTS)
TEST_EXTRA_test_lm_training := $(LM_PARTS)
TEST_EXTRA_test_contrastive := $(patsubst %.c,$(B)/obj/%.o,$(addprefix trainers/contrastive/,encoder.c encoder_bag.c \
	encoder_transformer.c sentences.c simcse.c train.c))
TEST_EXTRA_test_examples := $(patsubst %.c,$(B)/obj/%.o,trainers/contrastive/examples.c \
	$(wildcard trainers/contrastive/input*.c))
# The objective in double precision, before the library with its float gemm.
TEST_EXTRA_test_contrastive_gradient := $(B)/double/trainers/contrastive/simcse.o $(B)/double/lib/math/gemm.o
TEST_EXTRA_test_world := $(patsubst %.c,$(B)/obj/%.o,$(wildcard corpora/world/*.c))
TEST_EXTRA_test_phrases := $(patsubst %.c,$(B)/obj/%.o,$(filter-out %/phrases_main.c,$(wildcard corpora/phrases*.c)))
