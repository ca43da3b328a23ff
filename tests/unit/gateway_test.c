/* What the gateway reads of a stranger's request: paths, queries, headers, keys; how it names what is wrong. */
#include "unit.h"

#include "address.h"
#include "api_key.h"
#include "entity.h"
#include "header.h"
#include "problem.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"
#include "request_message.h"
#include "scope.h"

#include <arpa/inet.h>
#include <protobuf-c/protobuf-c.h>
#include <sodium.h>
#include <stdlib.h>

static const struct route *find(struct arena *arena, const char *verb, const char *uri, struct target *target,
                                struct error *error)
{
    const char *allow;
    *error = (struct error){0};
    return target_parse(uri, arena, target, error) == 0 ? route_find(verb, target, arena, &allow, error) : NULL;
}

static void assert_method(const char *verb, const char *uri, const char *method)
{
    struct arena arena = {0};
    struct target target;
    struct error error;
    const struct route *route = find(&arena, verb, uri, &target, &error);
    assert_string_equal(route ? route->method : "none", method);
    arena_release(&arena);
}

static void a_path_and_verb_name_one_method(void **state)
{
    (void)state;
    assert_method("POST", "/v1/leads", "FileLead");
    assert_method("GET", "/v1/leads?limit=3", "ListLeads");
    assert_method("GET", "/v1/leads/7", "GetLead");
    assert_method("POST", "/v1/leads/7:advance", "AdvanceLead");
    assert_method("POST", "/v1/leads:check", "CheckLead");
    assert_method("GET", "/v1/tier-runs/1/changes/2", "CompareRuns");
    assert_method("GET", "/v1/leads/7/history", "GetHistory");
    assert_method("GET", "/v1/leads/", "none");
    assert_method("GET", "/v1/leads/7/8", "none");
    assert_method("POST", "/v1/leads/:advance", "none");
    assert_method("POST", "/v1/leads/7:fly", "none");
}

static void a_known_path_with_another_verb_says_which_it_takes(void **state)
{
    struct arena arena = {0};
    struct target target;
    struct error error = {0};
    const char *allow;
    (void)state;
    assert_int_equal(target_parse("/v1/leads", &arena, &target, &error), 0);
    assert_null(route_find("DELETE", &target, &arena, &allow, &error));
    assert_int_equal(error.status, STATUS_UNIMPLEMENTED);
    assert_string_equal(allow, "POST, GET");
    arena_release(&arena);
}

/* Every route's method is there, every path field is a field of its request, and no two routes are the same. */
static void the_table_agrees_with_the_contracts(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        const ProtobufCMethodDescriptor *method = route_method(&routes[i]);
        assert_non_null(method);
        for (const char *at = strchr(routes[i].path, '{'); at; at = strchr(at + 1, '{')) {
            char name[64];
            snprintf(name, sizeof name, "%.*s", (int)strcspn(at + 1, "}"), at + 1);
            assert_non_null(protobuf_c_message_descriptor_get_field_by_name(method->input, name));
        }
        assert_string_not_equal(scope_name(scope_of(routes[i].backend, routes[i].writes)), "");
        for (size_t j = 0; j < i; j++)
            assert_true(strcmp(routes[i].path, routes[j].path) != 0 || strcmp(routes[i].verb, routes[j].verb) != 0);
    }
}

static void assert_all_have_routes(enum backend backend)
{
    const ProtobufCServiceDescriptor *service = backend_descriptor(backend);
    for (unsigned i = 0; i < service->n_methods; i++) {
        bool found = false;
        for (size_t j = 0; j < route_count; j++)
            found |= routes[j].backend == backend && strcmp(routes[j].method, service->methods[i].name) == 0;
        if (!found)
            fail_msg("%s/%s has no route", service->name, service->methods[i].name);
    }
}

static void every_method_of_every_service_has_a_route(void **state)
{
    (void)state;
    for (int backend = 0; backend < BACKEND_COUNT; backend++)
        assert_all_have_routes((enum backend)backend);
}

static ProtobufCMessage *read(struct arena *arena, const char *verb, const char *uri, const char *body,
                              struct error *error)
{
    struct target target;
    const struct route *route = find(arena, verb, uri, &target, error);
    assert_non_null(route);
    return request_message_read(route, &target, body, strlen(body), arena, error);
}

static void path_and_query_become_fields(void **state)
{
    struct arena arena = {0};
    struct error error;
    (void)state;
    Remuda__Lead__V1__ListLeadsRequest *list = (Remuda__Lead__V1__ListLeadsRequest *)read(
        &arena, "GET", "/v1/leads?unitCode=%E5%9B%9B+x&limit=10&state=HELD&customer_id=9223372036854775807", "",
        &error);
    assert_non_null(list);
    assert_string_equal(list->unit_code, "四 x");
    assert_int_equal(list->limit, 10);
    assert_int_equal(list->state, REMUDA__LEAD__V1__LEAD_STATE__HELD);
    assert_true(list->customer_id == INT64_MAX);
    Remuda__Lead__V1__GetLossAnalysisRequest *losses = (Remuda__Lead__V1__GetLossAnalysisRequest *)read(
        &arena, "GET", "/v1/losses?by=BY_REASON,BY_AREA&by=BY_COMPETITOR", "", &error);
    assert_non_null(losses);
    assert_int_equal(losses->n_by, 3);
    assert_int_equal(losses->by[2], REMUDA__LEAD__V1__LOSS_ASPECT__BY_COMPETITOR);
    arena_release(&arena);
}

static void the_path_completes_the_body_and_contradicts_it_never(void **state)
{
    struct arena arena = {0};
    struct error error;
    (void)state;
    Remuda__Lead__V1__AdvanceLeadRequest *advance = (Remuda__Lead__V1__AdvanceLeadRequest *)read(
        &arena, "POST", "/v1/leads/7:advance", "{\"feedback\":\"x\"}", &error);
    assert_non_null(advance);
    assert_int_equal(advance->lead_id, 7);
    assert_non_null(read(&arena, "POST", "/v1/leads/7:advance", "{\"leadId\":\"7\"}", &error));
    assert_non_null(read(&arena, "POST", "/v1/leads/7:extend", "", &error));
    assert_null(read(&arena, "POST", "/v1/leads/7:advance", "{\"leadId\":8}", &error));
    assert_string_equal(error.field, "lead_id");
    assert_null(read(&arena, "POST", "/v1/deliveries/1M8GDM9AXKP042788:cancel", "{\"vin\":\"x\"}", &error));
    arena_release(&arena);
}

static void a_broken_parameter_is_named(void **state)
{
    static const struct {
        const char *uri, *field;
    } cases[] = {
        {"/v1/leads?limit=x", "limit"},        {"/v1/leads?limit=1&limit=2", "limit"},
        {"/v1/leads?colour=1", "colour"},      {"/v1/leads?state=WILD", "state"},
        {"/v1/leads?cursor=%F", "cursor"},     {"/v1/leads?cursor=%00", "cursor"},
        {"/v1/leads?cursor=%C0%80", "cursor"}, {"/v1/leads?limit=4294967296", "limit"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct target target;
        struct error error;
        const struct route *route = find(&arena, "GET", cases[i].uri, &target, &error);
        if (route)
            assert_null(request_message_read(route, &target, "", 0, &arena, &error));
        assert_string_equal(error.field, cases[i].field);
        arena_release(&arena);
    }
}

static void an_idempotency_key_may_be_quoted_or_bare(void **state)
{
    struct arena arena = {0};
    struct error error;
    const char *key;
    (void)state;
    assert_int_equal(header_idempotency_key("\"8e03978e-40d5\"", &arena, &key, &error), 0);
    assert_string_equal(key, "8e03978e-40d5");
    assert_int_equal(header_idempotency_key("8e03978e-40d5", &arena, &key, &error), 0);
    assert_string_equal(key, "8e03978e-40d5");
    static const char *const wrong[] = {NULL, "", "\"\"", "a b", "\"a\"b\"", "\"a\\b\"", "键"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(header_idempotency_key(wrong[i], &arena, &key, &error), -1);
    char longest[IDEMPOTENCY_KEY_MAX + 2];
    memset(longest, 'k', sizeof longest);
    longest[IDEMPOTENCY_KEY_MAX + 1] = '\0';
    assert_int_equal(header_idempotency_key(longest, &arena, &key, &error), -1);
    assert_int_equal(header_idempotency_key(longest + 1, &arena, &key, &error), 0);
    arena_release(&arena);
}

static void the_language_is_what_the_caller_wants_most(void **state)
{
    (void)state;
    assert_int_equal(header_locale(NULL), LOCALE_EN);
    assert_int_equal(header_locale("fr"), LOCALE_EN);
    assert_int_equal(header_locale("zh-CN,zh;q=0.9,en;q=0.8"), LOCALE_ZH_CN);
    assert_int_equal(header_locale("en;q=0.3, zh-Hans-CN;q=0.5"), LOCALE_ZH_CN);
    assert_int_equal(header_locale("zh;q=0, en;q=0.1"), LOCALE_EN);
    assert_int_equal(header_locale(";;;q=,,=;zh"), LOCALE_EN);
}

static void traces_ids_and_media_types_are_taken_only_when_well_formed(void **state)
{
    char id[REQUEST_ID_SIZE];
    (void)state;
    assert_true(header_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    assert_false(header_traceparent("00-4BF92F3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    assert_false(header_traceparent("00-4bf9"));
    assert_true(header_request_id("order-7:a.b_c", id));
    assert_false(header_request_id("a\r\nSet-Cookie: x", id));
    assert_false(header_request_id("", id));
    assert_true(header_is_media_type("Application/JSON; charset=utf-8", "application/json"));
    assert_false(header_is_media_type("application/jsonp", "application/json"));
    assert_string_equal(header_bearer("bearer  rmd_x"), "rmd_x");
    assert_string_equal(header_bearer("Basic eDp5"), "");
}

static void a_field_becomes_a_json_pointer(void **state)
{
    struct buffer pointer = BUFFER(256);
    (void)state;
    assert_int_equal(problem_pointer("customer.contact_phone", &pointer), 0);
    assert_string_equal(pointer.data, "/customer/contactPhone");
    buffer_clear(&pointer);
    assert_int_equal(problem_pointer("details.deciders[3].note", &pointer), 0);
    assert_string_equal(pointer.data, "/details/deciders/3/note");
    buffer_release(&pointer);
}

static void a_problem_is_rfc_9457_json(void **state)
{
    const struct client_violation violation = {"customer.name", "REQUIRED", "give the \"name\""};
    struct problem problem = {.http_status = 400,
                              .status = STATUS_INVALID_ARGUMENT,
                              .detail = "two\nlines",
                              .request_id = "r1",
                              .violations = &violation,
                              .violation_count = 1,
                              .has_body = true};
    struct buffer out = BUFFER(PROBLEM_MAX);
    (void)state;
    assert_int_equal(problem_write(&problem, &out), 0);
    assert_string_equal(
        out.data, "{\"type\":\"urn:remuda:problem:INVALID_ARGUMENT\",\"status\":400,\"title\":\"INVALID_ARGUMENT\","
                  "\"detail\":\"two\\nlines\",\"requestId\":\"r1\",\"errors\":[{\"pointer\":\"#/customer/name\","
                  "\"reason\":\"REQUIRED\",\"detail\":\"give the \\\"name\\\"\"}]}");
    buffer_release(&out);
}

static void each_refusal_has_its_http_status(void **state)
{
    (void)state;
    assert_int_equal(problem_http_status(STATUS_ALREADY_EXISTS, "call.idempotency_key"), 422);
    assert_int_equal(problem_http_status(STATUS_ALREADY_EXISTS, "idempotency_key"), 422);
    assert_int_equal(problem_http_status(STATUS_ALREADY_EXISTS, "vin"), 409);
    assert_int_equal(problem_http_status(STATUS_DEADLINE_EXCEEDED, ""), 503);
    assert_int_equal(problem_http_status(STATUS_RESOURCE_EXHAUSTED, ""), 429);
}

static void a_key_has_a_prefix_and_a_hash_of_its_own(void **state)
{
    char key[API_KEY_SIZE], other[API_KEY_SIZE], prefix[API_KEY_PREFIX_SIZE];
    uint8_t hash[API_KEY_HASH_SIZE], again[API_KEY_HASH_SIZE];
    (void)state;
    api_key_make(key);
    api_key_make(other);
    assert_int_equal(strlen(key), API_KEY_SIZE - 1);
    assert_string_not_equal(key, other);
    api_key_read(key, prefix, hash);
    assert_true(api_key_is_prefix(prefix));
    assert_memory_equal(key + 4, prefix, sizeof prefix - 1);
    key[API_KEY_SIZE - 2] ^= 1;
    api_key_read(key, prefix, again);
    assert_memory_not_equal(hash, again, sizeof hash);
    api_key_read("", prefix, again);
    assert_string_equal(prefix, "");
}

static void scopes_are_read_by_name(void **state)
{
    (void)state;
    scope_set set = scopes_read("lead.read directory.read nonsense");
    assert_true(set & scope_of(BACKEND_LEAD_INTAKE, false));
    assert_false(set & scope_of(BACKEND_LEAD_INTAKE, true));
    assert_int_equal(scope_by_name("lead", 4), 0);
}

static void assert_caller(const char *trusted, const char *peer, const char *forwarded_for, const char *expected)
{
    struct network_list list;
    struct error error;
    char caller[ADDRESS_SIZE];
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    const bool is_v4 = inet_pton(AF_INET, peer, &v4.sin_addr) == 1;
    assert_true(is_v4 || inet_pton(AF_INET6, peer, &v6.sin6_addr) == 1);
    assert_int_equal(network_list_read(trusted, "x", &list, &error), 0);
    address_of_caller(&list, is_v4 ? (const struct sockaddr *)&v4 : (const struct sockaddr *)&v6, forwarded_for,
                      caller);
    assert_string_equal(caller, expected);
}

static void only_a_trusted_proxy_says_who_asks(void **state)
{
    (void)state;
    assert_caller("", "192.0.2.1", "203.0.113.7", "192.0.2.1");
    assert_caller("10.0.0.0/8", "192.0.2.1", "203.0.113.7", "192.0.2.1");
    assert_caller("10.0.0.0/8", "10.9.8.7", "203.0.113.7", "203.0.113.7");
    assert_caller("10.0.0.0/8", "10.9.8.7", NULL, "10.9.8.7");
    assert_caller("10.0.0.0/8", "10.9.8.7", "198.51.100.1, 203.0.113.7, 10.1.1.1 ", "203.0.113.7");
    assert_caller("10.0.0.0/8", "10.9.8.7", "203.0.113.7, rubbish", "10.9.8.7");
    assert_caller("10.0.0.0/9", "10.200.0.1", "203.0.113.7", "10.200.0.1");
    assert_caller("fd00::/8,::1", "fd12::1", "2001:db8::5, ::1", "2001:db8::5");
    assert_caller("192.0.2.1", "::ffff:192.0.2.1", "203.0.113.7", "203.0.113.7");
}

static void a_list_of_proxies_is_read_whole_or_refused(void **state)
{
    static const char *const wrong[] = {"10.0.0.0/33", "fd00::/129", "proxy", "10.0.0.1,,10.0.0.2", "/8"};
    struct network_list list;
    struct error error;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(network_list_read(wrong[i], "proxies", &list, &error), -1);
}

static void a_version_goes_by_its_tag(void **state)
{
    struct arena arena = {0};
    struct error error;
    const char *version;
    (void)state;
    assert_int_equal(header_if_match("\"7\"", &arena, &version, &error), 0);
    assert_string_equal(version, "7");
    assert_int_equal(header_if_match("*", &arena, &version, &error), 0);
    assert_string_equal(version, "");
    static const char *const wrong[] = {"7", "\"\"", "W/\"7\"", "\"7\", \"8\"", "", "\""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(header_if_match(wrong[i], &arena, &version, &error), -1);
    assert_true(header_has_tag("\"6\", W/\"7\"", "7") && header_has_tag("*", "7"));
    assert_false(header_has_tag("\"77\"", "7") || header_has_tag(NULL, "7") || header_has_tag("7", "7"));
    arena_release(&arena);
}

static void what_replaces_or_amends_needs_the_version_that_was_read(void **state)
{
    size_t needing = 0;
    (void)state;
    for (size_t i = 0; i < route_count; i++)
        if (entity_needs_condition(&routes[i])) {
            assert_true(strcmp(routes[i].method, "AmendLead") == 0 ||
                        strcmp(routes[i].method, "PutProtectionPolicy") == 0);
            needing++;
        }
    assert_int_equal(needing, 2);
    assert_int_equal(problem_http_status(STATUS_ABORTED, "if_version"), 412);
}

static void an_answer_is_compressed_for_who_says_so(void **state)
{
    (void)state;
    assert_true(header_accepts_gzip("gzip") && header_accepts_gzip("br;q=1.0, GZIP;q=0.8, *;q=0.1"));
    assert_false(header_accepts_gzip(NULL) || header_accepts_gzip("") || header_accepts_gzip("gzip;q=0") ||
                 header_accepts_gzip("identity, gzipped"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_and_verb_name_one_method),
        cmocka_unit_test(a_known_path_with_another_verb_says_which_it_takes),
        cmocka_unit_test(the_table_agrees_with_the_contracts),
        cmocka_unit_test(every_method_of_every_service_has_a_route),
        cmocka_unit_test(path_and_query_become_fields),
        cmocka_unit_test(the_path_completes_the_body_and_contradicts_it_never),
        cmocka_unit_test(a_broken_parameter_is_named),
        cmocka_unit_test(an_idempotency_key_may_be_quoted_or_bare),
        cmocka_unit_test(the_language_is_what_the_caller_wants_most),
        cmocka_unit_test(traces_ids_and_media_types_are_taken_only_when_well_formed),
        cmocka_unit_test(a_field_becomes_a_json_pointer),
        cmocka_unit_test(a_problem_is_rfc_9457_json),
        cmocka_unit_test(each_refusal_has_its_http_status),
        cmocka_unit_test(a_key_has_a_prefix_and_a_hash_of_its_own),
        cmocka_unit_test(scopes_are_read_by_name),
        cmocka_unit_test(only_a_trusted_proxy_says_who_asks),
        cmocka_unit_test(a_list_of_proxies_is_read_whole_or_refused),
        cmocka_unit_test(a_version_goes_by_its_tag),
        cmocka_unit_test(what_replaces_or_amends_needs_the_version_that_was_read),
        cmocka_unit_test(an_answer_is_compressed_for_who_says_so),
    };
    if (sodium_init() < 0)
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
