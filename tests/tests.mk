# Objects of programs that tests of their parts link, beside the library: TEST_EXTRA_<test>.
EVAL_PARTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out eval/evaluate.c eval/report%.c eval/embed%.c, \
	$(wildcard eval/*.c)) $(wildcard eval/tasks/*.c eval/suites/*.c))
$(foreach t,$(wildcard tests/eval/test_*.c) tests/bench/bench_statistics.c,$(eval TEST_EXTRA_$(basename $(notdir $(t))) := $(EVAL_PARTS)))
SKIPGRAM_PARTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out %/main.c,$(wildcard trainers/skipgram/*.c)))
TEST_EXTRA_test_skipgram := $(SKIPGRAM_PARTS)
TEST_EXTRA_test_skipgram_training := $(SKIPGRAM_PARTS)
TEST_EXTRA_test_skipgram_state := $(SKIPGRAM_PARTS)
TEST_EXTRA_test_composer := $(SKIPGRAM_PARTS)
GLOVE_PARTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out %/main.c,$(wildcard trainers/glove/*.c)))
TEST_EXTRA_test_glove := $(GLOVE_PARTS)
TEST_EXTRA_test_glove_count := $(GLOVE_PARTS)
TEST_EXTRA_test_glove_state := $(GLOVE_PARTS)
LM_PARTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out %/main.c,$(wildcard trainers/lm/*.c)))
TEST_EXTRA_test_lm_data := $(LM_PARTS)
TEST_EXTRA_test_lm_generate := $(LM_PARTS)
TEST_EXTRA_test_lm_training := $(LM_PARTS)
CONTRASTIVE_PARTS := $(patsubst %.c,$(B)/obj/%.o,$(filter-out %/main.c,$(wildcard trainers/contrastive/*.c)))
TEST_EXTRA_test_contrastive := $(CONTRASTIVE_PARTS)
TEST_EXTRA_test_contrastive_state := $(CONTRASTIVE_PARTS)
TEST_EXTRA_test_examples := $(CONTRASTIVE_PARTS)
# The objectives in double precision, before the library with its float gemm.
TEST_EXTRA_test_contrastive_gradient := $(patsubst %,$(B)/double/trainers/contrastive/%.o,objective ranking \
	classification cosine cosent triplet measures head) $(B)/double/lib/model/pooling.o $(LIB_DOUBLE)
TEST_EXTRA_test_world := $(patsubst %.c,$(B)/obj/%.o,$(wildcard corpora/world/*.c corpora/world/*/*.c))
TEST_EXTRA_test_phrases := $(patsubst %.c,$(B)/obj/%.o,$(filter-out %/phrases_main.c,$(wildcard corpora/phrases*.c)))
# The objectives on given vectors: scripts/compare-contrastive-with-pytorch holds them against PyTorch's.
$(B)/losses: $(B)/obj/tests/trainers/losses.o $(CONTRASTIVE_PARTS) $(LIB)
	$(SAY) link $@
	$(Q)$(LINK) $^ $(LIBS) -o $@
TEST_EXTRA_bench_world := $(TEST_EXTRA_test_world)
