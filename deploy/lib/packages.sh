# shellcheck shell=bash
# Debian packages: what is missing is installed with apt-get, as root or through sudo. Needs progress.sh.

# shellcheck disable=SC2034 # lists for the callers
packages_build=(gcc libc6-dev cmake ninja-build pkg-config protobuf-compiler protobuf-c-compiler libprotobuf-c-dev
    libzmq3-dev libpq-dev libsodium-dev libmicrohttpd-dev libgnutls28-dev libexpat1-dev libutf8proc-dev libcsv-dev uthash-dev
    libjansson-dev libxlsxwriter-dev zlib1g-dev)
# shellcheck disable=SC2034
packages_run=(postgresql-15 postgresql-client-15 sqitch libdbd-pg-perl procps util-linux python3)
# shellcheck disable=SC2034
packages_test=(libcmocka-dev clang libclang-rt-14-dev python3-pytest python3-zmq python3-protobuf python3-psycopg2 openssl prometheus)
# What the programs load, and what the migration and the server are made of: in images.
# shellcheck disable=SC2034
packages_libraries=(libzmq5 libprotobuf-c1 libpq5 libsodium23 libmicrohttpd12 libgnutls30 zlib1g libutf8proc2 libcsv3 libexpat1 libjansson4 libxlsxwriter4)
# shellcheck disable=SC2034
packages_database=(postgresql-15 postgresql-client-15 sqitch libdbd-pg-perl)
# shellcheck disable=SC2034
packages_containers=(podman buildah runc netavark aardvark-dns catatonit mmdebstrap podman-compose nftables iptables)

# packages_missing NAME...: prints those that are not installed.
packages_missing() {
    local name
    for name in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s\n' "$name"
    done
}

# packages_as_root COMMAND...: as root, or through sudo.
packages_as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -- "$@"
    fi
}

packages_apt() {
    packages_as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
        apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

# packages_require NAME...: installs what is missing of these. LOG goes to a temporary file shown when apt fails.
packages_require() {
    local missing
    mapfile -t missing < <(packages_missing "$@")
    if [ "${#missing[@]}" -eq 0 ]; then
        progress_detail "all packages are there"
        return 0
    fi
    packages_check_rights "${missing[@]}"
    progress_detail "installing ${#missing[@]} packages: ${missing[*]}"
    packages_install "${missing[@]}"
}

packages_check_rights() {
    [ -x /usr/bin/apt-get ] || fail "this system has no apt-get, and these packages are missing: $*" \
        "install them by the system's own means, then run this again"
    [ "$(id -u)" -ne 0 ] || return 0
    command -v sudo >/dev/null || fail "packages are missing and there is no sudo here" \
        "as root: apt-get update && apt-get install -y --no-install-recommends $*"
    if [ ! -t 0 ]; then
        sudo -n true 2>/dev/null || fail "packages are missing and sudo asks for a password, but there is no terminal" \
            "as root: apt-get update && apt-get install -y --no-install-recommends $*"
    fi
}

packages_install() {
    local log status=0
    log=$(mktemp -t remuda-apt.XXXXXX)
    packages_keep_clusters_away
    logged "$log" packages_apt update && logged "$log" packages_apt install --no-install-recommends "$@" || status=$?
    packages_let_clusters_come
    rm -f "$log"
    [ "$status" -eq 0 ] || fail "apt-get could not install: $*" \
        "see the lines above; mostly the network, the sources in /etc/apt or a full disk. Then run this again"
}

# Debian makes and starts a cluster "main" when a PostgreSQL server is installed for the first time. Remuda brings its
# own cluster, so none is made; a PostgreSQL that is there already is left as it is.
packages_cluster_setting=/etc/postgresql-common/createcluster.d/remuda-quickstart.conf

packages_keep_clusters_away() {
    packages_as_root mkdir -p "${packages_cluster_setting%/*}"
    packages_as_root tee "$packages_cluster_setting" >/dev/null <<<'create_main_cluster = false'
}

packages_let_clusters_come() {
    packages_as_root rm -f "$packages_cluster_setting"
    packages_as_root rmdir --ignore-fail-on-non-empty "${packages_cluster_setting%/*}"
}
