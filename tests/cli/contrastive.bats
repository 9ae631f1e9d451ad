# contrastive: training on a toy corpus, the model folder that comes out, mistakes and refusals.
bats_require_minimum_version 1.5.0

setup() {
    contrastive="$EMBEDLAB_BIN/contrastive"
    export OMP_NUM_THREADS=2
    cd "$BATS_TEST_TMPDIR"
    # Sentences of four words out of twenty, in an order without pattern.
    awk 'BEGIN { x = 7; for (i = 0; i < 200; i++) { line = ""; for (w = 0; w < 5; w++) {
        x = (x * 1103515245 + 12345) % 2147483648; line = line " word" int(x / 65536) % 20 } print line } }' > text.txt
    bag=(--encoder bag --tokenizer word:50 --min-count 1 --dim 8 --batch 16)
    transformer=(--tokenizer word:50 --min-count 1 --dim 8 --heads 2 --layers 1 --batch 16)
}

# usage OPTION...: refused as a usage error, with a hint and nothing on standard output.
usage() {
    run --separate-stderr "$contrastive" "$@"
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"--help"* ]]
    [ -z "$output" ]
    [ ! -e out ]
}

# refused PART OPTION...: fails with 1, says PART, leaves no output.
refused() {
    local part=$1
    shift
    run --separate-stderr "$contrastive" --output out "$@"
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"$part"* ]]
    [ -z "$output" ]
    [ ! -e out ]
    [ -z "$(find . -name '*.tmp*')" ]
}

@test "--help and --version" {
    run --separate-stderr "$contrastive" --help
    [ "$status" -eq 0 ]
    [[ "$output" == "Usage: contrastive"* ]]
    for option in input output encoder tokenizer pooling temperature dropout batch steps lr init-embeddings log seed; do
        [[ "$output" == *"--$option "* ]]
    done
    run --separate-stderr "$contrastive" --version
    [ "$status" -eq 0 ]
}

@test "usage errors exit 2" {
    usage
    usage --input text.txt
    usage --output out
    usage --input text.txt --output out --nonsense
    usage --input text.txt --output out stray
    usage --input text.txt --output out --encoder rnn
    usage --input text.txt --output out --pooling median
    usage --input text.txt --output out --objective triplet
    usage --input text.txt --output out --temperature 0
    usage --input text.txt --output out --batch 1
    usage --input text.txt --output out --dim 10 --heads 4
    usage --input text.txt --output out --steps 5 --epochs 1
    usage --input text.txt --output out --steps 5 --warmup 6
    usage --input text.txt --output out --min-words 32 --context 32
}

@test "options without effect are usage errors" {
    usage --input text.txt --output out --encoder bag --layers 2
    usage --input text.txt --output out --encoder bag --heads 2
    usage --input text.txt --output out --encoder bag --pooling mean
    usage --input text.txt --output out --tokenizer bpe:300 --min-count 2
}

@test "bag: a folder in sentence-transformers' layout" {
    run --separate-stderr "$contrastive" --input text.txt --output out "${bag[@]}" --steps 30 --log log.jsonl
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    for file in config.json model.safetensors modules.json tokenizer.json training.json; do [ -s "out/$file" ]; done
    grep -q '"embedding.weight"' out/model.safetensors
    grep -q 'sentence_transformers.models.StaticEmbedding' out/modules.json
    grep -q '"embedlab-bag"' out/config.json
    [ "$(wc -l < log.jsonl)" -eq 30 ]
    [[ "$(tail -n 1 log.jsonl)" == '{"step": 30, "loss": '* ]]
    [[ "${stderr_lines[-1]}" == "contrastive "*"seed 1"*"2 threads"* ]]
}

@test "transformer: a folder with its pooling, and the record of the run" {
    run --separate-stderr "$contrastive" --input text.txt --output out "${transformer[@]}" --pooling cls --epochs 1
    [ "$status" -eq 0 ]
    grep -q '"embedlab-encoder"' out/config.json
    tr -d ' \t' < out/1_Pooling/config.json | grep -q '"pooling_mode_cls_token":true'
    tr -d ' \t' < out/training.json | grep -q '"steps":12'
    for field in program version options corpus crc32 seed threads curve loss alignment uniformity mean_cosine; do
        grep -q "\"$field\"" out/training.json
    done
}

@test "a model can be embedded with, and its tokenizer used again" {
    "$contrastive" --input text.txt --output first "${transformer[@]}" --steps 2
    "$contrastive" --input - --output second --encoder bag --dim 8 --batch 16 --tokenizer first --steps 2 < text.txt
    cmp first/tokenizer.json second/tokenizer.json
    for model in first second; do
        run --separate-stderr "$EMBEDLAB_BIN/embed" "$model" < text.txt
        [ "$status" -eq 0 ]
        [ "${#lines[@]}" -eq 200 ]
    done
}

@test "the same bits for any number of threads, others for another seed" {
    for encoder in bag transformer; do
        local options=("${transformer[@]}")
        [ $encoder = bag ] && options=("${bag[@]}")
        "$contrastive" --input text.txt --output one "${options[@]}" --steps 8 --threads 1
        "$contrastive" --input text.txt --output three "${options[@]}" --steps 8 --threads 3
        "$contrastive" --input text.txt --output other "${options[@]}" --steps 8 --seed 2
        cmp one/model.safetensors three/model.safetensors
        run cmp -s one/model.safetensors other/model.safetensors
        [ "$status" -eq 1 ]
    done
}

@test "embeddings start from word vectors" {
    awk 'BEGIN { for (i = 0; i < 20; i++) print "word" i, i, 1, 0, 0, 0, 0, 0, -i }' > vectors.txt
    run --separate-stderr "$contrastive" --input text.txt --output out "${bag[@]}" --init-embeddings vectors.txt --steps 1
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"20 embeddings start from vectors.txt"* ]]
    rm -r out
    awk 'BEGIN { for (i = 0; i < 20; i++) print "word" i, i, 1 }' > vectors.txt
    refused "say --dim 2" --input text.txt "${bag[@]}" --init-embeddings vectors.txt
    refused "none.txt" --input text.txt "${bag[@]}" --init-embeddings none.txt
}

@test "bad corpora: named, exit 1, nothing left" {
    : > empty.txt
    printf 'one\ntwo\nthree\n' > short.txt
    printf 'a b c d e\nf\0g h i j\n' > binary.txt
    printf 'a b c d e\nf \xff\xfe g h i\n' > latin.txt
    gzip -c text.txt | head -c 200 > cut.txt.gz
    for corpus in none.txt empty.txt binary.txt latin.txt cut.txt.gz .; do
        refused "$corpus" --input "$corpus" "${bag[@]}"
        refused "$corpus" --input "$corpus" "${transformer[@]}"
    done
    refused "one sentence a line" --input short.txt "${bag[@]}"
}

@test "bad tokenizers and outputs: named, exit 1" {
    mkdir broken
    printf '{"model": ' > broken/tokenizer.json
    refused "broken" --input text.txt --tokenizer broken
    refused "nowhere" --input text.txt --tokenizer nowhere
    touch file
    run --separate-stderr "$contrastive" --input text.txt --output file/model "${bag[@]}"
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"file is a file"* ]]
}

@test "Ctrl-C saves model and state, and stops" {
    "$contrastive" --input text.txt --output out "${bag[@]}" --steps 100000000 --log log.jsonl 2> err &
    local program=$!
    for _ in $(seq 200); do [ -s log.jsonl ] && break; sleep 0.05; done
    kill -INT $program
    wait $program && false
    grep -q "stopped at step" err
    [ -s out/state.safetensors ]
    tr -d ' \t' < out/training.json | grep -q '"interrupted":true'
    [ -s out/config.json ]
}
