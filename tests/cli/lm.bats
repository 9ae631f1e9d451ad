# lm by its command line: training, resuming, generating, and everything that can be wrong.

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    lm="$EMBEDLAB_BIN/lm"
    # A little language: "the ANIMAL VERB the ANIMAL .", some paragraphs, always the same.
    awk 'BEGIN { split("cat dog bird fish cow", a); split("sees hears likes follows", v); x = 7
        for (i = 1; i <= 300; i++) {
            x = (x * 1103515245 + 12345) % 2147483648
            print "the " a[1 + int(x / 7) % 5] " " v[1 + int(x / 11) % 4] " the " a[1 + int(x / 13) % 5] "."
            if (i % 10 == 0) print ""
        } }' > corpus.txt
    small="--layers 1 --heads 2 --dim 16 --context 8 --batch 4 --tokenizer word:50"
}

last_validation() { # loss at the end of a log
    grep validation "$1" | tail -1 | sed 's/.*"loss":\([0-9.]*\).*/\1/'
}

@test "trains: folder complete, loss falls, validation reported" {
    run "$lm" --input corpus.txt --output m $small --steps 150 --lr 1e-2 --valid-fraction 0.1 --log log.jsonl
    [ "$status" -eq 0 ]
    [[ "$output" == *"validation loss"*perplexity* ]]
    [[ "${lines[-1]}" == *"seed 1"*"tokens/s"* ]]
    for f in model.safetensors config.json tokenizer.json training.json state.safetensors; do [ -s m/$f ]; done
    [ "$(ls m | grep -c tmp)" -eq 0 ]
    [ "$(grep -c '"norm"' log.jsonl)" -eq 150 ]
    awk "BEGIN { exit !($(last_validation log.jsonl) < 1.6) }" # uniform would be log 12 = 2.5
    grep -q '"finished":.*true' m/training.json
    grep -q '"crc32"' m/training.json
}

@test "the same bits for 1 and 3 threads, other bits for another seed" {
    "$lm" --input corpus.txt --output a $small --steps 5 --dropout 0.1 --threads 1
    "$lm" --input corpus.txt --output b $small --steps 5 --dropout 0.1 --threads 3
    "$lm" --input corpus.txt --output c $small --steps 5 --dropout 0.1 --seed 2
    cmp a/model.safetensors b/model.safetensors
    ! cmp -s a/model.safetensors c/model.safetensors
}

@test "stopped by Ctrl-C and resumed = run through" {
    "$lm" --input corpus.txt --output full $small --epochs 40 --dropout 0.1 --log full.jsonl
    "$lm" --input corpus.txt --output part $small --epochs 40 --dropout 0.1 --log part.jsonl 2> part.err &
    pid=$!
    for _ in $(seq 500); do [ -s part.jsonl ] && break; sleep 0.01; done
    kill -INT $pid
    status=0; wait $pid || status=$?
    [ "$status" -eq 1 ]
    grep -q "stopped after step .* go on with --resume part" part.err
    grep -q '"finished":.*false' part/training.json
    "$lm" --resume part --threads 1 --log part.jsonl
    cmp full/model.safetensors part/model.safetensors
    cmp <(sed 's/"seconds".*//' full.jsonl) <(sed 's/"seconds".*//' part.jsonl)
    run "$lm" --resume part
    [ "$status" -eq 0 ]
    [[ "$output" == *"has made all its"* ]]
    # killed after the state was written and before the model was: the state alone is enough
    rm part/model.safetensors part/config.json
    "$lm" --resume part
    cmp full/model.safetensors part/model.safetensors
    [ -s part/config.json ]
}

@test "resume wants the same corpus and a whole state" {
    "$lm" --input corpus.txt --output m $small --steps 3
    cp -r m changed
    echo "the cat sees more ." >> corpus.txt
    run "$lm" --resume m
    [ "$status" -eq 1 ]
    [[ "$output" == *"corpus.txt: this is not the text that the run was started with"* ]]
    head -c 5000 m/state.safetensors > changed/state.safetensors
    run "$lm" --resume changed
    [ "$status" -eq 1 ]
    [[ "$output" == *changed/state.safetensors* ]]
    rm changed/state.safetensors
    run "$lm" --resume changed
    [ "$status" -eq 1 ]
    [[ "$output" == *changed/state.safetensors* ]]
    cp m/model.safetensors changed/state.safetensors
    run "$lm" --resume changed
    [ "$status" -eq 1 ]
    [[ "$output" == *"changed/state.safetensors: its metadata"* ]]
    sed 's/\\"dim\\":16/\\"dim\\":99/' m/state.safetensors > changed/state.safetensors
    run "$lm" --resume changed
    [ "$status" -eq 1 ]
    [[ "$output" == *changed/state.safetensors* ]]
}

@test "steps 0 writes the initial model" {
    "$lm" --input corpus.txt --output a $small --steps 0
    "$lm" --input corpus.txt --output b $small --steps 0 --batch 9
    [ -s a/config.json ]
    cmp a/model.safetensors b/model.safetensors
}

@test "untied head, BPE, bits per byte, a validation file" {
    head -20 corpus.txt > valid.txt
    run "$lm" --input corpus.txt --output m --layers 1 --heads 2 --dim 16 --context 8 --batch 4 --tokenizer bpe:280 \
        --untie --steps 20 --valid valid.txt --valid-every 10
    [ "$status" -eq 0 ]
    [ "$(grep -c 'bits per byte' <<< "$output")" -eq 2 ]
    grep -aq lm_head.weight m/model.safetensors
    run "$lm" --generate "the cat" --model m --tokens 5
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == "the cat"* ]]
    # its tokenizer serves another model
    "$lm" --input - --output n --tokenizer m --layers 1 --heads 1 --dim 8 --context 8 --batch 2 --steps 1 < corpus.txt
    cmp m/tokenizer.json n/tokenizer.json
}

@test "generates words of the language, the same for the same seed" {
    "$lm" --input corpus.txt --output m $small --steps 150 --lr 1e-2
    run "$lm" --generate "The cat" --model m --tokens 12 --seed 5
    [ "$status" -eq 0 ]
    first=$output
    [[ "$first" =~ ^the\ cat(\ (the|cat|dog|bird|fish|cow|sees|hears|likes|follows))*$ ]]
    run "$lm" --generate "The cat" --model m --tokens 12 --seed 5 --threads 1
    [ "$output" = "$first" ]
    run "$lm" --generate "the cat sees" --model m --tokens 1 --temperature 0
    [ "$output" = "the cat sees the" ]
    run "$lm" --generate "the cat sees" --model m --tokens 1 --top-k 1 --temperature 5
    [ "$output" = "the cat sees the" ]
}

@test "usage errors end with status 2" {
    wrong() {
        run "$lm" "$@"
        echo "$*: $status $output"
        [ "$status" -eq 2 ]
    }
    wrong
    wrong --input corpus.txt --steps 1
    wrong --output m --steps 1
    wrong --input corpus.txt --output m
    wrong --input corpus.txt --output m --steps 1 --epochs 1
    wrong --input corpus.txt --output m --steps 1 --tie --untie
    wrong --input corpus.txt --output m --steps 1 --dim 10 --heads 3
    wrong --input corpus.txt --output m --steps 1 --lr nan
    wrong --input corpus.txt --output m --steps 1 --dropout 1
    wrong --input corpus.txt --output m --steps 1 --temperature 1
    wrong --input corpus.txt --output m --steps 1 --tokenizer bpe:300 --min-count 3
    wrong --input corpus.txt --output m --steps 1 --valid corpus.txt --valid-fraction 0.1
    wrong --input corpus.txt --output m --steps 1 --valid-fraction 0 --valid-every 1
    wrong --input corpus.txt --output m --steps 1 --batch 60000 --context 60000
    wrong --input corpus.txt --output m --steps 1 --log corpus.txt
    wrong --input corpus.txt --output m --steps 1 surplus
    wrong --input - --output m --steps 1
    wrong --resume m --steps 5
    wrong --generate x
    wrong --generate x --model m --lr 1
    wrong --generate x --model m --temperature 0 --top-k 3
    [ ! -e m ]
    [ "$(wc -l < corpus.txt)" -eq 330 ]
}

@test "bad corpora end with status 1 and leave nothing behind" {
    refused() { # file, what the message must hold
        run "$lm" --input "$1" --output m $small --steps 1
        echo "$1: $status $output"
        [ "$status" -eq 1 ]
        [[ "$output" == *"$1"*"$2"* ]]
        [ ! -e m ]
    }
    refused missing.txt ""
    : > empty.txt
    refused empty.txt ""
    printf 'the cat\0sees\n' > binary.txt
    refused binary.txt ""
    printf 'the cat \377 sees\n' > latin.txt
    refused latin.txt ""
    gzip -c corpus.txt | head -c 300 > cut.gz
    refused cut.gz ""
    echo "the cat the cat" > short.txt
    refused short.txt --context
    run "$lm" --input corpus.txt --valid missing.txt --output m $small --steps 1
    [ "$status" -eq 1 ]
    [[ "$output" == *missing.txt* ]]
    touch file
    run "$lm" --input corpus.txt --output file/m $small --steps 1
    [ "$status" -eq 1 ]
}

@test "a model folder with a missing or broken file generates nothing" {
    "$lm" --input corpus.txt --output m $small --steps 1
    for f in model.safetensors config.json tokenizer.json; do
        cp -r m broken
        rm broken/$f
        run "$lm" --generate x --model broken
        [ "$status" -eq 1 ]
        [[ "$output" == *broken* ]]
        head -c 100 m/$f > broken/$f
        run "$lm" --generate x --model broken
        [ "$status" -eq 1 ]
        [[ "$output" == *$f* ]]
        rm -r broken
    done
}

@test "a loss that is not finite stops with step, rate and checkpoint" {
    run "$lm" --input corpus.txt --output m $small --steps 200 --lr 1000 --clip 0 --save-every 1 --warmup 0
    [ "$status" -eq 1 ]
    [[ "$output" == *"step "*"at learning rate 9"*"the last good checkpoint is m (step "* ]]
}
