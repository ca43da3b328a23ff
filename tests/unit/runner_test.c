/* Batches of methods that only read, so without a database; those that write: tests/integration/kept_replies_test.c. */
#include "service/runner.h"

#include "base/clock.h"
#include "wire/wire.h"

#include "frame.h"

/* What the handler does is said by the texts of the calls. */
static int invocations;

static int obey(struct batch *batch, struct error *error)
{
    static char huge[WIRE_STRING_MAX];
    invocations++;
    memset(huge, 'x', sizeof huge - 1);
    for (size_t i = 0; i < batch->count; i++) {
        struct call *call = &batch->calls[i];
        const char *text = frame_text(call);
        if (strcmp(text, "refuse") == 0)
            call_fail(call, STATUS_NOT_FOUND, "text", "not found: look elsewhere", "找不到：请查看别处");
        else if (strcmp(text, "violate") == 0)
            for (int n = 0; n < 100; n++)
                call_violation(batch, call, arena_printf(batch->arena, "rows[%d]", n), "FORMAT",
                               "row %d is wrong: mend it", "第 %d 行有误：请修改", n);
        else if (strcmp(text, "fail") == 0)
            return error_set(error, STATUS_INTERNAL, NULL, "it broke: report it", "出错了：请报告");
        else if (strcmp(text, "fail silently") == 0)
            return -1;
        else if (strcmp(text, "away") == 0)
            return error_set(error, batch->count > 1 ? STATUS_INTERNAL : STATUS_UNAVAILABLE, NULL, "away: come back",
                             "暂不可用：请稍后");
        else if (strcmp(text, "huge") == 0) {
            frame_answer(batch, call, arena_printf(batch->arena, "%s%s%s%s%s", huge, huge, huge, huge, huge));
        } else if (strcmp(text, "no answer") != 0)
            frame_answer(batch, call, text);
    }
    return 0;
}

static const struct method methods[] = {
    {"Ping", ROLE_NONE, METHOD_READS, 100, obey},
    {"ReadEvents", ROLE_NONE, METHOD_READS, 1, obey},
    {"ListDeadLetters", ROLE_NONE, METHOD_READS, 1, obey},
    {"ReplayDeadLetters", ROLE_NONE, METHOD_WRITES, 1, obey},
    {"ReadAudit", ROLE_NONE, METHOD_READS, 1, obey},
    {0},
};

struct bench {
    struct method_table table;
    struct metrics metrics;
    struct runner runner;
    struct arena arena; /* of what was read from the replies */
    struct reply *replies;
};

static const struct service_definition definition = {.name = "tests"};

static int make(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    frame_methods(&bench->table, methods);
    bench->runner =
        (struct runner){.definition = &definition, .authority = frame_authority(), .metrics = &bench->metrics};
    invocations = 0;
    *state = bench;
    return 0;
}

static void release_replies(struct bench *bench)
{
    while (bench->replies) {
        struct reply *next = bench->replies->next;
        reply_free(bench->replies);
        bench->replies = next;
    }
}

static int drop(void **state)
{
    struct bench *bench = *state;
    release_replies(bench);
    arena_release(&bench->runner.arena);
    arena_release(&bench->arena);
    authority_holder_destroy(bench->runner.authority);
    method_table_release(&bench->table);
    free(bench);
    return 0;
}

static struct request *request_of(struct bench *bench, uint64_t call_id, const char *text)
{
    return frame_request(&bench->table, "Ping", call_id, "", text);
}

/* Runs one batch of calls with these texts; call_id counts from 1. */
static void run(struct bench *bench, const char *const *texts, size_t count)
{
    struct request *first = NULL, **end = &first;
    for (size_t i = 0; i < count; i++) {
        *end = request_of(bench, i + 1, texts[i]);
        end = &(*end)->next;
    }
    release_replies(bench);
    bench->replies = runner_run(&bench->runner, first);
}

static void assert_code(struct bench *bench, uint64_t call_id, enum status status)
{
    for (const struct reply *reply = bench->replies; reply; reply = reply->next) {
        const Remuda__Rpc__V1__Outcome *outcome = frame_outcome(reply, &bench->arena);
        if (outcome->call_id != call_id)
            continue;
        assert_int_equal(outcome->code, status);
        assert_true(status == STATUS_OK || strlen(outcome->message) > 5);
        return;
    }
    fail_msg("call %d has no reply", (int)call_id);
}

#define RUN(bench, ...)                                                                                                \
    do {                                                                                                               \
        static const char *const texts[] = {__VA_ARGS__};                                                              \
        run(bench, texts, sizeof texts / sizeof *texts);                                                               \
    } while (0)

static void each_call_of_a_batch_gets_its_own_answer(void **state)
{
    struct bench *bench = *state;
    RUN(bench, "one", "refuse", "three");
    assert_code(bench, 1, STATUS_OK);
    assert_code(bench, 2, STATUS_NOT_FOUND);
    assert_code(bench, 3, STATUS_OK);
    assert_string_equal(frame_response(bench->replies, &bench->arena)->text, "one");
    assert_int_equal(invocations, 1);
}

static void a_batch_that_fails_is_run_again_call_by_call(void **state)
{
    struct bench *bench = *state;
    RUN(bench, "one", "fail", "three");
    assert_code(bench, 1, STATUS_OK);
    assert_code(bench, 2, STATUS_INTERNAL);
    assert_code(bench, 3, STATUS_OK);
    assert_int_equal(invocations, 4);
    assert_int_equal(atomic_load(&bench->metrics.transactions_repeated), 1);
}

static void a_failure_without_a_reason_is_a_failure_all_the_same(void **state)
{
    struct bench *bench = *state;
    RUN(bench, "fail silently", "two");
    assert_code(bench, 1, STATUS_INTERNAL);
    assert_code(bench, 2, STATUS_OK);
}

static void once_the_database_is_away_the_rest_of_a_batch_does_not_wait_for_it(void **state)
{
    struct bench *bench = *state;
    RUN(bench, "one", "away", "three", "four", "five");
    assert_code(bench, 1, STATUS_OK);
    for (uint64_t call = 2; call <= 5; call++)
        assert_code(bench, call, STATUS_UNAVAILABLE);
    assert_int_equal(invocations, 3);
    assert_true(frame_outcome(bench->replies->next->next, &bench->arena)->retry_after_ms > 0);
}

static void a_call_that_its_handler_forgets_gets_an_answer_all_the_same(void **state)
{
    struct bench *bench = *state;
    RUN(bench, "one", "no answer");
    assert_code(bench, 1, STATUS_OK);
    assert_code(bench, 2, STATUS_INTERNAL);
}

static void a_response_too_large_for_a_message_is_refused_in_words(void **state)
{
    struct bench *bench = *state;
    RUN(bench, "huge", "two");
    assert_code(bench, 1, STATUS_OUT_OF_RANGE);
    assert_code(bench, 2, STATUS_OK);
    assert_non_null(strstr(frame_outcome(bench->replies, &bench->arena)->message, "ask for less"));
}

static void findings_come_in_order_and_not_more_than_a_reply_holds(void **state)
{
    struct bench *bench = *state;
    RUN(bench, "violate");
    const Remuda__Rpc__V1__Outcome *outcome = frame_outcome(bench->replies, &bench->arena);
    assert_int_equal(outcome->code, STATUS_INVALID_ARGUMENT);
    assert_int_equal(outcome->n_violations, 64);
    for (size_t i = 1; i < outcome->n_violations; i++)
        assert_string_not_equal(outcome->violations[i]->field, outcome->violations[i - 1]->field);
    assert_string_equal(outcome->violations[0]->field, "rows[0]");
    assert_string_equal(outcome->violations[63]->field, "rows[63]");
    assert_string_equal(outcome->violations[0]->reason, "FORMAT");
    assert_string_equal(outcome->message, "row 0 is wrong: mend it");
}

static void a_call_is_answered_in_its_language(void **state)
{
    struct bench *bench = *state;
    struct request *request = request_of(bench, 1, "refuse");
    request->locale = LOCALE_ZH_CN;
    bench->replies = runner_run(&bench->runner, request);
    const Remuda__Rpc__V1__Outcome *outcome = frame_outcome(bench->replies, &bench->arena);
    assert_string_equal(outcome->message, "找不到：请查看别处");
    assert_string_equal(outcome->violations[0]->field, "text");
}

static void what_cannot_be_read_is_late_or_unknown_harms_no_neighbour(void **state)
{
    struct bench *bench = *state;
    struct request *requests[4];
    for (size_t i = 0; i < 4; i++)
        requests[i] = request_of(bench, i + 1, "text");
    for (size_t i = 0; i + 1 < 4; i++)
        requests[i]->next = requests[i + 1];
    zmq_msg_close(&requests[0]->body);
    zmq_msg_init_size(&requests[0]->body, 1);
    memset(zmq_msg_data(&requests[0]->body), 0xFF, 1);
    requests[1]->deadline_us = clock_monotonic_us() - 1;
    memset(requests[2]->public_key, 'x', CURVE_KEY_SIZE - 1);
    bench->replies = runner_run(&bench->runner, requests[0]);
    assert_code(bench, 1, STATUS_INVALID_ARGUMENT);
    assert_code(bench, 2, STATUS_DEADLINE_EXCEEDED);
    assert_code(bench, 3, STATUS_UNAUTHENTICATED);
    assert_code(bench, 4, STATUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_call_of_a_batch_gets_its_own_answer, make, drop),
        cmocka_unit_test_setup_teardown(a_batch_that_fails_is_run_again_call_by_call, make, drop),
        cmocka_unit_test_setup_teardown(a_failure_without_a_reason_is_a_failure_all_the_same, make, drop),
        cmocka_unit_test_setup_teardown(once_the_database_is_away_the_rest_of_a_batch_does_not_wait_for_it, make, drop),
        cmocka_unit_test_setup_teardown(a_call_that_its_handler_forgets_gets_an_answer_all_the_same, make, drop),
        cmocka_unit_test_setup_teardown(a_response_too_large_for_a_message_is_refused_in_words, make, drop),
        cmocka_unit_test_setup_teardown(findings_come_in_order_and_not_more_than_a_reply_holds, make, drop),
        cmocka_unit_test_setup_teardown(a_call_is_answered_in_its_language, make, drop),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_late_or_unknown_harms_no_neighbour, make, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
