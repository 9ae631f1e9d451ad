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

absent() { ! grep "$@"; } # a function, since bats overlooks a bare "! grep"
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
    grep -q '<td class="best"><span class="score">80.0 ★</span><span class="more range">\[' r.html
    grep -q '<span class="more">16/17</span>' r.html
    grep -q 'World: sentence similarity.*Missing: not in the data folder' r.html
    grep -q '^| good.txt | \*\*80.0 ★\*\*<br>\\\[.*\\\]<br>16/17 |' r.md
    grep -q '# A \\& B' r.md
    grep -q 'World: sentence similarity.*Missing' r.md
}

@test "the page needs nothing but itself" {
    report --output r.html r.json
    absent -q -i -e '<script' -e '<link' -e '<img' -e '@import' -e 'url(' r.html
    grep -q '<caption>' r.html
    grep -q '<th scope="col">' r.html
    grep -q 'prefers-color-scheme: dark' r.html
}

@test "what comes from files is escaped" {
    report --output r.html --markdown r.md r.json
    absent -q '<b>' r.html
    grep -q '&lt;b&gt;&amp;|.txt' r.html
    grep -qF '\<b\>\&\|.txt' r.md
}

@test "what may be chance gets no star" {
    edit 's/"low":.*/"low": -0.1,/'
    report --output r.html broken.json
    absent -q '<td class="best">' r.html
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
    grep -q 'The models, layer by layer</h2>' r.html
    grep -q '<svg viewBox=.* aria-label="Score by layer"' r.html
    sed -n '/^## The models, layer/,/^## How/p' r.md >layers.md
    grep -qx '| Benchmark | layer 0 | layer 1 |' layers.md
    grep -q '^| World: word similarity | .* | \*\*80.0 ★\*\*<br>' layers.md
    report --output none.html r.json
    absent -q 'layer by layer</h2>' none.html
}

@test "of a score given twice the last file wins" {
    edit 's/"score":	0.8,/"score":	0.7,/'
    report --output r.html r.json broken.json 2>err.txt
    grep -q 'models/good.txt on world-similarity is scored more than once; taking broken.json' err.txt
    grep -q '70.0 ★' r.html
    absent -q '80.0 ★' r.html
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
    grep -q 'skipgram</td><td class="text">&lt;i&gt;.txt</td><td>75.00 M words</td><td>1 min 15 s</td><td><span class="score">2.500<' r.html
    grep -q 'validation 2.750' r.html
    grep -q 'models/good.txt.training.json' r.html
    report --output found.html r.json # found beside the model
    cmp r.html found.html
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

# The made-up results of every experiment.
experiments() {
    "$BATS_TEST_DIRNAME/../browser/fixture" all
    cd all
}
verdict() { # verdict CLAIM WORDS: does that claim's item in r.md say so?
    sed -n '/^## Verdicts/,/^## What/p' r.md | grep "^- \*\*. $1\." >item
    grep -qF -- "$2" item || { cat item; return 1; }
}

@test "verdicts follow from the numbers by their rules" {
    experiments
    report --output r.html --markdown r.md results.json
    verdict C1 'Supported.** The word vectors and the token table that are most alike, skipgram.txt and lm@input, share 18.0 % \[15.6, 20.4\]'
    # (62 - 47 + 60 - 49) / 2, half-widths of 3 each; one of 3 x 9 pairs, 3.113 / 1.96 as wide: 3 x 1.588 sqrt(2) / 2
    verdict C2 'Supported.** The best specialist minus the best view of a language model: +13.0 points \[9.6, 16.4\] on average over 2 benchmarks (ahead on 2, behind on 0)'
    verdict C3 'Supported.** Word similarity of the learned table minus that of random numbers: +39.0 points \[35.2, 42.8\]' # one of 2 x 2 pairs
    verdict C3 'after training, minus those vectors: −10.0 points \[−13.0, −7.0\]'
    # three steps tried: 2.12 x 1.2214
    verdict C4 'Supported.** The input table after +abtt:1, the best of 3 steps, minus the same table as it is: +8.5 points \[5.9, 11.1\]'
    verdict C5 'Supported.** The tuned model minus the best view of the language model that it was: +22.5 points \[18.6, 26.4\] on 1 benchmark' # 5 views
    verdict C6 'Supported.** The best state of a language model minus the best vectors that know no context: +31.0 points \[28.1, 33.9\] on average over 2 benchmarks' # one of 2 x 3 pairs
    verdict C7 'Supported.** The best state of a language model minus its table: +21.0 points \[17.6, 24.4\] on 1 benchmark' # 2 layers
    # .55 of 300 pairs against (197 x .3 + 97 x .1) / 294 of 200 and 100 pairs, by Fisher's z
    verdict C8 'Supported.** Correlation for words that are one token minus that for words of several pieces: +31.6 points'
    absent -q 'Not tested' r.md
}

@test "verdicts turn with the numbers" {
    experiments
    # every interval as wide as can be
    sed -e '/"differences"/,$s/"difference": \(-\{0,1\}[0-9.e-]*\), "low": [^,]*, "high": [^,]*,/"difference": \1, "low": -0.5, "high": 0.5,/' \
        results.json >wide.json
    report --output r.html --markdown r.md results.json wide.json 2>/dev/null # the last file counts
    for claim in C2 C3 C4 C5 C6 C7; do verdict "$claim" 'Inconclusive here.** '; done
    sed 's/"overlap10": 0.18/"overlap10": 0.9/' results.json >alike.json
    report --output r.html --markdown r.md alike.json
    verdict C1 'Not supported.** '
    sed 's/"overlap10": 0.18/"overlap10": 0.49/' results.json >half.json
    report --output r.html --markdown r.md half.json
    verdict C1 'Inconclusive here.** '
    sed 's/"overlap10": 0.18/&, "overlap10_low": 0.1, "overlap10_high": 0.6/' results.json >wide.json
    report --output r.html --markdown r.md wide.json
    verdict C1 'Inconclusive here.** The word vectors and the token table that are most alike, skipgram.txt and lm@input, share 18.0 % \[10.0, 60.0\]'
    grep -q 'skipgram.txt and lm@input | 18.0<br>\\\[10.0, 60.0\\\] | 0.310<br>\\\[0.290, 0.330\\\] | 0.220 |' r.md
    sed -i 's/"init": "m\/lm"/"init": "m\/other"/' m/tuned-*/training.json
    report --output r.html --markdown r.md results.json
    verdict C5 'Not tested here.** Needs a model of'
}

@test "what a claim shows beside its differences; few items decide nothing" {
    experiments
    sed 's/"kind": "word in context"/"kind": "word probe"/' results.json >probes.json
    report --output r.html --markdown r.md probes.json
    sed -n '/id="C4"/,/id="C5"/p' r.html >c4.html
    grep -q 'table of random numbers</li>' c4.html
    grep -q 'aria-label="Words in context"' c4.html
    grep -qx '| tuned-causal | lm | causal | – | 3.100 | no head |' r.md
    sed 's/"items": 600/"items": 49/' results.json >few.json
    report --output r.html --markdown r.md few.json
    for claim in C2 C3 C4 C5 C6 C7; do verdict "$claim" 'Not tested here.** '; done
}

@test "without tested differences the two intervals make one, and it is said" {
    experiments
    sed 's/"differences"/"others"/' results.json >untested.json
    report --output r.html --markdown r.md untested.json
    # half-widths of 4 for each score: 4 sqrt(2) for a difference, over 2 benchmarks 4 x 1.588
    verdict C2 '+13.0 points \[6.6, 19.4\] on average over 2 benchmarks'
    verdict C2 'not tested item by item'
    grep -q '^| Word similarity | skipgram.txt | lm@input+abtt:1 | 15.0<br>.*<br>not tested item by item | – | 600 |' r.md
    sed -n '/^## Scores/,/^## The models/p' r.md >scores.md
    absent -q '≈' scores.md
    grep -q 'Differences were not tested' scores.md
}

@test "roles and arms come from training.json, not from names" {
    experiments
    sed -i 's#"init-embeddings": "m/skipgram.txt"#"init-embeddings": null#' m/lm-started/training.json
    report --output r.html --markdown r.md results.json
    grep -q '^| lm-started | language model, untied |' r.md
    verdict C3 '+50.0 points'
    rm m/lm/training.json # then config.json's kind says no more than that it is a language model
    report --output r.html --markdown r.md results.json
    grep -q '^| lm | language model |' r.md
}

@test "marks: the best, and what may be as good" {
    experiments
    report --output r.html --markdown r.md results.json
    grep -q '^| skipgram.txt | \*\*62.0 ★\*\*<br>' r.md
    grep -q '^| glove.txt | 60.0 ≈<br>' r.md
    grep -q 'without 7 seen: 49.0' r.md
}

@test "seeds: their mean and deviation, and how alike they are is what C1 is held against" {
    experiments
    sed 's/"kind": "word vectors"/&, "group": "pair"/' results.json >seeds.json
    report --output r.html --markdown r.md seeds.json
    grep -qx '| word vectors | Word similarity | 61.0 | 1.0 | 2 |' r.md
    # .47 of 1,000 words: .47 - 1.96 sqrt(.47 x .53 / 1000)
    verdict C1 'Two seeds of one configuration share at least 43.9 %.'
    verdict C1 'Supported.** '
    # seeds of what is neither word vectors nor a table say nothing
    sed 's/"kind": "embedlab-encoder"/&, "group": "tuned"/; s#"a": "m/skipgram.txt","b": "m/glove.txt"#"a": "m/tuned-causal","b": "m/tuned-both"#' \
        results.json >seeds.json
    report --output r.html --markdown r.md seeds.json
    absent -q 'Two seeds' r.md
}

@test "figures of geometry are printed as they are, and none of them is the best" {
    experiments
    report --output r.html --markdown r.md results.json
    sed -n '/^### Geometry/,/^## /p' r.md >geometry.md
    grep -qx '| lm@input | 0.300<br>600/600 |' geometry.md
    absent '★' geometry.md
    sed 's/"score": 0.81,/"score": 81.5,/' results.json >large.json
    report --output r.html --markdown r.md large.json
    grep -q '81.500' r.md
}

# A language model that has learned nothing, scored layer by layer.
small_lm() {
    printf 'she sat on the bank of the river\nthe bank gave her the money\nhe took it to the bank\n' >text.txt
    "$EMBEDLAB_BIN/lm" --input text.txt --output lm --tokenizer word:50 --min-count 1 --layers 2 --heads 2 --dim 16 \
        --context 16 --batch 1 --steps 0 --valid-fraction 0 2>/dev/null
    printf 'river\tbank\t3\nmoney\tbank\t2\nhe\tshe\t1\n' >data/words/world-similarity.txt
    "$EMBEDLAB_BIN/evaluate" --task world-similarity --data data --json lm.json lm@input lm@layer:{0,1,2}:mean >/dev/null 2>&1
}

@test "one word in two senses: 1 in the table, less above it" {
    small_lm
    report --output r.html --markdown r.md --senses bank lm.json
    grep -q '<h2 id="senses">One word, two senses</h2>' r.html
    grep -q 'aria-label="lm: “bank” in two sentences"' r.html
    sed -n '/^## One word/,/^## Scores/p' r.md >senses.md
    grep -qF -- '- Two senses, sentence 1: she sat on the “bank” of the river' senses.md
    grep -qx '| lm, input | 1.000 | 1.000 | 1.000 | 1.000 |' senses.md
    grep -q '^| lm, 2 | 0.[0-9]* | 0.[0-9]* |' senses.md
    {
        printf 'sentence1\tsentence2\tstart1\tstart2\tend1\tend2\tlabel\n'
        printf 'the <b>river\tmoney\t7\t0\t12\t5\t1\n'
        printf 'her bank\tbank of the river\t4\t0\t8\t4\t0\n'
    } >wic.tsv
    report --output r.html --markdown r.md --senses wic.tsv lm.json
    sed -n '/^## One word/,/^## Scores/p' r.md >senses.md
    grep -qF -- '- Two senses, sentence 2: “bank” of the river' senses.md
    grep -qx '| lm, input | 1.000 | – | 1.000 | [−0-9.]* |' senses.md
}

@test "sentences that cannot be used are refused with the reason" {
    small_lm
    fails 1 'the results have no model with several layers' --output x.html --senses bank r.json
    printf 'sentence1\tsentence2\tstart1\tstart2\tend1\tend2\tlabel\nbank\tbank\t0\t0\t4\t4\t1\n' >wic.tsv
    fails 1 'wic.tsv: has no word in two senses' --output x.html --senses wic.tsv lm.json
    fails 1 'none.tsv' --output x.html --senses none.tsv lm.json
    rm -r lm
    fails 1 'lm' --output x.html --senses bank lm.json
    [ ! -e x.html ]
}

@test "maps: shared words, places, neighbours" {
    experiments
    report --output r.html --markdown r.md --map m/skipgram.txt --map m/glove.txt results.json
    grep -q '<script type="application/json" id="map-data">{"start":[0-9]*,"each":10,"words":\["city","town"' r.html
    [ "$(grep -c '<figure class="map">' r.html)" = 2 ]
    absent -q -i -e 'src=' -e '<link' -e '@import' -e 'url(' -e 'http://[^w]' r.html
    grep -q '^| Word | skipgram.txt | glove.txt |' r.md
    printf '3 2\nsolo 1 0\nother 0 1\nthird 1 1\n' >few.txt
    fails 1 'the models share only 0 words' --output x.html --map m/skipgram.txt --map few.txt results.json
    fails 1 'none.bin' --output x.html --map none.bin results.json
    [ ! -e x.html ]
}

@test "what comes from models is escaped in the map" {
    experiments
    sed -i 's/^city /ci<b>ty /; s/^town /to"wn /; s/^dog /\xd0\xbf\xd1\x91\xd1\x81 /' m/skipgram.txt
    report --output r.html --map m/skipgram.txt results.json
    absent -q '<b>ty' r.html
    grep -q '"пёс"' r.html
}

@test "CSV has every score on a line" {
    experiments
    report --output r.html --csv r.csv results.json
    head -1 r.csv | grep -qx 'view,model,role,task,kind,metric,score,low,high,used,given'
    grep -qx '"m/skipgram.txt","m/skipgram.txt","word vectors","sim","word similarity","spearman",0.62,0.58,0.66,600,600' r.csv
    [ "$(wc -l <r.csv)" = "$(($(grep -c '"score"' results.json) + 1))" ]
}

@test "broken lists of pairs are named" {
    experiments
    sed 's/"a": "m\/skipgram.txt","b": "m\/glove.txt", "difference"/"a": "m\/nobody","b": "m\/glove.txt", "difference"/' results.json >broken.json
    fails 1 'differences[0]: field "a" is "m/nobody", which is not in the list "views"' --output x.html broken.json
    sed 's/"overlap10": 0.18/"overlap10": 18/' results.json >broken.json
    fails 1 'comparisons[0]: field "overlap10" is 18, expected 0 to 1' --output x.html broken.json
    sed 's/"parts": \[/"parts": 3, "x": [/' results.json >broken.json
    fails 1 'field "parts" is no list' --output x.html broken.json
}

@test "usage errors" {
    fails 2 '--output FILE is missing' r.json
    fails 2 'expected at least one results.json' --output r.html
    fails 2 'nonsense' --nonsense r.json
}
