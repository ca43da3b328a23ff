/* Rows sent by COPY, or few of them by INSERT, arrive as they were given; what is wrong with one fails all of them, and the session goes on. */
#include "database.h"

#include "base/date.h"
#include "db/copy.h"

#define COPY_THINGS "COPY thing (id, small, whole, yes, name, raw, day, at, note) FROM STDIN (FORMAT binary)"
#define INSERT_THING "INSERT INTO thing (id, small, whole, yes, name, raw, day, at, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
#define COLUMNS 9
#define MANY 20000
#define LAST_DAY_OF_1999 10956 /* since 1970 */

static struct db *db;
static struct arena arena;

static int open_session(void **state)
{
    (void)state;
    db = database_session("remuda");
    database_run(db, "CREATE TEMP TABLE thing (id bigint PRIMARY KEY, small smallint, whole integer, yes boolean, name text, raw bytea, "
                     "day date, at timestamptz, note text DEFAULT 'none', CONSTRAINT named CHECK (name <> ''))");
    return 0;
}

static int close_session(void **state)
{
    (void)state;
    db_destroy(db);
    arena_release(&arena);
    return 0;
}

static int empty_table(void **state)
{
    (void)state;
    database_run(db, "TRUNCATE thing");
    return 0;
}

static void write_thing(struct db_copy *copy, int64_t id, const char *name, const char *note)
{
    db_copy_row(copy);
    db_copy_int64(copy, id);
    db_copy_int16(copy, INT16_MIN);
    db_copy_int32(copy, INT32_MIN);
    db_copy_bool(copy, true);
    db_copy_text(copy, name);
    db_copy_bytes(copy, "\0\1\2", 3);
    db_copy_day(copy, LAST_DAY_OF_1999);
    db_copy_instant(copy, INT64_C(1409558400123));
    db_copy_optional_text(copy, note);
}

static void every_type_arrives_as_it_was_given(void **state)
{
    (void)state;
    struct error error = {0};
    struct db_copy copy = DB_COPY(&arena, COLUMNS);
    write_thing(&copy, INT64_MIN, "四川", "");
    assert_int_equal(db_copy_run(db, COPY_THINGS, &copy, &error), 0);
    assert_int_equal(database_number(db, "SELECT count(*) FROM thing WHERE id = -9223372036854775808 AND small = -32768 "
                                         "AND whole = -2147483648 AND yes AND name = '四川' AND raw = '\\x000102' "
                                         "AND day = '1999-12-31' AND at = '2014-09-01 08:00:00.123Z' AND note IS NULL"), 1);
}

static void many_rows_arrive_once_each(void **state)
{
    (void)state;
    struct error error = {0};
    struct db_copy copy = DB_COPY(&arena, COLUMNS);
    for (int64_t id = 0; id < MANY; id++)
        write_thing(&copy, id, "name", "note");
    assert_int_equal(db_copy_run(db, COPY_THINGS, &copy, &error), 0);
    assert_int_equal(database_number(db, "SELECT count(*) FROM thing"), MANY);
    assert_int_equal(database_number(db, "SELECT sum(id)::bigint FROM thing"), (int64_t)MANY * (MANY - 1) / 2);
}

static void no_rows_are_no_statement(void **state)
{
    (void)state;
    struct error error = {0};
    struct db_copy copy = DB_COPY(&arena, COLUMNS);
    assert_int_equal(db_copy_run(db, "nobody runs this", &copy, &error), 0);
}

/* `statement` and a row's name; the session must be of use afterwards. */
static enum status refusal(const char *statement, const char *name, int64_t id)
{
    struct error error = {0};
    struct db_copy copy = DB_COPY(&arena, COLUMNS);
    write_thing(&copy, 1, "name", "note");
    write_thing(&copy, id, name, "note");
    assert_int_equal(db_copy_run(db, statement, &copy, &error), -1);
    assert_int_equal(database_number(db, "SELECT count(*) FROM thing"), 0);
    return error.status;
}

static void one_wrong_row_fails_all_and_the_session_goes_on(void **state)
{
    (void)state;
    assert_int_equal(refusal(COPY_THINGS, "name", 1), STATUS_ALREADY_EXISTS);
    assert_int_equal(refusal(COPY_THINGS, "", 2), STATUS_FAILED_PRECONDITION);
    assert_int_equal(refusal("COPY nowhere FROM STDIN (FORMAT binary)", "name", 2), STATUS_INTERNAL);
    assert_int_equal(refusal("COPY thing (id) FROM STDIN (FORMAT binary)", "name", 2), STATUS_INTERNAL);
}

struct things {
    int64_t first, count;
};

static int write_things(struct db *session, void *context, struct error *error)
{
    const struct things *things = context;
    struct db_copy copy = DB_COPY(&arena, COLUMNS);
    for (int64_t id = things->first; id < things->first + things->count; id++)
        write_thing(&copy, id, "name", id % 2 ? "note" : "");
    return db_copy_write(session, COPY_THINGS, INSERT_THING, &copy, error);
}

static void few_rows_and_many_arrive_alike(void **state)
{
    (void)state;
    struct error error = {0};
    struct things nothing = {0, 0}, few = {0, 3}, many = {3, 30};
    assert_int_equal(db_transaction(db, write_things, &nothing, &error), 0);
    assert_int_equal(db_transaction(db, write_things, &few, &error), 0);
    assert_int_equal(db_transaction(db, write_things, &many, &error), 0);
    assert_int_equal(database_number(db, "SELECT count(*) FROM thing"), 33);
    assert_int_equal(database_number(db, "SELECT count(*) FROM (SELECT DISTINCT small, whole, yes, name, raw, day, at FROM thing) AS kind"), 1);
    assert_int_equal(database_number(db, "SELECT count(*) FROM thing WHERE (note IS NULL) = (id % 2 = 0)"), 33);
}

static void rows_that_are_there_abort_the_transaction_however_they_are_sent(void **state)
{
    (void)state;
    struct error error = {0};
    struct things few = {0, 3}, many = {2, 30};
    assert_int_equal(db_transaction(db, write_things, &few, &error), 0);
    assert_int_equal(db_transaction(db, write_things, &few, &error), -1);
    assert_int_equal(error.status, STATUS_ABORTED);
    assert_int_equal(db_transaction(db, write_things, &many, &error), -1);
    assert_int_equal(error.status, STATUS_ABORTED);
    assert_int_equal(database_number(db, "SELECT count(*) FROM thing"), 3);
}

static int end_own_server_process(struct db *session, void *context, struct error *error)
{
    int *attempts = context;
    struct db_copy copy = DB_COPY(&arena, 1);
    if (db_run(session, "CREATE TEMP TABLE lonely (id bigint)", NULL, NULL, error) != 0)
        return -1;
    if (++*attempts == 1)
        db_run(session, "SELECT pg_terminate_backend(pg_backend_pid())", NULL, NULL, error);
    db_copy_row(&copy);
    db_copy_int64(&copy, 1);
    return db_copy_run(session, "COPY lonely FROM STDIN (FORMAT binary)", &copy, error);
}

static void a_lost_connection_runs_the_transaction_again(void **state)
{
    (void)state;
    struct error error = {0};
    int attempts = 0;
    struct db *other = database_session("remuda");
    assert_int_equal(db_transaction(other, end_own_server_process, &attempts, &error), 0);
    assert_int_equal(attempts, 2);
    db_destroy(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_type_arrives_as_it_was_given, empty_table),
        cmocka_unit_test_setup(many_rows_arrive_once_each, empty_table),
        cmocka_unit_test_setup(no_rows_are_no_statement, empty_table),
        cmocka_unit_test_setup(one_wrong_row_fails_all_and_the_session_goes_on, empty_table),
        cmocka_unit_test_setup(few_rows_and_many_arrive_alike, empty_table),
        cmocka_unit_test_setup(rows_that_are_there_abort_the_transaction_however_they_are_sent, empty_table),
        cmocka_unit_test_setup(a_lost_connection_runs_the_transaction_again, empty_table),
    };
    return cmocka_run_group_tests(tests, open_session, close_session);
}
