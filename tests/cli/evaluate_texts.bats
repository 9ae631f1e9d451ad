#!/usr/bin/env bats
# Vectors of texts made elsewhere; benchmarks of sentences on the command line.

setup() {
    cd "$BATS_TEST_TMPDIR"
    printf '4 2\nred 1 0\nblue 0 1\nsky 1 2\nrose 2 1\n' >v.txt
    mkdir -p data/zh/AFQMC
    printf 'red rose\tthe red\t1\nblue sky\tsky  blue\t1\nred\tblue sky\t0\nnobody\tred\t0\n' >data/zh/AFQMC/dev.txt
}

@test "evaluate: vectors of whole texts score as the model that made them" {
    printf 'red rose\nthe red\nblue sky\nsky blue\nred\nnobody\n' >texts.lines.txt
    "$EMBEDLAB_BIN"/embed v.txt --input texts.lines.txt --format npy --output texts.npy
    "$EMBEDLAB_BIN"/evaluate --data data --task afqmc --json made.json v.txt
    "$EMBEDLAB_BIN"/evaluate --data data --task afqmc --json found.json texts.npy
    for key in score used given best_f1; do
        [ "$(grep "\"$key\"" made.json)" = "$(grep "\"$key\"" found.json)" ]
        grep -q "\"$key\"" made.json
    done
    grep -q '"used":.*3' found.json
}

@test "evaluate: a text without a vector is unknown" {
    printf 'red  rose \nthe red\n' >texts.lines.txt
    "$EMBEDLAB_BIN"/embed v.txt --input texts.lines.txt --format npy --output texts.npy
    "$EMBEDLAB_BIN"/evaluate --data data --task afqmc --json found.json texts.npy
    grep -q '"used":.*1' found.json
}

@test "evaluate: lines that do not fit the vectors are refused" {
    printf 'red\nthe red\n' >texts.lines.txt
    "$EMBEDLAB_BIN"/embed v.txt --input texts.lines.txt --format npy --output texts.npy
    printf 'red\n' >texts.lines.txt
    run "$EMBEDLAB_BIN"/evaluate --data data --task afqmc texts.npy
    [ "$status" -eq 1 ]
    [[ "$output" == *"texts.lines.txt has 1 words, texts.npy has 2 rows"* ]]
    printf 'red\n red \n' >texts.lines.txt
    run "$EMBEDLAB_BIN"/evaluate --data data --task afqmc texts.npy
    [ "$status" -eq 1 ]
    [[ "$output" == *"texts.lines.txt: line 2: the same text was there before"* ]]
}

@test "evaluate: a broken benchmark of sentences is named by file and line" {
    printf 'red\tblue\t1\nred\tblue\n' >data/zh/AFQMC/dev.txt
    run "$EMBEDLAB_BIN"/evaluate --data data --task afqmc v.txt
    [ "$status" -eq 1 ]
    [[ "$output" == *"data/zh/AFQMC/dev.txt: line 2"* ]]
}

@test "evaluate: tf-idf is a view of a vocabulary; tasks that need vectors say so" {
    mkdir -p vocabulary data/words
    printf 'red red blue\nsky rose\n' | "$EMBEDLAB_BIN"/corpus count --input - --output vocabulary --min-count 1
    printf 'red\tblue\t4\nsky\trose\t1\nred\tsky\t3\n' >data/words/EN-MC-30.txt
    "$EMBEDLAB_BIN"/evaluate --data data --task afqmc --task mc30 --json r.json vocabulary@tfidf >table 2>&1
    grep -q 'No score for vocabulary@tfidf on mc30: tfidf has cosines of texts and nothing else' table
    grep -q '"score":.*1' r.json # both pairs that belong together have cosine 1, the third 0
    grep -q '"used":.*3' r.json
    grep -q '"kind":.*"tf-idf"' r.json
    run "$EMBEDLAB_BIN"/evaluate --data data --task mc30 vocabulary@tfidf
    [ "$status" -eq 1 ]
    [[ "$output" == *"vocabulary@tfidf has no score at all"* ]]
    run "$EMBEDLAB_BIN"/embed vocabulary@tfidf </dev/null
    [ "$status" -eq 1 ]
    [[ "$output" == *"tfidf is for \`evaluate\` alone"* ]]
}
