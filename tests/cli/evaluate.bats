#!/usr/bin/env bats
# evaluate: what it prints, what it writes, how it fails. Vectors and benchmarks are made here.
load helpers

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
    refute grep -q "$(printf '\033')" table.txt
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

@test "presets of other tools state what they have in force" {
    for policy in word2vec gensim web senteval simcse; do
        evaluate --suite world --data data --policy $policy --json $policy.json v.txt >table.txt
        grep -q "Policy of $policy" table.txt
        grep -q "\"policy\":	\"$policy\"" $policy.json
    done
    grep -q '"known_vocab":	300000' gensim.json
    grep -q '"similarity":	"dot"' web.json
    grep -q '"oov":	"mean"' web.json
    grep -q '"aggregate":	"wmean"' senteval.json
}

@test "words behind --known-vocab are unknown" {
    evaluate --data data --task world-similarity --known-vocab 4 v.txt | grep -q '3/5'
}

@test "--oov subword: words that a model with n-grams has not seen are composed" {
    for i in 1 2 3 4 5 6; do echo "walking talking walked talked jumping jumped"; done >text.txt
    "$EMBEDLAB_BIN/skipgram" --input text.txt --output m.bin --subwords 3:4 --buckets 500 --dim 8 --min-count 1 \
        --epochs 1 --threads 1 2>/dev/null
    printf 'walking\ttalking\t3\nwalks\twalking\t2\njumped\ttalked\t1\n' >data/words/world-similarity.txt
    evaluate --data data --task world-similarity m.bin | grep -q '2/3'
    evaluate --data data --task world-similarity --oov subword --json r.json m.bin | grep -q '3/3'
    grep -q '"oov":	"subword"' r.json
}

@test "differences of two views on the items that both know, with tests; shared items; groups" {
    printf '4 2\nx 1 0\ny0 4 3\ny1 0 1\ny2 3 4\n' >w.txt
    evaluate --suite world --data data --json r.json v.txt w.txt >table.txt
    grep -q '4/5' table.txt
    grep -q '3/5' table.txt
    sed -n '/"differences"/,$p' r.json | grep -A8 '"task":	"world-similarity"' >d.txt
    grep -q '"items":	3' d.txt
    grep -q '"p_holm":' d.txt
    evaluate --suite world --data data --shared-vocab --json s.json v.txt w.txt >table.txt
    [ "$(grep -c '3/5' table.txt)" = 2 ]
    grep -q '"shared_vocab":	true' s.json
    evaluate --suite world --data data --json g.json --group pair=v.txt,w.txt >table.txt
    grep -q '= pair' table.txt
    grep -q '"group":	"pair"' g.json
    grep -A8 '"groups"' g.json | grep -q '"views":	\["v.txt", "w.txt"\]'
}

@test "--bootstrap 0: neither intervals nor tests" {
    cp v.txt w.txt
    evaluate --suite world --data data --bootstrap 0 --json r.json v.txt w.txt >table.txt
    refute grep -q '±' table.txt
    grep -q '"differences":	\[\]' r.json
}

@test "sentences that a training text holds are counted, and left out in a second score" {
    printf 'x y0\tx\t3\ny1\ty2\t4\nx\ty0\t0\nx y3!\tx\t5\ny2\tx\t1\n' >data/sentences/world-sts.tsv
    printf 'Nothing here.\n\nX, y3. And more of it.\n' | gzip >seen.gz
    evaluate --data data --task world-sts --seen seen.gz --json r.json v.txt >table.txt
    grep -q 'training texts hold 1 of the 5 items used' table.txt
    grep -q '"seen":	1' r.json
    grep -q '"score_unseen":' r.json
    cp v.txt own.txt
    printf '{"options": {"input": ["seen.gz", "gone.txt"]}}' >own.txt.training.json
    evaluate --data data --task world-sts --seen-own --json o.json own.txt v.txt >table.txt 2>err.txt
    grep -q 'own.txt was trained on gone.txt, which is not there' err.txt
    [ "$(grep -c '"seen":	1' o.json)" = 1 ]
    grep -q '"trained_on":	\["seen.gz", "gone.txt"\]' o.json
    fails 1 'none.txt' --data data --task world-sts --seen none.txt v.txt
}

@test "CSV, Markdown and MTEB's files" {
    mkdir -p data/sentences/stsbenchmark
    for part in test dev; do
        printf 'g\tf\ty\t1\t3.0\tx y0\tx\ng\tf\ty\t2\t1\tx\ty0\ng\tf\ty\t3\t2\ty1\ty0\n' \
            >data/sentences/stsbenchmark/sts-$part.csv
    done
    evaluate --data data --task world-similarity --task stsb-test --task stsb-dev --csv r.csv --markdown r.md \
        --mteb mteb v.txt >/dev/null
    head -1 r.csv | grep -q '^view,group,task,suite,kind,metric,score,low,high,used,known,given,seen,score_unseen,'
    grep -q '^v.txt,,world-similarity,world,word similarity,spearman,0.8,' r.csv
    grep -q '^| v.txt | 80.0 ±' r.md
    local file=mteb/v.txt/no_revision_available/STSBenchmark.json
    for field in '"task_name":	"STSBenchmark"' '"test":	\[' '"validation":	\[' '"main_score":' '"cosine_spearman":' \
        '"hf_subset":	"default"' '"languages":	\["eng-Latn"\]' '"evaluation_time":' '"dataset_revision":'; do
        grep -q -- "$field" $file
    done
    [ "$(ls mteb/v.txt/no_revision_available)" = "$(printf 'STSBenchmark.json\nmodel_meta.json')" ]
}

@test "--list names every benchmark and whether it is there" {
    evaluate --list --data data >list.txt
    grep -q '^world-sts  *world  *there ' list.txt
    grep -q '^men  *words  *missing .*: data/words/EN-MEN-TR-3k.txt, from https://' list.txt
    evaluate --list --suite world --data data >list.txt
    refute grep -q '^men ' list.txt
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
    grep -q 'benchmarks are not in data: .*world-similarity' err.txt
    grep -A3 'Missing from data, so not scored:' table.txt | grep -q 'world-similarity'
    sed -n '/"missing"/,/"tasks"/p' r.json | grep -q '"name":	"world-similarity"'
    evaluate --suite all --data data v.txt 2>err.txt >table.txt # many: only their names
    grep -q 'benchmarks are not in data: ws353,.* men,' err.txt
    [ "$(wc -l <err.txt)" -le 10 ]
    fails 1 'world-similarity is not there: data/words/world-similarity.txt; it comes with a world' --data data \
        --task world-similarity v.txt
    refute evaluate --task men --data data v.txt 2>err.txt
    grep -q 'men is not there: data/words/EN-MEN-TR-3k.txt, from .*: scripts/fetch-data --data data words/EN-MEN' \
        err.txt
}

@test "the command that fetches a missing benchmark is one that scripts/fetch-data knows" {
    mkdir empty
    cut -f 3 "$BATS_TEST_DIRNAME/../../corpora/catalogue.tsv" >files
    evaluate --list --data empty | awk '$3 == "missing" && $2 != "world" { print $1 }' >names
    [ "$(wc -l <names)" -gt 60 ]
    while read -r name; do
        refute evaluate --task "$name" --data empty v.txt 2>err.txt
        wanted=$(sed -n 's/.*: scripts\/fetch-data --data empty \(.*\)/\1/p' err.txt)
        [ -n "$wanted" ] || grep -q "$name is not there: .*, take it from https://" err.txt
        for what in $wanted; do grep -q "^$what" files; done
    done <names
    refute evaluate --suite words --data empty v.txt 2>err.txt
    grep -q 'to fetch: scripts/fetch-data --data empty words$' err.txt
}

@test "a missing benchmark that was asked for by name is an error" {
    fails 1 '--task men: not in data' --data data --task men --json r.json v.txt
    [ ! -e r.json ]
}

@test "no benchmark at all is an error" {
    mkdir empty
    fails 1 'empty: holds none of the benchmarks' --data empty v.txt
}

@test "a broken benchmark is named with file and line, the others are scored, and the status tells" {
    printf 'x\ty0\t1\nx\ty1\tnan\n' >data/words/world-similarity.txt
    fails 1 'data/words/world-similarity.txt: line 2: expected a score' --suite world --data data --json r.json v.txt
    grep -q 'No score for v.txt on world-similarity: data/words/world-similarity.txt: line 2' out.txt
    sed -n '/"results"/,$p' r.json | grep -A3 '"task":	"world-sts"' | grep -q '"score":	1'
    grep -q '"broken":	"data/words/world-similarity.txt: line 2' r.json
}

@test "truncated, with wrong columns, empty: broken, and said where" {
    local name=data/words/world-similarity.txt
    printf 'x\ty0\t1\nx\ty1' >$name
    fails 1 "$name: line 2: expected 3 columns" --suite world --data data v.txt
    printf 'x,y0,1\n' >$name
    fails 1 "$name: line 1: expected 3 columns" --suite world --data data v.txt
    : >$name
    fails 1 "$name: holds no scored pair" --suite world --data data v.txt
    printf 'x\ty0\t1\nx\ty1\t2\n' | gzip | head -c 30 >$name
    fails 1 "$name: " --suite world --data data v.txt
    printf ': kin\nx y0 y1\n' >data/analogy/world-analogies.txt
    fails 1 'data/analogy/world-analogies.txt: line 2: expected four words' --suite world --data data v.txt
}

@test "line ends of Windows and a BOM change nothing; a pair given twice counts twice" {
    evaluate --data data --task world-similarity --json plain.json v.txt >/dev/null
    sed -i 's/$/\r/; 1s/^/\xEF\xBB\xBF/' data/words/world-similarity.txt
    evaluate --data data --task world-similarity --json windows.json v.txt >/dev/null
    diff <(grep -v -e seconds -e date plain.json) <(grep -v -e seconds -e date windows.json)
    printf 'x\ty0\t1\nx\ty0\t1\nx\ty1\t2\n' >data/words/world-similarity.txt
    evaluate --data data --task world-similarity v.txt | grep -q '3/3'
}

@test "no score: null with the reason; a view without any makes the status 1" {
    printf 'x\ty0\t3\nx\ty1\t3\n' >data/words/world-similarity.txt
    fails 1 'v.txt has no score at all' --data data --task world-similarity --json r.json v.txt
    grep -q '"score":	null' r.json
    grep -q '"reason":	"all gold scores are the same"' r.json
    grep -q 'No score for v.txt on world-similarity: all gold scores are the same.' out.txt
    evaluate --data data --task world-similarity --task world-sts v.txt | grep -q 'n/a'
}

@test "models that know nothing, are constant, zero or not finite: n/a with the reason, never nan" {
    printf '2 2\nq 1 0\nr 0 1\n' >stranger.txt
    printf '5 2\nx 1 1\ny0 1 1\ny1 1 1\ny2 1 1\ny3 1 1\n' >constant.txt
    sed 's/ 1 1/ 0 0/' constant.txt >zero.txt
    local status=0
    evaluate --suite world --data data --json r.json --csv r.csv --markdown r.md --mteb mteb v.txt stranger.txt \
        constant.txt zero.txt >out.txt 2>err.txt || status=$?
    [ "$status" = 1 ]
    grep -q 'stranger.txt has no score at all' err.txt
    grep -q 'No score for stranger.txt on world-similarity: the model knows no item' out.txt
    grep -q 'No score for constant.txt on world-similarity: the model finds all items the same' out.txt
    grep -q 'No score for zero.txt on world-similarity: the model finds all items the same' out.txt
    refute grep -qwi -e nan -e inf out.txt r.json r.csv r.md
    printf '2 2\nx nan 1\ny0 1 0\n' >nan.txt # refused by the reader
    fails 1 'nan.txt: ' --suite world --data data nan.txt
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
    fails 2 'name a file instead of -' --data data --json - v.txt
    fails 2 '--oov has no effect beside --policy' --data data --policy gensim --oov zero v.txt
    fails 2 '--shared-vocab has no effect on one view' --data data --shared-vocab v.txt
    fails 2 '--list takes no model' --data data --list v.txt
    fails 2 '--policy' --data data --policy nonsense v.txt
    fails 1 'expected NAME=VIEW,VIEW' --data data --group g=v.txt
    fails 2 'nonsense' --nonsense v.txt
}

@test "help and version" {
    evaluate --help | grep -q -- '--restrict-vocab N'
    evaluate --version | grep -q '^evaluate (embedlab) '
}
