# shellcheck shell=bash
# Finding and ending processes by what they are, never by a number alone: a pid may have gone to somebody else.

# process_is PID PROGRAM: the process runs that file (also when the file was replaced since).
process_is() {
    local exe
    exe=$(readlink -- "/proc/$1/exe" 2>/dev/null) || return 1
    [ "${exe% (deleted)}" = "$2" ]
}

# process_from_file FILE PROGRAM: prints the pid in the file when it is that program.
process_from_file() {
    local pid
    [ -r "$1" ] && read -r pid <"$1" && [ -n "$pid" ] && process_is "$pid" "$2" && printf '%s\n' "$pid"
}

# process_end PID SECONDS: asks it to end, and kills it when it has not in that time.
process_end() {
    local pid=$1 tenths=$(($2 * 10))
    kill -TERM "$pid" 2>/dev/null || return 0
    while [ "$tenths" -gt 0 ]; do
        process_gone "$pid" && return 0
        sleep 0.1
        tenths=$((tenths - 1))
    done
    kill -KILL "$pid" 2>/dev/null || return 0
    return 1
}

# A zombie has ended: only its parent has not looked yet.
process_gone() {
    local state
    state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) || return 0
    [ -z "$state" ] || [ "$state" = Z ]
}

# processes_in FOLDER: prints the pids whose working directory is FOLDER or below.
processes_in() {
    local entry where
    for entry in /proc/[0-9]*; do
        where=$(readlink -- "$entry/cwd" 2>/dev/null) || continue
        [[ $where != "$1" && $where != "$1"/* ]] || process_print "${entry#/proc/}"
    done
}

# processes_with NAME=VALUE: prints the pids that have it in their environment.
processes_with() {
    local entry
    for entry in /proc/[0-9]*; do
        if tr '\0' '\n' 2>/dev/null <"$entry/environ" | grep -qxF -- "$1"; then
            process_print "${entry#/proc/}"
        fi
    done 2>/dev/null
}

# Not the shell that asks.
process_print() {
    [ "$1" = "$$" ] || [ "$1" = "$BASHPID" ] || printf '%s\n' "$1"
}
