#include "service/methods.h"

#include "remuda/rpc/v1/operations.pb-c.h"
#include "service/operations.h"
#include "unit.h"

static int nothing(struct batch *batch, struct error *error)
{
    (void)batch, (void)error;
    return 0;
}

#define ROW(method_name)                                                                                               \
    {                                                                                                                  \
        method_name, ROLE_NONE, METHOD_READS, 1, nothing                                                               \
    }

static int add(struct method_table *table, const struct method *methods, struct error *error)
{
    return method_table_add(table, &remuda__rpc__v1__operations__descriptor, methods, error);
}

static void assert_start_refused(const struct method *methods, const char *field)
{
    struct method_table table = {0};
    struct error error = {0};
    assert_refused(add(&table, methods, &error), &error, STATUS_INTERNAL, field);
    method_table_release(&table);
}

static void methods_are_found_by_their_full_names(void **state)
{
    (void)state;
    struct method_table table = {0};
    struct error error = {0};
    assert_int_equal(add(&table, operations_methods, &error), 0);
    const struct method_entry *ping = method_table_find(&table, "remuda.rpc.v1.Operations/Ping");
    assert_non_null(ping);
    assert_ptr_equal(ping->request_type, &remuda__rpc__v1__ping_request__descriptor);
    assert_ptr_equal(ping->response_type, &remuda__rpc__v1__ping_response__descriptor);
    static const char *const others[] = {"", "Ping", "remuda.rpc.v1.Operations/", "remuda.rpc.v1.Operations/ping",
                                         "/Ping"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(method_table_find(&table, others[i]));
    method_table_release(&table);
}

static void a_method_without_a_row_stops_the_start(void **state)
{
    (void)state;
    const struct method methods[] = {ROW("Ping"), ROW("ReadEvents"), ROW("ListDeadLetters"), {0}};
    assert_start_refused(methods, "remuda.rpc.v1.Operations");
}

static void a_row_without_a_method_stops_the_start(void **state)
{
    (void)state;
    const struct method methods[] = {
        ROW("Ping"), ROW("ReadEvents"), ROW("ListDeadLetters"), ROW("ReplayDeadLetters"), ROW("ReadAudit"), ROW("Pong"), {0}};
    assert_start_refused(methods, "Pong");
}

static void two_rows_for_one_method_stop_the_start(void **state)
{
    (void)state;
    const struct method methods[] = {ROW("Ping"), ROW("Ping"), ROW("ListDeadLetters"), ROW("ReplayDeadLetters"), ROW("ReadAudit"), {0}};
    assert_start_refused(methods, "Ping");
}

static void a_row_without_a_handler_stops_the_start(void **state)
{
    (void)state;
    const struct method methods[] = {{"Ping", ROLE_NONE, METHOD_READS, 1, NULL}, {0}};
    assert_start_refused(methods, "Ping");
}

static void a_method_that_writes_is_never_answered_without_a_transaction(void **state)
{
    (void)state;
    const struct method methods[] = {{"Ping", ROLE_NONE, METHOD_WRITES | METHOD_INLINE, 1, nothing}, {0}};
    assert_start_refused(methods, "Ping");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_are_found_by_their_full_names),
        cmocka_unit_test(a_method_without_a_row_stops_the_start),
        cmocka_unit_test(a_row_without_a_method_stops_the_start),
        cmocka_unit_test(two_rows_for_one_method_stop_the_start),
        cmocka_unit_test(a_row_without_a_handler_stops_the_start),
        cmocka_unit_test(a_method_that_writes_is_never_answered_without_a_transaction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
