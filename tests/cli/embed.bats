#!/usr/bin/env bats
# embed: lines to vectors, neighbours, analogies.
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    printf '6 2\nman 1 0\nking 1 1\nwoman 1 -1\nqueen 0.2 0\nfar -1 0.1\nNear 1 0.9\n' >v.txt
}

embed() { "$EMBEDLAB_BIN/embed" "$@"; }
fails() { # fails STATUS PART ARGUMENT...
    local status=$1 part=$2 got=0
    shift 2
    embed "$@" >out.txt 2>err.txt </dev/null || got=$?
    [ "$got" = "$status" ] || { echo "status $got"; cat err.txt; return 1; }
    grep -qF -- "$part" err.txt || { cat err.txt; return 1; }
}

@test "texts are the means of their words, in the order of the lines" {
    printf 'Man, king!\n\nnothing known\nking\n' | embed v.txt >out.tsv 2>err.txt
    [ "$(cat out.tsv)" = "$(printf '1\t0.5\n0\t0\n0\t0\n1\t1')" ]
    grep -q '2 of 4 lines hold nothing' err.txt
}

@test "words, also put together from listed ones" {
    printf 'KING\nnear\nman king\nman-king\nman none\n' >lines
    embed --words --input lines --output out.tsv v.txt 2>err.txt
    [ "$(cat out.tsv)" = "$(printf '1\t1\n1\t0.899999976\n1\t0.5\n1\t0.5\n0\t0')" ]
}

@test "JSON lines tell the text and how much of it is known" {
    printf 'man "king" x\n' | embed --format jsonl v.txt >out
    [ "$(cat out)" = '{"text": "man \"king\" x", "known": 2, "vector": [1, 0.5]}' ]
}

@test "NumPy: header and little-endian floats" {
    printf 'man\nking\n' | embed --format npy --output out.npy v.txt
    [ "$(head -c 6 out.npy | od -An -tx1 | tr -d ' ')" = 934e554d5059 ]
    head -c 128 out.npy | grep -aq "'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)"
    [ "$(wc -c <out.npy)" = 144 ]
    [ "$(tail -c 16 out.npy | od -An -tf4 | tr -s ' ')" = ' 1 0 1 1' ]
}

@test "post-processing is fitted on all lines, however many" {
    for i in $(seq 5000); do echo man; echo king; done | embed v.txt+center >out.tsv
    [ "$(sort -u out.tsv)" = "$(printf '0\t-0.5\n0\t0.5')" ]
    [ "$(wc -l <out.tsv)" = 10000 ]
}

@test "neighbours, nearest first, without the word itself" {
    embed --neighbors KING --top 2 v.txt >out
    [ "$(cut -f1,2 out)" = "$(printf '1\tNear\n2\tman')" ]
    [ "$(embed --neighbors king --top 100 v.txt | wc -l)" = 5 ]
}

@test "an analogy, without its three words" {
    embed --analogy 'man king woman' --top 1 v.txt >out
    [ "$(cut -f2 out)" = queen ]
    refute grep -qw -e man -e king -e woman out
    fails 1 'expected three words' --analogy 'man king' v.txt
    fails 1 'expected three words' --analogy 'man king woman queen' v.txt
    fails 1 '"nobody" is not among the 6 words' --analogy 'man king nobody' v.txt
}

@test "words that a model with n-grams has not seen are composed of them" {
    for i in $(seq 200); do echo 'the walker walked while others were walking'; done >corpus
    local train=("$EMBEDLAB_BIN/skipgram" --input corpus --subwords 3:6 --buckets 20000 --dim 8 --threads 1)
    "${train[@]}" --output m.bin 2>err
    "${train[@]}" --output words.bin --format word2vec-bin 2>err
    printf 'walked\nothers\n' >known
    paste <(embed --words --input known m.bin) <(embed --words --input known words.bin) | # to the last digits the same
        awk '{ for (i = 1; i <= 8; i++) if (($i - $(i + 8)) ^ 2 > 1e-12) exit 1 }'
    [ "$(echo walks | embed --words m.bin 2>err)" != "$(echo walks | embed --words words.bin 2>err)" ]
    embed --neighbors walks --top 2 m.bin >out
    [ "$(wc -l <out)" = 2 ]
    fails 1 '"walks" is not among' --neighbors walks words.bin
    fails 1 '"zz" is not among' --neighbors zz m.bin # "<zz>" has n-grams, but no word of the corpus had them
}

@test "failures leave no output behind" {
    fails 1 'none.txt' --output out.tsv none.txt
    fails 1 '"nobody" is not among the 6 words' --neighbors nobody --output out.tsv v.txt
    fails 1 'holds no line' --output out.tsv v.txt
    printf 'man\0king\n' >binary
    fails 1 'binary: line 1' --input binary --output out.tsv v.txt
    [ -z "$(ls | grep out.tsv)" ]
}

@test "usage errors" {
    fails 2 'expected one MODEL'
    fails 2 'expected one MODEL' v.txt v.txt
    fails 2 'exclude each other' --neighbors man --analogy 'a b c' v.txt
    fails 2 '--top has no effect' --top 3 v.txt
    fails 2 '--words has no effect' --words --neighbors man v.txt
    fails 2 '--format has no effect' --format npy --analogy 'a b c' v.txt
    fails 2 '--format' --format xml v.txt
}
