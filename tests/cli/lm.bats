# lm by its command line: training, resuming, generating, and everything that can be wrong.
load helpers

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
    small="--layers 1 --heads 2 --dim 16 --context 8 --batch 4 --tokenizer word:50 --threads 1"
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

@test "the same bits for 1, 2, 3 and 4 threads, other bits for another seed" {
    for style in gpt2 "llama --kv-heads 1"; do
        for n in 1 2 3 4; do
            "$lm" --input corpus.txt --output m$n $small --arch $style --accumulate 2 --steps 4 --dropout 0.1 --threads $n
        done
        for n in 2 3 4; do cmp m1/model.safetensors m$n/model.safetensors; cmp m1/config.json m$n/config.json; done
        "$lm" --input corpus.txt --output other $small --arch $style --accumulate 2 --steps 4 --dropout 0.1 --seed 2
        refute cmp -s m1/model.safetensors other/model.safetensors
    done
}

@test "bf16: about the loss of fp32; the same bits for 1 to 4 threads and when resumed; emulated elsewhere" {
    options="--input corpus.txt $small --valid-fraction 0.1 --dropout 0.1 --steps 100 --lr 1e-2"
    "$lm" $options --output fp32 --log fp32.jsonl 2> fp32.err
    for n in 1 2 3 4; do
        "$lm" $options --output m$n --precision bf16 --threads $n --save-every 60 --log $n.jsonl 2> err
        grep -q ", bf16" err
        cmp m1/model.safetensors m$n/model.safetensors
    done
    grep -q bf16 fp32.err && false
    cmp -s fp32/model.safetensors m1/model.safetensors && false
    cmp fp32/config.json m1/config.json
    grep -q '"precision":.*"bf16"' m1/training.json

    "$lm" $options --output part --precision bf16 --save-every 60 --log part.jsonl 2> part.err &
    pid=$!
    for _ in $(seq 500); do [ -s part/state.safetensors ] && break; sleep 0.01; done
    kill -KILL $pid || true # it may be done
    wait $pid || true
    "$lm" --resume part
    cmp m1/model.safetensors part/model.safetensors
    run "$lm" --resume part --precision fp32
    [ "$status" -eq 2 ]

    EMBEDLAB_KERNELS=portable "$lm" $options --output slow --precision bf16 --log slow.jsonl 2> slow.err
    grep -q "no bf16 instructions: they are emulated" slow.err
    grep -q '"kernels":.*bf16 emulated' slow/training.json
    for log in 1.jsonl slow.jsonl; do
        awk "BEGIN { d = $(last_validation $log) / $(last_validation fp32.jsonl) - 1; exit !(d * d < 0.02 * 0.02) }"
    done

    run "$lm" $options --output no --precision half
    [ "$status" -eq 2 ]
    [[ "$output" == *"fp32|bf16"* ]]
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
    "$lm" --resume part --threads 2 --log part.jsonl
    cmp full/model.safetensors part/model.safetensors
    cmp <(sed 's/"seconds".*//' full.jsonl) <(sed 's/"seconds".*//' part.jsonl)
    run "$lm" --resume part
    [ "$status" -eq 0 ]
    [[ "$output" == *"has made all its"* ]]
    # a log keeps its whole lines; what is no log is left alone
    cp part.jsonl log.jsonl
    printf '{"step": 99' >> log.jsonl
    "$lm" --resume part --log log.jsonl
    cmp part.jsonl log.jsonl
    for text in 'some text' '{"a": 1}' "$(seq 500 | tr '\n' ' ')"; do
        printf '%s' "$text" > notes
        run "$lm" --resume part --log notes
        [ "$status" -eq 1 ]
        [ "$(cat notes)" = "$text" ]
    done
    # killed after the state was written and before the model was: the state alone is enough
    rm part/model.safetensors part/config.json
    "$lm" --resume part
    cmp full/model.safetensors part/model.safetensors
    [ -s part/config.json ]
}

without_seconds() { # the log without what differs from run to run
    sed 's/,[^,]*"seconds".*//' "$1"
}

@test "killed at any step and resumed = run through: accumulation, dropout, patience, kept checkpoints" {
    run_of="--accumulate 3 --dropout 0.1 --steps 600 --valid-every 20 --valid-fraction 0.1 --patience 2 --lr 5e-2
        --schedule constant --save-every 7 --checkpoints-at 0,20,40"
    "$lm" --input corpus.txt --output full $small $run_of --log full.jsonl 2> full.err
    grep -q "stopped early" full.err
    for kill_at in 3 $((9 + RANDOM % 40)) 50; do # killed when the log has so many lines
        rm -rf part part.jsonl
        "$lm" --input corpus.txt --output part $small $run_of --log part.jsonl 2> part.err &
        pid=$!
        while [ "$(cat part.jsonl 2>/dev/null | wc -l)" -lt $kill_at ] && kill -0 $pid; do :; done
        kill -KILL $pid
        status=0; wait $pid || status=$?
        echo "killed at $kill_at: $status, $(wc -l < part.jsonl) lines"
        [ "$status" -eq 137 ]
        if [ -e part/state.safetensors ]; then
            "$lm" --resume part --log part.jsonl 2> part.err
        else
            [ $kill_at -eq 3 ] # nothing to go on with: the run starts again
            "$lm" --input corpus.txt --output part $small $run_of --log part.jsonl 2> part.err
        fi
        [ "$(grep lowest full.err | sed 's/full/part/')" = "$(grep lowest part.err)" ]
        cmp <(without_seconds full.jsonl) <(without_seconds part.jsonl)
        for model in . checkpoints/0 checkpoints/20 checkpoints/40; do
            for f in model.safetensors config.json tokenizer.json; do cmp full/$model/$f part/$model/$f; done
        done
    done
}

@test "a run that is killed before its first checkpoint is not taken for the one before it" {
    "$lm" --input corpus.txt --output m $small --steps 3
    cp m/model.safetensors before
    "$lm" --input corpus.txt --output m $small --steps 1000000 --save-every 0 --log log.jsonl 2> err &
    pid=$!
    while [ ! -s log.jsonl ] && kill -0 $pid; do :; done
    kill -KILL $pid
    wait $pid || true
    cmp m/model.safetensors before
    run "$lm" --resume m
    [ "$status" -eq 1 ]
    [[ "$output" == *"m/state.safetensors"* ]]
}

@test "patience: the folder keeps the best model" {
    steps=$(seq -s, 5 5 300)
    "$lm" --input corpus.txt --output m $small --steps 300 --lr 0.05 --valid-every 5 --patience 3 --checkpoints-at $steps \
        --log log.jsonl 2> err
    best=$(sed -n 's/.*lowest validation loss was at step \([0-9]*\).*/\1/p' err)
    [ "$(grep -c validation log.jsonl)" -eq $((best / 5 + 3)) ]
    lowest=$(grep validation log.jsonl | sed 's/.*"loss":\([0-9.]*\).*/\1/' | sort -g | head -1)
    grep validation log.jsonl | grep "\"step\":$best," | grep -q "\"loss\":$lowest"
    cmp m/model.safetensors m/checkpoints/$best/model.safetensors
    refute cmp -s m/model.safetensors m/checkpoints/$((best + 5))/model.safetensors
    grep -q '"finished":.*true' m/training.json
    last=m/checkpoints/$((best + 15)) # as if killed before the last files
    mv $last kept
    run "$lm" --resume m
    [ "$status" -eq 0 ]
    [[ "$output" == *"has made all its"* ]]
    cmp m/model.safetensors m/checkpoints/$best/model.safetensors
    cmp kept/model.safetensors $last/model.safetensors
}

@test "a full disk stops the run, and the last checkpoint stays" {
    run_of="$small --steps 60 --save-every 10"
    "$lm" --input corpus.txt --output full $run_of
    (ulimit -f 20; trap '' XFSZ; "$lm" --input corpus.txt --output m $run_of) 2> err && false
    grep -q "m/state.safetensors: cannot write: File too large" err
    [ ! -e m/state.safetensors ]
    [ -z "$(find m -name '*.tmp*')" ]
    # the same after a first checkpoint
    rm -rf m
    "$lm" --input corpus.txt --output m $run_of --log log.jsonl 2> err &
    pid=$!
    while [ ! -e m/config.json ] && kill -0 $pid; do :; done
    kill -KILL $pid
    status=0; wait $pid || status=$?
    [ "$status" -eq 137 ]
    cp m/state.safetensors before
    (ulimit -f 20; trap '' XFSZ; "$lm" --resume m) 2> err && false
    cmp before m/state.safetensors
    "$lm" --resume m
    cmp full/model.safetensors m/model.safetensors
}

@test "accumulation acts like a large batch, a schedule as told" {
    "$lm" --input corpus.txt --output a $small --batch 12 --steps 20 --schedule linear --final-lr-fraction 0 --warmup 4 --log a.jsonl
    "$lm" --input corpus.txt --output b $small --batch 4 --accumulate 3 --steps 20 --schedule constant --warmup 4 --log b.jsonl
    awk -F'[:,]' 'NR == FNR { loss[NR] = $4; next } { d = loss[FNR] - $4; if (FNR <= 5 && d * d > 1e-10) exit 1 }' \
        <(grep norm a.jsonl) <(grep norm b.jsonl)
    [ "$(grep norm a.jsonl | sed -n 's/.*"lr": \([^,]*\),.*/\1/p' | sed -n '1p;4p;5p;13p' | tr '\n' ' ')" = "0.00025 0.001 0.001 0.0005 " ]
    [ "$(grep norm b.jsonl | sed -n 's/.*"lr": \([^,]*\),.*/\1/p' | sed -n '1p;4p;20p' | tr '\n' ' ')" = "0.00025 0.001 0.001 " ]
}

vectors_of() { # the token table of a model, for some words
    printf '%s\n' cat dog sees the | "$EMBEDLAB_BIN"/embed "$1@input" --format tsv
}

@test "arms: frozen, started from word vectors, and kept along training" {
    "$lm" --input corpus.txt --output random $small --steps 20 --embeddings frozen --checkpoints-at 0,10,20
    vectors_of random/checkpoints/0 > first
    for model in random/checkpoints/10 random/checkpoints/20 random; do cmp first <(vectors_of $model); done
    refute cmp -s random/checkpoints/0/model.safetensors random/checkpoints/10/model.safetensors
    cmp random/model.safetensors random/checkpoints/20/model.safetensors
    printf '3 16\ncat%s\nsees%s\nunicorn%s\n' "$(printf ' %d' {1..16})" "$(printf ' -%d' {1..16})" "$(printf ' %d' {2..17})" > words.txt
    run "$lm" --input corpus.txt --output started $small --steps 20 --init-embeddings words.txt --checkpoints-at 0
    [ "$status" -eq 0 ]
    [[ "$output" == *"2 of 12 tokens start as vectors of words.txt"* ]]
    vectors_of started/checkpoints/0 > now
    [ "$(grep -c -F -x -f first now)" -eq 2 ] # dog, the
    [ "$(sed -n 1p now)" = "$(seq -s $'\t' 16)" ]
    [ "$(sed -n 3p now)" = "$(seq -s $'\t' -f -%g 16)" ]
    grep -q '"perplexity"' started/checkpoints/0/training.json
    run "$lm" --input corpus.txt --output pieces $small --tokenizer bpe:300 --steps 1 --init-embeddings words.txt --untie
    [ "$status" -eq 0 ]
    [[ "$output" == *"2 of 293 tokens start as vectors"*"too small for --tokenizer bpe:300"* ]]
    run "$lm" --input corpus.txt --output wide $small --dim 32 --steps 1 --init-embeddings words.txt
    [ "$status" -eq 1 ]
    [[ "$output" == *"words.txt: its vectors have 16 dimensions"*"--dim 16"* ]]
    [ ! -e wide ]
    printf '1 16\nunicorn%s\n' "$(printf ' %d' {2..17})" > strange.txt
    run "$lm" --input corpus.txt --output wide $small --steps 1 --init-embeddings strange.txt
    [ "$status" -eq 1 ]
    [[ "$output" == *"none of its words is a token"* ]]
    run "$lm" --input corpus.txt --output short $small --epochs 1 --checkpoints-at 5,1000000
    [ "$status" -eq 1 ]
    [[ "$output" == *"the run ends at step"* ]]
    [ ! -e short ]
}

@test "resume wants the same corpus and a whole state" {
    "$lm" --input corpus.txt --output m $small --steps 3
    cp -r m changed
    echo "the cat sees more ." >> corpus.txt
    run "$lm" --resume m
    [ "$status" -eq 1 ]
    [[ "$output" == *"corpus.txt: this is not the text that the run was started with"* ]]
    head -20 corpus.txt > valid.txt
    "$lm" --input corpus.txt --output n $small --steps 3 --valid valid.txt
    run "$lm" --resume n --valid corpus.txt
    [ "$status" -eq 1 ]
    [[ "$output" == *"corpus.txt: this is not the text"*"--valid"* ]]
    for damage in 's/checkpoints-at\\":null/checkpoints-at\\":\\"\\"/' 's/\\"cosine/\\"kosine/' 's/\\"seconds\\"/\\"sekunds\\"/' 's/\\"step\\":1,\\"loss/\\"step\\":9,\\"loss/'; do
        cp -r n damaged
        sed 's/embedlab_crc32/no_checksum_at/' n/state.safetensors > unchecked
        sed "$damage" unchecked > damaged/state.safetensors
        refute cmp -s unchecked damaged/state.safetensors
        run "$lm" --resume damaged
        [ "$status" -eq 1 ]
        [[ "$output" == *damaged/state.safetensors* ]]
        rm -r damaged
    done
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
    [[ "$output" == *"changed/state.safetensors: its checksum is"* ]]
    sed -i 's/embedlab_crc32/no_checksum_at/' changed/state.safetensors
    run "$lm" --resume changed
    [ "$status" -eq 1 ]
    [[ "$output" == *"changed/state.safetensors: the width 99"* ]]
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
    run "$lm" --generate "The cat" --model m --tokens 12 --seed 5 --threads 2
    [ "$output" = "$first" ]
    run "$lm" --generate "the cat sees" --model m --tokens 1 --temperature 0
    [ "$output" = "the cat sees the" ]
    run "$lm" --generate "the cat sees" --model m --tokens 1 --top-k 1 --temperature 5
    [ "$output" = "the cat sees the" ]
    run "$lm" --generate "the cat sees" --model m --tokens 1 --top-p 0.01 --temperature 5
    [ "$output" = "the cat sees the" ]
    run "$lm" --generate "" --model m --tokens 50 # longer than the context
    [ "$status" -eq 0 ]
    [[ "$output" =~ ^(the|cat|dog|bird|fish|cow|sees|hears|likes|follows)(\ |$) ]]
    run "$lm" --generate "the cat sees the dog and the cat" --model m
    [ "$status" -eq 1 ]
    [[ "$output" == *"the prompt has 8 tokens, but m sees at most 7"* ]]
}

@test "bytes of any kind come out as UTF-8" {
    "$lm" --input corpus.txt --output m $small --tokenizer bpe:258 --arch llama --steps 0
    "$lm" --generate "né" --model m --tokens 200 --temperature 9 > out # the untrained model draws any byte
    iconv -f UTF-8 -t UTF-8 out > /dev/null
    grep -q "^né" out
    [ "$(wc -c < out)" -gt 200 ]
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
    wrong --input corpus.txt --output m --steps 1 --arch bert
    wrong --input corpus.txt --output m --steps 1 --kv-heads 2
    wrong --input corpus.txt --output m --steps 1 --arch llama --kv-heads 3
    wrong --input corpus.txt --output m --steps 1 --embeddings frozen --embedding-lr 1
    wrong --input corpus.txt --output m --steps 1 --schedule constant --final-lr-fraction 0.1
    wrong --input corpus.txt --output m --steps 1 --valid-fraction 0 --patience 1
    for list in 2 1,0 0,0 a 1, ,1 1,,2 -1 1.5; do wrong --input corpus.txt --output m --steps 1 --checkpoints-at "$list"; done
    wrong --resume m --steps 5
    wrong --generate x
    wrong --generate x --model m --lr 1
    wrong --generate x --model m --temperature 0 --top-k 3
    wrong --generate x --model m --temperature 0 --top-p 0.5
    wrong --generate x --model m --top-p 0
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
    yes the cat | head -100 | tr '\n' ' ' > line.txt
    refused line.txt --valid-fraction
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
