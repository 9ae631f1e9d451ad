#!/usr/bin/env bats
# report: results.json files to HTML and Markdown.

setup() {
    cd "$BATS_TEST_TMPDIR"
    mkdir -p data/words data/analogy models
    printf '5 2\nx 1 0\ny0 0 1\ny1 4 3\ny2 3 4\ny3 2 0\n' >models/good.txt
    printf '5 2\nx 1 0\ny0 4 3\ny1 0 1\ny2 3 4\ny3 2 0\n' >'models/<b>&|.txt'
    for i in 1 2 3 4; do printf 'x\ty0\t1\nx\ty1\t2\nx\ty2\t3\nx\ty3\t4\n'; done >data/words/world-similarity.txt
    printf 'x\tnone\t5\n' >>data/words/world-similarity.txt
    printf ': kin\nx y0 y1 y2\n' >data/analogy/world-analogies.txt
    "$EMBEDLAB_BIN/evaluate" --suite world --data data --json r.json models/good.txt 'models/<b>&|.txt' >/dev/null 2>&1
}

report() { "$EMBEDLAB_BIN/report" "$@"; }
fails() { # fails STATUS PART ARGUMENT...
    local status=$1 part=$2 got=0
    shift 2
    report "$@" >out.txt 2>err.txt || got=$?
    [ "$got" = "$status" ] || { echo "status $got"; cat err.txt; return 1; }
    grep -qF -- "$part" err.txt || { cat err.txt; return 1; }
}
edit() { sed "$1" r.json >broken.json; ! cmp -s r.json broken.json; }

@test "scores, intervals, coverage, the best one, what is missing" {
    report --output r.html --markdown r.md --title 'A & B' r.json
    grep -q '<title>A &amp; B</title>' r.html
    grep -q '<td class="best"><span class="score">80.0 ★</span><span class="more">\[' r.html
    grep -q '<span class="more">16/17</span>' r.html
    grep -q 'World: sentence similarity.*Missing: not in the data folder' r.html
    grep -q '^| good.txt | \*\*80.0 ★\*\* \[.*\]<br>16/17 |' r.md
    grep -q '# A \\& B' r.md
    grep -q 'World: sentence similarity.*Missing' r.md
}

@test "the page needs nothing but itself" {
    report --output r.html r.json
    ! grep -q -i -e '<script' -e '<link' -e '<img' -e '@import' -e 'url(' r.html
    grep -q '<caption>' r.html
    grep -q '<th scope="col">' r.html
    grep -q 'prefers-color-scheme:dark' r.html
}

@test "what comes from files is escaped" {
    report --output r.html --markdown r.md r.json
    ! grep -q '<b>' r.html
    grep -q '&lt;b&gt;&amp;|.txt' r.html
    grep -qF '\<b\>\&\|.txt' r.md
}

@test "what may be chance gets no star" {
    edit 's/"low":.*/"low": -0.1,/'
    report --output r.html broken.json
    ! grep -q '<td class="best">' r.html
}

# A results.json in which good.txt plays a language model seen at its layers.
layers() {
    sed -e 's#"models/good.txt"#"lm@layer:1:mean"#; s#"models/<b>&|.txt"#"lm@layer:0:mean"#' r.json |
        awk '/"views":/ { on = 1 } on && /"model":/ { sub(/"model":.*/, "\"model\": \"lm\",") }
             on && /"view":\t""/ { sub(/"view":.*/, sprintf("\"view\": \"layer:%d:mean\",", 1 - n++)) } { print }'
}

@test "a language model layer by layer, lowest first" {
    layers >layers.json
    report --output r.html --markdown r.md layers.json
    grep -q '<h2>The language model, layer by layer</h2>' r.html
    grep -q '<svg viewBox=' r.html
    sed -n '/^## The language model/,/^## How/p' r.md | grep '^| layer' >rows
    [ "$(cut -d' ' -f3 rows | tr '\n' ' ')" = '0 1 ' ]
    report --output none.html r.json
    ! grep -q 'layer by layer</h2>' none.html
}

@test "of a score given twice the last file wins" {
    edit 's/"score":	0.8,/"score":	0.7,/'
    report --output r.html r.json broken.json 2>err.txt
    grep -q 'models/good.txt on world-similarity is scored more than once; taking broken.json' err.txt
    grep -q '70.0 ★' r.html
    ! grep -q '80.0 ★' r.html
}

@test "files scored under different policies are told apart" {
    "$EMBEDLAB_BIN/evaluate" --suite world --data data --oov zero --json zero.json models/good.txt >/dev/null 2>&1
    report --output r.html r.json zero.json 2>err.txt
    grep -q 'different policies' err.txt
    grep -q 'different policies' r.html
}

@test "training.json tells how a model was made" {
    printf '{"program": "skipgram", "corpus": {"name": "texts/<i>.txt"}, "seconds": 75, "words_per_second": 1e6,
             "loss_per_epoch": [3, 2.5], "validation": [{"loss": 2.75}], "unknown": [1]}' >models/good.txt.training.json
    report --output r.html --training models/good.txt.training.json r.json
    grep -q 'skipgram</td><td class="text">&lt;i&gt;.txt</td><td>75.00 M words</td><td>1 min 15 s</td><td>2.500<' r.html
    grep -q 'validation 2.750' r.html
    echo '{"options": {}}' >bad.json
    fails 1 'bad.json: field "program" is missing' --output x.html --training bad.json r.json
    fails 1 'none.json' --output x.html --training none.json r.json
}

@test "a broken results.json is named with its field, and nothing is written" {
    fails 1 'none.json' --output x.html none.json
    head -c 900 r.json >broken.json
    fails 1 'broken.json: line' --output x.html broken.json
    echo '[1]' >broken.json
    fails 1 'broken.json: field "schema" is missing' --output x.html broken.json
    edit 's/"schema":.*/"schema": "other",/'
    fails 1 'field "schema" is "other"' --output x.html broken.json
    edit 's/"schema_version":.*/"schema_version": 99,/'
    fails 1 'field "schema_version" is 99' --output x.html broken.json
    edit 's/"views":/"sights":/'
    fails 1 'field "views" is missing, expected a list' --output x.html broken.json
    edit 's/"score":	0.8,/"score":	"high",/'
    fails 1 'broken.json: results[0]: field "score" is of another type' --output x.html broken.json
    edit 's/"score":	0.8,/"score":	8,/'
    fails 1 'field "score" is 8, expected -1 to 1' --output x.html broken.json
    edit 's/"task":	"world-similarity"/"task":	"else"/'
    fails 1 'field "task" is "else", which is not in the list "tasks"' --output x.html broken.json
    edit 's/"policies":/"rules":/'
    fails 1 'policies: field "case" is missing' --output x.html broken.json
    [ -z "$(ls | grep x.html)" ]
}

@test "an output that cannot be written leaves the other alone" {
    fails 1 'nowhere/r.md' --output r.html --markdown nowhere/r.md r.json
    [ -z "$(ls | grep html)" ]
}

@test "usage errors" {
    fails 2 '--output FILE is missing' r.json
    fails 2 'expected at least one results.json' --output r.html
    fails 2 'nonsense' --nonsense r.json
}
