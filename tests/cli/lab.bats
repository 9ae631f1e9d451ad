#!/usr/bin/env bats
# The street from text to report, and that a second walk redoes only what changed.

setup_file() {
    export LAB="$BATS_FILE_TMPDIR/a lab" # a path with a space
    mkdir -p "$LAB"
    "$EMBEDLAB_BIN/corpus" world --output "$LAB/world" --size 100K --seed 1
    plan 4
}

plan() { # dimension of skip-gram, steps of the language model
    cat >"$LAB/plan" <<END
# a plan
corpus --sentences --words
vocabulary --min-count 1
model skipgram:2 skipgram --dim $1 --epochs 1 --deterministic
model glove glove --dim 4 --epochs 2
model lm lm --layers 1 --dim 8 --heads 2 --context 8 --batch 4 --untie --checkpoints-at 0,2 \\
    --steps ${2:-4}
model lm-pieces lm --layers 1 --dim 8 --heads 2 --context 8 --batch 4 --tokenizer bpe:600 --steps 2
model simcse contrastive --dim 8 --layers 1 --heads 2 --batch 8 --steps 3
model lm-pairs contrastive --init {lm} --objective pairs --input {data}/pairs/world-train.tsv --columns 1,2 --batch 8 \\
    --steps 3
model absent contrastive --encoder bag --input {data}/pairs/none.tsv --columns 1,2

score world-similarity,world-sts skipgram glove lm@input+abtt:1 lm@layer:*:mean lm@output simcse lm-pairs lm-pieces@input
score world-similarity lm/checkpoints/*@input
report --map {skipgram}
END
}

lab() {
    run "$BATS_TEST_DIRNAME/../../scripts/lab" --corpus "$LAB/world/corpus.txt" --data "$LAB/world" --preset "$LAB/plan" \
        --output "$LAB/out" "$EMBEDLAB_BIN"
}

@test "trains everything, scores every view, writes the report" {
    lab
    [ "$status" -eq 0 ]
    for row in skipgram.bin skipgram-2.bin glove.bin lm@layer:0:mean lm@layer:1:mean lm@output simcse lm-pairs \
        lm@input+abtt:1 checkpoints/0@input checkpoints/2@input; do
        [[ "$output" == *"${row#checkpoints/} "* ]]
        grep -q -- "$row" "$LAB/out/report.md"
        grep -q -- "$row" "$LAB/out/report.html"
    done
    [[ "$output" == *"absent is left out: there is no $LAB/world/pairs/none.tsv"* ]]
    for claim in 1 2 3 4 5 6 7 8; do [[ "$output" == *" C$claim. "* ]]; done
    [[ "$output" == *"Report: $LAB/out/report.html"* ]]
    grep -q '"group":	"skipgram"' "$LAB/out/scores-1-tasks.json"
    grep -q '"3 or more pieces"' "$LAB/out/scores-1-tasks.json"
}

@test "a second time all is up to date" {
    cp "$LAB/out/report.md" "$LAB/first.md"
    lab
    [ "$status" -eq 0 ]
    [ "$(grep -c 'up to date' <<<"$output")" -eq 12 ]
    [[ "$output" != *" took "* ]]
    cmp "$LAB/out/report.md" "$LAB/first.md"
}

@test "a changed option redoes its model and what hangs on it, nothing else" {
    plan 5
    lab
    [ "$status" -eq 0 ]
    for name in corpus vocabulary glove lm lm-pieces simcse lm-pairs scores-2-tasks; do
        [[ "$output" == *"lab: $name: up to date"* ]]
    done
    for name in skipgram skipgram-2 scores-1-tasks report; do [[ "$output" == *"lab: $name took"* ]]; done
}

@test "a step that fails says why and is not taken for done" {
    plan 0
    lab
    [ "$status" -eq 1 ]
    [[ "$output" == *"--dim 0: expected 1 to 4096"* ]]
    [[ "$output" == *"lab: skipgram failed"* ]]
    plan 5
    lab
    [ "$status" -eq 0 ]
    [[ "$output" == *"lab: skipgram took"* ]]
}

@test "a language model that was stopped goes on where it was" {
    plan 5 "400 --save-every 5"
    rm -rf "$LAB/out/lm"
    setsid "$BATS_TEST_DIRNAME/../../scripts/lab" --corpus "$LAB/world/corpus.txt" --data "$LAB/world" \
        --preset "$LAB/plan" --output "$LAB/out" "$EMBEDLAB_BIN" >"$LAB/log" 2>&1 3>&- &
    group=$!
    for ((i = 0; i < 6000; i++)); do [ -e "$LAB/out/lm/state.safetensors" ] && break || sleep 0.01; done
    kill -INT -- -$group
    local status=0
    wait $group || status=$?
    [ "$status" -ne 0 ]
    grep -q "go on with --resume" "$LAB/log"
    lab
    [ "$status" -eq 0 ]
    [[ "$output" == *"lab: lm: lm --resume"* ]]
    [[ "$output" == *"lab: lm took"* ]]
    lab
    [[ "$output" == *"lab: lm: up to date"* ]]
}

# The plans of the presets for real texts made small, in one plan: in every other way their lines are as they stand.
tiny_presets() {
    local presets=$BATS_TEST_DIRNAME/../../scripts/presets
    sed -e ':a' -e '/\\$/{N;s/\\\n *//;ba' -e '}' "$presets/small" "$presets/medium" "$presets/large" |
        sed -E -e '/^(#|$)/d' -e 's/  +/ /g' -e 's/^(model [a-z-]*):[0-9]/\1/' -e 's/^score [^ ]*/score world-similarity/' \
            -e 's/--max-vocab [0-9]*/--max-vocab 500/; s/--min-count [0-9]*/--min-count 1/; s/bpe:[0-9]*/bpe:600/' \
            -e 's/--dim [0-9]*/--dim 8/; s/--layers [0-9]*/--layers 1/; s/--heads [0-9]*/--heads 2/' \
            -e 's/--context [0-9]*/--context 8/; s/--batch [0-9]*/--batch 4/; s/--steps [0-9]*/--steps 2/' \
            -e 's/--warmup [0-9]*/--warmup 1/; s/--epochs [0-9]*/--epochs 1/; s/--lr [0-9e-]*/--lr 1e-3/' \
            -e 's/--checkpoints-at [0-9,]*/--checkpoints-at 0,1/; s/(layer:)[0-9]+/\11/' | awk '!seen[$0]++'
}

@test "the presets' lines are accepted by the programs" {
    local data="$LAB/world" f
    mkdir -p "$data/pairs/multi30k-captions" "$data/sentences/stsbenchmark" "$data/sentences/sick" \
        "$data/sentences/senteval-STS/STS14-en-test" "$data/sentences/senteval-STS/STS15-en-test"
    for f in 1 2 3 4 5; do
        sed -n "$f,$((f + 40))p" "$data/corpus.txt" | gzip >"$data/pairs/multi30k-captions/train.$f.en.gz"
    done
    for f in stsbenchmark/sts-dev.csv stsbenchmark/sts-test.csv sick/SICK_test_annotated.txt \
        senteval-STS/STS14-en-test/STS.input.images.txt senteval-STS/STS15-en-test/STS.input.images.txt; do
        echo "a sentence of the test" >"$data/sentences/$f"
    done
    tiny_presets >"$LAB/presets"
    cat "$LAB/presets"
    [ "$(grep -c '^model' "$LAB/presets")" -eq "$(grep -c '^model' "$BATS_TEST_DIRNAME/../../scripts/presets/small")" ]
    run "$BATS_TEST_DIRNAME/../../scripts/lab" --corpus "$data/corpus.txt" --data "$data" --preset "$LAB/presets" \
        --output "$LAB/tiny" "$EMBEDLAB_BIN"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ "$output" != *"left out"* && "$output" != *"not scored"* ]]
    [[ "$output" == *"Report: $LAB/tiny/report.html"* ]]
    "$EMBEDLAB_BIN/evaluate" --list >"$LAB/list"
    for f in $(sed -n 's/^score *\([^ ]*\).*/\1/p' "$BATS_TEST_DIRNAME"/../../scripts/presets/* | tr , '\n'); do
        grep -qw -- "$f" "$LAB/list"
    done
}

@test "usage errors name what is missing and exit 2" {
    lab=$BATS_TEST_DIRNAME/../../scripts/lab
    run "$lab" --corpus "$LAB/none.txt" --data "$LAB/world" --preset demo --output x "$EMBEDLAB_BIN"
    [ "$status" -eq 2 ]
    [[ "$output" == *"none.txt: no such file"* ]]
    run "$lab" --corpus "$LAB/plan" --data "$LAB/world" --preset huge --output x "$EMBEDLAB_BIN"
    [ "$status" -eq 2 ]
    [[ "$output" == *"no preset 'huge'"* ]]
    run "$lab" --corpus "$LAB/plan" --preset demo --output x "$EMBEDLAB_BIN"
    [ "$status" -eq 2 ]
    echo "modell lm lm" >"$LAB/wrong"
    run "$lab" --corpus "$LAB/plan" --data "$LAB/world" --preset "$LAB/wrong" --output x "$EMBEDLAB_BIN"
    [ "$status" -eq 2 ]
    [[ "$output" == *"'modell': expected corpus, vocabulary, model, score or report"* ]]
    echo "model a contrastive --init {none}" >"$LAB/wrong"
    run "$lab" --corpus "$LAB/plan" --data "$LAB/world" --preset "$LAB/wrong" --output x "$EMBEDLAB_BIN"
    [ "$status" -eq 2 ]
    [[ "$output" == *"{none}: no such model"* ]]
}
