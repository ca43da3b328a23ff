# shellcheck shell=bash
# Where an installation lives and who runs it. Needs progress.sh and packages.sh.
#
# Everything is under var/ of the checkout. Called by root, PostgreSQL and the services run as the system user "remuda";
# where that user cannot reach the checkout (say /root, mode 700), var becomes a link into /var/lib/remuda. So it does where
# the checkout's path is too long for a socket; without root's rights the link leads into ~/.local/state/remuda.
# A var/ that another user made stays that user's.

place_user=remuda
place_path_max=70 # a socket's path has 107 bytes, the names below var/ take the rest

# place_init CHECKOUT: sets checkout, var (the name to show) and home (the same folder, links resolved).
place_init() {
    checkout=$1
    var=$checkout/var
    home=$(readlink -m -- "$var")
    if [ "$(id -u)" -eq 0 ] && [ -d "$home" ]; then
        place_user=$(stat -c %U -- "$home")
    fi
}

# as_run_user COMMAND...: as who runs the services, with that user's rights, a clean environment and a folder it can
# stand in.
as_run_user() {
    local become=()
    if [ "$(id -u)" -eq 0 ]; then
        become=(setpriv "--reuid=$place_user" "--regid=$(id -g "$place_user")" --init-groups --)
    fi
    (cd / && exec env -i "PATH=$PATH" "HOME=$home" LC_ALL=C.UTF-8 "${become[@]}" "$@")
}

# place_prepare: makes the user and the folders. Repeating it changes nothing.
place_prepare() {
    [ "$(id -u)" -ne 0 ] || place_make_user
    [ -e "$var" ] || place_make_var
    home=$(readlink -f -- "$var")
    place_check_owner
    local folder
    for folder in log run bin; do
        as_run_user mkdir -p -- "$home/$folder"
    done
    as_run_user mkdir -p -m 0700 -- "$home/secrets"
}

place_make_user() {
    id -u "$place_user" >/dev/null 2>&1 && return 0
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$place_user"
    progress_detail "made the system user $place_user: it runs PostgreSQL and the services"
}

place_make_var() {
    [ ! -L "$var" ] || rm -f -- "$var" # what it led to is gone
    if [ "${#var}" -gt "$place_path_max" ] || [[ $var =~ [^A-Za-z0-9/._-] ]]; then
        place_make_var_elsewhere "the path of $checkout is too long for a socket, or has unusual characters"
    elif ! as_run_user test -x "$checkout"; then
        place_make_var_elsewhere "user $place_user cannot reach $checkout"
    else
        place_make_folder "$var"
    fi
}

place_make_folder() {
    if [ "$(id -u)" -eq 0 ]; then
        install -d -o "$place_user" -g "$(id -g "$place_user")" -m 0750 -- "$1"
    else
        mkdir -p -m 0750 -- "$1"
    fi
}

place_make_var_elsewhere() {
    local base=/var/lib/remuda folder
    [ "$(id -u)" -eq 0 ] || base=${XDG_STATE_HOME:-$HOME/.local/state}/remuda
    folder=$base/$(place_short_name)
    mkdir -p -- "$base"
    place_make_folder "$folder"
    ln -s -- "$folder" "$var"
    progress_detail "$1: var is a link to $folder"
}

# A name for this checkout that is short and good in any path.
place_short_name() {
    printf '%s' "$checkout" | sha256sum | cut -c1-12
}

place_check_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        [ "$place_user" != root ] || fail "$var belongs to root, and PostgreSQL does not run as root" \
            "give it to a user (chown -R USER $var) or remove it"
    else
        [ -O "$home" ] || fail "$var belongs to $(stat -c %U -- "$home"), not to $(id -un)" \
            "run this as root (sudo deploy/quickstart), as it was the first time"
    fi
}

# place_check_space MIB FOLDER: enough room is left.
place_check_space() {
    local free
    free=$(df -Pm -- "$2" | awk 'NR == 2 {print $4}')
    [ "$free" -ge "$1" ] || fail "only $free MiB are free where $2 lies; $1 MiB are needed" \
        "make room on that disk, or put the checkout on another one"
}
