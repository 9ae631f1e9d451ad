#!/usr/bin/env bats
# scripts/fetch-data with a catalogue of its own: from a mirror, and by curl from file addresses.

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    mkdir -p mirror/words mirror/texts source
    seq 1 2000 >source/numbers.txt
    echo "a b 1" >source/pairs.txt
    cp source/pairs.txt mirror/words/pairs.txt
    gzip -c source/numbers.txt >mirror/texts/numbers.txt.gz
    {
        echo "# a comment"
        line pairs "words similarity" words/pairs.txt source/pairs.txt
        line numbers texts texts/numbers.txt.gz source/numbers.txt
    } >catalogue.tsv
}

line() { # name, groups, path, source
    printf '%s\t%s\t%s\t%s\t%s\t%s\tpublic domain\n' "$1" "$2" "$3" "file://$PWD/$4" "$(sum <"$4")" "$(($(wc -c <"$4")))"
}

sum() {
    if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

fetch() {
    run "$BATS_TEST_DIRNAME/../../scripts/fetch-data" --catalogue catalogue.tsv --data "the data" "$@"
}

files() { # that there are in the data folder
    find "the data" -type f | sort | tr '\n' ' '
}

everything="the data/texts/numbers.txt.gz the data/words/pairs.txt "

@test "names, groups, files and folders of the mirror are placed and unpack to what they are" {
    fetch --mirror mirror similarity texts/
    [ "$status" -eq 0 ]
    [[ $output == *"2 fetched, 0 there already, 0 failed"* ]]
    [ "$(files)" = "$everything" ]
    cmp "the data/words/pairs.txt" source/pairs.txt
    gzip -dc "the data/texts/numbers.txt.gz" | cmp - source/numbers.txt
}

@test "what is there and right is left alone, what is there and wrong is replaced" {
    fetch --mirror mirror pairs
    fetch --mirror mirror words/pairs.txt all
    [ "$status" -eq 0 ]
    [[ $output == *"1 fetched, 1 there already, 0 failed"* ]]
    echo spoilt >"the data/words/pairs.txt"
    fetch --mirror mirror all
    [ "$status" -eq 0 ]
    [[ $output == *"1 fetched, 1 there already, 0 failed"* ]]
    cmp "the data/words/pairs.txt" source/pairs.txt
}

@test "downloads are packed where the path says so" {
    fetch all
    [ "$status" -eq 0 ]
    [ "$(files)" = "$everything" ]
    gzip -dc "the data/texts/numbers.txt.gz" | cmp - source/numbers.txt
}

@test "a download that was cut goes on where it stopped" {
    mkdir bin
    printf '#!/bin/sh\nwhile [ "$1" != --output ]; do shift; done\nhead -c 100 source/numbers.txt >"$2"\nexit 18\n' >bin/curl
    chmod +x bin/curl
    PATH=$PWD/bin:$PATH fetch numbers
    [ "$status" -eq 1 ]
    [[ $output == *"texts/numbers.txt.gz: the download from file://"*"goes on where it stopped"* ]]
    [ "$(files)" = "the data/texts/numbers.txt.gz.part " ]
    # what is there is kept: the address has other bytes in its place
    { yes x | head -c 100; tail -c +101 source/numbers.txt; } >whole.txt
    head -c 100 whole.txt >"the data/texts/numbers.txt.gz.part"
    line numbers texts texts/numbers.txt.gz whole.txt | sed "s|/whole.txt|/source/numbers.txt|" >catalogue.tsv
    fetch numbers
    [ "$status" -eq 0 ]
    gzip -dc "the data/texts/numbers.txt.gz" | cmp - whole.txt
    [ "$(files)" = "the data/texts/numbers.txt.gz " ]
}

@test "a server that cannot go on is asked for the whole file" {
    mkdir -p bin "the data/texts"
    printf '#!/bin/sh\nwhile [ "$1" != --output ]; do shift; done\n[ -e "$2" ] && exit 33\ncp source/numbers.txt "$2"\n' >bin/curl
    chmod +x bin/curl
    echo old >"the data/texts/numbers.txt.gz.part"
    PATH=$PWD/bin:$PATH fetch numbers
    [ "$status" -eq 0 ]
    gzip -dc "the data/texts/numbers.txt.gz" | cmp - source/numbers.txt
    [ "$(files)" = "the data/texts/numbers.txt.gz " ]
}

@test "a wrong checksum keeps nothing and the other files come all the same" {
    head -c 1000 source/numbers.txt >short.txt
    mv short.txt source/numbers.txt
    fetch numbers pairs
    [ "$status" -eq 1 ]
    [[ $output == *"texts/numbers.txt.gz: what came from file://"*"has a wrong checksum (1000 bytes)"* ]]
    [[ $output == *"1 fetched, 0 there already, 1 failed"* ]]
    [ "$(files)" = "the data/words/pairs.txt " ]
    echo spoilt | gzip >mirror/texts/numbers.txt.gz
    fetch --mirror mirror numbers
    [ "$status" -eq 1 ]
    [[ $output == *"came from mirror has a wrong checksum"* ]]
    [ "$(files)" = "the data/words/pairs.txt " ]
}

@test "no such address, no such file in the mirror, no address at all: said, status 1" {
    rm source/pairs.txt mirror/words/pairs.txt
    fetch pairs
    [ "$status" -eq 1 ]
    [[ $output == *"words/pairs.txt: the download from file://"*" failed"* ]]
    fetch --mirror mirror all
    [ "$status" -eq 1 ]
    [[ $output == *"words/pairs.txt: not in mirror"*"1 fetched, 0 there already, 1 failed"* ]]
    sed -i.old "s|file:[^	]*|mirror only: http://page|" catalogue.tsv
    rm -r "the data"
    fetch numbers
    [ "$status" -eq 1 ]
    [[ $output == *"has no address of its own (http://page is where it came from): use --mirror DIR"* ]]
    [ -z "$(files)" ]
}

@test "a full disk leaves no part behind" {
    [ "$(id -u)" -eq 0 ] || skip "only root can mount a small file system"
    mkdir small
    mount -t tmpfs -o size=8k none small 2>/dev/null || skip "no file system can be mounted here"
    ln -s small "the data"
    seq 1 20000 >source/numbers.txt
    gzip -c source/numbers.txt >mirror/texts/numbers.txt.gz
    line numbers texts texts/numbers.txt.gz source/numbers.txt >catalogue.tsv
    fetch numbers
    downloaded=$status said=$output
    fetch --mirror mirror numbers
    left=$(find small -type f)
    umount small
    [ "$downloaded" -eq 1 ]
    [ "$status" -eq 1 ]
    [[ $said == *"cannot be written (is the disk full?)"* && $output == *"cannot be copied from mirror"* ]]
    [ -z "$left" ]
}

@test "the list tells what there is" {
    fetch --mirror mirror pairs
    fetch --list
    [ "$status" -eq 0 ]
    [[ ${lines[1]} =~ ^pairs\ +words\ similarity\ +1\ +1\ +6\ +public\ domain$ ]]
    [[ ${lines[2]} =~ ^numbers\ +texts\ +1\ +0\ +8893\ +public\ domain$ ]]
}

@test "wrong usage: status 2; a bad catalogue: its line" {
    for arguments in "" "--mirror" "--no-such all" "nothing-of-this-name" "--list --mirror mirror"; do
        # shellcheck disable=SC2086 # words
        fetch $arguments
        [ "$status" -eq 2 ]
    done
    printf 'a\tb\t../c\td\te\t1\tf\n' >>catalogue.tsv
    fetch all
    [ "$status" -eq 1 ]
    [[ $output == *"catalogue.tsv:4: expected 7 columns"* ]]
}

@test "the catalogue that comes with embedlab is well formed and names no file twice" {
    catalogue=$BATS_TEST_DIRNAME/../../corpora/catalogue.tsv
    run "$BATS_TEST_DIRNAME/../../scripts/fetch-data" --data nowhere --list
    [ "$status" -eq 0 ]
    [ -z "$(grep -v '^#' "$catalogue" | cut -f 3 | sort | uniq -d)" ]
    [ -z "$(grep -v '^#' "$catalogue" | cut -f 4 | grep -Ev '^(mirror only: )?https?://')" ]
}
