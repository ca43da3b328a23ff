/* Queue, workers and outbox under an in-process load, and the background thread without its database; run under the
 * thread sanitizer too. No call here touches a database. */
#include "service/background.h"
#include "service/worker.h"

#include "base/clock.h"
#include "base/log.h"
#include "frame.h"

#include <poll.h>
#include <pthread.h>

#define WORKERS 4
#define FEEDERS 3
#define CALLS_EACH 5000

/* The key comes back: an empty request is one of every method. */
static int echo(struct batch *batch, struct error *error)
{
    (void)error;
    for (size_t i = 0; i < batch->count; i++)
        frame_answer(batch, &batch->calls[i], batch->calls[i].idempotency_key);
    return 0;
}

static const struct method methods[] = {
    {"Ping", ROLE_NONE, METHOD_READS, 64, echo},
    {"ReadEvents", ROLE_NONE, METHOD_READS, 1, echo},
    {"ListDeadLetters", ROLE_NONE, METHOD_READS, 7, echo},
    {"ReplayDeadLetters", ROLE_NONE, METHOD_WRITES, 1, echo},
    {"ReadAudit", ROLE_NONE, METHOD_READS, 1, echo},
    {0},
};
static const struct service_definition definition = {.name = "tests", .methods = methods};
/* Nobody listens there. */
static const struct db_options database = {.conninfo = "host=/nonexistent dbname=remuda connect_timeout=1",
                                           .application_name = "tests"};

struct bench {
    struct method_table table;
    struct metrics metrics;
    struct queue *queue;
    struct outbox *outbox;
    struct authority_holder *authority;
    struct workers *workers;
};

static int make(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct error error = {0};
    frame_methods(&bench->table, methods);
    bench->queue = queue_create(1000000);
    bench->outbox = outbox_create();
    bench->authority = frame_authority();
    const struct workers_options options = {
        .count = WORKERS,
        .queue = bench->queue,
        .outbox = bench->outbox,
        .database = &database,
        .definition = &definition,
        .authority = bench->authority,
        .metrics = &bench->metrics,
    };
    bench->workers = workers_start(&options, &error);
    assert_non_null(bench->workers);
    *state = bench;
    return 0;
}

static int drop(void **state)
{
    struct bench *bench = *state;
    queue_close(bench->queue);
    workers_join(bench->workers);
    outbox_destroy(bench->outbox);
    queue_destroy(bench->queue);
    authority_holder_destroy(bench->authority);
    method_table_release(&bench->table);
    free(bench);
    return 0;
}

struct feeder {
    pthread_t thread;
    struct bench *bench;
    uint64_t first;
};

static void *feed(void *argument)
{
    static const char *const names[] = {"Ping", "ReadEvents", "ListDeadLetters"};
    const struct feeder *feeder = argument;
    for (uint64_t i = 0; i < CALLS_EACH; i++) {
        char key[24];
        snprintf(key, sizeof key, "%llu", (unsigned long long)(feeder->first + i));
        struct request *request = frame_request(&feeder->bench->table, names[i % 3], feeder->first + i, key, "");
        if (!queue_push(feeder->bench->queue, request))
            abort(); /* cmocka's checks are the main thread's */
        if (i % 5 == 0)
            queue_wake(feeder->bench->queue);
    }
    queue_wake(feeder->bench->queue);
    return NULL;
}

/* Checks each reply and marks it in `seen`; gives their number. */
static size_t take_replies(struct bench *bench, bool *seen)
{
    struct arena arena = {0};
    size_t count = 0;
    for (struct reply *reply = outbox_take(bench->outbox); reply; count++) {
        struct reply *next = reply->next;
        const Remuda__Rpc__V1__Outcome *outcome = frame_outcome(reply, &arena);
        char key[24];
        snprintf(key, sizeof key, "%llu", (unsigned long long)outcome->call_id);
        assert_int_equal(outcome->code, STATUS_OK);
        assert_string_equal(frame_response(reply, &arena)->text, key);
        assert_false(seen[outcome->call_id]);
        seen[outcome->call_id] = true;
        reply_free(reply);
        arena_reset(&arena);
        reply = next;
    }
    arena_release(&arena);
    return count;
}

static void each_call_is_answered_once_whoever_works(void **state)
{
    struct bench *bench = *state;
    static bool seen[FEEDERS * CALLS_EACH];
    static struct feeder feeders[FEEDERS];
    for (size_t i = 0; i < FEEDERS; i++) {
        feeders[i] = (struct feeder){.bench = bench, .first = i * CALLS_EACH};
        assert_int_equal(pthread_create(&feeders[i].thread, NULL, feed, &feeders[i]), 0);
    }
    struct pollfd wait = {.fd = outbox_fd(bench->outbox), .events = POLLIN};
    for (size_t replies = 0; replies < FEEDERS * CALLS_EACH; replies += take_replies(bench, seen))
        assert_int_equal(poll(&wait, 1, 60000), 1);
    for (size_t i = 0; i < FEEDERS; i++)
        pthread_join(feeders[i].thread, NULL);
    assert_null(outbox_take(bench->outbox));
    uint64_t answered = 0;
    for (size_t i = 0; i < 3; i++)
        answered += atomic_load(&bench->metrics.methods[i].outcomes[STATUS_OK]);
    assert_int_equal(answered, FEEDERS * CALLS_EACH);
}

static void the_picture_of_principals_changes_under_the_load(void **state)
{
    struct bench *bench = *state;
    static bool seen[CALLS_EACH];
    struct feeder feeder = {.bench = bench};
    assert_int_equal(pthread_create(&feeder.thread, NULL, feed, &feeder), 0);
    struct pollfd wait = {.fd = outbox_fd(bench->outbox), .events = POLLIN};
    for (size_t replies = 0; replies < CALLS_EACH; replies += take_replies(bench, seen)) {
        struct authority *fresh = authority_create();
        authority_add_principal(fresh, FRAME_PRINCIPAL_ID, "tester", 0);
        authority_add_key(fresh, FRAME_KEY, FRAME_PRINCIPAL_ID);
        authority_holder_replace(bench->authority, fresh);
        assert_int_equal(poll(&wait, 1, 60000), 1);
    }
    pthread_join(feeder.thread, NULL);
}

static void once_idle_every_reply_is_in_the_outbox(void **state)
{
    struct bench *bench = *state;
    static bool seen[CALLS_EACH];
    struct feeder feeder = {.bench = bench};
    feed(&feeder);
    while (!queue_is_idle(bench->queue))
        poll(NULL, 0, 1);
    assert_int_equal(take_replies(bench, seen), CALLS_EACH);
}

static void what_still_waits_at_the_end_is_freed(void **state)
{
    (void)state;
    struct bench *bench;
    make((void **)&bench);
    for (uint64_t i = 0; i < 100; i++)
        assert_true(queue_push(bench->queue, frame_request(&bench->table, "Ping", i, "", "")));
    drop((void **)&bench); /* the sanitizer sees what is lost: here the workers answer, and nobody takes the replies */
}

static void a_write_without_a_database_is_unavailable_and_says_when_to_come_back(void **state)
{
    struct bench *bench = *state;
    struct arena arena = {0};
    assert_true(queue_push(bench->queue, frame_request(&bench->table, "ReplayDeadLetters", 1, "key", "")));
    queue_wake(bench->queue);
    struct pollfd wait = {.fd = outbox_fd(bench->outbox), .events = POLLIN};
    assert_int_equal(poll(&wait, 1, 20000), 1);
    struct reply *reply = outbox_take(bench->outbox);
    const Remuda__Rpc__V1__Outcome *outcome = frame_outcome(reply, &arena);
    assert_int_equal(outcome->code, STATUS_UNAVAILABLE);
    assert_true(outcome->retry_after_ms > 0);
    reply_free(reply);
    arena_release(&arena);
}

static void without_its_database_the_background_thread_says_so_and_ends_when_told(void **state)
{
    struct bench *bench = *state;
    struct error error = {0};
    const struct background_options options = {
        .database = &database, .definition = &definition, .authority = bench->authority, .metrics = &bench->metrics};
    atomic_store(&bench->metrics.database_well, true);
    struct background *background = background_start(&options, &error);
    assert_non_null(background);
    for (int64_t end = clock_monotonic_us() + 20000000; atomic_load(&bench->metrics.database_well);) {
        assert_true(clock_monotonic_us() < end);
        poll(NULL, 0, 10);
    }
    int64_t begin_us = clock_monotonic_us();
    background_stop(background);
    assert_true(clock_monotonic_us() - begin_us < 3000000);
}

int main(void)
{
    log_set_level(LOG_LEVEL_ERROR);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_call_is_answered_once_whoever_works, make, drop),
        cmocka_unit_test_setup_teardown(the_picture_of_principals_changes_under_the_load, make, drop),
        cmocka_unit_test_setup_teardown(once_idle_every_reply_is_in_the_outbox, make, drop),
        cmocka_unit_test(what_still_waits_at_the_end_is_freed),
        cmocka_unit_test_setup_teardown(a_write_without_a_database_is_unavailable_and_says_when_to_come_back, make,
                                        drop),
        cmocka_unit_test_setup_teardown(without_its_database_the_background_thread_says_so_and_ends_when_told, make,
                                        drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
