# shellcheck shell=bash
# The services: keys, environments, start, readiness, stop. Needs progress.sh, place.sh and processes.sh; `home`,
# `checkout`, `ports` (the port before the first one) and `database_of` (a function: role -> conninfo) come from the caller.
# shellcheck disable=SC2154 # home, checkout, var, ports

services_all=(directory lead_intake customer_tiering target_planning incentive_calculation gateway)
services_ready_seconds=60
services_drain_seconds=30

services_program() {
    printf '%s/bin/remuda-%s\n' "$home" "${1//_/-}"
}

# services_port SERVICE: of its calls. The admin port is the next hundred.
services_port() {
    local i
    for i in "${!services_all[@]}"; do
        [ "${services_all[i]}" != "$1" ] || printf '%d\n' $((ports + i + 1))
    done
}

services_admin_port() {
    printf '%d\n' $(($(services_port "$1") + 100))
}

# The door for dealers' systems.
services_http_port() {
    printf '%d\n' $((ports + 80))
}

# services_pid SERVICE: prints the pid when it runs. What a crash left in the pid file does not count.
services_pid() {
    process_from_file "$home/run/$1.pid" "$(services_program "$1")"
}

# services_install_program NAME: programs run from var/bin, so that a build does not disturb what runs, and so that the
# user who runs them need not reach the build folder. 0: installed; 1: it was there already.
services_install_program() {
    local built=$checkout/build/release/bin/$1
    ! cmp -s -- "$built" "$home/bin/$1" || return 1
    # shellcheck disable=SC2016 # expanded by the inner shell
    as_run_user sh -c 'umask 022 && cat >"$1.new" && chmod 755 "$1.new" && mv -f "$1.new" "$1"' sh "$home/bin/$1" <"$built" ||
        fail "$built could not be installed in $var/bin" "the line above says why"
}

# services_make_key NAME: a CURVE pair under var/secrets, once.
services_make_key() {
    local prefix=$home/secrets/$1
    [ -s "$prefix.secret" ] && [ -s "$prefix.public" ] && return 0
    as_run_user rm -f -- "$prefix.secret" "$prefix.public"
    as_run_user "$home/bin/remuda" key new --out "$prefix" >/dev/null
}

services_environment() {
    local service=$1 port admin
    port=$(services_port "$service")
    admin=$(services_admin_port "$service")
    printf '%s\n' "REMUDA_BIND=tcp://127.0.0.1:$port" "REMUDA_ADMIN_BIND=127.0.0.1:$admin" \
        "REMUDA_DATABASE=$(database_of "$service")" "REMUDA_DATABASE_PASSWORD_FILE=$home/secrets/database/$service" \
        "REMUDA_SECRET_KEY_FILE=$home/secrets/$service.secret"
    [ "$service" != gateway ] || services_gateway_environment
    [ "$service" != directory ] || printf 'REMUDA_BOOTSTRAP_KEY_FILE=%s\n' "$home/secrets/operator.public"
}

# The gateway's own door, and the way to the others.
services_gateway_environment() {
    local service
    printf '%s\n' "REMUDA_HTTP_BIND=127.0.0.1:$(services_http_port)" "REMUDA_SERVER_KEYS=$home/secrets"
    for service in "${services_all[@]}"; do
        printf 'REMUDA_%s=tcp://127.0.0.1:%d\n' "${service^^}" "$(services_port "$service")"
    done
}

services_start() {
    local service=$1 environment log=$home/log/$1.log
    services_pid "$service" >/dev/null && return 0
    mapfile -t environment < <(services_environment "$service")
    # shellcheck disable=SC2016 # expanded by the inner shell, which becomes the service and so has its pid
    as_run_user setsid sh -c 'echo $$ >"$1"; shift; exec "$@"' sh "$home/run/$service.pid" env "${environment[@]}" \
        "$(services_program "$service")" >>"$log" 2>&1 </dev/null 9>&- &
}

# services_check_ports: nobody else listens where services that do not run yet will.
services_check_ports() {
    local service
    for service in "${services_all[@]}"; do
        services_pid "$service" >/dev/null && continue
        services_check_port "$service" "$(services_port "$service")"
        services_check_port "$service" "$(services_admin_port "$service")"
        [ "$service" != gateway ] || services_check_port "$service" "$(services_http_port)"
    done
}

services_check_port() {
    if (: <"/dev/tcp/127.0.0.1/$2") 2>/dev/null; then
        fail "port $2, meant for $1, is taken by another program" \
            "end that program (ss -ltnp shows it), or choose other ports: PORT_BASE=$((ports + 1000)) deploy/quickstart"
    fi
}

# services_http SERVICE PATH: prints the status code of its admin port; fails when there is no answer.
services_http() {
    local status
    exec 8<>"/dev/tcp/127.0.0.1/$(services_admin_port "$1")" || return 1
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&8
    read -r -t 5 _ status _ <&8 || status=
    exec 8>&-
    [ -n "$status" ] && printf '%s\n' "$status"
}

services_ready() {
    [ "$(services_http "$1" /readyz 2>/dev/null)" = 200 ]
}

services_wait_ready() {
    local tenths=$((services_ready_seconds * 10))
    until services_ready "$1"; do
        tenths=$((tenths - 1))
        if [ "$tenths" -le 0 ] || { [ "$tenths" -lt $((services_ready_seconds * 10 - 20)) ] && ! services_pid "$1" >/dev/null; }; then
            tail -n 10 -- "$home/log/$1.log" >&2
            fail "$1 does not become ready" "its log says why: $var/log/$1.log"
        fi
        sleep 0.1
    done
}

services_stop() {
    local pid
    if pid=$(services_pid "$1"); then
        process_end "$pid" "$services_drain_seconds" ||
            progress_warn "$1 did not end within $services_drain_seconds s and was killed; it takes up its work at the next start"
    fi
    rm -f -- "$home/run/$1.pid"
}
