# shellcheck shell=bash
# What the operator sees: numbered steps, indented details, failures that name the remedy.

progress_step_number=0
progress_steps=0

# progress_plan COUNT: how many steps there will be.
progress_plan() {
    progress_step_number=0
    progress_steps=$1
}

# progress_step TEXT: the next step begins.
progress_step() {
    progress_step_number=$((progress_step_number + 1))
    if [ "$progress_steps" -gt 0 ]; then
        printf '[%d/%d] %s\n' "$progress_step_number" "$progress_steps" "$1"
    else
        printf '==> %s\n' "$1"
    fi
}

progress_detail() {
    printf '      %s\n' "$1"
}

progress_warn() {
    printf 'warning: %s\n' "$1" >&2
}

# fail WHAT REMEDY: the last thing that is said.
fail() {
    printf '\nfailed: %s\nremedy: %s\n' "$1" "$2" >&2
    exit 1
}

# logged LOG COMMAND...: runs quietly; when it fails, shows the end of what it said.
logged() {
    local log=$1
    shift
    if "$@" >"$log" 2>&1 </dev/null; then
        return 0
    fi
    printf '\n--- the end of %s ---\n' "$log" >&2
    tail -n 25 "$log" >&2
    return 1
}
