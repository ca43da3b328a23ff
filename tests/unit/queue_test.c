#include "service/queue.h"

#include "frame.h"

static method_handler nothing;

static int nothing(struct batch *batch, struct error *error)
{
    (void)batch, (void)error;
    return 0;
}

static const struct method methods[] = {
    {"Ping", ROLE_NONE, METHOD_READS, 4, nothing},
    {"ReadEvents", ROLE_NONE, METHOD_READS, 0, nothing}, /* 0 is as 1 */
    {"ListDeadLetters", ROLE_NONE, METHOD_READS, 1000, nothing},
    {"ReplayDeadLetters", ROLE_NONE, METHOD_WRITES, 1, nothing},
    {"ReadAudit", ROLE_NONE, METHOD_READS, 1, nothing},
    {0},
};

struct bench {
    struct method_table table;
    struct queue *queue;
    int64_t clock;
};

static struct bench *bench_make(size_t capacity)
{
    struct bench *bench = calloc(1, sizeof *bench);
    frame_methods(&bench->table, methods);
    bench->queue = queue_create(capacity);
    return bench;
}

static void bench_drop(struct bench *bench)
{
    queue_destroy(bench->queue);
    method_table_release(&bench->table);
    free(bench);
}

static bool push_sized(struct bench *bench, const char *method, uint64_t call_id, size_t body)
{
    struct request *request = frame_request(&bench->table, method, call_id, "", "");
    request->arrived_us = ++bench->clock;
    zmq_msg_close(&request->body);
    zmq_msg_init_size(&request->body, body);
    bool pushed = queue_push(bench->queue, request);
    if (!pushed)
        request_free(request);
    return pushed;
}

static bool push(struct bench *bench, const char *method, uint64_t call_id)
{
    return push_sized(bench, method, call_id, 10);
}

/* Takes a batch and checks its calls: numbers from `first`, `count` of them, in order. */
static void take(struct bench *bench, uint64_t first, size_t count)
{
    struct request *request = queue_take(bench->queue, false);
    for (size_t i = 0; i < count; i++) {
        assert_non_null(request);
        assert_int_equal(request->call_id, first + i);
        struct request *next = request->next;
        request_free(request);
        request = next;
    }
    assert_null(request);
}

static void all_that_wait_for_a_method_form_batches_up_to_its_limit(void **state)
{
    (void)state;
    struct bench *bench = bench_make(100);
    for (uint64_t i = 1; i <= 10; i++)
        assert_true(push(bench, "Ping", i));
    take(bench, 1, 4);
    take(bench, 5, 4);
    assert_true(push(bench, "Ping", 11));
    take(bench, 9, 3);
    for (uint64_t i = 1; i <= 2; i++)
        assert_true(push(bench, "ReadEvents", i));
    take(bench, 1, 1);
    take(bench, 2, 1);
    bench_drop(bench);
}

static void the_method_whose_oldest_call_waits_longest_goes_first(void **state)
{
    (void)state;
    struct bench *bench = bench_make(100);
    push(bench, "ListDeadLetters", 1);
    push(bench, "Ping", 2);
    push(bench, "ListDeadLetters", 2);
    push(bench, "Ping", 3);
    take(bench, 1, 2);
    push(bench, "ListDeadLetters", 9);
    take(bench, 2, 2);
    take(bench, 9, 1);
    bench_drop(bench);
}

static void a_full_queue_of_one_method_leaves_room_for_others(void **state)
{
    (void)state;
    struct bench *bench = bench_make(3);
    for (uint64_t i = 1; i <= 3; i++)
        assert_true(push(bench, "Ping", i));
    assert_false(push(bench, "Ping", 4));
    assert_true(push(bench, "ReadEvents", 1));
    assert_int_equal(queue_depth(bench->queue, 0), 3);
    assert_int_equal(queue_depth(bench->queue, 1), 1);
    take(bench, 1, 3);
    assert_true(push(bench, "Ping", 4));
    bench_drop(bench);
}

static void what_waits_is_bounded_in_bytes_too(void **state)
{
    (void)state;
    const size_t body = 1024 * 1024;
    struct bench *bench = bench_make(1000000);
    for (size_t i = 0; i < QUEUE_BYTES_MAX / body; i++)
        assert_true(push_sized(bench, i % 2 ? "Ping" : "ReadEvents", i, body));
    assert_false(push(bench, "Ping", 1));
    take(bench, 0, 1);
    assert_true(push(bench, "Ping", 1));
    bench_drop(bench);
}

static void a_batch_is_bounded_in_bytes_and_takes_at_least_one_call(void **state)
{
    (void)state;
    struct bench *bench = bench_make(100);
    for (uint64_t i = 1; i <= 6; i++)
        push_sized(bench, "ListDeadLetters", i, BATCH_BYTES_MAX / 4);
    push_sized(bench, "ListDeadLetters", 7, BATCH_BYTES_MAX + 1);
    take(bench, 1, 4);
    take(bench, 5, 2);
    take(bench, 7, 1);
    bench_drop(bench);
}

static void a_closed_queue_takes_nothing_and_gives_the_rest(void **state)
{
    (void)state;
    struct bench *bench = bench_make(10);
    push(bench, "Ping", 1);
    queue_close(bench->queue);
    assert_false(push(bench, "Ping", 2));
    take(bench, 1, 1);
    assert_null(queue_take(bench->queue, true));
    bench_drop(bench);
}

static void a_queue_is_idle_when_its_batches_are_done(void **state)
{
    (void)state;
    struct bench *bench = bench_make(10);
    assert_true(queue_is_idle(bench->queue));
    push(bench, "Ping", 1);
    assert_false(queue_is_idle(bench->queue));
    take(bench, 1, 1);
    assert_false(queue_is_idle(bench->queue));
    queue_close(bench->queue);
    assert_null(queue_take(bench->queue, true));
    assert_true(queue_is_idle(bench->queue));
    bench_drop(bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_wait_for_a_method_form_batches_up_to_its_limit),
        cmocka_unit_test(the_method_whose_oldest_call_waits_longest_goes_first),
        cmocka_unit_test(a_full_queue_of_one_method_leaves_room_for_others),
        cmocka_unit_test(what_waits_is_bounded_in_bytes_too),
        cmocka_unit_test(a_batch_is_bounded_in_bytes_and_takes_at_least_one_call),
        cmocka_unit_test(a_closed_queue_takes_nothing_and_gives_the_rest),
        cmocka_unit_test(a_queue_is_idle_when_its_batches_are_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
