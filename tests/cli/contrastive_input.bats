# contrastive: everything its input may be, what is left out of it and said, and what is refused.
bats_require_minimum_version 1.5.0

setup() {
    contrastive="$EMBEDLAB_BIN/contrastive"
    export OMP_NUM_THREADS=2
    cd "$BATS_TEST_TMPDIR"
    bag=(--encoder bag --tokenizer word:50 --min-count 1 --dim 8 --batch 4 --steps 2)
    printf '%s\n' 'a man runs' 'a dog sleeps' 'the cat sits' 'birds fly' 'fish swim' 'a tree grows' > one
    printf '%s\n' 'someone runs' 'an animal sleeps' 'it sits' 'they fly' 'they swim' 'a plant grows' > two
    printf '%s\n' 'nobody runs' 'a dog runs' 'the cat flies' 'birds swim' 'fish fly' 'a tree falls' > three
    printf '%s\n' entailment neutral contradiction entailment - neutral > labels
    paste one two three labels > rows.tsv
}

# said TEXT OPTION...: trains a model and says TEXT.
said() {
    local text=$1
    shift
    run --separate-stderr "$contrastive" --output out "${bag[@]}" "$@"
    [ "$status" -eq 0 ] || { echo "$stderr"; return 1; }
    [[ "$stderr" == *"$text"* ]] || { echo "$stderr"; return 1; }
    [ -s out/model.safetensors ]
}

# refused STATUS TEXT OPTION...: says TEXT and leaves nothing.
refused() {
    local expected=$1 text=$2
    shift 2
    run --separate-stderr "$contrastive" --output out "${bag[@]}" "$@"
    [ "$status" -eq "$expected" ] || { echo "$status: $stderr"; return 1; }
    [[ "$stderr" == *"$text"* ]] || { echo "$stderr"; return 1; }
    [ ! -e out ]
}

@test "one sentence a line: empty lines and short ones counted, long ones cut" {
    printf '\n%s\r\n\n' 'a man runs fast' > lines
    printf '%s\n' 'two words' 'a man runs fast' 'one two three four five six' >> lines
    said "3 sentences, at most 5 tokens (1 cut to that)" --input lines --context 6 --batch 2
    [[ "$stderr" == *"left out: 2 (an empty line), 1 (a sentence without 4 or more known words)"* ]]
    tr -d ' \t\n' < out/training.json | grep -q '"left_out":{"anemptyline":2,"asentencewithout4ormoreknownwords":1}'
    said "4 sentences" --input lines --min-words 2
    said "10 sentences" --input lines --input one --min-words 2
    said "2 sentences" --input lines --min-words 2 --max-sentences 2
}

@test "one sentence, none, none that is known" {
    head -n 1 one > single
    refused 1 "single: 1 rows that can be used; expected 2 or more" --input single --min-words 1
    printf '\n\n' > blank
    refused 1 "blank" --input blank
    "$contrastive" --input one --output first "${bag[@]}" --min-words 1
    printf 'xx yy zz vv\nww uu xx yy\n' > unknown
    run --separate-stderr "$contrastive" --input unknown --output out --encoder bag --tokenizer first
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"unknown: 0 rows that can be used"*"2 (a sentence without 4 or more known words)"* ]]
    [ ! -e out ]
}

@test "standard input is read once, the tokenizer made of it" {
    "$contrastive" --input one --output file "${bag[@]}" --min-words 1
    "$contrastive" --input - --output stream "${bag[@]}" --min-words 1 < one
    cmp file/model.safetensors stream/model.safetensors
}

@test "pairs and triples of tables: TSV, CSV, JSON lines, gzip" {
    said "6 rows of 2 sentences, 12 different ones" --objective pairs --input rows.tsv --columns 1,2
    cp out/model.safetensors pairs
    printf 'hard,anchor,positive\r\n' > rows.csv
    awk -F '\t' '{ printf "\"%s\",%s,\"%s\"\r\n", $3, $1, $2 }' rows.tsv >> rows.csv
    said "6 rows of 2 sentences" --objective pairs --input rows.csv --columns anchor,positive
    cmp pairs out/model.safetensors
    awk -F '\t' '{ printf "{\"p\": \"%s\", \"a\": \"%s\"}\n", $2, $1 }' rows.tsv | gzip > rows.jsonl.gz
    said "6 rows of 2 sentences" --objective pairs --input rows.jsonl.gz --columns a,p
    cmp pairs out/model.safetensors
    said "6 rows of 2 sentences" --objective pairs --input one --parallel --input two
    cmp pairs out/model.safetensors
    said "6 rows of 3 sentences" --objective pairs --input rows.csv --columns anchor,positive,hard
    said "6 rows of 3 sentences" --objective triplet --parallel --input one --input two --input three
    cp rows.tsv rows.csv
    said "6 rows of 2 sentences" --objective pairs --input rows.csv --columns 1,2
    rm -r out
    refused 1 "rows.csv: line 1: expected at least 2 columns separated by commas, found 1" --objective pairs \
        --input rows.csv --columns 1,2 --format csv
}

@test "labels: other ones are left out" {
    labelled=(--objective nli-softmax --input rows.tsv --columns 1,2 --label 4)
    said "left out: 1 (a label that is none of the classes)" "${labelled[@]}"
    said "left out: 1 (a label that is none of the classes)" --objective nli-softmax --parallel one two labels --label 3
    said "left out: 3 (a label that is none of the classes)" "${labelled[@]}" --classes Entailment,Contradiction
    rm -r out
    refused 1 "no row has a label of --classes yes,no; one is \"entailment\"" "${labelled[@]}" --classes yes,no
}

@test "scores: on their scale, or the row is named" {
    paste one two <(printf '%s\n' 5 4.5 '' 0 2 1) > scored.tsv
    said "left out: 1 (no score)" --objective cosine --input scored.tsv --columns 1,2 --score 3
    said "5 rows" --objective cosent --input scored.tsv --columns 1,2 --score 3 --score-range 0:10
    rm -r out
    refused 1 "scored.tsv: line 1: the score 5 is off the scale of 0 to 1" --objective cosine --input scored.tsv \
        --columns 1,2 --score 3 --score-range 0:1
    refused 1 "scored.tsv: line 1: expected a score, found \"someone runs\"" --objective cosine --input scored.tsv \
        --columns 1,3 --score 2
}

@test "NLI becomes triples" {
    printf '%s\t%s\t%s\n' 'p q' 'e f' entailment 'p q' 'c d' contradiction 'r s' 'n m' neutral \
        'p q' 'g h' entailment > nli.tsv
    said "2 rows of 3 sentences" --objective pairs --input nli.tsv --columns 1,2 --label 3 --nli-triples
    [[ "$stderr" == *"1 (no entailment or no contradiction of the same premise)"* ]]
}

@test "groups of paraphrases: parallel files, a table's columns, rows with the same key" {
    gzip -k one two
    said "6 groups of at least 2 sentences, 18 different ones" --objective pairs --groups one.gz two.gz three
    cp out/model.safetensors groups
    said "6 groups" --objective pairs --groups --input rows.tsv --columns 1,2,3
    cmp groups out/model.safetensors
    for k in 1 2 3; do cut -f $k rows.tsv | awk -v k=$k '{ printf "%d.jpg#%d\t%s\n", NR, k, $0 }'; done > captions
    said "6 groups" --objective pairs --input captions --columns 2 --group-by 1
    cmp groups out/model.safetensors
}

@test "benchmark sentences are left out, and counted by file" {
    printf 'news\t1\tA man runs.\tElse\nnews\t2\tnothing\tThey  swim !\n' > sts.csv
    printf 'nothing here\n' > other.txt
    said "4 rows of 2 sentences" --objective pairs --input rows.tsv --columns 1,2 --exclude-seen sts.csv \
        --exclude-seen other.txt
    [[ "$stderr" == *"left out: 2 (a sentence of --exclude-seen)"* ]]
    [[ "$stderr" == *"2 texts of sts.csv occur in the input"* ]]
    [[ "$stderr" == *"0 texts of other.txt occur in the input"* ]]
    rm -r out
    refused 1 "none.csv" --objective pairs --input rows.tsv --columns 1,2 --exclude-seen none.csv
}

@test "dev sets: pairs that are left out are counted; what cannot rank anything is refused" {
    local training=(--input one --min-words 1)
    paste one two <(printf '%s\n' 5 4.5 3 0 2 1) > dev.tsv
    printf 'xx yy\ta man runs\t3\n' >> dev.tsv
    said "contrastive: --dev: 6 rows of 2 sentences" "${training[@]}" --dev dev.tsv
    [[ "$stderr" == *"contrastive: --dev: left out: 1 (a sentence without 1 or more known words)"* ]]
    rm -r out
    printf 'xx yy\tzz vv\t3\nww uu\tvv xx\t1\n' > unknown.tsv
    refused 1 "unknown.tsv: 0 rows that can be used" "${training[@]}" --dev unknown.tsv
    paste one two <(yes 2 | head -n 6) > same.tsv
    refused 1 "same.tsv: all 6 scores are 2" "${training[@]}" --dev same.tsv
    paste one two > scoreless.tsv
    refused 1 "scoreless.tsv: line 1: expected the columns of STS-B" "${training[@]}" --dev scoreless.tsv
    : > empty.tsv
    refused 1 "empty.tsv: line 1" "${training[@]}" --dev empty.tsv
}

@test "broken rows are named by file and line" {
    printf 'a b\tc d\ne f\n' > ragged.tsv
    refused 1 "ragged.tsv: line 2: expected at least 2 columns separated by TABs, found 1" --objective pairs \
        --input ragged.tsv --columns 1,2
    refused 1 "rows.tsv: line 1: no column \"premise\"" --objective pairs --input rows.tsv --columns premise,2
    printf '1,"a b\nc d\n' > open.csv
    refused 1 "open.csv: line 1: column 2: a quote without the closing one" --objective pairs --input open.csv \
        --columns 1,2
    printf '{"a": "b c", "d": "e f"}\n{"a": "b c"}\n' > short.jsonl
    refused 1 "short.jsonl: line 2: expected a column d, found none" --objective pairs --input short.jsonl --columns a,d
    head -n 3 one > shorter
    refused 1 "shorter ends after 3 lines, but two goes on" --objective pairs --parallel shorter two
}

@test "options that do not go together" {
    refused 2 "no corpus" --objective pairs
    refused 2 "--input FILE" --input one two
    refused 2 "2 to 64 input files" --input one --parallel
    refused 2 "2 to 64 input files" --groups one
    refused 2 "--format has no effect without --columns" --input one --format tsv
    refused 2 "--format and --parallel do not go together" --parallel one two --columns 1,2 --format tsv
    refused 2 "--classes has no effect without --label" --input rows.tsv --columns 1,2 --classes a,b
    refused 2 "--nli-triples has no effect without --label" --input rows.tsv --columns 1,2 --nli-triples
    refused 2 "--score-range has no effect without --score" --input rows.tsv --columns 1,2 --score-range 0:1
    refused 2 "expected LOW:HIGH" --input rows.tsv --columns 1,2 --score 3 --score-range 5
    refused 2 "--label and --score do not go together" --input rows.tsv --columns 1,2 --score 3 --label 4
    refused 2 "--label needs --columns or --parallel" --input one --label 2
    refused 2 "--label is of pairs" --input rows.tsv --columns 1,2,3 --label 4
    refused 2 "must hold entailment and contradiction" --input rows.tsv --columns 1,2 --label 4 --classes a,b \
        --nli-triples
    refused 2 "of parallel files a column is the number of a file, 1 to 2" --parallel one two --columns 1,x
    refused 2 "are they --groups?" --input rows.tsv --columns 1,2,3,4
    refused 2 "--group-by has no effect without --columns" --input rows.tsv --group-by 1
}
