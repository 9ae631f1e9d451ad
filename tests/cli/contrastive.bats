# contrastive: training on a toy corpus, the model folder that comes out, mistakes and refusals.
bats_require_minimum_version 1.5.0
load helpers

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

teardown() {
    umount "$BATS_TEST_TMPDIR/disk" 2> /dev/null || true
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
    usage --input text.txt --output out --arch llama
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
    usage --input text.txt --output out --encoder bag --cache 8
    usage --input text.txt --output out --encoder bag --precision bf16
    usage --input text.txt --output out --encoder bag --arch bert
    usage --input text.txt --output out --init model --arch bert
    usage --input text.txt --output out --tokenizer bpe:300 --min-count 2
    usage --input text.txt --output out --bidirectional
    usage --input text.txt --output out --init model --layers 2
    usage --input text.txt --output out --init model --tokenizer word:20
    usage --input text.txt --output out --symmetric
    usage --input text.txt --output out --margin 2
    usage --input text.txt --output out --score 3
    usage --input text.txt --output out --label 3
    usage --input text.txt --output out --head-lr 1
    usage --input text.txt --output out --dev-every 5
    usage --input text.txt --output out --same-dropout --dropout 0
    usage --input t.tsv --output out --columns 1,2 --objective pairs --same-dropout
    usage --input t.tsv --output out --columns 1,2 --objective cosine --score 3 --temperature 1
}

@test "options that do not go together are usage errors" {
    usage --input text.txt --output out --towers separate
    usage --input text.txt --output out --objective pairs
    usage --input t.tsv --output out --objective cosine --columns 1,2
    usage --input t.tsv --output out --objective nli-softmax --columns 1,2
    usage --input text.txt --output out --matryoshka 64,x
    usage --input text.txt --output out --matryoshka 64,
    usage --input text.txt --output out --matryoshka 0
    usage --input text.txt --output out --matryoshka 256 --dim 128
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
    run --separate-stderr "$contrastive" --input text.txt --output out "${bag[@]}" --init-embeddings vectors.txt \
        --steps 1
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"20 embeddings start from vectors.txt"* ]]
    rm -r out
    awk 'BEGIN { for (i = 0; i < 20; i++) print "word" i, i, 1 }' > vectors.txt
    refused "say --dim 2" --input text.txt "${bag[@]}" --init-embeddings vectors.txt
    refused "none.txt" --input text.txt "${bag[@]}" --init-embeddings none.txt
}

@test "a bag of subwords; fastText's n-grams make vectors of words that it has not seen" {
    for threads in 1 2; do
        "$contrastive" --input text.txt --encoder bag --tokenizer bpe:280 --dim 8 --batch 16 --steps 5 \
            --threads $threads --output pieces-$threads
    done
    cmp pieces-1/model.safetensors pieces-2/model.safetensors
    "$EMBEDLAB_BIN/embed" pieces-1 <<< 'unheard of words have pieces' > vector.npy
    [ -s vector.npy ]
    sed 's/word1[0-9]//g' text.txt > fewer.txt # ten of the twenty words
    "$EMBEDLAB_BIN/skipgram" --input fewer.txt --output v.bin --dim 8 --min-count 1 --subwords 3:4 --buckets 100
    run --separate-stderr "$contrastive" --input text.txt --output out "${bag[@]}" --init-embeddings v.bin --steps 1
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"20 embeddings start from v.bin"* ]]
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
    yes 'the same words again and again' | head -n 50 > same.txt
    refused "nothing to tell apart" --input same.txt "${bag[@]}"
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

@test "stopped and resumed = run through; a finished run leaves no state" {
    for encoder in bert transformer bag; do
        local options=(--input text.txt --word-dropout 0.3 --steps 30 --threads 1)
        local more=("${transformer[@]}" --mlp --pooling first-last)
        [ $encoder = bag ] && more=("${bag[@]}")
        [ $encoder = bert ] && more=("${transformer[@]}" --arch bert)
        options+=("${more[@]}")
        "$contrastive" "${options[@]}" --output whole-$encoder --log whole.jsonl
        "$contrastive" "${options[@]}" --output part-$encoder --log part.jsonl --save-every 7 2> err &
        local program=$!
        for _ in $(seq 1000); do [ -s part-$encoder/state.safetensors ] && break; sleep 0.005; done
        kill -INT $program 2> /dev/null || true
        wait $program || true
        if [ -e part-$encoder/state.safetensors ]; then # else it was done before the signal came
            "$contrastive" "${options[@]}" --output part-$encoder --log part.jsonl --save-every 7 --resume --threads 2
        fi
        [ ! -e part-$encoder/state.safetensors ]
        cmp whole-$encoder/model.safetensors part-$encoder/model.safetensors
        cmp <(sed 's/"seconds".*//' whole.jsonl) <(sed 's/"seconds".*//' part.jsonl)
    done
    run --separate-stderr "$contrastive" "${options[@]}" --output whole-bag --resume
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"whole-bag/state.safetensors"* ]]
}

# Pairs of sentences with a score and a class.
pairs() {
    awk 'NR % 2 { a = $0; next } { print a "\t" $0 "\t" NR % 6 "\t" (NR % 4 ? "yes" : "no") }' text.txt
}

@test "objectives on pairs, with scores and classes" {
    pairs > pairs.tsv
    local options=(--input pairs.tsv --columns 1,2 "${transformer[@]}" --steps 3)
    "$contrastive" "${options[@]}" --objective pairs --symmetric --matryoshka 4,2 --output pairs
    "$contrastive" "${options[@]}" --objective cosine --score 3 --output cosine
    "$contrastive" "${options[@]}" --objective cosent --score 3 --output cosent
    "$contrastive" "${options[@]}" --objective nli-softmax --label 4 --classes yes,no --output nli
    "$contrastive" --input pairs.tsv --columns 1,2,1 "${bag[@]}" --steps 3 --objective triplet --output triplet
    for model in pairs cosine cosent nli triplet; do
        [ -s $model/config.json ]
        refute grep -q classifier $model/model.safetensors
    done
    grep -q 'CoSENT' cosent/training.json
    refused "--objective triplet needs rows of 3 sentences" --input pairs.tsv --columns 1,2 "${bag[@]}" \
        --objective triplet
    refused "--objective simcse needs rows of 1 sentence," --input pairs.tsv --columns 1,2 "${bag[@]}"
}

@test "a BERT: a folder for sentence-transformers, whose vectors score as training said" {
    mkdir -p data/sentences/stsbenchmark
    # as in STS-B; the last two with a word that is unknown, a sentence that is cut
    { pairs | head -n 60 | awk -F '\t' '{ print "g\tf\ty\t" NR "\t" $3 "\t" $1 "\t" $2 }'
      printf 'g\tf\ty\t61\t2.5\tword1 strange word2\tword3 word4\n'
      printf 'g\tf\ty\t62\t1\t%s\tword4 strange\n' "$(printf 'word%d ' $(seq 19))"
    } > data/sentences/stsbenchmark/sts-dev.csv
    for pooling in mean cls max wmean last first-last; do
        "$contrastive" --input text.txt --output $pooling "${transformer[@]}" --arch bert --context 8 \
            --pooling $pooling --steps 6 --dev data/sentences/stsbenchmark/sts-dev.csv
        grep -q '"BertModel"' $pooling/config.json
        grep -q '"encoder.layer.0.attention.output.LayerNorm.weight"' $pooling/model.safetensors
        grep -q TemplateProcessing $pooling/tokenizer.json
        "$EMBEDLAB_BIN/evaluate" --data data --task stsb-dev --bootstrap 0 --json $pooling.json $pooling > table.txt
        trained=$(tr -d ' \t\n' < $pooling/training.json | grep -o '"kept":{"step":6,"spearman":[-0-9.e]*')
        scored=$(tr -d ' \t\n' < $pooling.json | grep -o '"score":[-0-9.e]*' | head -n 1)
        grep -q '62/62' table.txt
        awk "BEGIN { x = ${trained##*:} - ${scored##*:}; exit !(x < 1e-6 && x > -1e-6) }"
    done
    "$contrastive" --input text.txt --init mean --batch 16 --steps 2 --output again
    grep -q '"BertModel"' again/config.json
    grep -q TemplateProcessing again/tokenizer.json
}

@test "two towers: two models" {
    pairs > pairs.tsv
    "$contrastive" --input pairs.tsv --columns 1,2 "${transformer[@]}" --steps 3 --objective pairs --output out \
        --towers separate --cache 5
    for side in query document; do
        "$EMBEDLAB_BIN/embed" out/$side < text.txt > $side.npy
        [ -s out/$side/training.json ]
    done
    run cmp -s query.npy document.npy
    [ "$status" -eq 1 ]
}

@test "the model that correlates best with the dev set is the one that is written" {
    pairs | cut -f 1-3 > dev.tsv
    "$contrastive" --input text.txt "${bag[@]}" --steps 20 --dev dev.tsv --dev-every 4 --output best --log log.jsonl
    [ "$(grep -c '"dev"' log.jsonl)" -eq 5 ]
    best=$(grep '"dev"' log.jsonl | sed 's/.*"step": \([0-9]*\), "spearman": \([-0-9.e]*\).*/\2 \1/' | sort -gr |
        head -n 1 | cut -d' ' -f2)
    tr -d ' \t\n' < best/training.json | grep -q "\"kept\":{\"step\":$best,"
    refused "nowhere.tsv" --input text.txt "${bag[@]}" --dev nowhere.tsv
}

@test "a language model goes on as an encoder, causal or bidirectional" {
    for arch in gpt2 llama; do
        "$EMBEDLAB_BIN/lm" --input text.txt --output lm-$arch --arch $arch --tokenizer word:50 --min-count 1 \
            --layers 1 --heads 2 --dim 8 --context 16 --batch 4 --steps 2
        "$contrastive" --input text.txt --init lm-$arch --batch 16 --steps 2 --pooling last --output causal-$arch
        "$contrastive" --input text.txt --init lm-$arch --batch 16 --steps 2 --bidirectional --output both-$arch
        cmp lm-$arch/tokenizer.json causal-$arch/tokenizer.json
        tr -d ' \t' < causal-$arch/config.json | grep -q '"causal":true'
        tr -d ' \t' < both-$arch/config.json | grep -q '"causal":false'
        "$EMBEDLAB_BIN/embed" causal-$arch < text.txt > /dev/null
        "$contrastive" --input text.txt --init causal-$arch --batch 16 --steps 2 --output again-$arch
        cmp causal-$arch/1_Pooling/config.json again-$arch/1_Pooling/config.json
        usage --input text.txt --output out --init both-$arch --bidirectional
        usage --input text.txt --output out --init lm-$arch --pooling cls
        usage --input text.txt --output out --init lm-$arch --context 64
        usage --input text.txt --output out --init lm-$arch --matryoshka 9
    done
    "$contrastive" --input text.txt "${bag[@]}" --steps 2 --output bag
    "$contrastive" --input text.txt --init bag --batch 16 --steps 2 --output bag-again
    grep -q '"embedlab-bag"' bag-again/config.json
    usage --input text.txt --output out --init bag --cache 4
    refused "nowhere" --input text.txt --init nowhere
}

@test "a learning rate that breaks training is named, with what there is" {
    refused "is not finite at step" --input text.txt "${transformer[@]}" --steps 50 --lr 1e9 --clip 0
    [[ "$stderr" == *"no model is written. Try a smaller --lr"* ]]
}

@test "vectors that collapse are said to" {
    for i in $(seq 64); do # sentences that differ in one word of 41, and hardly any training
        echo "a b c d e f g h i j k l m n o p q r s t a b c d e f g h i j k l m n o p q r s t x$i"
    done >alike.txt
    run --separate-stderr "$contrastive" --input alike.txt --output out "${transformer[@]}" --context 64 --dropout 0 \
        --steps 5 --lr 1e-9
    [[ "$stderr" == *"the vectors have collapsed: different sentences have a mean cosine of "* ]]
}

@test "a full disk is named, and no half of a model is left" {
    mkdir disk
    mount -t tmpfs -o size=16k none disk 2>/dev/null || skip "no file system can be mounted here"
    for output in model log state; do
        local options=(--input text.txt "${bag[@]}" --dim 256 --steps 200 --output disk/out)
        [ $output = log ] && options+=(--output out --log disk/log)
        [ $output = state ] && options+=(--save-every 2)
        run --separate-stderr "$contrastive" "${options[@]}"
        echo "$stderr"
        [ "$status" -eq 1 ]
        [[ "$stderr" == *"disk/"*@("No space left on device"|"is the disk full?")* ]]
        [ -z "$(find disk -name '*.tmp*')" ]
        [ ! -e disk/out/config.json ]
        rm -rf disk/*
    done
}
