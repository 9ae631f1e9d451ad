#!/usr/bin/env bats
# The report in a real browser: no errors, charts with something in them, search and pointing, a phone's width.
# Skipped where no Chromium is.

# open PAGE OUT: the page after its scripts have run, as HTML in OUT; messages in OUT.log.
open() {
    timeout 100 "$BROWSER" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" \
        --enable-logging=stderr --allow-file-access-from-files --virtual-time-budget=2000 --dump-dom \
        "file://$PWD/$1" >"$2" 2>"$2.log"
}

setup_file() {
    local name
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && export BROWSER=$name && break
    done
    [ -n "${BROWSER:-}" ] || return 0
    cd "$BATS_FILE_TMPDIR"
    "$BATS_TEST_DIRNAME/fixture" .
    "$EMBEDLAB_BIN/report" --output r.html --map m/skipgram.txt --map m/glove.txt results.json
    {
        sed '/<\/body>/d; /<\/html>/d' r.html
        echo '<script>'
        cat "$BATS_TEST_DIRNAME/actions.js"
        echo '</script></body></html>'
    } >acted.html
    cat >phone.html <<'PHONE'
<!DOCTYPE html><title>phone</title><iframe id="phone" src="r.html#word=horse" width="390" height="800"></iframe>
<script>document.getElementById('phone').onload = (event) => {
    const page = event.target.contentDocument;
    const size = page.defaultView.getComputedStyle(page.querySelector('#C1 ~ p')).fontSize;
    document.body.dataset.phone = page.documentElement.scrollWidth <= 390 && parseFloat(size) >= 16;
    document.body.dataset.chosen = [...page.querySelectorAll('text.chosen')].map((text) => text.textContent);
};</script>
PHONE
    open acted.html acted
    open phone.html phone
}

setup() {
    [ -n "${BROWSER:-}" ] || skip "no chromium here"
    cd "$BATS_FILE_TMPDIR"
}

# says NAME REGEX: did actions.js find so? (NAME in the page's spelling)
says() {
    grep -o "<body[^>]*>" acted | grep -o "data-$1=\"[^\"]*\"" || { echo "no data-$1"; return 1; }
    grep -o "<body[^>]*>" acted | grep -qE "data-$1=\"$2\""
}

@test "no errors on the console" {
    [ -s acted ]
    [ -s phone ]
    grep CONSOLE acted.log phone.log && return 1
    true
}

@test "the page opens with a word, its neighbours and all words to search" {
    says start '2 20 24'
}

@test "every chart has points, of a size to be read, within its frame; every map has its words" {
    says pictures '[12][0-9] 0 0 '
    [ "$(grep -c '<path class="dots" d="M[0-9]' acted)" = 2 ]
}

@test "language, ids, links, names of pictures, levels of headings, tables for the keyboard; tags balance" {
    says structure 'en 0 0 0 0 0'
    "$BATS_TEST_DIRNAME/check-tags" r.html
}

@test "search: a word, an unknown one, the beginning of some" {
    says search 'word #word=cow cow,cow [0-9]+ of 10 nearest words are the same in all models'
    says unknown 'This word is not on the maps.'
    says begun 'Do you mean blue, black\?'
}

@test "pointing names a word in every map, a click chooses it, a neighbour's button goes on" {
    says pointed 2
    says left 0
    says clicked 'sheep,sheep 2'
    says followed true
}

@test "at the width of a phone only tables scroll; the address chooses a word" {
    grep -q 'data-phone="true"' phone
    grep -q 'data-chosen="horse,horse"' phone
}
