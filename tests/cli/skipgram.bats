#!/usr/bin/env bats
# skipgram: word vectors from a corpus, at the command line.
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    # Two topics; a line is nine words of one of them.
    awk 'BEGIN { srand(1); for (i = 0; i < 400; i++) { t = i % 2 ? "sea" : "hill"
        for (j = 0; j < 9; j++) printf "%s%c ", t, 97 + int(8 * rand()); print "" } }' >corpus.txt
    settings=(--dim 12 --epochs 3 --threads 1 --lr 0.1 --sample 0)
    options=(--input corpus.txt "${settings[@]}")
}

skipgram() { "$EMBEDLAB_BIN/skipgram" "$@" </dev/null; }
fails() { # fails STATUS PART ARGUMENT...
    local status=$1 part=$2 got=0
    shift 2
    skipgram "$@" >out.txt 2>err.txt || got=$?
    [ "$got" = "$status" ] || { echo "status $got"; cat err.txt; return 1; }
    grep -qF -- "$part" err.txt || { cat err.txt; return 1; }
    [ ! -s out.txt ] && no_leftovers
}
no_leftovers() { ! ls | grep -E 'tmp-|^v\.'; }

@test "one thread: the same bytes again; another seed: others" {
    skipgram "${options[@]}" --output v.bin 2>err.txt
    skipgram "${options[@]}" --output w.bin 2>err.txt
    skipgram "${options[@]}" --output x.bin --seed 2 2>err.txt
    cmp v.bin w.bin
    refute cmp -s v.bin x.bin
    grep -q 'seed 1 | 1 thread |' <(skipgram "${options[@]}" --output w.bin 2>&1)
}

@test "every format by its ending" {
    for f in v.bin v.txt v.vec v.glove.txt v.npy v.txt.gz; do
        skipgram "${options[@]}" --output $f 2>err.txt
        [ -s $f ]
    done
    [ "$(head -c 6 v.bin)" = "16 12
" ] || [ "$(head -n 1 v.bin)" = "16 12" ]
    [ "$(head -n 1 v.txt)" = "16 12" ]
    [ "$(wc -l <v.glove.txt)" = 16 ]
    [ "$(awk '{ print NF }' v.glove.txt | sort -u)" = 13 ]
    cmp v.txt v.vec
    cmp v.txt <(gzip -dc v.txt.gz)
    [ "$(wc -l <v.vocab.txt)" = 16 ]
}

@test "training.json tells how it was made" {
    skipgram "${options[@]}" --output v.txt 2>err.txt
    grep -q '"hogwild":[[:space:]]*false' v.txt.training.json
    grep -q '"threads":[[:space:]]*1' v.txt.training.json
    grep -q '"tokens":[[:space:]]*3600' v.txt.training.json
    grep -q '"crc32":[[:space:]]*"[0-9a-f]\{8\}"' v.txt.training.json
    grep -q "\"bytes\":[[:space:]]*$(wc -c <corpus.txt)" v.txt.training.json
    grep -q '"lr":[[:space:]]*0.1' v.txt.training.json
    [ "$(grep loss_per_epoch v.txt.training.json | tr ',' '\n' | grep -c '[0-9]\.')" = 3 ]
    skipgram "${options[@]}" --threads 2 --output v.txt 2>err.txt
    grep -q '"hogwild":[[:space:]]*true' v.txt.training.json
    grep -q '2 threads' err.txt
}

@test "CBOW: other vectors, its own learning rate, recorded" {
    skipgram "${options[@]}" --output v.txt 2>err.txt
    skipgram "${options[@]}" --model skipgram --output u.txt 2>err.txt
    skipgram "${options[@]}" --model cbow --output w.txt 2>err.txt
    cmp v.txt u.txt
    refute cmp -s v.txt w.txt
    grep -q '"objective":[[:space:]]*"CBOW' w.txt.training.json
    skipgram --input corpus.txt --model cbow --output x.txt 2>err.txt
    grep -q '"lr":[[:space:]]*0.15' x.txt.training.json
    rm -f v.*
    fails 2 "model" --input corpus.txt --output v.bin --model glove
}

@test "CBOW: an example weighs by the root of its contexts over their usual number, window + 1" {
    echo "sea hill" >two.txt # one context each, whatever the window
    for window in 1 7; do
        skipgram --input two.txt --model cbow --dim 4 --epochs 1 --lr 1e-3 --min-count 1 --sample 0 --threads 1 \
            --window $window --output w.txt --save-context c$window.txt 2>err.txt
    done
    paste -d ' ' c1.txt c7.txt | awk 'NR > 1 { for (k = 2; k <= 5; k++) { n++
        if ($k == 0 || ($k / $(k + 5) - 2) ^ 2 > 1e-6) bad = 1 } } END { exit bad || n != 8 }' # sqrt(1/2) is twice sqrt(1/8)
}

@test "hierarchical softmax, with both models" {
    skipgram "${options[@]}" --output v.txt 2>err.txt
    skipgram "${options[@]}" --loss hs --output w.txt 2>err.txt
    skipgram "${options[@]}" --loss hs --model cbow --output x.txt 2>err.txt
    refute cmp -s v.txt w.txt
    refute cmp -s w.txt x.txt
    grep -q '"objective":[[:space:]]*"skip-gram, hierarchical softmax"' w.txt.training.json
    grep -q '"objective":[[:space:]]*"CBOW, .*hierarchical softmax"' x.txt.training.json
    grep -q '"negative":[[:space:]]*0' w.txt.training.json
    rm -f v.*
    fails 2 "--negative" --input corpus.txt --output v.bin --loss hs --negative 5
    fails 2 "loss" --input corpus.txt --output v.bin --loss softmax
}

@test "deterministic: the same bytes with 1, 2 and 3 threads, for every objective; recorded" {
    awk 'BEGIN { srand(1); for (i = 0; i < 2000; i++) { # with few words, one thread does it
        for (j = 0; j < 9; j++) printf "w%d ", int(600 * rand()); print "" } }' >corpus.txt
    for objective in "--loss ns" "--model cbow" "--loss hs" "--loss hs --model cbow"; do
        for n in 1 2 3; do
            skipgram "${options[@]}" --deterministic --threads $n $objective --output v$n.bin 2>err.txt
        done
        cmp v1.bin v2.bin
        cmp v1.bin v3.bin
    done
    grep -q '"deterministic":[[:space:]]*true' v3.bin.training.json
    grep -q '"hogwild":[[:space:]]*false' v3.bin.training.json
    skipgram "${options[@]}" --loss hs --model cbow --output w.bin 2>err.txt
    refute cmp -s v1.bin w.bin
    grep -q '"deterministic":[[:space:]]*false' w.bin.training.json
}

@test "the log is JSON lines and the loss falls" {
    skipgram "${options[@]}" --output v.txt --log log.jsonl 2>err.txt
    [ "$(wc -l <log.jsonl)" -ge 50 ]
    refute grep -v '^{"epoch": [1-3], "words": [0-9]*, "loss": [0-9.]*, "rate": [0-9.e-]*, "seconds": [0-9.]*}$' log.jsonl
    awk -F'[:,]' 'NR == 1 { first = $6 } { last = $6 } END { exit !(last < first) }' log.jsonl
}

@test "vocabulary: saved, read, limited" {
    skipgram "${options[@]}" --output v.txt --save-vocab vocab.txt 2>err.txt
    [ "$(wc -l <vocab.txt)" = 16 ]
    skipgram "${options[@]}" --output w.txt --read-vocab vocab.txt 2>err.txt
    cmp v.txt w.txt
    head -n 5 vocab.txt >five.txt
    skipgram "${options[@]}" --output x.txt --read-vocab five.txt 2>err.txt
    [ "$(head -n 1 x.txt)" = "5 12" ]
    skipgram "${options[@]}" --output y.txt --max-vocab 5 2>err.txt
    cut -d' ' -f1 x.txt >x.words; cut -d' ' -f1 y.txt >y.words
    cmp x.words y.words
    "$EMBEDLAB_BIN/skipgram" "${settings[@]}" --input - --output z.txt --read-vocab vocab.txt <corpus.txt 2>err.txt
    cmp v.txt z.txt
}

@test "gzip is read as the text in it" {
    gzip -k corpus.txt
    skipgram "${options[@]}" --output v.txt 2>err.txt
    skipgram "${settings[@]}" --input corpus.txt.gz --output w.txt 2>err.txt
    cmp v.txt w.txt
}

@test "broken lines make one sentence with --sentences paragraph" {
    skipgram "${options[@]}" --output v.txt 2>err.txt
    awk '{ for (i = 1; i <= NF; i++) print $i; print "" }' corpus.txt >broken.txt
    skipgram "${settings[@]}" --input broken.txt --sentences paragraph --output w.txt 2>err.txt
    cmp v.txt w.txt
    skipgram "${settings[@]}" --input broken.txt --output x.txt 2>err.txt # a word a line: no contexts
    refute cmp -s v.txt x.txt
    rm -f v.txt*
    printf 'elsewhere 5\nnowhere 3\n' >vocab.txt
    fails 1 "vocabulary" --input broken.txt --output v.bin --read-vocab vocab.txt --sentences paragraph
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
    fails 2 "window" --input corpus.txt --output v.bin --window 101
    fails 2 "epochs" --input corpus.txt --output v.bin --epochs x
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
    printf 'fine\n\xff\xfe bad\n' >latin.txt
    fails 1 "latin.txt" --input latin.txt --output v.bin
    head -c 3000000 /dev/zero | tr '\0' 'x' >endless.txt
    fails 1 "endless.txt" --input endless.txt --output v.bin
    printf 'a b c\n' >rare.txt
    fails 1 "min-count" --input rare.txt --output v.bin
    yes word | head -n 50 >one.txt
    fails 1 "one word only" --input one.txt --output v.bin
    printf 'sea 5\nbroken\n' >vocab.txt
    fails 1 "vocab.txt: line 2" --input corpus.txt --output v.bin --read-vocab vocab.txt
    printf 'elsewhere 5\nnowhere 3\n' >vocab.txt
    fails 1 "vocabulary" --input corpus.txt --output v.bin --read-vocab vocab.txt
}

@test "where it cannot write, it says so before training" {
    fails 1 "nowhere/v.bin" --input corpus.txt --output nowhere/v.bin --epochs 1000000
    fails 1 "nowhere/log" --input corpus.txt --output v.bin --log nowhere/log --epochs 1000000
    fails 1 "nowhere/vocab" --input corpus.txt --output v.bin --save-vocab nowhere/vocab --epochs 1000000
}

@test "a loss that is not finite stops the run" {
    fails 1 "not finite in epoch 1 at learning rate" --input corpus.txt --output v.bin --lr 1e9
}

# Starts a run in the background and waits until it trains.
start() { # start ARGUMENT...
    "$EMBEDLAB_BIN/skipgram" "${options[@]}" --output v.bin --log log.jsonl "$@" 2>err.txt &
    program=$!
    until [ -s log.jsonl ] || ! kill -0 $program; do sleep 0.02; done
}
stop() { # stop SIGNAL; its exit status in `got`
    got=0
    kill -"$1" $program || true # (a fast machine may be done)
    wait $program || got=$?
}

@test "Ctrl-C leaves a state and nothing half-written" {
    for mode in "" --deterministic; do
        rm -f log.jsonl v.bin.state.safetensors
        start --epochs 3000 $mode
        stop TERM # (a shell's background jobs do not hear SIGINT)
        [ "$got" = 1 ]
        grep -q 'stopped in epoch .* of 3000; the same command with --resume goes on' err.txt
        [ -s v.bin.state.safetensors ]
        [ ! -e v.bin ]
        ls | refute grep tmp-
    done
}

@test "Ctrl-C while the vocabulary is counted" {
    mkfifo endless # a text that does not end before it is stopped
    yes 'some words and others' >endless &
    local writer=$!
    "$EMBEDLAB_BIN/skipgram" --input endless --output v.bin 2>err.txt &
    program=$!
    sleep 0.3
    stop TERM
    kill $writer || true
    [ "$got" = 1 ]
    grep -q 'interrupted while counting' err.txt
    no_leftovers
}

@test "stopped again and again: the same bytes as in one go" {
    local epochs=150
    if grep -q __asan_ "$EMBEDLAB_BIN/skipgram"; then epochs=60; fi # slower, so still long enough to be stopped
    for mode in "" "--deterministic --model cbow" "--deterministic --subwords 2:3 --lr 0.01"; do
        skipgram "${options[@]}" --epochs $epochs $mode --output w.bin 2>err.txt
        rm -f log.jsonl
        start --epochs $epochs $mode
        for i in 1 2 3; do
            stop TERM
            [ -e v.bin ] || start --epochs $epochs $mode --resume
            sleep 0.05
        done
        wait $program
        cmp v.bin w.bin
        [ ! -e v.bin.state.safetensors ]   # a run that is done needs it no more
        [ "$(wc -l <log.jsonl)" -ge $((epochs * 5 / 8)) ] # the parts follow one another
        rm v.bin
    done
}

@test "killed at ten moments, a run with --save-every goes on to the same bytes" {
    skipgram "${options[@]}" --epochs 150 --deterministic --output w.bin 2>err.txt
    start --epochs 150 --deterministic --save-every 1e-4
    for i in 1 2 3 4 5 6 7 8 9 10; do
        sleep "$(awk -v i=$i 'BEGIN { print i * 7 % 10 * 0.011 }')"
        stop KILL
        if [ -e v.bin.state.safetensors ]; then resume=--resume; else resume=; fi
        [ -z "$resume" ] && [ -e v.bin.training.json ] && break # removing the state is the last it does
        start --epochs 150 --deterministic --save-every 1e-4 --threads $((1 + i % 2)) $resume
    done
    wait $program || true
    cmp v.bin w.bin
    [ "$(tr ',' '\n' <v.bin.training.json | sed -n '/loss_per_epoch/,/]/p' | wc -l)" = 150 ]
    ls | refute grep -E 'tmp-|state'
}

@test "what does not go on is refused" {
    fails 1 "v.bin.state.safetensors is not there" "${options[@]}" --output v.bin --resume
    options+=(--epochs 3000)
    start --save-every 1e-4
    until [ -e v.bin.state.safetensors ]; do sleep 0.02; done
    stop KILL
    mv v.bin.state.safetensors w.bin.state.safetensors
    rm -f v.bin*
    fails 1 "another --window" "${options[@]}" --window 3 --output w.bin --resume
    fails 1 "another --lr" "${options[@]}" --lr 0.2 --output w.bin --resume
    fails 1 "another --epochs" "${options[@]}" --epochs 4 --output w.bin --resume
    fails 1 "another --deterministic" "${options[@]}" --deterministic --output w.bin --resume
    fails 1 "another vocabulary" "${options[@]}" --max-vocab 15 --output w.bin --resume
    head -n 399 corpus.txt >other.txt
    fails 1 "another corpus" "${settings[@]}" --epochs 3000 --input other.txt --output w.bin --resume
    head -c 2000 w.bin.state.safetensors >cut
    mv cut w.bin.state.safetensors
    fails 1 "w.bin.state.safetensors" "${options[@]}" --output w.bin --resume
}

# Runs with a bound on the size of files in KiB, which fails as a full disk does.
bounded() { # bounded KIB ARGUMENT...
    (trap '' XFSZ; ulimit -f "$1"; shift; skipgram "$@")
}

@test "a full disk: no vectors, what was there stays, and training is not lost" {
    wide=("${options[@]}" --dim 300)
    skipgram "${wide[@]}" --output w.txt 2>err.txt
    echo before >v.txt
    bounded 60 "${wide[@]}" --output v.txt 2>err.txt && false # 70 KB of vectors, 40 of state
    grep -q 'v.txt: cannot write: .*training is saved' err.txt
    [ "$(cat v.txt)" = before ]
    ls | refute grep tmp-
    skipgram "${wide[@]}" --output v.txt --resume 2>err.txt
    cmp v.txt w.txt
    bounded 8 "${wide[@]}" --output x.txt 2>err.txt && false
    grep -q 'x.txt: cannot write' err.txt
    ls | refute grep -E 'tmp-|^x'
}

@test "a full disk: a state that cannot be written stops nothing" {
    wide=("${options[@]}" --dim 100 --epochs 10)
    bounded 10 "${wide[@]}" --save-every 1e-6 --output v.bin 2>err.txt # 7 KB of vectors, 15 of state
    grep -q 'v.bin.state.safetensors: cannot write: .*; training goes on' err.txt
    skipgram "${wide[@]}" --output w.bin 2>err.txt
    cmp v.bin w.bin
    ls | refute grep -E 'tmp-|state'
}

@test "a full disk: the log is missed, the vectors are there" {
    [ -e /dev/full ] || skip "no /dev/full"
    local got=0
    skipgram "${options[@]}" --output v.bin --log /dev/full 2>err.txt || got=$?
    [ "$got" = 1 ]
    grep -q '/dev/full: cannot write the log' err.txt
    skipgram "${options[@]}" --output w.bin 2>err.txt
    cmp v.bin w.bin
}

@test "a full disk: words that exceed --memory" {
    bounded 8 "${options[@]}" --memory 1K --output v.bin 2>err.txt && false
    grep -q 'exceed --memory: .*; raise --memory or free disk' err.txt
    no_leftovers
}

@test "from memory or from disk, one file or its parts: the same bytes" {
    skipgram "${options[@]}" --output v.bin 2>err.txt
    grep -q 'of corpus in memory' err.txt
    for mode in "" --deterministic; do
        skipgram "${options[@]}" $mode --output v.bin 2>err.txt
        skipgram "${options[@]}" $mode --memory 1K --output w.bin 2>err.txt
        grep -q 'of corpus streamed from disk' err.txt
        cmp v.bin w.bin
    done
    head -n 100 corpus.txt >one.txt
    tail -n +101 corpus.txt | gzip >two.gz
    skipgram "${settings[@]}" --input one.txt --input two.gz --deterministic --output x.bin 2>err.txt
    cmp v.bin x.bin
    grep -q '"name":[[:space:]]*"two.gz"' x.bin.training.json
}

@test "warm start: known words start from vectors that are there" {
    skipgram "${options[@]}" --output v.txt --lr 1e-9 2>err.txt # so small that nothing moves
    grep -v '^sea[abc] ' v.txt | sed '1s/.*/13 12/' >known.txt
    skipgram "${options[@]}" --init-vectors known.txt --seed 2 --lr 1e-9 --output w.txt 2>err.txt
    grep -q '13 of 16 words start from known.txt' err.txt
    near() { # near A B WORDS: are these words' vectors the same in both files?
        awk -v words="$3" 'NR == FNR { for (i = 2; i <= NF; i++) v[$1, i] = $i; next }
            FNR > 1 && $1 ~ words { n++; for (i = 2; i <= NF; i++) { d = v[$1, i] - $i; if (d * d > 1e-12) bad = 1 } }
            END { exit bad || !n }' "$1" "$2"
    }
    near v.txt w.txt '^(hill|sea[d-h])'
    refute near v.txt w.txt '^sea[abc]'
    rm v.txt*
    sed 's/ [^ ]*$//; 1s/.*/13 11/' known.txt >narrow.txt
    fails 1 "11 dimensions" "${options[@]}" --init-vectors narrow.txt --output v.txt
    fails 1 "missing.txt" "${options[@]}" --init-vectors missing.txt --output v.txt
}

@test "the vectors of words as context are written beside" {
    skipgram "${options[@]}" --output w.txt --save-context c.txt 2>err.txt
    [ "$(head -n 1 c.txt)" = "16 12" ]
    refute cmp -s w.txt c.txt
    cut -d' ' -f1 w.txt >w.words; cut -d' ' -f1 c.txt | cmp - w.words
    fails 2 "--save-context" "${options[@]}" --output v.txt --save-context c.txt --loss hs
    fails 2 "--save-context" "${options[@]}" --output v.txt --save-context v.txt
    fails 2 "tells no format" "${options[@]}" --output v.txt --save-context c.xyz
    fails 1 "nowhere/c.txt" "${options[@]}" --output v.txt --save-context nowhere/c.txt --epochs 1000000
}

@test "words of 10,000 bytes, a vocabulary of one word, only rare words" {
    awk 'BEGIN { for (i = 0; i < 10000; i++) { x = x "x"; y = y "y" } for (i = 0; i < 50; i++) print x, "a", y, "b" }' >l.txt
    skipgram --input l.txt --dim 4 --threads 1 --output w.bin 2>err.txt
    skipgram --input l.txt --dim 4 --threads 1 --init-vectors w.bin --output w.txt 2>err.txt
    grep -q '4 of 4 words start' err.txt
    skipgram --input l.txt --dim 4 --subwords 3:6 --output x.bin 2>err.txt
    yes word | head -n 50 >one.txt
    for mode in "--loss hs" "--model cbow" --deterministic "--subwords 3:6"; do
        fails 1 "one word only" --input one.txt --output v.bin $mode
    done
    fails 1 "min-count" --input corpus.txt --min-count 1000000 --output v.bin
}

@test "help and version" {
    skipgram --help | grep -q -- '--negative'
    skipgram --version | grep -q '[0-9]\.[0-9]'
}
