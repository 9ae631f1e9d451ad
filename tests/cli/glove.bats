#!/usr/bin/env bats
# glove: word vectors from co-occurrence counts, at the command line.
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    # Two topics; a line is nine words of one of them.
    awk 'BEGIN { srand(1); for (i = 0; i < 400; i++) { t = i % 2 ? "sea" : "hill"
        for (j = 0; j < 9; j++) printf "%s%c ", t, 97 + int(8 * rand()); print "" } }' >corpus.txt
    options=(--input corpus.txt --dim 12 --epochs 5 --threads 1)
}

glove() { "$EMBEDLAB_BIN/glove" "$@" </dev/null; }
fails() { # fails STATUS PART ARGUMENT...
    local status=$1 part=$2 got=0
    shift 2
    glove "$@" >out.txt 2>err.txt || got=$?
    [ "$got" = "$status" ] || { echo "status $got"; cat err.txt; return 1; }
    grep -qF -- "$part" err.txt || { cat err.txt; return 1; }
    [ ! -s out.txt ] && no_leftovers
}
no_leftovers() { ! ls | grep -E 'tmp-|^v\.'; }

@test "the same bytes with any number of threads; another seed: others" {
    glove "${options[@]}" --output v.bin 2>err.txt
    grep -q 'seed 1 | 1 thread |' err.txt
    for threads in 2 3 4; do
        glove "${options[@]}" --threads $threads --output w.bin 2>err.txt
        cmp v.bin w.bin
    done
    glove "${options[@]}" --output x.bin --seed 2 2>err.txt
    refute cmp -s v.bin x.bin
}

@test "the same bytes when counts go to disk, and nothing stays there" {
    awk 'BEGIN { srand(2); for (i = 0; i < 4000; i++) { for (j = 0; j < 12; j++) printf "w%d ", int(exp(7.6 * rand()))
        print "" } }' >wide.txt
    glove "${options[@]:2}" --input wide.txt --epochs 2 --output v.bin 2>err.txt
    grep -q ' 0 on disk' err.txt
    glove "${options[@]:2}" --input wide.txt --epochs 2 --output w.bin --memory 64K 2>err.txt && false
    least=$(sed -n 's/.*give \([0-9]*M\) at least.*/\1/p' err.txt)
    glove "${options[@]:2}" --input wide.txt --epochs 2 --output w.bin --memory "$least" 2>err.txt
    cmp v.bin w.bin
    refute grep -q '"cells_on_disk":[[:space:]]*0' w.bin.training.json
    ls | refute grep tmp-
}

@test "the same bytes when the corpus exceeds memory, from one file or its parts" {
    awk 'BEGIN { srand(3); for (i = 0; i < 300000; i++) { for (j = 0; j < 10; j++) printf "%c ", 97 + int(26 * rand())
        print "" } }' >long.txt
    options=(--dim 4 --epochs 1 --threads 2)
    glove "${options[@]}" --input long.txt --output v.bin 2>err.txt
    refute grep -q slabs err.txt
    head -n 99999 long.txt >part1.txt
    tail -n +100000 long.txt | gzip -1 >part2.gz
    glove "${options[@]}" --input part1.txt --input part2.gz --output w.bin --memory 16M 2>err.txt
    grep -q 'counted in [2-9][0-9]* slabs on disk' err.txt
    [ "$(sed -n 's/.*peak \([0-9]*\) MiB/\1/p' err.txt)" -le 20 ] || grep -q __asan_ "$EMBEDLAB_BIN/glove"
    cmp v.bin w.bin
    ls | refute grep tmp-
    grep -q '"name":[[:space:]]*"part1.txt and 1 more"' w.bin.training.json
    gzip -dc part2.gz | head -c 1000000 | gzip -1 | head -c 200000 >cut.gz
    rm v.bin*
    fails 1 "cut.gz" "${options[@]}" --input part1.txt --input cut.gz --output v.bin
    fails 1 "missing.txt" "${options[@]}" --input part1.txt --input missing.txt --output v.bin
    fails 2 "the only" "${options[@]}" --input - --input part1.txt --read-vocab x --output v.bin
    cp part2.gz same.txt
    fails 2 "overwrite" "${options[@]}" --input part1.txt --input same.txt --output ./same.txt
}

@test "known words start from vectors that there are" {
    glove "${options[@]}" --output v.txt 2>err.txt
    sed '/^seaa /d; 1s/16/15/' v.txt >known.txt
    glove "${options[@]}" --init-vectors known.txt --seed 2 --lr 1e-9 --output w.txt --save-context c.txt 2>err.txt
    grep -q '15 of 16 words start from known.txt' err.txt
    [ "$(head -n 1 c.txt)" = "16 12" ]
    # What is written is the sum of both tables.
    awk 'FILENAME != "c.txt" { for (i = 2; i <= NF; i++) v[FILENAME, $1, i] = $i; next }
        FNR > 1 { for (i = 2; i <= NF; i++) { d = v["w.txt", $1, i] - $i - v["v.txt", $1, i]
            far = far < d * d ? d * d : far; if ($1 != "seaa" && d * d > 1e-10) bad = 1 } }
        END { exit bad || far < 1e-6 }' v.txt w.txt c.txt
    rm v.txt*
    sed 's/ [^ ]*$//; 1s/.*/15 11/' known.txt >narrow.txt
    fails 1 "11 dimensions" "${options[@]}" --init-vectors narrow.txt --output v.txt
    fails 1 "missing.txt" "${options[@]}" --init-vectors missing.txt --output v.txt
    fails 2 "--save-context" "${options[@]}" --output v.txt --save-context v.txt
    fails 2 "tells no format" "${options[@]}" --output v.txt --save-context c.xyz
    fails 1 "nowhere/c.txt" "${options[@]}" --output v.txt --save-context nowhere/c.txt --epochs 1000000
}

@test "a run with --init-vectors goes on only from the same ones" {
    glove "${options[@]}" --output v.txt 2>err.txt
    glove "${options[@]}" --output w.bin --init-vectors v.txt --epochs 7 2>err.txt
    glove "${options[@]}" --output x.bin --init-vectors v.txt --epochs 4 --save-every 3 2>err.txt
    rm v.txt*
    fails 1 "another --init-vectors" "${options[@]}" --output x.bin --epochs 7 --resume
    glove "${options[@]}" --output x.bin --init-vectors v.txt --epochs 7 --resume --save-context c.bin 2>err.txt
    cmp w.bin x.bin
}

# Runs with a bound on the size of files in KiB, which fails as a full disk does.
bounded() { # bounded KIB ARGUMENT...
    (trap '' XFSZ; ulimit -f "$1"; shift; glove "$@")
}

@test "a full disk: no vectors, what was there stays, and training is not lost" {
    wide=("${options[@]}" --dim 100)
    glove "${wide[@]}" --output w.txt 2>err.txt
    echo before >v.txt
    bounded 20 "${wide[@]}" --output v.txt 2>err.txt && false # 24 KB of vectors, 30 of state
    grep -q 'v.txt: cannot write' err.txt
    [ "$(cat v.txt)" = before ]
    ls | refute grep tmp-
    bounded 20 "${wide[@]}" --save-every 1 --output x.bin 2>err.txt # 7 KB of vectors
    grep -q 'x.bin.state.safetensors: cannot write: .*; training goes on' err.txt
    ls | refute grep -E 'tmp-|state'
    glove "${wide[@]}" --output y.npy --format word2vec-txt 2>err.txt
    cmp y.npy w.txt
    mkdir z.txt.training.json # the last that is written
    glove "${wide[@]}" --output z.txt 2>err.txt && false
    grep -q 'training is saved' err.txt
    rmdir z.txt.training.json
    glove "${wide[@]}" --output z.txt --resume 2>err.txt
    cmp z.txt w.txt
}

@test "a full disk: the log is missed, the vectors are there" {
    [ -e /dev/full ] || skip "no /dev/full"
    glove "${options[@]}" --output v.bin --log /dev/full 2>err.txt && false
    grep -q '/dev/full: cannot write the log' err.txt
    glove "${options[@]}" --output w.bin 2>err.txt
    cmp v.bin w.bin
}

@test "a full disk: counts and words that exceed --memory" {
    awk 'BEGIN { srand(3); for (i = 0; i < 200000; i++) { for (j = 0; j < 10; j++) printf "%d ", 900 * rand()
        print "" } }' >wide.txt
    for kib in 1000 9000; do # words, counts
        bounded $kib --input wide.txt --memory 16M --epochs 1 --output v.bin 2>err.txt && false
        grep -q 'exceed --memory: .*; raise --memory or free disk' err.txt
        no_leftovers
    done
}

@test "every format by its ending" {
    for f in v.bin v.txt v.vec v.glove.txt v.npy v.txt.gz; do
        glove "${options[@]}" --output $f 2>err.txt
        [ -s $f ]
    done
    [ "$(head -n 1 v.txt)" = "16 12" ]
    [ "$(wc -l <v.glove.txt)" = 16 ]
    cmp v.txt v.vec
    cmp v.txt <(gzip -dc v.txt.gz)
}

@test "training.json tells how it was made" {
    glove "${options[@]}" --output v.txt --threads 2 2>err.txt
    grep -q '"hogwild":[[:space:]]*false' v.txt.training.json
    grep -q '"threads":[[:space:]]*2' v.txt.training.json
    grep -q '"tokens":[[:space:]]*3600' v.txt.training.json
    grep -q '"cells":[[:space:]]*128' v.txt.training.json # two topics of eight words, all pairs
    grep -q '"crc32":[[:space:]]*"[0-9a-f]\{8\}"' v.txt.training.json
    grep -q '"memory":[[:space:]]*4294967296' v.txt.training.json
    [ "$(grep loss_per_epoch v.txt.training.json | tr ',' '\n' | grep -c '[0-9]\.')" = 5 ]
}

@test "the log is JSON lines and the loss falls" {
    glove "${options[@]}" --output v.txt --log log.jsonl 2>err.txt
    [ "$(wc -l <log.jsonl)" -ge 50 ]
    refute grep -v '^{"epoch": [1-5], "cells": [0-9]*, "loss": [0-9.]*, "seconds": [0-9.]*}$' log.jsonl
    awk -F'[:,]' 'NR == 1 { first = $6 } { last = $6 } END { exit !(last < first) }' log.jsonl
}

@test "window, contexts and weighting change the vectors" {
    glove "${options[@]}" --output v.txt 2>err.txt
    for other in "--window 2" "--contexts left" "--x-max 5" "--alpha 0.5" "--lr 0.01"; do
        glove "${options[@]}" --output w.txt $other 2>err.txt
        refute cmp -s v.txt w.txt
    done
    glove "${options[@]}" --output w.txt --window 8 2>err.txt # nine words a line: nothing is farther
    cmp v.txt w.txt
}

@test "vocabulary: saved, read, limited" {
    glove "${options[@]}" --output v.txt --save-vocab vocab.txt 2>err.txt
    [ "$(wc -l <vocab.txt)" = 16 ]
    glove "${options[@]}" --output w.txt --read-vocab vocab.txt 2>err.txt
    cmp v.txt w.txt
    glove "${options[@]}" --output y.txt --max-vocab 5 2>err.txt
    [ "$(head -n 1 y.txt)" = "5 12" ]
    "$EMBEDLAB_BIN/glove" "${options[@]:2}" --input - --output z.txt --read-vocab vocab.txt <corpus.txt 2>err.txt
    cmp v.txt z.txt
}

@test "broken lines make one sentence with --sentences paragraph" {
    glove "${options[@]}" --output v.txt 2>err.txt
    awk '{ for (i = 1; i <= NF; i++) print $i; print "" }' corpus.txt >broken.txt
    glove "${options[@]:2}" --input broken.txt --sentences paragraph --output w.txt 2>err.txt
    cmp v.txt w.txt
    rm v.txt*
    fails 1 "no word has a context" --input broken.txt --output v.txt # a word a line
}

@test "usage errors are status 2" {
    fails 2 "--input" --output v.bin
    fails 2 "--output" --input corpus.txt
    fails 2 "tells no format" --input corpus.txt --output v.xyz
    fails 2 "extra" --input corpus.txt --output v.bin extra
    fails 2 "no effect" --input corpus.txt --output v.bin --read-vocab x --min-count 2
    fails 2 "--save-vocab" --input corpus.txt --output v.bin --read-vocab x --save-vocab y
    fails 2 "standard input" --input - --output v.bin
    fails 2 "dim" --input corpus.txt --output v.bin --dim 0
    fails 2 "window" --input corpus.txt --output v.bin --window 0
    fails 2 "x-max" --input corpus.txt --output v.bin --x-max 0
    fails 2 "contexts" --input corpus.txt --output v.bin --contexts right
    fails 2 "memory" --input corpus.txt --output v.bin --memory much
    fails 2 "memory" --input corpus.txt --output v.bin --memory -4G
    fails 2 "no-such" --input corpus.txt --output v.bin --no-such
    cp corpus.txt same.txt
    fails 2 "overwrite" --input same.txt --output ./same.txt
    cmp corpus.txt same.txt
}

@test "what is no corpus is refused with name and place" {
    : >empty.txt
    fails 1 "empty.txt" --input empty.txt --output v.bin
    fails 1 "missing.txt" --input missing.txt --output v.bin
    gzip -c corpus.txt | head -c 500 >cut.gz
    fails 1 "cut.gz" --input cut.gz --output v.bin
    printf 'some words\nand \0 more\n' >binary.txt
    fails 1 "binary.txt" --input binary.txt --output v.bin
    printf 'a b c\n' >rare.txt
    fails 1 "min-count" --input rare.txt --output v.bin
    yes word | head -n 50 >one.txt
    fails 1 "one word only" --input one.txt --output v.bin
    printf 'sea 5\nbroken\n' >vocab.txt
    fails 1 "vocab.txt: line 2" --input corpus.txt --output v.bin --read-vocab vocab.txt
    printf 'elsewhere 5\nnowhere 3\n' >vocab.txt
    fails 1 "vocabulary" --input corpus.txt --output v.bin --read-vocab vocab.txt
    fails 1 "--memory is too little" --input corpus.txt --output v.bin --memory 1K
}

@test "where it cannot write, it says so before training" {
    fails 1 "nowhere/v.bin" --input corpus.txt --output nowhere/v.bin --epochs 1000000
    fails 1 "nowhere/log" --input corpus.txt --output v.bin --log nowhere/log --epochs 1000000
    fails 1 "nowhere/vocab" --input corpus.txt --output v.bin --save-vocab nowhere/vocab --epochs 1000000
}

@test "a loss that is not finite stops the run" {
    fails 1 "not finite in epoch" --input corpus.txt --output v.bin --lr 1e9
}

# Starts a run of many epochs in the background and waits until it trains.
start() { # start ARGUMENT...
    "$EMBEDLAB_BIN/glove" "${options[@]}" --output v.bin "$@" 2>err.txt &
    program=$!
    until grep -qs '"epoch": [2-9]' log.jsonl || ! kill -0 $program; do sleep 0.02; done
}

@test "Ctrl-C leaves a state and nothing half-written" {
    start --epochs 1000000 --log log.jsonl
    kill -TERM $program # (a shell's background jobs do not hear SIGINT)
    local got=0
    wait $program || got=$?
    [ "$got" = 1 ]
    grep -q 'stopped in epoch .* of 1000000; the same command with --resume goes on' err.txt
    [ -s v.bin.state.safetensors ]
    [ ! -e v.bin ]
    ls | refute grep tmp-
}

@test "stopped again and again: the same bytes as in one go" {
    glove "${options[@]}" --epochs 20000 --output w.bin 2>err.txt
    start --epochs 20000 --log log.jsonl
    for i in 1 2 3; do
        kill -TERM $program || true # (a fast machine may be done)
        wait $program || true
        [ -e v.bin ] || start --epochs 20000 --log log.jsonl --resume
        sleep 0.1
    done
    wait $program
    cmp v.bin w.bin
    [ ! -e v.bin.state.safetensors ] # a run that is done needs it no more
}

@test "killed at any moment, a run with --save-every goes on to the same bytes" {
    glove "${options[@]}" --epochs 400 --output w.bin 2>err.txt
    start --epochs 400 --save-every 1 --log log.jsonl
    kill -KILL $program || true
    wait $program || true
    [ -e v.bin.training.json ] || glove "${options[@]}" --epochs 400 --output v.bin --resume --threads 2 2>err.txt
    cmp v.bin w.bin
    [ "$(tr ',' '\n' <v.bin.training.json | sed -n '/loss_per_epoch/,/]/p' | wc -l)" = 400 ]
    ls | refute grep tmp-
}

@test "more epochs later: the same bytes as at once" {
    glove "${options[@]}" --epochs 7 --output w.bin 2>err.txt
    glove "${options[@]}" --epochs 4 --save-every 3 --output v.bin 2>err.txt
    glove "${options[@]}" --epochs 7 --resume --output v.bin 2>err.txt
    cmp v.bin w.bin
}

@test "what does not go on is refused" {
    fails 1 "v.bin.state.safetensors is not there" "${options[@]}" --output v.bin --resume
    glove "${options[@]}" --save-every 5 --output w.bin 2>err.txt
    fails 1 "another --window" "${options[@]}" --window 3 --output w.bin --resume
    fails 1 "another --lr" "${options[@]}" --lr 0.2 --output w.bin --resume
    fails 1 "--epochs 5" "${options[@]}" --epochs 4 --output w.bin --resume
    fails 1 "another vocabulary" "${options[@]}" --max-vocab 15 --output w.bin --resume
    head -n 399 corpus.txt >other.txt
    fails 1 "another corpus" "${options[@]:2}" --input other.txt --output w.bin --resume
    head -c 2000 w.bin.state.safetensors >cut
    mv cut w.bin.state.safetensors
    fails 1 "w.bin.state.safetensors" "${options[@]}" --output w.bin --resume
}

@test "help and version" {
    glove --help | grep -q -- '--x-max'
    glove --version | grep -q '[0-9]\.[0-9]'
}
