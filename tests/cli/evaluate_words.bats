#!/usr/bin/env bats
# evaluate: words in groups, in contexts, of other languages, and the geometry of spaces. All inputs are made here.
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    unset EMBEDLAB_DATA
    mkdir -p data/words data/contexts data/context/wic data/zh/COS960
    printf 'a 1 0\nb 3 4\nc 4 3\nd 0 1\n' >v.txt
    local head='index\tword\tsentence1\tsentence2\tstart1\tstart2\tend1\tend2\tlabel'
    printf "$head"'\n0\tx\tso a\tb\t3\t0\t4\t1\t0\n1\tx\tb\tc it\t0\t0\t1\t1\t1\n' >data/contexts/world-wic-train.tsv
    printf "$head"'\n0\tx\ta\td\t0\t0\t1\t1\t0\n1\tx\tc\tto b\t0\t3\t1\t4\t1\n2\tx\ta\tc\t0\t0\t1\t1\t1\n' \
        >data/contexts/world-wic.tsv
}

evaluate() { "$EMBEDLAB_BIN/evaluate" "$@"; }
fails() { # fails STATUS PART ARGUMENT...: the status, and PART in the message
    local status=$1 part=$2 got=0
    shift 2
    evaluate "$@" >out.txt 2>err.txt || got=$?
    [ "$got" = "$status" ] || { echo "status $got"; cat err.txt; return 1; }
    grep -qF -- "$part" err.txt || { cat err.txt; return 1; }
}
# 40 words of three numbers each; factor and offset change lengths only, or the space
words() {
    awk -v seed="$1" -v factor="$2" 'BEGIN { srand(seed); print "40 3"
        for (i = 0; i < 40; i++) print "w" i, factor * (rand() - 0.5), factor * (rand() - 0.5), factor * (rand() - 0.5) }'
}

@test "words in context: the threshold is learned from the training pairs" {
    # trained 0.6 no, 0.96 yes: 0.78; then 0 (right), 0.96 (right), 0.8 (right)
    evaluate --data data --task world-wic --json r.json v.txt >table.txt
    grep -q 'v.txt *100.0 ±' table.txt
    grep -q '"threshold":	0.78' r.json
    grep -q '3/3' table.txt
}

@test "words in context: both files must be there, and whole" {
    sed -i 's/^2.*/2\tx\ta\tc\t0\t0\t9\t1\t1/' data/contexts/world-wic.tsv
    fails 1 'data/contexts/world-wic.tsv: line 4: expected where the word starts' --data data --task world-wic v.txt
    printf 'index\tword\n' >data/contexts/world-wic-train.tsv
    fails 1 'data/contexts/world-wic-train.tsv' --data data --task world-wic v.txt
    rm data/contexts/world-wic-train.tsv
    fails 1 '--task world-wic: not in data' --data data --task world-wic v.txt
}

@test "categories and outliers" {
    printf ',category,word\n0,one,a\n1,two,b\n2,two,c\n3,two,\n' >data/words/categorization-ap.csv
    printf ",category,outliers,words\n0,x,\"['a']\",\"['b', 'c']\"\n" >data/words/outlier-8-8-8.csv
    evaluate --data data --task ap --task outlier-888 v.txt >table.txt
    grep -q '3/3' table.txt
    [ "$(grep -c 'v.txt *100.0' table.txt)" = 2 ]
}

@test "Chinese words are put together from their characters" {
    printf '\xe7\x94\xb5 1 0\n\xe8\x84\x91 0 1\n\xe6\x9c\xba 1 1\n' >zh.txt # dian, nao, ji
    {
        printf '\xe7\x94\xb5\xe8\x84\x91 \xe6\x9c\xba 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n'
        printf '\xe7\x94\xb5 \xe6\x9c\xba\xe8\x84\x91 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n'
        printf '\xe7\x94\xb5 \xe7\xa0\x81 2 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n'
    } >data/zh/COS960/COS960_all.txt
    evaluate --data data --task cos960 --json r.json zh.txt >table.txt
    grep -q 'zh.txt *100.0' table.txt
    grep -q '2/3' table.txt
    grep -q '"composed":	true' r.json
}

@test "geometry and comparisons of spaces; a rotation changes nothing" {
    words 1 2 >a.txt
    awk 'NR == 1 { print; next } { print $1, -$3, $2, $4 }' a.txt >turned.txt
    words 2 1 >other.txt
    evaluate --suite geometry --data data --json r.json a.txt turned.txt other.txt >table.txt 2>err.txt
    for figure in isotropy effective-dimension uniformity hubness frequency-norm; do
        [ "$(grep -A2 "\"task\":	\"$figure\"" r.json | grep '"score"' | sed -n 1p)" ]
    done
    sed -n '/"comparisons"/,$p' r.json >c.txt
    [ "$(grep -c '"items":	40' c.txt)" = 3 ]
    grep -A16 '"b":	"turned.txt"' c.txt | grep -q '"overlap10":	1,'
    grep -A16 '"b":	"turned.txt"' c.txt | grep -qE '"procrustes":	([0-9.]+e-|0\.0000|0,)'
    refute grep -q nan r.json
}

@test "policy word2vec: a question's words in another case are candidates, and wrong; not so gensim's" {
    mkdir -p data/analogy
    printf '5 2\na 1 0\nb 0 1\nB 0 1\nc 1 0.2\nd 0.3 1\n' >cased.txt
    printf ': section\na b c D\n' >data/analogy/questions-words.txt
    evaluate --data data --task google --policy word2vec --json word2vec.json cased.txt
    evaluate --data data --task google --policy gensim --json gensim.json cased.txt
    grep -q '"score":	0,' word2vec.json
    grep -q '"score":	1,' gensim.json
}
