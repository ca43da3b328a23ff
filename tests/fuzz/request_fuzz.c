/*
 * Any bytes as an HTTP request: a line with verb and target, a line of headers' values, the body. Reading ends; what
 * becomes a request passes the guard; what is refused is told as a problem that is JSON.
 */
#include "address.h"
#include "base/buffer.h"
#include "header.h"
#include "problem.h"
#include "request_message.h"
#include "wire/wire.h"

#include <jansson.h>
#include <netinet/in.h>
#include <protobuf-c/protobuf-c.h>
#include <stdio.h>

#define VERB_MAX 16

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void assert_passes_guard(const struct route *route, const ProtobufCMessage *message, struct arena *arena)
{
    struct error error;
    size_t size;
    const uint8_t *packed = wire_pack(message, arena, &size);
    must(wire_check(route_method(route)->input, packed, size, &error) == 0 ||
         error.status == STATUS_RESOURCE_EXHAUSTED);
}

static void assert_told(const struct error *error, bool has_body)
{
    const struct client_violation violation = {error->field, "REFUSED", error->message[LOCALE_ZH_CN]};
    const struct problem problem = {.http_status = problem_http_status(error->status, error->field),
                                    .status = error->status,
                                    .detail = error->message[LOCALE_EN],
                                    .request_id = "fuzz",
                                    .violations = &violation,
                                    .violation_count = 1,
                                    .has_body = has_body};
    struct buffer out = BUFFER(PROBLEM_MAX);
    must(error->status != STATUS_OK && problem_write(&problem, &out) == 0);
    json_t *read = json_loadb(out.data, out.length, JSON_REJECT_DUPLICATES, NULL);
    must(read != NULL);
    json_decref(read);
    buffer_release(&out);
}

/* Whatever is forwarded, who asks is an address. */
static void read_address(const char *line)
{
    static const struct sockaddr_in peer = {.sin_family = AF_INET};
    struct network_list trusted;
    struct address address;
    struct error error;
    char caller[ADDRESS_SIZE];
    network_list_read(line, "fuzz", &trusted, &error);
    must(network_list_read("0.0.0.0/0,::/1", "fuzz", &trusted, &error) == 0);
    address_of_caller(&trusted, (const struct sockaddr *)&peer, line, caller);
    must(address_read(caller, &address));
}

static void read_headers(const char *line, struct arena *arena)
{
    char id[REQUEST_ID_SIZE];
    struct error error;
    const char *key;
    header_locale(line);
    header_traceparent(line);
    header_bearer(line);
    header_is_media_type(line, "application/json");
    header_accepts_gzip(line);
    header_has_tag(line, "7");
    header_list_has(line, "https://portal.example");
    if (header_if_match(line, arena, &key, &error) == 0)
        must(!strchr(key, '"'));
    read_address(line);
    if (header_request_id(line, id))
        must(strlen(id) < sizeof id);
    if (header_idempotency_key(line, arena, &key, &error) == 0)
        must(strlen(key) > 0 && strlen(key) <= IDEMPOTENCY_KEY_MAX);
}

static void read_request(const char *line, const char *body, size_t size, struct arena *arena)
{
    struct target target;
    struct error error = {0};
    const char *allow;
    const ProtobufCMessage *message = NULL;
    char verb[VERB_MAX];
    snprintf(verb, sizeof verb, "%.*s", (int)strcspn(line, " "), line);
    line += strcspn(line, " ");
    line += *line == ' ';
    const struct route *route =
        target_parse(line, arena, &target, &error) == 0 ? route_find(verb, &target, arena, &allow, &error) : NULL;
    if (route)
        message = request_message_read(route, &target, body, size, arena, &error);
    if (message)
        assert_passes_guard(route, message, arena);
    else
        assert_told(&error, route && strcmp(route->verb, "GET") != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const char *text = arena_strndup(&arena, (const char *)data, size);
    const char *const end = text + size;
    const char *first = memchr(text, '\n', size);
    const char *second = first ? memchr(first + 1, '\n', (size_t)(end - first - 1)) : NULL;
    if (second) {
        read_headers(arena_strndup(&arena, first + 1, (size_t)(second - first - 1)), &arena);
        read_request(arena_strndup(&arena, text, (size_t)(first - text)), second + 1, (size_t)(end - second - 1),
                     &arena);
    }
    arena_release(&arena);
    return 0;
}
