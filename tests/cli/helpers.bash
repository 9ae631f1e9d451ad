# refute COMMAND: the command says no, with status 1 (2: grep and cmp miss a file; more: a crash).
# Of "! COMMAND" bats sees a failure in a test's last line only.
refute() {
    local status=0
    "$@" || status=$?
    [ "$status" -eq 1 ]
}
