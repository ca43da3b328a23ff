# shellcheck shell=bash
# The quickstart's own PostgreSQL: postgres.sh with this installation's folder, user and passwords.
# Needs place.sh, progress.sh, services.sh and postgres.sh; `home` and `var` come from place_init.
# shellcheck disable=SC2154 # home, var

# The server has no TCP port: the number only names its socket.
database_port=5432

database_folder() {
    printf '%s/postgres\n' "$home"
}

database_start() {
    export PG_SERVER_USER=$place_user
    local folder
    folder=$(database_folder)
    # The lock must not be inherited by a server that stays.
    pg_start "$folder" "$database_port" 9>&- || fail "PostgreSQL does not start" \
        "the line above and $var/postgres/log say why; the data is left as it is"
    progress_detail "migrating"
    pg_migrate "$folder" "$database_port" 9>&- || fail "the database could not be migrated" \
        "the lines above and $var/postgres/migrate.log say why; nothing of the failed change stays"
    database_hand_over_passwords "$folder"
}

# Services read their passwords as the user that runs them.
database_hand_over_passwords() {
    local role folder=$home/secrets/database
    as_run_user mkdir -p -m 0700 "$folder"
    for role in "${services_all[@]}"; do
        # shellcheck disable=SC2016
        as_run_user sh -c 'umask 077; cat >"$1"' sh "$folder/$role" <"$1/password/$role"
    done
}

database_stop() {
    export PG_SERVER_USER=$place_user
    local folder
    folder=$(database_folder)
    [ -d "$folder/data" ] || return 0
    pg_stop "$folder" || fail "PostgreSQL does not stop" "a client may hold it; see $var/postgres/log and try again"
}

database_running() {
    local PG_SERVER_USER=$place_user
    pg_running "$(database_folder)"
}

# database_of ROLE: how a service reaches its schema.
database_of() {
    pg_conninfo "$(database_folder)" "$database_port" "$1"
}
