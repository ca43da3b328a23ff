/* What goes in as a parameter comes out as a result. */
#include "database.h"

#include "base/date.h"

#define MANY 10000

static struct db *db;
static struct arena arena;

static int open_session(void **state)
{
    (void)state;
    db = database_session("remuda");
    return 0;
}

static int close_session(void **state)
{
    (void)state;
    db_destroy(db);
    arena_release(&arena);
    return 0;
}

static struct db_result run(const char *sql, const struct db_params *params)
{
    struct db_result result;
    struct error error = {0};
    if (db_run(db, sql, params, &result, &error) != 0)
        fail_msg("%s", error.message[LOCALE_EN]);
    return result;
}

static void every_type_survives_the_round_trip(void **state)
{
    (void)state;
    const int64_t before_2000 = -1234567, instant = INT64_C(1409558400123);
    struct db_params params = DB_PARAMS(&arena);
    db_bind_int64(&params, INT64_MIN);
    db_bind_bool(&params, true);
    db_bind_text(&params, "客户 \"A\"\\");
    db_bind_bytes(&params, "\0\377x", 3);
    db_bind_day(&params, day_of(2014, 9, 1));
    db_bind_instant(&params, instant);
    db_bind_instant(&params, before_2000);
    db_bind_day(&params, DAY_MIN);
    struct db_result result =
        run("SELECT $1, $2, $3, $4, $5, $6, $7, $8, 7::smallint, -8::integer, 'n'::name", &params);
    assert_int_equal(db_int64(&result, 0, 0), INT64_MIN);
    assert_true(db_bool(&result, 0, 1));
    assert_string_equal(db_text(&result, 0, 2), "客户 \"A\"\\");
    struct db_bytes bytes = db_bytes(&result, 0, 3);
    assert_int_equal(bytes.size, 3);
    assert_memory_equal(bytes.data, "\0\377x", 3);
    assert_int_equal(db_day(&result, 0, 4), day_of(2014, 9, 1));
    assert_int_equal(db_instant(&result, 0, 5), instant);
    assert_int_equal(db_instant(&result, 0, 6), before_2000);
    assert_int_equal(db_day(&result, 0, 7), DAY_MIN);
    assert_int_equal(db_int64(&result, 0, 8), 7);
    assert_int_equal(db_int64(&result, 0, 9), -8);
    assert_string_equal(db_text(&result, 0, 10), "n");
    db_result_clear(&result);
}

static void the_server_reads_the_values_that_were_meant(void **state)
{
    (void)state;
    struct db_params params = DB_PARAMS(&arena);
    db_bind_day(&params, day_of(2014, 2, 28));
    db_bind_instant(&params, INT64_C(1393545600500));
    db_bind_bool(&params, false);
    struct db_result result =
        run("SELECT $1 = '2014-02-28', $2 = '2014-02-28T00:00:00.5Z'::timestamptz, NOT $3", &params);
    for (int column = 0; column < 3; column++)
        assert_true(db_bool(&result, 0, column));
    db_result_clear(&result);
}

static void null_is_told_from_empty_and_from_zero(void **state)
{
    (void)state;
    struct db_params params = DB_PARAMS(&arena);
    db_bind_int64_or_null(&params, false, 7);
    db_bind_int64_or_null(&params, true, 7);
    db_bind_text(&params, NULL);
    db_bind_text(&params, "");
    db_bind_bytes(&params, NULL, 0);
    db_bind_bytes(&params, "", 0);
    struct db_result result =
        run("SELECT $1, $2, $3, $4, $5, $6, NULL::date, NULL::timestamptz, NULL::boolean", &params);
    const bool expected[] = {true, false, true, false, true, false, true, true, true};
    for (int column = 0; column < 9; column++)
        assert_int_equal(db_is_null(&result, 0, column), expected[column]);
    assert_int_equal(db_int64(&result, 0, 0), 0);
    assert_null(db_text(&result, 0, 2));
    assert_string_equal(db_text(&result, 0, 3), "");
    assert_null(db_bytes(&result, 0, 4).data);
    assert_non_null(db_bytes(&result, 0, 5).data);
    assert_int_equal(db_day(&result, 0, 6), 0);
    assert_int_equal(db_instant(&result, 0, 7), 0);
    assert_false(db_bool(&result, 0, 8));
    db_result_clear(&result);
}

static void arrays_of_ten_thousand_elements_with_nulls_arrive_in_order(void **state)
{
    (void)state;
    int64_t *numbers = ARENA_ARRAY(&arena, int64_t, MANY), *instants = ARENA_ARRAY(&arena, int64_t, MANY);
    bool *flags = ARENA_ARRAY(&arena, bool, MANY);
    const char **texts = ARENA_ARRAY(&arena, const char *, MANY);
    struct db_bytes *blobs = ARENA_ARRAY(&arena, struct db_bytes, MANY);
    day_t *days = ARENA_ARRAY(&arena, day_t, MANY);
    for (size_t i = 0; i < MANY; i++) {
        numbers[i] = (int64_t)i * 1000003;
        flags[i] = i % 3 == 0;
        texts[i] = i % 5 == 0 ? NULL : arena_printf(&arena, "第%zu行", i);
        blobs[i] = i % 7 == 0 ? (struct db_bytes){0} : (struct db_bytes){&numbers[i], i % 9};
        days[i] = (day_t)i;
        instants[i] = (int64_t)i * 86400000 + 1;
    }
    struct db_params params = DB_PARAMS(&arena);
    db_bind_int64_array(&params, numbers, MANY);
    db_bind_bool_array(&params, flags, MANY);
    db_bind_text_array(&params, texts, MANY);
    db_bind_bytes_array(&params, blobs, MANY);
    db_bind_day_array(&params, days, MANY);
    db_bind_instant_array(&params, instants, MANY);
    struct db_result result =
        run("SELECT * FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY ORDER BY ordinality", &params);
    assert_int_equal(result.rows, MANY);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(db_int64(&result, i, 0), numbers[i]);
        assert_int_equal(db_bool(&result, i, 1), flags[i]);
        assert_int_equal(db_is_null(&result, i, 2), i % 5 == 0);
        if (texts[i])
            assert_string_equal(db_text(&result, i, 2), texts[i]);
        assert_int_equal(db_is_null(&result, i, 3), i % 7 == 0);
        if (blobs[i].data)
            assert_memory_equal(db_bytes(&result, i, 3).data, blobs[i].data, blobs[i].size);
        assert_int_equal(db_day(&result, i, 4), days[i]);
        assert_int_equal(db_instant(&result, i, 5), instants[i]);
    }
    db_result_clear(&result);
}

static void an_empty_array_is_an_array_without_elements(void **state)
{
    (void)state;
    struct db_params params = DB_PARAMS(&arena);
    db_bind_int64_array(&params, NULL, 0);
    db_bind_text_array(&params, NULL, 0);
    struct db_result result = run("SELECT cardinality($1)::bigint, cardinality($2)::bigint", &params);
    assert_int_equal(db_int64(&result, 0, 0), 0);
    assert_int_equal(db_int64(&result, 0, 1), 0);
    assert_false(db_is_null(&result, 0, 0));
    db_result_clear(&result);
}

static void one_text_of_sql_is_prepared_once(void **state)
{
    (void)state;
    static const char sql[] =
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%pg_prepared_statements%'";
    assert_int_equal(database_number(db, sql), 1);
    assert_int_equal(database_number(db, sql), 1);
}

static void a_broken_constraint_is_told_by_its_name_and_without_the_value(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum status status;
        const char *name;
    } cases[] = {
        {"INSERT INTO scratch.item VALUES (1, 1, 'secret')", STATUS_ALREADY_EXISTS, "item_pkey"},
        {"INSERT INTO scratch.item VALUES (2, -1, 'secret')", STATUS_FAILED_PRECONDITION, "item_amount_check"},
        {"INSERT INTO scratch.item VALUES (2, NULL, 'secret')", STATUS_FAILED_PRECONDITION, "amount"},
        {"SELECT 'secret'::bigint", STATUS_INTERNAL, "22P02"},
        {"SELECT missing FROM scratch.item", STATUS_INTERNAL, "42703"},
    };
    database_scratch_begin(db);
    database_run(
        db, "CREATE TABLE scratch.item (id bigint PRIMARY KEY, amount bigint NOT NULL CHECK (amount > 0), name text)");
    database_run(db, "INSERT INTO scratch.item VALUES (1, 1, 'first')");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {0};
        assert_int_equal(db_run(db, cases[i].sql, NULL, NULL, &error), -1);
        assert_int_equal(error.status, cases[i].status);
        for (int locale = 0; locale < LOCALE_COUNT; locale++) {
            assert_non_null(strstr(error.message[locale], cases[i].name));
            assert_null(strstr(error.message[locale], "secret"));
        }
    }
    database_scratch_end(db);
}

static void the_schema_is_accepted_with_its_change_and_refused_without(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(db_check_schema(db, "event_log", &error), 0);
    assert_int_equal(db_check_schema(db, "of_tomorrow", &error), -1);
    assert_int_equal(error.status, STATUS_FAILED_PRECONDITION);
    assert_non_null(strstr(error.message[LOCALE_EN], "of_tomorrow"));
    assert_non_null(strstr(error.message[LOCALE_ZH_CN], "of_tomorrow"));
}

/* A database of another locale is refused, and so is one without the migrations. */
static void refused_database(const char *create, const char *name, const char *remedy)
{
    struct db *superuser = database_session("postgres");
    struct error error = {0};
    database_run(superuser, create);
    struct db *other = database_session_through(database_socket_folder(), name, "postgres");
    assert_int_equal(db_check_schema(other, "event_log", &error), -1);
    db_destroy(other);
    database_run(superuser, arena_printf(&arena, "DROP DATABASE %s", name));
    db_destroy(superuser);
    assert_int_equal(error.status, STATUS_FAILED_PRECONDITION);
    assert_non_null(strstr(error.message[LOCALE_EN], remedy));
    assert_non_null(strstr(error.message[LOCALE_ZH_CN], remedy));
}

static void a_database_that_finds_no_chinese_trigrams_is_refused(void **state)
{
    (void)state;
    refused_database("CREATE DATABASE plain_c TEMPLATE template0 LC_CTYPE 'C'", "plain_c", "LC_CTYPE 'C.UTF-8'");
}

static void a_database_that_was_never_migrated_is_refused(void **state)
{
    (void)state;
    refused_database("CREATE DATABASE bare", "bare", "sqitch deploy");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_survives_the_round_trip),
        cmocka_unit_test(the_server_reads_the_values_that_were_meant),
        cmocka_unit_test(null_is_told_from_empty_and_from_zero),
        cmocka_unit_test(arrays_of_ten_thousand_elements_with_nulls_arrive_in_order),
        cmocka_unit_test(an_empty_array_is_an_array_without_elements),
        cmocka_unit_test(one_text_of_sql_is_prepared_once),
        cmocka_unit_test(a_broken_constraint_is_told_by_its_name_and_without_the_value),
        cmocka_unit_test(the_schema_is_accepted_with_its_change_and_refused_without),
        cmocka_unit_test(a_database_that_finds_no_chinese_trigrams_is_refused),
        cmocka_unit_test(a_database_that_was_never_migrated_is_refused),
    };
    return cmocka_run_group_tests(tests, open_session, close_session);
}
