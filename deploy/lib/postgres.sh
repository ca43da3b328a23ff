# shellcheck shell=bash
# A private PostgreSQL cluster: functions for bash scripts that run with `set -euo pipefail`.
#
#   pg_start DIR PORT [NAME=VALUE...]   makes the cluster if DIR has none, starts it if it is down, waits until it answers
#   pg_stop DIR [fast|immediate]        stops it if it runs
#   pg_running DIR                      true or false
#   pg_migrate DIR PORT                 makes the database and its owner, deploys the migrations, gives each role its password
#   pg_conninfo DIR PORT ROLE           prints libpq keywords without the password
#   pg_sql DIR PORT ROLE [PSQL ARG...]  psql as ROLE, stopping at the first error
#
# DIR/data is the cluster, DIR/socket its only entrance (no TCP), DIR/password/ROLE one random password a role, DIR/log its log.
# ROLE: postgres (superuser), remuda (owns the database and migrates it) or a service's.
# PG_HOST: a server elsewhere, for pg_migrate and pg_sql; DIR then only holds the passwords.
# Called by root, the server runs as the user `postgres`; otherwise as the caller. PG_SERVER_USER names another user.
# No cluster of the system is looked at or touched.

PG_DATABASE=remuda
PG_MIGRATIONS=$(cd "$(dirname "${BASH_SOURCE[0]}")/../migrations" && pwd)
PG_SOCKET_PATH_MAX=90 # sockaddr_un has 108 bytes, the file's name takes the rest

pg_fail() {
    printf 'postgres: %s\n' "$*" >&2
    return 1
}

# The newest server of at least version 15.
pg_bin() {
    local bin
    bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    if [ ! -x "$bin/initdb" ]; then
        pg_fail "no PostgreSQL server is installed; run: apt-get install postgresql-15"
    else
        printf '%s\n' "$bin"
    fi
}

# Runs a program of the server as the user that the server runs as, in a folder that this user may stand in.
pg_as_server() {
    if [ "$(id -u)" -ne 0 ]; then
        (cd / && exec "$@")
        return
    fi
    local user=${PG_SERVER_USER:-postgres}
    id "$user" >/dev/null 2>&1 || { pg_fail "there is no user $user to run the server as; run: apt-get install postgresql-15"; return; }
    (cd / && exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups "$@")
}

# Whether the pid file names a server of this very cluster: after a crash the number may belong to another process.
pg_running() {
    local pid data
    data=$(readlink -f "$1/data") && [ -f "$data/postmaster.pid" ] || return 1
    read -r pid <"$data/postmaster.pid" || return 1
    [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$data" ]
}

# The password of a role, made at first use. $1 DIR, $2 role.
pg_password() {
    local file=$1/password/$2
    if [ ! -s "$file" ]; then
        (umask 077 && mkdir -p "$1/password" && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$file.new" && mv "$file.new" "$file")
    fi
    cat "$file"
}

pg_conninfo() {
    printf "host='%s' port=%s dbname=%s user=%s\n" "$1/socket" "$2" "$PG_DATABASE" "$3"
}

pg_sql() {
    local dir=$1 port=$2 role=$3
    shift 3
    PGPASSWORD=$(pg_password "$dir" "$role") PGOPTIONS='-c client_min_messages=warning' \
        psql -X -q -v ON_ERROR_STOP=1 -h "${PG_HOST:-$dir/socket}" -p "$port" -U "$role" -d "${PG_CONNECT_TO:-$PG_DATABASE}" "$@"
}

# Makes DIR/data. A folder that an earlier try left half made is thrown away: it never held anything.
pg_create() {
    local bin user owner
    bin=$(pg_bin)
    user=${PG_SERVER_USER:-postgres}
    [ "$(id -u)" -eq 0 ] && owner=$user || owner=$(id -un)
    rm -rf "$PG_DIR/data.new"
    mkdir -p "$PG_DIR/socket"
    install -d -m 700 -o "$owner" "$PG_DIR/data.new"
    [ "$(id -u)" -ne 0 ] || chown "$owner" "$PG_DIR/socket"
    pg_password "$PG_DIR" postgres >/dev/null
    install -m 600 -o "$owner" "$PG_DIR/password/postgres" "$PG_DIR/password.new"
    local made=0
    pg_as_server "$bin/initdb" -D "$PG_DIR/data.new" -U postgres -E UTF8 --locale=C.UTF-8 --auth=scram-sha-256 \
        --pwfile="$PG_DIR/password.new" >"$PG_DIR/initdb.log" 2>&1 || made=1
    rm -f "$PG_DIR/password.new"
    [ "$made" -eq 0 ] || { pg_fail "initdb failed; $PG_DIR/initdb.log says: $(tail -n 1 "$PG_DIR/initdb.log")"; return; }
    # Terse: the details of an error hold values of rows, and values are never logged.
    pg_as_server tee -a "$PG_DIR/data.new/postgresql.conf" >/dev/null <<SETTINGS

listen_addresses = ''
max_connections = 200
max_wal_size = 2GB
log_error_verbosity = terse
log_min_error_statement = panic
$(printf '%s\n' "$@")
SETTINGS
    mv "$PG_DIR/data.new" "$PG_DIR/data"
}

# A killed server leaves a pid file, a locked socket and maybe children that still hold its shared memory.
pg_clean_after_crash() {
    local data
    data=$(readlink -f "$1/data")
    if [ -f "$data/postmaster.pid" ] && ! pg_running "$1"; then
        while pg_kill_those_in "$data"; do
            sleep 0.1
        done
        rm -f "$data/postmaster.pid" "$1"/socket/.s.PGSQL.*
    fi
}

# SIGKILL to each process that works in the folder; false when there is none.
pg_kill_those_in() {
    local entry found=1
    for entry in /proc/[0-9]*; do
        if [ "$(readlink "$entry/cwd" 2>/dev/null)" = "$1" ]; then
            kill -KILL "${entry#/proc/}" 2>/dev/null || true
            found=0
        fi
    done
    return "$found"
}

# The server's user must get to PG_DIR; below a folder that is closed to others, such as /root, it cannot.
pg_check_reach() {
    pg_as_server test -x "$PG_DIR" ||
        pg_fail "user ${PG_SERVER_USER:-postgres} cannot reach $PG_DIR; use a folder that is open to it, such as one below /tmp or /var/lib"
}

pg_start() {
    local PG_DIR=$1 port=$2 bin
    shift 2
    bin=$(pg_bin) || return
    mkdir -p "$PG_DIR"
    PG_DIR=$(cd "$PG_DIR" && pwd -P)
    if [ "${#PG_DIR}" -gt $((PG_SOCKET_PATH_MAX - 7)) ]; then
        pg_fail "$PG_DIR is too long a path for a socket; use one of at most $((PG_SOCKET_PATH_MAX - 7)) characters"
        return
    fi
    pg_check_reach || return
    [ -d "$PG_DIR/data" ] || pg_create "$@" || return
    pg_clean_after_crash "$PG_DIR"
    if ! pg_running "$PG_DIR"; then
        local user
        user=$(stat -c %U "$PG_DIR/data")
        touch "$PG_DIR/log"
        [ "$(id -u)" -ne 0 ] || chown "$user" "$PG_DIR/log"
        pg_as_server "$bin/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/log" -w -t 60 -s \
            -o "-p $port -k '$PG_DIR/socket'" start ||
            { pg_fail "the server does not start; $PG_DIR/log says: $(tail -n 1 "$PG_DIR/log")"; return; }
    fi
}

pg_stop() {
    local PG_DIR=$1
    pg_running "$PG_DIR" || return 0
    pg_as_server "$(pg_bin)/pg_ctl" -D "$PG_DIR/data" -m "${2:-fast}" -w -t 60 -s stop
}

# Makes the role that owns the database, and the database, where they are missing.
pg_create_database() {
    local PG_CONNECT_TO=postgres
    pg_sql "$1" "$2" postgres -v owner_password="$(pg_password "$1" remuda)" -v database="$PG_DATABASE" <<'SQL'
SELECT 'CREATE ROLE remuda LOGIN CREATEROLE'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'remuda') \gexec
ALTER ROLE remuda PASSWORD :'owner_password';
SELECT format('CREATE DATABASE %I OWNER remuda', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SQL
}

# Each service's role gets the password in DIR/password.
pg_set_passwords() {
    local role
    for role in $(pg_sql "$1" "$2" remuda -At -c \
        "SELECT m.member::regrole FROM pg_auth_members m WHERE m.roleid = 'remuda_service'::regrole ORDER BY 1"); do
        pg_sql "$1" "$2" remuda -v role="$role" -v new_password="$(pg_password "$1" "$role")" \
            <<<"ALTER ROLE :\"role\" PASSWORD :'new_password';"
    done
}

pg_migrate() {
    local dir=$1 port=$2 log=$1/migrate.log
    pg_create_database "$dir" "$port" || return
    if ! (cd "$PG_MIGRATIONS" && PGHOST=${PG_HOST:-$dir/socket} PGPORT=$port PGUSER=remuda PGPASSWORD=$(pg_password "$dir" remuda) \
        SQITCH_FULLNAME=Remuda SQITCH_EMAIL=remuda@localhost \
        sqitch deploy --verify --target "db:pg:$PG_DATABASE") >"$log" 2>&1; then
        pg_fail "the migration failed; $log says: $(tail -n 3 "$log")"
        return
    fi
    pg_set_passwords "$dir" "$port"
}
