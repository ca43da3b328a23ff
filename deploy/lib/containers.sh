# shellcheck shell=bash
# Container engines: podman, also where there is neither systemd nor a registry. Needs progress.sh; `checkout` comes from the caller.
# shellcheck disable=SC2154

# containers_engine: makes podman work here. In a container or a machine without systemd it needs other settings than Debian's.
containers_engine() {
    command -v podman >/dev/null || fail "there is no podman" "apt-get install podman buildah netavark aardvark-dns"
    if [ -z "${CONTAINERS_CONF:-}" ] && [ ! -d /run/systemd/system ]; then
        export CONTAINERS_CONF=$checkout/deploy/container/containers.conf
    fi
}

# containers_can_run: whether a container starts at all; the engine's own words go to standard error when not.
containers_can_run() {
    (containers_engine && podman info >/dev/null)
}

# containers_base: prints the image to build from; BASE names another one.
containers_base() {
    if [ -n "${BASE:-}" ]; then
        printf '%s\n' "$BASE"
    elif podman image exists localhost/remuda-base; then
        echo localhost/remuda-base
    elif timeout 20 podman pull -q docker.io/library/debian:bookworm-slim >/dev/null 2>&1; then
        echo docker.io/library/debian:bookworm-slim
    else
        containers_make_base >&2
        echo localhost/remuda-base
    fi
}

# The same Debian, made of its packages.
containers_make_base() {
    command -v mmdebstrap >/dev/null || fail "no registry is reachable, and mmdebstrap is missing" "apt-get install mmdebstrap"
    progress_detail "no registry is reachable: making the base image of Debian's packages"
    mmdebstrap --quiet --variant=minbase --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        bookworm - | podman import -q - localhost/remuda-base >/dev/null
}
