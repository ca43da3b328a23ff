/* Telling events, reading them, and what the log refuses. */
#include "database.h"

#include "db/event_log.h"

static struct db *superuser, *teller, *consumer;
static struct arena arena;

static int open_sessions(void **state)
{
    (void)state;
    superuser = database_session("postgres");
    teller = database_session("lead_intake");
    consumer = database_session("customer_tiering");
    return 0;
}

static int close_sessions(void **state)
{
    (void)state;
    db_destroy(superuser);
    db_destroy(teller);
    db_destroy(consumer);
    arena_release(&arena);
    return 0;
}

static int empty_the_log(void **state)
{
    (void)state;
    database_run(superuser, "TRUNCATE event_log.event, event_log.cursor, event_log.dead_letter");
    return 0;
}

static int tell(struct db *db, int64_t subject, struct error *error)
{
    const struct event event = {
        .type = "remuda.event.v1.LeadFiled",
        .subject = subject,
        .occurred_at = INT64_C(1409558400123),
        .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        .payload = {.data = "\0\1\2", .size = 3},
    };
    return event_log_append(db, &arena, &event, 1, error);
}

static void an_event_is_read_as_it_was_told(void **state)
{
    (void)state;
    struct error error = {0};
    struct event *events;
    size_t n;
    assert_int_equal(tell(teller, 4711, &error), 0);
    assert_int_equal(event_log_read(consumer, &arena, 0, false, 10, &events, &n, &error), 0);
    assert_int_equal(n, 1);
    assert_true(events[0].position > 0);
    assert_int_equal(events[0].partition, 4711 % EVENT_PARTITIONS);
    assert_string_equal(events[0].type, "remuda.event.v1.LeadFiled");
    assert_int_equal(events[0].subject, 4711);
    assert_int_equal(events[0].occurred_at, INT64_C(1409558400123));
    assert_string_equal(events[0].source, "lead_intake");
    assert_string_equal(events[0].traceparent, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    assert_int_equal(events[0].payload.size, 3);
    assert_memory_equal(events[0].payload.data, "\0\1\2", 3);
}

static void a_message_without_content_is_an_event_too(void **state)
{
    (void)state;
    struct error error = {0};
    const struct event event = {.type = "t", .subject = 1};
    struct event *events;
    size_t n;
    assert_int_equal(event_log_append(teller, &arena, &event, 1, &error), 0);
    assert_int_equal(event_log_read(teller, &arena, 0, true, 1, &events, &n, &error), 0);
    assert_int_equal(n, 1);
    assert_int_equal(events[0].payload.size, 0);
    assert_string_equal(events[0].traceparent, "");
}

static void pages_and_the_newest_are_in_order_of_position(void **state)
{
    (void)state;
    struct error error = {0};
    struct event *all, *page, *newest;
    size_t n;
    for (int64_t subject = 1; subject <= 5; subject++)
        assert_int_equal(tell(teller, subject, &error), 0);
    assert_int_equal(event_log_read(consumer, &arena, 0, false, 10, &all, &n, &error), 0);
    assert_int_equal(n, 5);
    assert_int_equal(event_log_read(consumer, &arena, all[1].position, false, 2, &page, &n, &error), 0);
    assert_int_equal(n, 2);
    assert_int_equal(page[0].subject, 3);
    assert_int_equal(page[1].subject, 4);
    assert_int_equal(event_log_read(consumer, &arena, 0, true, 2, &newest, &n, &error), 0);
    assert_int_equal(n, 2);
    assert_int_equal(newest[0].subject, 4);
    assert_int_equal(newest[1].subject, 5);
}

#define TELL "INSERT INTO event_log.event (subject, occurred_at, type, traceparent, payload, partition"
#define EVENT "VALUES (1, now(), 'remuda.event.v1.LeadFiled', '', '', 1"

static void nobody_tells_events_under_anothers_name(void **state)
{
    (void)state;
    static const char *const attempts[] = {
        TELL ", source) " EVENT ", 'directory')",
        TELL ", source) " EVENT ", 'lead_intake')",
        TELL ", tx) " EVENT ", '1')",
        TELL ", position) OVERRIDING SYSTEM VALUE " EVENT ", 1)",
    };
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        assert_int_equal(database_refusal(teller, attempts[i]), STATUS_INTERNAL);
    assert_int_equal(database_number(superuser, "SELECT count(*) FROM event_log.event"), 0);
    database_run(teller, TELL ") " EVENT ")");
    assert_int_equal(database_number(superuser, "SELECT count(*) FROM event_log.event WHERE source = 'lead_intake'"), 1);
}

static void an_event_in_anothers_partition_is_refused(void **state)
{
    (void)state;
    assert_int_equal(database_refusal(teller, TELL ") VALUES (1, now(), 'remuda.event.v1.LeadFiled', '', '', 2)"), STATUS_FAILED_PRECONDITION);
}

static void nobody_touches_anothers_cursor_or_dead_letters(void **state)
{
    (void)state;
    static const char *const attempts[] = {
        "SELECT event_log.has_work('customer_tiering')",
        "SELECT event_log.behind('customer_tiering')",
        "SELECT event_log.take('customer_tiering', 10)",
        "SELECT event_log.take(NULL, 10)",
        "SELECT event_log.move_cursor('customer_tiering', 1)",
        "SELECT event_log.put_off('customer_tiering', 1, 'spoilt', 1)",
        "SELECT event_log.take_replay('customer_tiering')",
        "SELECT event_log.end_replay('customer_tiering', 1, NULL)",
        "SET ROLE customer_tiering",
        "UPDATE event_log.cursor SET position = 0",
        "DELETE FROM event_log.dead_letter",
        "DELETE FROM event_log.event",
        "SELECT payload FROM event_log.event",
        "UPDATE event_log.event SET payload = ''",
        "INSERT INTO event_log.cursor (consumer, partition) VALUES ('lead_intake', 1)",
        "CREATE TABLE event_log.event_of_mine (id bigint)",
    };
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        assert_int_equal(database_refusal(teller, attempts[i]), STATUS_INTERNAL);
    assert_int_equal(database_number(superuser, "SELECT count(*) FROM event_log.cursor"), 0);
}

static void another_services_dead_letters_are_neither_listed_nor_marked(void **state)
{
    (void)state;
    struct error error = {0};
    struct dead_letter *letters;
    size_t n;
    int64_t marked;
    assert_int_equal(tell(teller, 1, &error), 0);
    database_run(superuser, "INSERT INTO event_log.dead_letter (consumer, partition, tx, position, error) "
                            "SELECT 'customer_tiering', partition, tx, position, 'spoilt' FROM event_log.event");
    assert_int_equal(dead_letter_list(teller, &arena, 10, &letters, &n, &error), 0);
    assert_int_equal(n, 0);
    assert_int_equal(dead_letter_replay(teller, &arena, NULL, 0, &marked, &error), 0);
    assert_int_equal(marked, 0);
    assert_int_equal(dead_letter_list(consumer, &arena, 10, &letters, &n, &error), 0);
    assert_int_equal(n, 1);
    assert_string_equal(letters[0].consumer, "customer_tiering");
    assert_string_equal(letters[0].error, "spoilt");
    assert_int_equal(letters[0].event.subject, 1);
    assert_false(letters[0].replay_requested);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_event_is_read_as_it_was_told, empty_the_log),
        cmocka_unit_test_setup(a_message_without_content_is_an_event_too, empty_the_log),
        cmocka_unit_test_setup(pages_and_the_newest_are_in_order_of_position, empty_the_log),
        cmocka_unit_test_setup(nobody_tells_events_under_anothers_name, empty_the_log),
        cmocka_unit_test_setup(an_event_in_anothers_partition_is_refused, empty_the_log),
        cmocka_unit_test_setup(nobody_touches_anothers_cursor_or_dead_letters, empty_the_log),
        cmocka_unit_test_setup(another_services_dead_letters_are_neither_listed_nor_marked, empty_the_log),
    };
    return cmocka_run_group_tests(tests, open_sessions, close_sessions);
}
