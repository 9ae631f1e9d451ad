# corpus: every subcommand, its mistakes and its refusals.
bats_require_minimum_version 1.5.0
load helpers

setup() {
    corpus="$EMBEDLAB_BIN/corpus"
    cd "$BATS_TEST_TMPDIR"
    printf 'The Cat saw 2 dogs. "Yes," it said.\n\nÉtait-ce vrai? Oui! 3.14\n' > text.txt
}

# clean TEXT OPTION...: what corpus clean makes of the text.
clean() {
    local text=$1
    shift
    printf "$text" | "$corpus" clean --input - --output - "$@" 2> /dev/null
}

# refused FILE PART: every command that reads FILE names it and PART, fails with 1 and leaves nothing.
refused() {
    rm -rf out out.txt
    local command
    for command in "clean --output out.txt" "count --output out --min-count 1" "bpe --output out" "phrases --output out.txt" \
        "stats"; do
        run --separate-stderr "$corpus" $command --input "$1"
        [ "$status" -eq 1 ]
        [[ "$stderr" == *"$1"* ]]
        [[ "$stderr" == *"$2"* ]]
        [ -z "$output" ]
    done
    [ "$(find . -newer "$1" -type f -name 'out*' | wc -l)" -eq 0 ]
    [ ! -e out.txt ]
    [ ! -e out/vocab.txt ]
    [ ! -e out/tokenizer.json ]
    [ -z "$(find . -name '*.tmp*' -o -name '.*.??????')" ]
}

# usage COMMAND...: refused as a usage error.
usage() {
    run --separate-stderr "$corpus" "$@"
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"--help"* ]]
    [ -z "$output" ]
}

@test "--help lists the commands, each has its own" {
    run "$corpus" --help
    [ "$status" -eq 0 ]
    for command in clean count bpe phrases stats tokenize world; do
        [[ "$output" == *"  $command "* ]]
        run --separate-stderr "$corpus" $command --help
        [ "$status" -eq 0 ]
        [[ "$output" == "Usage: corpus $command "* ]]
        [ -z "$stderr" ]
        run "$corpus" --help
    done
    run "$corpus" --version
    [ "$status" -eq 0 ]
    [[ "$output" == *embedlab* ]]
}

@test "usage errors exit 2" {
    usage
    usage nonsense
    usage clean
    usage clean --input text.txt
    usage clean --output out.txt
    usage clean --input text.txt --output out.txt --nonsense
    usage clean --input text.txt --output out.txt --join-lines
    usage clean --input text.txt --output out.txt --lowercase --words
    usage count --input text.txt
    usage count --output out
    usage count --input text.txt --output out --min-count 0
    usage count --input text.txt --output out --max-vocab many
    usage count --input text.txt --output out more.txt
    usage bpe --input text.txt --output out --size 257
    usage bpe --input text.txt --output out --size
    usage phrases --input text.txt
    usage phrases --output out.txt
    usage phrases --input text.txt --output out.txt more.txt
    usage phrases --input text.txt --output out.txt --list out.txt
    usage phrases --input text.txt --output out.txt --score pmi
    usage phrases --input text.txt --output out.txt --threshold 0
    usage phrases --input text.txt --output out.txt --score npmi --threshold 1.5
    usage phrases --input text.txt --output out.txt --passes 0
    usage phrases --input text.txt --output out.txt --memory 1K
    usage stats
    usage stats --input text.txt --top -1
    usage world
    usage world --output out --size 4X
    usage world --output out --size -4
    usage world --output out --size 10
    usage world --output out --seed x
    [ ! -e out ] && [ ! -e out.txt ]
}

@test "clean alone mends line ends and drops the byte order mark" {
    [ "$(clean '\xEF\xBB\xBFA b\r\n\r\n 1  é\n' | od -c)" = "$(printf 'A b\n\n 1  é\n' | od -c)" ]
}

@test "clean --lowercase folds case" {
    [ "$(clean 'ÀÉ Straße ΣΑΣ x1\n' --lowercase)" = "àé strasse σασ x1" ]
}

@test "clean --letters-only --lowercase equals tr on ASCII text" {
    { for i in $(seq 300); do echo "$i Ab-c'D  (e$i)  Fg. $((i * i))"; done; printf '\n\n12 34\n  Ab-c  D\n\t\nend\n'; } > ascii.txt
    "$corpus" clean --input ascii.txt --output cleaned.txt --lowercase --letters-only
    tr 'A-Z' 'a-z' < ascii.txt | tr -c 'a-z\n' ' ' | tr -s ' ' > expected.txt
    cmp cleaned.txt expected.txt
}

@test "clean --letters-only keeps letters of any script with their marks" {
    [ "$(clean 'caf\xC3\xA9 cafe\xCC\x81, 中文2x_y\n' --letters-only)" = "$(printf 'caf\xC3\xA9 cafe\xCC\x81 中文 x y')" ]
}

@test "clean --words gives the words of the trainers" {
    [ "$(clean 'Don\xE2\x80\x99t stop, 北京! 3.14\n...\n\nEND\n' --words)" = "$(printf "don't stop 北 京 3 14\n\nend")" ]
}

@test "clean --sentences puts one sentence on a line, blank lines stay" {
    [ "$(clean 'Mr. Fox ran. He hid!\nThen\nit rained.\n\nNew one. "Go." Yes.\n' --sentences)" = \
      "$(printf 'Mr. Fox ran.\nHe hid!\nThen\nit rained.\n\nNew one.\n"Go."\nYes.')" ]
}

@test "clean --sentences --join-lines goes on across line ends" {
    [ "$(clean 'Mr.\nFox ran. He\nhid! Then\nit\nrained.\n\nNew\none\n' --sentences --join-lines)" = \
      "$(printf 'Mr. Fox ran.\nHe hid!\nThen it rained.\n\nNew one')" ]
    [ "$(clean 'One\ntwo. Three' --sentences --join-lines --words)" = "$(printf 'one two\nthree')" ]
}

@test "clean joins lines without any sentence end in bounded memory" {
    yes 'some words without an end' | head -n 20000 > endless.txt
    "$corpus" clean --input endless.txt --output out.txt --sentences --join-lines
    [ "$(wc -w < out.txt)" -eq 100000 ]
}

@test "clean reads several files and puts a blank line between" {
    printf 'a\n' > a.txt
    printf 'b' | gzip > b.txt.gz
    printf 'c\n' > c.txt
    "$corpus" clean --input a.txt --input b.txt.gz --output out.txt.gz c.txt
    [ "$(zcat out.txt.gz)" = "$(printf 'a\n\nb\n\nc')" ]
}

@test "count writes a vocabulary and a tokenizer" {
    run --separate-stderr "$corpus" count --input text.txt --output out --min-count 1
    [ "$status" -eq 0 ]
    [[ "$output" == "14 words, 14 occurrences"* ]]
    [ "$(head -3 out/vocab.txt)" = "$(printf '14 1\n2 1\n3 1')" ]
    [[ "$(cat out/tokenizer.json)" == *WordLevel* ]]
    yes 'the the cat the cat a' | head -2 > repeated.txt
    "$corpus" count --input repeated.txt --output out --min-count 3 --max-vocab 1
    [ "$(cat out/vocab.txt)" = "the 6" ]
    run --separate-stderr "$corpus" count --input text.txt --output other --min-count 5
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"text.txt"*"5 times"* ]]
    [ ! -e other ]
}

@test "bpe trains a tokenizer" {
    yes 'the cat sat on the mat' | head -20 > repeated.txt
    run --separate-stderr "$corpus" bpe --input repeated.txt --output out --size 260
    [ "$status" -eq 0 ]
    [[ "$output" == "260 tokens"* ]]
    [[ "$(cat out/tokenizer.json)" == *'"BPE"'* ]]
    run --separate-stderr "$corpus" bpe --input repeated.txt --output out --size 5000
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"instead of 5000"* ]]
}

@test "phrases joins what the score says and lists it" {
    printf 'New York, new York!\nnew york city\n\nold york\na new day\n' | gzip > towns.gz
    "$corpus" phrases --input towns.gz --output out.txt --list list.tsv --threshold 1.4 --min-count 1
    [ "$(cat out.txt)" = "$(printf 'new_york new_york\nnew_york city\n\nold york\na new day')" ]
    [ "$(cat list.tsv)" = "$(printf 'phrase\tscore\tcount\tfirst\tsecond\tjoined\nnew_york\t1.5\t3\t4\t4\t3')" ]
    # npmi's own threshold is 0.5
    "$corpus" phrases --input towns.gz --list list.tsv --score npmi --min-count 2
    [ "$(tail -n +2 list.tsv)" = "$(printf 'new_york\t0.5849625007\t3\t4\t4\t3')" ]
    # The phrase is one word to the other commands, and to the next run.
    run --separate-stderr "$corpus" count --input out.txt --output words --min-count 1
    [ "$(head -1 words/vocab.txt)" = "new_york 3" ]
    "$corpus" phrases --input out.txt --output again.txt
    cmp out.txt again.txt
}

@test "phrases with connectors, passes, several inputs and paragraphs" {
    printf 'the bank of\namerica and\n' > a.txt
    printf 'of the bank of america inc the\nbank of america inc\n' > b.txt
    "$corpus" phrases --input a.txt --input b.txt --output out.txt.gz --sentences paragraph --connectors english \
        --passes 2 --threshold 0.5 --min-count 1
    [ "$(zcat out.txt.gz)" = "$(printf 'the bank_of_america and\n\nof the bank_of_america_inc the bank_of_america_inc')" ]
    run --separate-stderr "$corpus" phrases --input a.txt --output - --connectors "of" --threshold 0.5 --min-count 1
    [ "$status" -eq 0 ]
    [ "$output" = "$(printf 'the bank of\namerica and')" ]
}

@test "phrases beyond --memory are the same" {
    "$corpus" world --output world --size 2M
    "$corpus" phrases --input world/corpus.txt --output large.txt --list large.tsv --threshold 5 --passes 2
    "$corpus" phrases --input world/corpus.txt --output small.txt --list small.tsv --threshold 5 --passes 2 --memory 1M
    cmp large.txt small.txt
    cmp large.tsv small.tsv
    [ "$(wc -l < large.tsv)" -gt 100 ]
    [ -z "$(find . -name '*.tmp*')" ]
}

@test "stats counts" {
    run --separate-stderr "$corpus" stats --input text.txt --top 1
    [ "$status" -eq 0 ]
    [[ "$output" == *"lines           3,"* ]]
    [[ "$output" == *"documents       2 "* ]]
    [[ "$output" == *"words           14"* ]]
    [[ "$output" == *"distinct words  14, 14 of them once"* ]]
    [[ "$output" == *"sentences       5, 2.8 words each"* ]]
    [[ "$output" == *"checksum        crc32 "* ]]
}

@test "standard input is read" {
    "$corpus" count --input - --output out --min-count 1 < text.txt
    cp out/vocab.txt first.txt
    "$corpus" count --input text.txt --output out --min-count 1
    cmp first.txt out/vocab.txt
}

@test "what is no text is refused with its place" {
    refused missing.txt "No such file"
    mkdir folder
    refused folder "folder"
    : > empty.txt
    refused empty.txt "empty.txt"
    printf 'good\ncaf\xE9 noir\n' > latin1.txt
    refused latin1.txt "line 2, byte 4"
    printf 'good\nba\0d\n' > binary.txt
    refused binary.txt "line 2, byte 3"
    head -c 2000000 /dev/zero | tr '\0' 'x' > endless.txt
    refused endless.txt "line 1"
    for i in $(seq 3000); do echo "line $i $((i * i % 977))"; done | gzip > whole.gz
    head -c 9000 whole.gz > cut.gz
    refused cut.gz "truncated"
    { head -c 4000 whole.gz; head -c 400 /dev/zero; tail -c 8000 whole.gz; } > corrupt.gz
    refused corrupt.gz "corrupt.gz"
}

@test "an output folder that is not there is refused before reading" {
    run --separate-stderr "$corpus" clean --input text.txt --output nowhere/out.txt
    [ "$status" -eq 1 ]
    [[ "$stderr" == *nowhere* ]]
}

@test "world writes a corpus and its gold, the same for the same seed" {
    "$corpus" world --output one --size 200K --seed 3
    "$corpus" world --output two --size 200000 --seed 3
    diff -r one two
    [ "$(wc -c < one/corpus.txt)" -ge 200000 ]
    [ "$(wc -c < one/corpus.txt)" -le 202000 ]
    "$corpus" world --output other --size 200K --seed 4
    refute cmp -s one/corpus.txt other/corpus.txt
    [ "$(wc -l < one/words/world-similarity.txt)" -gt 600 ]
    [ "$(grep -vc '^:' one/analogy/world-analogies.txt)" -gt 1200 ]
    for part in sts sts-dev sts-train; do [ "$(cut -f3 one/sentences/world-$part.tsv | sort -u | tr -d '\n')" = 012345 ]; done
    [ "$(head -n 1 one/words/categorization-world.csv)" = ,category,word ]
    [ "$(cut -d, -f2 one/words/categorization-world.csv | sort -u | wc -l)" -gt 60 ]
    [ "$(head -n 1 one/words/world-classes.tsv)" = "word$(printf '\t')class" ]
    grep -q "^smaller$(printf '\t')comparative$" one/words/world-classes.tsv
    [ "$(sed 1d one/words/world-classes.tsv | cut -f2 | sort -u | wc -l)" = 10 ]
    [ "$(wc -l < one/retrieval/world-queries.tsv)" = "$(wc -l < one/retrieval/world-qrels.tsv)" ]
    grep -q 'seed 3' one/README.txt
    # A longer world starts like a shorter one.
    "$corpus" world --output longer --size 300K --seed 3
    cmp -n 200000 one/corpus.txt longer/corpus.txt
    run "$corpus" stats --input one/corpus.txt
    [[ "$output" == *"documents       "* ]]
}

@test "the world's corpus says no sentence of its benchmarks" {
    "$corpus" world --output world --size 1M
    words() { tr 'A-Z' 'a-z' | LC_ALL=C sed 's/[^a-z\x80-\xff]\{1,\}/ /g; s/^ //; s/ $//' | grep . | LC_ALL=C sort -u; }
    words < world/corpus.txt > said
    { cut -f3,4 world/contexts/world-wic.tsv world/contexts/world-wic-train.tsv
      cut -f1,2 world/sentences/world-sts*.tsv; cut -f2- world/probes/world-next-*.tsv
      cat world/valid.txt world/probes/world-*.txt; cut -f2 world/retrieval/world-queries.tsv; } | tr '\t' '\n' | words > held
    [ "$(wc -l < held)" -gt 10000 ]
    [ -z "$(LC_ALL=C comm -12 said held)" ]
}

@test "the evaluator reads every benchmark of a world" {
    local tasks=""
    "$corpus" world --output world --size 200K
    "$EMBEDLAB_BIN/skipgram" --input world/corpus.txt --output v.txt --dim 8 --epochs 1 --min-count 1
    for task in similarity analogies categories sts wic retrieval next-sentence; do tasks+=" --task world-$task"; done
    # shellcheck disable=SC2086
    "$EMBEDLAB_BIN/evaluate" $tasks --data world --json r.json --bootstrap 100 v.txt 2>err.txt >table.txt
    refute grep -q 'is not there' err.txt
}

@test "every word of the gold occurs in the world" {
    "$corpus" world --output world
    "$corpus" count --input world/corpus.txt --output words --min-count 1
    cut -d' ' -f1 words/vocab.txt | LC_ALL=C sort > known.txt
    { cut -f1,2 world/words/world-similarity.txt; grep -v '^:' world/analogy/world-analogies.txt; } |
        tr '\t A-Z' '\n\na-z' | LC_ALL=C sort -u > gold.txt
    [ -z "$(LC_ALL=C comm -23 gold.txt known.txt)" ]
}

@test "tokenize shows ids and pieces, line by line" {
    printf 'the cat sat\n\nthe dog\n' >small.txt
    "$corpus" count --input small.txt --output words --min-count 1
    run --separate-stderr "$corpus" tokenize --input small.txt --tokenizer words --pieces
    [ "$status" -eq 0 ]
    [ "$output" = $'the cat sat\n\nthe dog' ]
    printf 'the bird\n' | "$corpus" tokenize --input - --tokenizer words --output ids
    [ "$(cat ids)" = "2 0" ]
    "$corpus" bpe --input text.txt --output pieces --size 270
    run --separate-stderr "$corpus" tokenize --input small.txt --tokenizer pieces --pieces
    [ "$(tr -d ' ' <<<"${lines[0]}" | tr _ ' ')" = "the cat sat" ]
    run --separate-stderr "$corpus" tokenize --input small.txt --tokenizer missing
    [ "$status" -eq 1 ]
    [[ "$stderr" == *missing* ]]
    usage tokenize --input small.txt
    usage tokenize --tokenizer words
}
