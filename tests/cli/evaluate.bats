#!/usr/bin/env bats
# evaluate: what it prints, what it writes, how it fails. Vectors and benchmarks are made here.

setup() {
    cd "$BATS_TEST_TMPDIR"
    unset EMBEDLAB_DATA
    mkdir -p data/words data/analogy data/sentences
    printf '5 2\nx 1 0\ny0 0 1\ny1 4 3\ny2 3 4\ny3 2 0\n' >v.txt
    printf 'x\ty0\t1\nx\ty1\t2\nx\ty2\t3\nx\ty3\t4\nx\tnone\t5\n' >data/words/world-similarity.txt
    printf ': kin\nx y0 y1 y2\n: gram\nx y0 y3 none\n' >data/analogy/world-analogies.txt
    printf 'x y0\tx\t3\ny1\ty2\t4\nx\ty0\t0\n' >data/sentences/world-sts.tsv
}

evaluate() { "$EMBEDLAB_BIN/evaluate" "$@"; }
fails() { # fails STATUS PART ARGUMENT...: the status, and PART in the message
    local status=$1 part=$2 got=0
    shift 2
    evaluate "$@" >out.txt 2>err.txt || got=$?
    [ "$got" = "$status" ] || { echo "status $got"; cat err.txt; return 1; }
    grep -qF -- "$part" err.txt || { cat err.txt; return 1; }
}

@test "the world's benchmarks: table, results, coverage" {
    evaluate --suite world --data data --json r.json v.txt >table.txt
    grep -q 'v.txt *80.0 ±' table.txt
    grep -q '4/5' table.txt
    grep -q '"score":	0.8,' r.json
    grep -q '"schema":	"embedlab-results"' r.json
    [ "$(grep -c '"task":' r.json)" = 3 ]
    awk 'length($0) > 400 { exit 1 }' table.txt
}

@test "no colours and no wide lines when standard output is no terminal" {
    for i in 1 2 3 4; do cp v.txt "a-model-with-quite-a-long-name-number-$i.txt"; done
    evaluate --suite world --data data a-model*.txt >table.txt
    ! grep -q "$(printf '\033')" table.txt
    [ "$(wc -L <table.txt)" -le 120 ]
}

@test "the same bits for any number of threads" {
    evaluate --data data --json 1.json --threads 1 v.txt >1.txt
    evaluate --data data --json 3.json --threads 3 v.txt >3.txt
    cmp 1.txt 3.txt
    diff <(grep -v -e '"seconds"' -e '"date"' 1.json) <(grep -v -e '"seconds"' -e '"date"' 3.json)
}

@test "policies are in force and on record" {
    evaluate --data data --task world-similarity --oov zero --case exact --restrict-vocab 7 --bootstrap 100 --seed 9 \
        --json r.json v.txt >table.txt
    grep -q '5/5' table.txt
    for field in '"oov":	"zero"' '"case":	"exact"' '"restrict_vocab":	7' '"bootstrap":	100' '"seed":	9' '"known":	4'; do
        grep -qF "$field" r.json
    done
}

@test "the data folder: --data, then EMBEDLAB_DATA, then ./data" {
    evaluate --task world-sts v.txt
    mv data elsewhere
    fails 1 'data: no such folder' --task world-sts v.txt
    EMBEDLAB_DATA=elsewhere evaluate --task world-sts v.txt
    EMBEDLAB_DATA=nowhere evaluate --data elsewhere --task world-sts v.txt
    fails 1 'nowhere: no such folder' --data nowhere v.txt
}

@test "a missing benchmark is named with its address and recorded" {
    rm data/words/world-similarity.txt
    evaluate --suite world --data data --json r.json v.txt >table.txt 2>err.txt
    grep -q 'world-similarity is not there: data/words/world-similarity.txt; it comes with a world' err.txt
    grep -q 'Missing from data, so not scored: world-similarity' table.txt
    sed -n '/"missing"/,/"tasks"/p' r.json | grep -q '"name":	"world-similarity"'
    evaluate --suite all --data data v.txt 2>err.txt >table.txt
    grep -q 'men is not there: data/words/EN-MEN-TR-3k.txt; get it from https://' err.txt
}

@test "a missing benchmark that was asked for by name is an error" {
    fails 1 '--task men: not in data' --data data --task men --json r.json v.txt
    [ ! -e r.json ]
}

@test "no benchmark at all is an error" {
    mkdir empty
    fails 1 'empty: holds none of the benchmarks' --data empty v.txt
}

@test "a broken line ends the run with file and line, and nothing written" {
    printf 'x\ty0\t1\nx\ty1\tnan\n' >data/words/world-similarity.txt
    fails 1 'data/words/world-similarity.txt: line 2: expected a score' --data data --json r.json v.txt
    [ -z "$(ls | grep r.json)" ]
    [ ! -s out.txt ]
}

@test "no score: null with the reason" {
    printf 'x\ty0\t3\nx\ty1\t3\n' >data/words/world-similarity.txt
    evaluate --data data --task world-similarity --json r.json v.txt >table.txt
    grep -q '"score":	null' r.json
    grep -q '"reason":	"all gold scores are the same"' r.json
    grep -q 'No score for v.txt on world-similarity: all gold scores are the same.' table.txt
}

@test "views and post-processing are scored as they are named" {
    evaluate --data data --task world-similarity --json r.json v.txt v.txt+center >table.txt
    grep -q '"name":	"v.txt+center"' r.json
    grep -q '"post":	"center"' r.json
    fails 1 'v.txt@layer:1:mean' --data data v.txt@layer:1:mean
}

@test "a wrong model is found before the work, and nothing is written" {
    fails 1 'none.txt' --data data --json r.json v.txt none.txt
    [ -z "$(ls | grep r.json)" ]
}

@test "an output that cannot be written" {
    fails 1 'nowhere/r.json' --data data --json nowhere/r.json v.txt
    evaluate --data data v.txt >/dev/full 2>err.txt && return 1
    grep -q 'cannot write' err.txt
}

@test "usage errors" {
    fails 2 'expected at least one MODEL' --data data
    fails 2 'no such benchmark' --data data --task nonsense v.txt
    fails 2 '--suite has no effect beside --task' --data data --suite words --task world-sts v.txt
    fails 2 'given twice' --data data v.txt v.txt
    fails 2 '--suite' --suite nonsense v.txt
    fails 2 '--bootstrap' --bootstrap 3 v.txt
    fails 2 '--json -' --data data --json - v.txt
    fails 2 'nonsense' --nonsense v.txt
}

@test "help and version" {
    evaluate --help | grep -q -- '--restrict-vocab N'
    evaluate --version | grep -q '^evaluate (embedlab) '
}
