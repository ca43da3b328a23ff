#include "bus/endpoint.h"

#include "unit.h"

#define MAX 4

static char endpoints[MAX][ENDPOINT_SIZE];
static size_t count;

static int resolve(const char *list, struct error *error)
{
    return endpoint_resolve(list, "REMUDA_DIRECTORY", endpoints, MAX, &count, error);
}

static void addresses_stay_what_they_are(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(resolve("tcp://127.0.0.1:7101", &error), 0);
    assert_int_equal(count, 1);
    assert_string_equal(endpoints[0], "tcp://127.0.0.1:7101");
    assert_int_equal(resolve("tcp://[::1]:65535", &error), 0);
    assert_string_equal(endpoints[0], "tcp://[::1]:65535");
}

static void several_stand_between_commas(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(resolve("tcp://127.0.0.1:1,tcp://127.0.0.2:2,tcp://127.0.0.3:3", &error), 0);
    assert_int_equal(count, 3);
    assert_string_equal(endpoints[2], "tcp://127.0.0.3:3");
    assert_int_equal(
        resolve("tcp://127.0.0.1:1,tcp://127.0.0.1:2,tcp://127.0.0.1:3,tcp://127.0.0.1:4,tcp://127.0.0.1:5", &error),
        0);
    assert_int_equal(count, MAX);
}

static void what_is_no_endpoint_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "127.0.0.1:7101",
        "tcp://",
        "tcp://127.0.0.1",
        "tcp://:7101",
        "tcp:",
        "tcp://127.0.0.1:",
        "tcp://h:70000",
        "tcp://127.0.0.1:0",
        "tcp://127.0.0.1:-1",
        "tcp",
        "tcp://127.0.0.1:http",
        "udp://h:1",
        "tcp://127.0.0.1:1.5",
        "tcp://127.0.0.1:71011111111111",
        "tcp:/",
        "tcp://127.0.0.1:7101,x",
        ",tcp://127.0.0.1:7101",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct error error = {0};
        assert_refused(resolve(wrong[i], &error), &error, STATUS_INVALID_ARGUMENT, "REMUDA_DIRECTORY");
    }
}

static void a_host_name_too_long_for_any_is_refused(void **state)
{
    (void)state;
    char list[600] = "tcp://";
    memset(list + 6, 'h', 500);
    snprintf(list + 506, sizeof list - 506, ":7101");
    struct error error;
    assert_refused(resolve(list, &error), &error, STATUS_INVALID_ARGUMENT, "REMUDA_DIRECTORY");
}

static void a_host_that_is_not_found_is_named(void **state)
{
    (void)state;
    struct error error;
    assert_refused(resolve("tcp://no-such-host.invalid:7101", &error), &error, STATUS_UNAVAILABLE, "REMUDA_DIRECTORY");
    assert_non_null(strstr(error.message[LOCALE_EN], "no-such-host.invalid"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_stay_what_they_are),      cmocka_unit_test(several_stand_between_commas),
        cmocka_unit_test(what_is_no_endpoint_is_refused),    cmocka_unit_test(a_host_name_too_long_for_any_is_refused),
        cmocka_unit_test(a_host_that_is_not_found_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
