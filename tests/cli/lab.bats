#!/usr/bin/env bats
# The street from text to report, and that a second walk redoes only what changed.

setup_file() {
    export LAB="$BATS_FILE_TMPDIR/a lab" # a path with a space
    mkdir -p "$LAB"
    "$EMBEDLAB_BIN/corpus" world --output "$LAB/world" --size 100K --seed 1
    plan 4
}

plan() { # dimension of skip-gram
    cat >"$LAB/plan" <<END
vocabulary="--min-count 1"
skipgram="--dim $1 --epochs 1 --threads 1"
glove="--dim 4 --epochs 2"
layers=1
lm="--dim 8 --heads 2 --context 8 --batch 4 --untie --steps 4"
simcse="--dim 8 --layers 1 --heads 2 --batch 8 --steps 3"
bag="--dim 8 --batch 8 --steps 3"
views="lm@input+abtt:1"
suites="world"
END
}

lab() {
    run "$BATS_TEST_DIRNAME/../../scripts/lab" --corpus "$LAB/world/corpus.txt" --data "$LAB/world" --preset "$LAB/plan" \
        --output "$LAB/out" "$EMBEDLAB_BIN"
}

@test "trains everything, scores every view, writes the report" {
    lab
    [ "$status" -eq 0 ]
    for row in skipgram.bin glove.bin lm@input lm@layer:0:mean lm@layer:1:mean lm@output simcse bag-simcse lm@input+abtt:1; do
        [[ "$output" == *"$row "* ]]
        grep -q -- "$row" "$LAB/out/report.md"
        grep -q -- "$row" "$LAB/out/report.html"
    done
    [[ "$output" == *"Report: $LAB/out/report.html"* ]]
}

@test "a second time all is up to date" {
    cp "$LAB/out/report.md" "$LAB/first.md"
    lab
    [ "$status" -eq 0 ]
    [ "$(grep -c 'up to date' <<<"$output")" -eq 9 ]
    [[ "$output" != *" took "* ]]
    cmp "$LAB/out/report.md" "$LAB/first.md"
}

@test "a changed option redoes its model and what hangs on it, nothing else" {
    plan 5
    lab
    [ "$status" -eq 0 ]
    for name in corpus vocabulary glove lm simcse bag-simcse; do [[ "$output" == *"lab: $name: up to date"* ]]; done
    for name in skipgram evaluate-world report; do [[ "$output" == *"lab: $name took"* ]]; done
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
    sed -i 's/--steps 4"/--steps 400 --save-every 5"/' "$LAB/plan"
    rm -rf "$LAB/out/lm"
    setsid "$BATS_TEST_DIRNAME/../../scripts/lab" --corpus "$LAB/world/corpus.txt" --data "$LAB/world" \
        --preset "$LAB/plan" --output "$LAB/out" "$EMBEDLAB_BIN" >"$LAB/log" 2>&1 3>&- &
    group=$!
    for ((i = 0; i < 6000; i++)); do [ -e "$LAB/out/lm/state.safetensors" ] && break || sleep 0.01; done
    kill -INT -- -$group
    ! wait $group
    grep -q "go on with --resume" "$LAB/log"
    lab
    [ "$status" -eq 0 ]
    [[ "$output" == *"lab: lm: lm --resume"* ]]
    [[ "$output" == *"lab: lm took"* ]]
    lab
    [[ "$output" == *"lab: lm: up to date"* ]]
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
}
