/* Batches of a method that writes: what is kept, what is undone, what happens once. As the service `directory`, whose
 * schema has the table of kept replies; what the handler writes goes into scratch.note. */
#include "database.h"
#include "frame.h"

#include "service/kept_replies.h"
#include "service/runner.h"
#include "wire/wire.h"

#include <pthread.h>

#define TRACEPARENT "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

static struct db *owner;
static struct method_table table;
static struct metrics metrics;
static struct authority_holder *authority;
static struct arena arena;
static _Atomic int invocations;
static int remembered; /* calls whose batch has committed */

static int note(struct batch *batch, const char *text, struct error *error)
{
    struct db_params params = DB_PARAMS(batch->arena);
    db_bind_text(&params, text);
    return db_run(batch->db, "INSERT INTO scratch.note VALUES ($1)", &params, NULL, error);
}

static void remember(void *context, void *data)
{
    (void)context;
    remembered += *(const int *)data;
}

/* What it does beyond noting is said by the text. */
static int obey(struct batch *batch, struct call *call, struct error *error)
{
    const char *text = frame_text(call);
    if (note(batch, text, error) != 0)
        return -1;
    if (strncmp(text, "tell", 4) == 0)
        batch_emit(batch, call, 7, call->request);
    if (strncmp(text, "remember", 8) == 0) {
        int *calls = batch->committed_data ? batch->committed_data : arena_calloc(batch->arena, 1, sizeof *calls);
        ++*calls;
        batch->committed = remember;
        batch->committed_data = calls;
    }
    if (strcmp(text, "huge") == 0) {
        char *long_text = arena_calloc(batch->arena, WIRE_MESSAGE_MAX + 1, 1);
        memset(long_text, 'x', WIRE_MESSAGE_MAX);
        frame_answer(batch, call, long_text);
    } else if (strcmp(text, "no answer") != 0)
        frame_answer(batch, call, text);
    return 0;
}

static int handle(struct batch *batch, struct error *error)
{
    atomic_fetch_add(&invocations, 1);
    return batch_each(batch, obey, error);
}

static const struct method methods[] = {
    {"Ping", ROLE_NONE, METHOD_WRITES, 100, handle},
    {"ReadEvents", ROLE_NONE, METHOD_READS, 1, handle},
    {"ListDeadLetters", ROLE_NONE, METHOD_READS, 1, handle},
    {"ReplayDeadLetters", ROLE_NONE, METHOD_WRITES, 1, handle},
    {"ReadAudit", ROLE_NONE, METHOD_READS, 1, handle},
    {0},
};
static const struct service_definition definition = {.name = "directory"};

static int open_all(void **state)
{
    (void)state;
    owner = database_session("remuda");
    database_scratch_begin(owner);
    database_run(owner, "CREATE TABLE scratch.note (text text PRIMARY KEY)");
    frame_methods(&table, methods);
    authority = frame_authority();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    database_run(owner, "DELETE FROM directory.kept_reply");
    database_scratch_end(owner);
    db_destroy(owner);
    authority_holder_destroy(authority);
    method_table_release(&table);
    arena_release(&arena);
    return 0;
}

static struct runner *runner_make(void)
{
    struct runner *runner = calloc(1, sizeof *runner);
    assert_non_null(runner);
    *runner = (struct runner){
        .definition = &definition, .authority = authority, .metrics = &metrics, .db = database_session("directory")};
    return runner;
}

static void runner_drop(struct runner *runner)
{
    db_destroy(runner->db);
    arena_release(&runner->arena);
    free(runner);
}

static int begin(void **state)
{
    database_run(owner, "TRUNCATE scratch.note");
    database_run(owner, "DELETE FROM directory.kept_reply");
    atomic_store(&invocations, 0);
    arena_reset(&arena);
    *state = runner_make();
    return 0;
}

static int end(void **state)
{
    runner_drop(*state);
    return 0;
}

/* A call and what becomes of it. */
struct trial {
    const char *key, *text;
    enum status expected;
};

static void run(struct runner *runner, const struct trial *trials, size_t count)
{
    struct request *first = NULL, **last = &first;
    for (size_t i = 0; i < count; i++) {
        *last = frame_request(&table, "Ping", i + 1, trials[i].key, trials[i].text);
        memcpy((*last)->traceparent, TRACEPARENT, sizeof TRACEPARENT);
        last = &(*last)->next;
    }
    for (struct reply *reply = runner_run(runner, first), *next; reply; reply = next) {
        const Remuda__Rpc__V1__Outcome *outcome = frame_outcome(reply, &arena);
        const struct trial *trial = &trials[outcome->call_id - 1];
        next = reply->next;
        assert_int_equal(outcome->code, trial->expected);
        if (trial->expected == STATUS_OK)
            assert_string_equal(frame_response(reply, &arena)->text, trial->text);
        reply_free(reply);
    }
}

#define RUN(runner, ...)                                                                                               \
    do {                                                                                                               \
        static const struct trial trials[] = {__VA_ARGS__};                                                            \
        run(runner, trials, sizeof trials / sizeof *trials);                                                           \
    } while (0)

static int64_t notes(void)
{
    return database_number(owner, "SELECT count(*) FROM scratch.note");
}

static int64_t kept(void)
{
    return database_number(owner, "SELECT count(*) FROM directory.kept_reply");
}

static void a_call_that_comes_again_gets_its_first_reply_and_changes_nothing(void **state)
{
    RUN(*state, {"k1", "one", STATUS_OK}, {"k2", "two", STATUS_OK});
    RUN(*state, {"k1", "one", STATUS_OK}, {"k3", "three", STATUS_OK}, {"k2", "two", STATUS_OK});
    assert_int_equal(notes(), 3);
    assert_int_equal(kept(), 3);
    assert_int_equal(atomic_load(&invocations), 2);
}

static void copies_of_a_call_in_one_batch_take_effect_once(void **state)
{
    RUN(*state, {"k1", "one", STATUS_OK}, {"k1", "one", STATUS_OK}, {"k2", "two", STATUS_OK}, {"k1", "one", STATUS_OK});
    assert_int_equal(notes(), 2);
    assert_int_equal(kept(), 2);
}

static void a_key_stands_for_one_request(void **state)
{
    RUN(*state, {"k1", "one", STATUS_OK}, {"k1", "other", STATUS_ALREADY_EXISTS});
    RUN(*state, {"k1", "other", STATUS_ALREADY_EXISTS}, {"k1", "one", STATUS_OK});
    assert_int_equal(notes(), 1);
}

static void a_call_that_breaks_the_transaction_harms_no_neighbour(void **state)
{
    RUN(*state, {"k1", "one", STATUS_OK});
    RUN(*state, {"k2", "two", STATUS_OK}, {"k3", "one", STATUS_ALREADY_EXISTS}, {"k4", "four", STATUS_OK});
    assert_int_equal(notes(), 3);
    assert_int_equal(kept(), 3);
}

static void a_call_without_an_answer_takes_no_effect(void **state)
{
    RUN(*state, {"k1", "one", STATUS_OK}, {"k2", "no answer", STATUS_INTERNAL}, {"k3", "three", STATUS_OK});
    assert_int_equal(notes(), 2);
    assert_int_equal(kept(), 2);
}

static void a_call_whose_answer_no_reply_holds_takes_no_effect(void **state)
{
    RUN(*state, {"k1", "huge", STATUS_OUT_OF_RANGE}, {"k2", "two", STATUS_OK});
    assert_int_equal(notes(), 1);
    assert_int_equal(kept(), 1);
}

static void an_event_tells_who_caused_it(void **state)
{
    RUN(*state, {"k1", "tell one", STATUS_OK}, {"k2", "two", STATUS_OK});
    RUN(*state, {"k1", "tell one", STATUS_OK});
    assert_int_equal(
        database_number(owner, "SELECT count(*) FROM event_log.event WHERE type = 'remuda.rpc.v1.PingRequest'"), 1);
    assert_int_equal(database_number(owner,
                                     "SELECT count(*) FROM event_log.event WHERE type = 'remuda.rpc.v1.PingRequest' "
                                     "AND traceparent = '" TRACEPARENT "' AND source = 'directory' AND subject = 7"),
                     1);
}

/* Two of the first batch, which is undone and run again call by call; none for a reply that was kept. */
static void what_is_done_in_memory_is_done_once_and_after_the_commit_alone(void **state)
{
    remembered = 0;
    RUN(*state, {"k1", "remember one", STATUS_OK}, {"k2", "remember two", STATUS_OK}, {"k3", "no answer", STATUS_INTERNAL});
    assert_int_equal(remembered, 2);
    RUN(*state, {"k1", "remember one", STATUS_OK}, {"k4", "four", STATUS_OK});
    assert_int_equal(remembered, 2);
    RUN(*state, {"k5", "remember five", STATUS_OK}, {"k6", "remember six", STATUS_OK});
    assert_int_equal(remembered, 4);
}

#define REPLICAS 3
#define ROUNDS 40

static void *call_each_round(void *argument)
{
    struct runner *runner = argument;
    for (int i = 0; i < ROUNDS; i++) {
        char text[20];
        snprintf(text, sizeof text, "round %d", i);
        for (struct reply *reply = runner_run(runner, frame_request(&table, "Ping", 1, text, text)), *next; reply;
             reply = next) {
            struct arena own = {0};
            next = reply->next;
            if (frame_outcome(reply, &own)->code != REMUDA__RPC__V1__CODE__OK)
                abort();
            arena_release(&own);
            reply_free(reply);
        }
    }
    return NULL;
}

static void copies_of_a_call_in_several_workers_take_effect_once(void **state)
{
    (void)state;
    struct runner *runners[REPLICAS];
    pthread_t threads[REPLICAS];
    for (size_t i = 0; i < REPLICAS; i++)
        runners[i] = runner_make();
    for (size_t i = 0; i < REPLICAS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_each_round, runners[i]), 0);
    for (size_t i = 0; i < REPLICAS; i++) {
        pthread_join(threads[i], NULL);
        runner_drop(runners[i]);
    }
    assert_int_equal(notes(), ROUNDS);
    assert_int_equal(kept(), ROUNDS);
}

static void keys_are_forgotten_after_thirty_days_a_part_at_a_time(void **state)
{
    struct runner *runner = *state;
    struct error error = {0};
    bool more = false;
    RUN(runner, {"fresh", "one", STATUS_OK});
    database_run(owner, "INSERT INTO directory.kept_reply SELECT 1, 'old' || n, '', '', now() - interval '31 days' "
                        "FROM generate_series(1, 5001) n");
    assert_int_equal(kept_replies_prune(runner->db, &more, &error), 0);
    assert_true(more);
    assert_int_equal(kept(), 2);
    assert_int_equal(kept_replies_prune(runner->db, &more, &error), 0);
    assert_false(more);
    assert_int_equal(kept(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_call_that_comes_again_gets_its_first_reply_and_changes_nothing, begin, end),
        cmocka_unit_test_setup_teardown(copies_of_a_call_in_one_batch_take_effect_once, begin, end),
        cmocka_unit_test_setup_teardown(a_key_stands_for_one_request, begin, end),
        cmocka_unit_test_setup_teardown(what_is_done_in_memory_is_done_once_and_after_the_commit_alone, begin, end),
        cmocka_unit_test_setup_teardown(a_call_that_breaks_the_transaction_harms_no_neighbour, begin, end),
        cmocka_unit_test_setup_teardown(a_call_without_an_answer_takes_no_effect, begin, end),
        cmocka_unit_test_setup_teardown(a_call_whose_answer_no_reply_holds_takes_no_effect, begin, end),
        cmocka_unit_test_setup_teardown(an_event_tells_who_caused_it, begin, end),
        cmocka_unit_test_setup_teardown(copies_of_a_call_in_several_workers_take_effect_once, begin, end),
        cmocka_unit_test_setup_teardown(keys_are_forgotten_after_thirty_days_a_part_at_a_time, begin, end),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
