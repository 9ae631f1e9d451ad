# embedlab: builds everything into build/.
#
#   make            libraries and programs (build/bin)
#   make demo       the whole street on a small corpus that embedlab generates itself
#   make test       all tests; SAN=1: with ASan and UBSan; CC=clang: with clang
#   make lab        train and compare on your corpus: CORPUS=... DATA=... PRESET=small|medium OUT=runs/NAME
#   make fuzz       every reader of files for FUZZ_SECONDS=60 each, under sanitizers
#   make bench      speed of the kernels against the machine's limits
#   make install    PREFIX=/usr/local
#   make clean      (V=1 shows the commands)

CC     := $(if $(filter default,$(origin CC)),gcc,$(CC))
AR     ?= ar
SAN    ?= 0
PREFIX ?= /usr/local
B      := build$(if $(filter 1,$(SAN)),/san)

COMMA    := ,
WARN     := -Wall -Wextra -Wpedantic -Wno-missing-field-initializers $(if $(CI),-Werror)
OPTIMIZE := $(if $(filter 1,$(SAN)),-O1 -fno-omit-frame-pointer -fsanitize=address$(COMMA)undefined -fno-sanitize-recover=undefined,-O3 -fno-math-errno)

CPPFLAGS += -Ilib -I. -D_GNU_SOURCE
CFLAGS   ?= -g
# No -ffp-contract outside the kernels: the same source gives the same bits with gcc and clang.
COMPILE  := $(CC) -std=c11 $(WARN) $(OPTIMIZE) -ffp-contract=off -fopenmp $(CPPFLAGS) $(CFLAGS)
LINK     := $(CC) $(OPTIMIZE) -fopenmp $(CFLAGS) $(LDFLAGS)
LIBS     := -lopenblas -llapacke -lcjson -lutf8proc -lpopt -lz -lm

# Objects depend on this file, which changes when the compiler or a flag does.
FLAGS := $(B)/flags
$(shell mkdir -p $(B); echo '$(COMPILE) | $(LINK)' > $(B)/flags.new; \
	cmp -s $(B)/flags.new $(FLAGS) && rm $(B)/flags.new || mv $(B)/flags.new $(FLAGS))

# ---- what is built ----

# lib/**/NAME.simd.c is compiled once per instruction set; the others once.
ARCH       := $(shell uname -m)
SIMD_SETS  := portable $(if $(filter x86_64,$(ARCH)),avx2 avx512)
SIMD_FLAGS_portable :=
SIMD_FLAGS_avx2     := -mavx2 -mfma -ffp-contract=fast
SIMD_FLAGS_avx512   := -mavx512f -mavx512bw -mavx512vl -mavx512dq -mfma -mprefer-vector-width=512 -ffp-contract=fast

LIB_ALL  := $(wildcard lib/*/*.c)
LIB_SIMD := $(filter %.simd.c,$(LIB_ALL))
LIB_SRC  := $(filter-out %.simd.c,$(LIB_ALL))
LIB_OBJ  := $(LIB_SRC:%.c=$(B)/obj/%.o) $(foreach s,$(SIMD_SETS),$(LIB_SIMD:%.simd.c=$(B)/obj/%.$(s).o))
LIB      := $(B)/libembedlab.a

# The neural layers once more in double precision, for the gradient tests.
DOUBLE_SRC := lib/math/gemm.c $(filter lib/nn/%,$(LIB_SRC))
DOUBLE_OBJ := $(DOUBLE_SRC:%.c=$(B)/double/%.o) \
	$(foreach s,$(SIMD_SETS),$(patsubst %.simd.c,$(B)/double/%.$(s).o,$(filter lib/nn/%,$(LIB_SIMD))))
LIB_DOUBLE := $(B)/libembedlab_double.a

PROGRAMS       := corpus skipgram glove lm contrastive evaluate report embed
SRC_corpus     := $(wildcard corpora/*.c corpora/world/*.c corpora/world/*/*.c)
SRC_skipgram   := $(wildcard trainers/skipgram/*.c)
SRC_glove      := $(wildcard trainers/glove/*.c)
SRC_lm         := $(wildcard trainers/lm/*.c)
SRC_contrastive := $(wildcard trainers/contrastive/*.c)
SRC_evaluate   := $(filter-out eval/report%.c eval/embed%.c,$(wildcard eval/*.c)) $(wildcard eval/tasks/*.c eval/suites/*.c)
SRC_report     := $(wildcard eval/report*.c) eval/uses.c
SRC_embed      := $(wildcard eval/embed*.c)
BINS           := $(foreach p,$(PROGRAMS),$(if $(SRC_$(p)),$(B)/bin/$(p)))

TEST_SRC  := $(filter-out tests/nn/test_gradients%.c,$(wildcard tests/*/test_*.c))
GRAD_SRC  := $(wildcard tests/nn/test_gradients*.c)
TEST_BINS := $(TEST_SRC:%.c=$(B)/%) $(GRAD_SRC:%.c=$(B)/%)
BENCH_BINS := $(patsubst %.c,$(B)/%,$(wildcard tests/bench/bench_*.c))

.PHONY: all deps demo test lab fuzz bench install clean
.DELETE_ON_ERROR:
.SECONDARY:
all: $(LIB) $(BINS)

deps:
	@scripts/install-deps

# ---- rules ----

Q   := $(if $(V),,@)
SAY := $(if $(V),@:,@echo ' ')

$(B)/obj/%.o: %.c $(FLAGS)
	@mkdir -p $(@D)
	$(SAY) compile $<
	$(Q)$(COMPILE) -MMD -MP -c $< -o $@

# The report's style and script as numbers that C can include.
$(B)/obj/%.bytes: %
	@mkdir -p $(@D)
	$(Q)od -An -v -tu1 $< | sed 's/[0-9][0-9]*/&,/g' > $@
$(B)/obj/eval/report_assets.o: COMPILE += -I$(B)/obj
$(B)/obj/eval/report_assets.o: $(B)/obj/eval/report.css.bytes $(B)/obj/eval/report.js.bytes

$(B)/double/%.o: %.c $(FLAGS)
	@mkdir -p $(@D)
	$(SAY) compile $< in double precision
	$(Q)$(COMPILE) -DEMBEDLAB_DOUBLE -MMD -MP -c $< -o $@

define simd_rule
$(B)/obj/%.$(1).o: %.simd.c $(FLAGS)
	@mkdir -p $$(@D)
	$$(SAY) compile $$< for $(1)
	$$(Q)$$(COMPILE) $$(SIMD_FLAGS_$(1)) '-DSIMD_NAME(x)=x##_$(1)' -DSIMD_$(1) -MMD -MP -c $$< -o $$@
$(B)/double/%.$(1).o: %.simd.c $(FLAGS)
	@mkdir -p $$(@D)
	$$(SAY) compile $$< for $(1), in double precision
	$$(Q)$$(COMPILE) $$(SIMD_FLAGS_$(1)) '-DSIMD_NAME(x)=x##_$(1)' -DSIMD_$(1) -DEMBEDLAB_DOUBLE -MMD -MP -c $$< -o $$@
endef
$(foreach s,$(SIMD_SETS),$(eval $(call simd_rule,$(s))))

$(LIB): $(LIB_OBJ)
	$(SAY) library $@
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(LIB_DOUBLE): $(DOUBLE_OBJ)
	$(SAY) library $@
	$(Q)rm -f $@ && $(AR) rcs $@ $^

define program_rule
$(B)/bin/$(1): $(SRC_$(1):%.c=$(B)/obj/%.o) $(LIB)
	@mkdir -p $$(@D)
	$$(SAY) link $$@
	$$(Q)$$(LINK) $$^ $$(LIBS) -o $$@
endef
$(foreach p,$(PROGRAMS),$(eval $(call program_rule,$(p))))

# A test of a program's parts (tests/eval, tests/trainers, tests/corpora) links that program's
# objects without main through TEST_EXTRA_<name>, set in tests/tests.mk.
-include tests/tests.mk
$(GRAD_SRC:%.c=$(B)/%): $(B)/%: $(B)/double/%.o $(LIB_DOUBLE) $(LIB)
	@mkdir -p $(@D)
	$(SAY) link $@
	$(Q)$(LINK) $^ -lcmocka $(LIBS) -o $@
.SECONDEXPANSION:
$(TEST_SRC:%.c=$(B)/%): $(B)/%: $(B)/obj/%.o $$(TEST_EXTRA_$$(notdir $$*)) $(LIB)
	@mkdir -p $(@D)
	$(SAY) link $@
	$(Q)$(LINK) $^ -lcmocka $(LIBS) -o $@
$(BENCH_BINS): $(B)/%: $(B)/obj/%.o $$(TEST_EXTRA_$$(notdir $$*)) $(LIB)
	@mkdir -p $(@D)
	$(SAY) link $@
	$(Q)$(LINK) $^ $(LIBS) -o $@

# Built by tests/fuzz/run, with libFuzzer where clang has it. Programs in it are one object each, of which only main
# can be seen, as NAME_main (names that begin with _ are the compiler's).
FUZZ_ENGINE   ?= $(B)/obj/tests/fuzz/mutate.o
FUZZ_PROGRAMS := lm skipgram glove contrastive report
define whole_rule
$(B)/obj/$(1).whole.o: $(SRC_$(1):%.c=$(B)/obj/%.o)
	$(Q)ld -r $$^ -o $$@
	$(Q)objcopy --redefine-sym main=$(1)_main -w --keep-global-symbol=$(1)_main --keep-global-symbol='_*' \
		--keep-global-symbol='!__odr_asan*' $$@
endef
$(foreach p,$(FUZZ_PROGRAMS),$(eval $(call whole_rule,$(p))))
$(B)/fuzz-readers: $(patsubst %,$(B)/obj/tests/fuzz/%.o,fuzz readers models programs) \
		$(FUZZ_PROGRAMS:%=$(B)/obj/%.whole.o) $(filter %.o,$(FUZZ_ENGINE)) $(LIB)
	$(SAY) link $@
	$(Q)$(LINK) $^ $(filter-out %.o,$(FUZZ_ENGINE)) $(LIBS) -o $@

-include $(shell find $(B)/obj $(B)/double -name '*.d' 2>/dev/null)

# ---- what people call ----

# The second make starts when the libraries are there, so that a bare machine needs one command.
JOBS := $(shell nproc 2>/dev/null || echo 2)

test: deps
	@$(MAKE) -j$(JOBS) --no-print-directory test-built
test-built: all $(TEST_BINS)
	@tests/run $(B)

demo: deps
	@$(MAKE) -j$(JOBS) --no-print-directory all
	@scripts/demo $(B)/bin

PRESET ?= small
lab: deps
	@$(MAKE) -j$(JOBS) --no-print-directory all
	@scripts/lab --corpus "$(CORPUS)" --data "$(DATA)" --preset "$(PRESET)" --output "$(OUT)" $(B)/bin

fuzz: deps
	@tests/fuzz/run

bench: deps
	@$(MAKE) -j$(JOBS) --no-print-directory bench-built
bench-built: all $(BENCH_BINS)
	@for b in $(BENCH_BINS); do $$b || exit 1; done

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BINS) $(DESTDIR)$(PREFIX)/bin

clean:
	rm -rf build
