/* Each event takes effect exactly once: with late commits, several replicas, poisonous events, replays. */
#include "database.h"

#include "base/clock.h"
#include "db/event_log.h"

#include <pthread.h>
#include <stdatomic.h>

#define DRAIN_MS 20000
#define POISON 13 /* a subject that the test's consumer cannot apply, as long as poison_works */
#define REPLICAS 4
#define TELLERS 3
#define ROUNDS 60
#define PER_ROUND 7

static struct db *superuser, *owner, *teller, *consumer;
static atomic_bool poison_works;

static int open_sessions(void **state)
{
    (void)state;
    superuser = database_session("postgres");
    owner = database_session("remuda");
    teller = database_session("lead_intake");
    consumer = database_session("customer_tiering");
    database_scratch_begin(owner);
    database_run(
        owner,
        "CREATE TABLE scratch.applied (sequence bigint GENERATED ALWAYS AS IDENTITY, position bigint, subject bigint)");
    return 0;
}

static int close_sessions(void **state)
{
    (void)state;
    database_scratch_end(owner);
    db_destroy(superuser);
    db_destroy(owner);
    db_destroy(teller);
    db_destroy(consumer);
    return 0;
}

static int empty_the_log(void **state)
{
    (void)state;
    database_run(superuser, "TRUNCATE event_log.event, event_log.cursor, event_log.dead_letter, scratch.applied");
    atomic_store(&poison_works, true);
    return 0;
}

/* The consumer under test notes what it applies. */
static int note(struct db *db, struct arena *arena, const struct event *event, void *context, struct error *error)
{
    (void)context;
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, event->position);
    db_bind_int64(&params, event->subject);
    if (db_run(db, "INSERT INTO scratch.applied (position, subject) VALUES ($1, $2)", &params, NULL, error) != 0)
        return -1;
    if (event->subject == POISON && atomic_load(&poison_works))
        return error_set(error, STATUS_INVALID_ARGUMENT, "subject", "it is poisonous", "有毒");
    return 0;
}

static int note_batch(struct db *db, struct arena *arena, const struct event *events, size_t n, void *context,
                      struct error *error)
{
    for (size_t i = 0; i < n; i++)
        if (note(db, arena, &events[i], context, error) != 0)
            return -1;
    return 0;
}

static const struct event_consumer singly = {.name = "customer_tiering", .apply = note};
static const struct event_consumer in_batches = {.name = "customer_tiering", .apply = note, .apply_batch = note_batch};

static int tell(struct db *db, int64_t subject)
{
    struct arena arena = {0};
    struct error error = {0};
    const struct event event = {.type = "t", .subject = subject};
    int outcome = event_log_append(db, &arena, &event, 1, &error);
    arena_release(&arena);
    if (outcome != 0)
        fail_msg("%s", error.message[LOCALE_EN]);
    return 0;
}

/* Steps until there is nothing to do at the moment; how many were applied. */
static size_t drain(const struct event_consumer *what, size_t *dead)
{
    size_t applied, died, sum = 0;
    struct error error = {0};
    do {
        if (event_consumer_step(consumer, what, 100, &applied, &died, &error) != 0)
            fail_msg("%s", error.message[LOCALE_EN]);
        sum += applied;
        if (dead)
            *dead += died;
    } while (applied + died > 0);
    return sum;
}

static int64_t applied_count(void)
{
    return database_number(owner, "SELECT count(*) FROM scratch.applied");
}

/* Another backend's short transaction, autovacuum's for one, may hold the newest events back for a moment. */
static void drain_until(const struct event_consumer *what, int64_t applied, size_t dead)
{
    int64_t end = clock_monotonic_us() + DRAIN_MS * INT64_C(1000);
    size_t died = 0;
    do
        drain(what, &died);
    while ((applied_count() < applied || died < dead) && clock_monotonic_us() < end);
    assert_int_equal(applied_count(), applied);
    assert_int_equal(died, dead);
}

static void an_event_of_a_transaction_that_commits_late_is_not_skipped(void **state)
{
    (void)state;
    struct db *late = database_session("lead_intake");
    database_run(late, "BEGIN");
    tell(late, 16); /* the earlier transaction and position, not committed yet */
    tell(teller, 32);
    assert_int_equal(drain(&singly, NULL), 0); /* 32 is there but something may still come before it */
    database_run(late, "COMMIT");
    drain_until(&singly, 2, 0);
    assert_int_equal(database_number(owner, "SELECT subject FROM scratch.applied ORDER BY sequence LIMIT 1"), 16);
    db_destroy(late);
}

static void a_late_position_of_an_early_transaction_is_not_skipped(void **state)
{
    (void)state;
    struct db *late = database_session("lead_intake");
    database_run(late, "BEGIN");
    database_number(late, "SELECT pg_current_xact_id()::text::bigint"); /* an early transaction ... */
    tell(teller, 32);
    tell(late, 16); /* ... with a late position */
    assert_int_equal(drain(&singly, NULL), 0);
    database_run(late, "COMMIT");
    tell(teller, 48);
    drain_until(&singly, 3, 0);
    db_destroy(late);
}

static void events_of_an_aborted_transaction_never_happened(void **state)
{
    (void)state;
    database_run(teller, "BEGIN");
    tell(teller, 1);
    database_run(teller, "ROLLBACK");
    tell(teller, 2);
    drain_until(&in_batches, 1, 0);
    assert_int_equal(database_number(owner, "SELECT subject FROM scratch.applied"), 2);
}

static void what_is_applied_is_not_offered_again(void **state)
{
    (void)state;
    for (int64_t subject = 100; subject < 140; subject++)
        tell(teller, subject);
    drain_until(&in_batches, 40, 0);
    assert_int_equal(drain(&in_batches, NULL), 0);
    assert_int_equal(applied_count(), 40);
}

/* The neighbours share the poison's partition: before and after it. */
static void poison(const struct event_consumer *what)
{
    tell(teller, POISON + EVENT_PARTITIONS);
    tell(teller, POISON);
    tell(teller, POISON + 2 * EVENT_PARTITIONS);
    tell(teller, 1);
    drain_until(what, 3, 1);
    assert_int_equal(database_number(owner, "SELECT count(*) FROM scratch.applied WHERE subject = 13"), 0);
    assert_int_equal(database_number(superuser, "SELECT count(*) FROM event_log.dead_letter "
                                                "WHERE consumer = 'customer_tiering' AND error = 'it is poisonous'"),
                     1);
}

static void a_poisonous_event_becomes_a_dead_letter_and_its_neighbours_are_applied(void **state)
{
    (void)state;
    poison(&singly);
}

static void a_poisonous_event_in_a_batch_becomes_a_dead_letter_and_its_neighbours_are_applied(void **state)
{
    (void)state;
    poison(&in_batches);
}

static void a_poisonous_event_does_not_hold_other_partitions_up(void **state)
{
    (void)state;
    tell(teller, POISON);
    for (int64_t subject = 0; subject < 12; subject++)
        tell(teller, subject);
    int64_t end = clock_monotonic_us() + DRAIN_MS * INT64_C(1000);
    while (drain(&singly, NULL) < 12 && applied_count() < 12 && clock_monotonic_us() < end)
        continue;
    assert_int_equal(applied_count(), 12);
    assert_int_equal(database_number(superuser, "SELECT count(*) FROM event_log.dead_letter"), 0);
    assert_int_equal(database_number(superuser, "SELECT attempts::bigint FROM event_log.cursor WHERE partition = 13"),
                     1);
}

static int64_t mark_all(void)
{
    struct arena arena = {0};
    struct error error = {0};
    int64_t marked = 0;
    assert_int_equal(dead_letter_replay(consumer, &arena, NULL, 0, &marked, &error), 0);
    arena_release(&arena);
    return marked;
}

static void a_replayed_dead_letter_is_applied_once_when_its_cause_is_gone(void **state)
{
    (void)state;
    tell(teller, POISON);
    drain_until(&in_batches, 0, 1);
    assert_int_equal(mark_all(), 1);
    drain_until(&in_batches, 0, 1); /* the cause is still there: it stays a dead letter, no longer marked */
    assert_int_equal(drain(&in_batches, NULL), 0);
    atomic_store(&poison_works, false);
    assert_int_equal(mark_all(), 1);
    drain_until(&in_batches, 1, 0);
    assert_int_equal(mark_all(), 0);
    assert_int_equal(drain(&in_batches, NULL), 0);
    assert_int_equal(applied_count(), 1);
}

static int lose_the_connection(struct db *db, struct arena *arena, const struct event *event, void *context,
                               struct error *error)
{
    int *left = context;
    if (note(db, arena, event, NULL, error) != 0)
        return -1;
    if ((*left)-- > 0)
        database_kill(superuser, database_number(db, "SELECT pg_backend_pid()"));
    return 0;
}

static void a_killed_backend_neither_loses_nor_doubles_an_event_nor_blames_it(void **state)
{
    (void)state;
    int left = 3;
    const struct event_consumer unlucky = {.name = "customer_tiering", .apply = lose_the_connection, .context = &left};
    for (int64_t subject = 0; subject < 12; subject++)
        tell(teller, subject);
    drain_until(&unlucky, 12, 0);
    assert_true(left < 0);
    assert_int_equal(database_number(superuser, "SELECT count(*) FROM event_log.cursor WHERE attempts > 0"), 0);
}

static int wait_for_another_service(struct db *db, struct arena *arena, const struct event *event, void *context,
                                    struct error *error)
{
    if (*(const bool *)context)
        return error_set(error, STATUS_UNAVAILABLE, NULL, "not now", "稍后");
    return note(db, arena, event, NULL, error);
}

static void an_event_that_cannot_be_applied_for_the_moment_is_not_blamed(void **state)
{
    (void)state;
    bool away = true;
    size_t applied, dead;
    struct error error = {0};
    const struct event_consumer waiting = {
        .name = "customer_tiering", .apply = wait_for_another_service, .context = &away};
    tell(teller, 1);
    for (int i = 0; i < 2 * EVENT_ATTEMPTS; i++) {
        assert_int_equal(event_consumer_step(consumer, &waiting, 100, &applied, &dead, &error), -1);
        assert_int_equal(error.status, STATUS_UNAVAILABLE);
    }
    away = false;
    drain_until(&waiting, 1, 0);
}

static atomic_int tellers_left;

static void *tell_in_thread(void *context)
{
    int64_t subject = *(const int64_t *)context;
    struct db *db = database_session("lead_intake");
    for (int round = 0; round < ROUNDS; round++) {
        database_run(db, "BEGIN");
        for (int i = 0; i < PER_ROUND; i++)
            tell(db, subject += 3);
        database_run(db, round % 5 == 4 ? "ROLLBACK" : "COMMIT");
    }
    db_destroy(db);
    atomic_fetch_sub(&tellers_left, 1);
    return NULL;
}

static void *consume_in_thread(void *context)
{
    struct db *db = database_session("customer_tiering");
    struct error error = {0};
    size_t applied = 0, dead;
    int idle = 0;
    while (idle < 20) {
        if (event_consumer_step(db, context, 20, &applied, &dead, &error) != 0)
            fail_msg("%s", error.message[LOCALE_EN]);
        idle = applied == 0 && atomic_load(&tellers_left) == 0 ? idle + 1 : 0;
    }
    db_destroy(db);
    return NULL;
}

static void replicas_share_the_partitions_and_apply_each_event_exactly_once(void **state)
{
    (void)state;
    pthread_t tellers[TELLERS], replicas[REPLICAS];
    int64_t subjects[TELLERS] = {1000, 1001, 1002};
    struct event_consumer kinds[] = {singly, in_batches};
    atomic_store(&tellers_left, TELLERS);
    for (int i = 0; i < TELLERS; i++)
        pthread_create(&tellers[i], NULL, tell_in_thread, &subjects[i]);
    for (int i = 0; i < REPLICAS; i++)
        pthread_create(&replicas[i], NULL, consume_in_thread, &kinds[i % 2]);
    for (int i = 0; i < TELLERS; i++)
        pthread_join(tellers[i], NULL);
    for (int i = 0; i < REPLICAS; i++)
        pthread_join(replicas[i], NULL);
    drain_until(&in_batches, TELLERS * ROUNDS * PER_ROUND * 4 / 5, 0);
    assert_int_equal(database_number(owner, "SELECT count(DISTINCT position) FROM scratch.applied"), applied_count());
    /* Within a subject's partition the order of telling was kept. */
    assert_int_equal(
        database_number(
            superuser,
            "SELECT count(*) FROM (SELECT e.tx, lag(e.tx) OVER (PARTITION BY e.partition ORDER BY a.sequence) AS "
            "before FROM scratch.applied a JOIN event_log.event e USING (position)) s WHERE tx < before"),
        0);
}

static int64_t behind_of(struct db *db, const char *name)
{
    int64_t events[EVENT_PARTITIONS], sum = 0;
    struct error error = {0};
    if (event_consumer_behind(db, name, events, &error) != 0)
        fail_msg("%s", error.message[LOCALE_EN]);
    for (int i = 0; i < EVENT_PARTITIONS; i++)
        sum += events[i];
    return sum;
}

static int64_t behind(void)
{
    return behind_of(consumer, "customer_tiering");
}

/* It tells thousands a second: others pass over their own. */
static void lead_intake_is_not_given_what_it_told_itself(void **state)
{
    (void)state;
    static const struct event_consumer itself = {.name = "lead_intake", .apply = note, .apply_batch = note_batch};
    struct error error = {0};
    size_t applied, dead;
    int64_t end = clock_monotonic_us() + DRAIN_MS * INT64_C(1000);
    tell(teller, 16);
    tell(consumer, 16);
    tell(teller, 32);
    drain_until(&in_batches, 3, 0);
    do
        assert_int_equal(event_consumer_step(teller, &itself, 100, &applied, &dead, &error), 0);
    while ((applied > 0 || applied_count() < 4) && clock_monotonic_us() < end);
    assert_int_equal(applied_count(), 4);
    assert_int_equal(behind_of(teller, "lead_intake"), 0);
}

static void a_consumer_knows_how_far_it_is_behind(void **state)
{
    (void)state;
    assert_int_equal(behind(), 0);
    tell(teller, 1);
    drain(&in_batches, NULL); /* its cursors exist from now on */
    for (int64_t subject = 1; subject <= 40; subject++)
        tell(teller, subject + 1000);
    assert_int_equal(behind(), 40);
    int64_t events[EVENT_PARTITIONS];
    assert_int_equal(event_consumer_behind(consumer, "customer_tiering", events, NULL), 0);
    assert_int_equal(events[1001 % EVENT_PARTITIONS], 3); /* 1001, 1017, 1033 */
    drain(&in_batches, NULL);
    assert_int_equal(behind(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_consumer_knows_how_far_it_is_behind, empty_the_log),
        cmocka_unit_test_setup(an_event_of_a_transaction_that_commits_late_is_not_skipped, empty_the_log),
        cmocka_unit_test_setup(a_late_position_of_an_early_transaction_is_not_skipped, empty_the_log),
        cmocka_unit_test_setup(events_of_an_aborted_transaction_never_happened, empty_the_log),
        cmocka_unit_test_setup(what_is_applied_is_not_offered_again, empty_the_log),
        cmocka_unit_test_setup(a_poisonous_event_becomes_a_dead_letter_and_its_neighbours_are_applied, empty_the_log),
        cmocka_unit_test_setup(a_poisonous_event_in_a_batch_becomes_a_dead_letter_and_its_neighbours_are_applied,
                               empty_the_log),
        cmocka_unit_test_setup(a_poisonous_event_does_not_hold_other_partitions_up, empty_the_log),
        cmocka_unit_test_setup(a_replayed_dead_letter_is_applied_once_when_its_cause_is_gone, empty_the_log),
        cmocka_unit_test_setup(a_killed_backend_neither_loses_nor_doubles_an_event_nor_blames_it, empty_the_log),
        cmocka_unit_test_setup(an_event_that_cannot_be_applied_for_the_moment_is_not_blamed, empty_the_log),
        cmocka_unit_test_setup(lead_intake_is_not_given_what_it_told_itself, empty_the_log),
        cmocka_unit_test_setup(replicas_share_the_partitions_and_apply_each_event_exactly_once, empty_the_log),
    };
    return cmocka_run_group_tests(tests, open_sessions, close_sessions);
}
