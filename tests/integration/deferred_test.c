/* Statements that go out with the next one: they take effect as if they had been run at once, and fail with what comes next. */
#include "database.h"

static struct db *owner, *superuser;

static const char add_one[] = "UPDATE scratch.account SET balance = balance + 1";
static const char ask_balance[] = "SELECT balance FROM scratch.account";
static const char take_one[] = "INSERT INTO scratch.number VALUES (1)";
static const char take_two[] = "INSERT INTO scratch.number VALUES (2)";
static const char fail_check[] = "UPDATE scratch.account SET balance = -1";

static int open_sessions(void **state)
{
    (void)state;
    owner = database_session("remuda");
    superuser = database_session("postgres");
    database_scratch_begin(owner);
    database_run(owner, "CREATE TABLE scratch.account (balance bigint NOT NULL CHECK (balance >= 0))");
    database_run(owner, "CREATE TABLE scratch.number (number bigint PRIMARY KEY)");
    return 0;
}

static int close_sessions(void **state)
{
    (void)state;
    database_scratch_end(owner);
    db_destroy(owner);
    db_destroy(superuser);
    return 0;
}

static int empty_account(void **state)
{
    (void)state;
    database_run(owner, "TRUNCATE scratch.account");
    database_run(owner, "INSERT INTO scratch.account VALUES (0)");
    return 0;
}

static int64_t balance(void)
{
    return database_number(superuser, "SELECT balance FROM scratch.account");
}

/* What a body does: deferred statements, then perhaps one that is run, then perhaps a refusal. */
struct script {
    const char *deferred[20];
    const char *run;
    bool refuses;
    int64_t kill; /* this backend, before anything is sent, once */
};

static int play(struct db *db, void *context, struct error *error)
{
    struct script *script = context;
    if (script->kill)
        database_kill(superuser, script->kill);
    script->kill = 0;
    for (size_t i = 0; i < sizeof script->deferred / sizeof *script->deferred && script->deferred[i]; i++)
        if (db_defer(db, script->deferred[i], NULL, NULL, error) != 0)
            return -1;
    if (script->run && db_run(db, script->run, NULL, NULL, error) != 0)
        return -1;
    return script->refuses ? error_set(error, STATUS_INVALID_ARGUMENT, "amount", "no", "否") : 0;
}

static enum status outcome(struct script script)
{
    struct error error = {0};
    return db_transaction(owner, play, &script, &error) == 0 ? STATUS_OK : error.status;
}

static void deferred_statements_take_effect_with_the_next(void **state)
{
    (void)state;
    assert_int_equal(outcome((struct script){.deferred = {add_one, add_one}, .run = add_one}), STATUS_OK);
    assert_int_equal(balance(), 3);
}

static void deferred_statements_take_effect_with_the_commit(void **state)
{
    (void)state;
    assert_int_equal(outcome((struct script){.deferred = {add_one}}), STATUS_OK);
    assert_int_equal(balance(), 1);
}

static void more_than_are_sent_at_once_all_take_effect(void **state)
{
    (void)state;
    struct script script = {0};
    for (size_t i = 0; i < 20; i++)
        script.deferred[i] = add_one;
    assert_int_equal(outcome(script), STATUS_OK);
    assert_int_equal(balance(), 20);
}

static void a_deferred_failure_comes_with_the_next_statement_and_leaves_nothing(void **state)
{
    (void)state;
    assert_int_equal(outcome((struct script){.deferred = {add_one, fail_check, add_one}, .run = add_one}), STATUS_FAILED_PRECONDITION);
    assert_int_equal(outcome((struct script){.deferred = {add_one, fail_check}}), STATUS_FAILED_PRECONDITION);
    assert_int_equal(balance(), 0);
    assert_int_equal(outcome((struct script){.run = add_one}), STATUS_OK);
    assert_int_equal(balance(), 1);
}

static void a_statement_after_deferred_ones_fails_for_itself(void **state)
{
    (void)state;
    assert_int_equal(outcome((struct script){.deferred = {add_one}, .run = "SELECT missing"}), STATUS_INTERNAL);
    assert_int_equal(balance(), 0);
}

static void a_body_that_refuses_before_anything_was_sent_leaves_nothing(void **state)
{
    (void)state;
    assert_int_equal(outcome((struct script){.deferred = {add_one}, .refuses = true}), STATUS_INVALID_ARGUMENT);
    assert_int_equal(outcome((struct script){.refuses = true}), STATUS_INVALID_ARGUMENT);
    assert_int_equal(balance(), 0);
    assert_int_equal(outcome((struct script){.run = add_one}), STATUS_OK);
}

static int play_undone(struct db *db, void *context, struct error *error)
{
    struct script *inner = context;
    struct error reason = {0};
    if (db_run(db, add_one, NULL, NULL, error) != 0)
        return -1;
    assert_int_equal(db_savepoint(db, play, inner, &reason), -1);
    return db_run(db, add_one, NULL, NULL, error);
}

static void what_was_deferred_in_a_savepoint_is_undone_with_it(void **state)
{
    (void)state;
    struct error error = {0};
    struct script refusing = {.deferred = {add_one}, .refuses = true}, failing = {.deferred = {add_one, fail_check}};
    assert_int_equal(db_transaction(owner, play_undone, &refusing, &error), 0);
    assert_int_equal(balance(), 2);
    assert_int_equal(db_transaction(owner, play_undone, &failing, &error), 0);
    assert_int_equal(balance(), 4);
}

/* Asks twice for the balance, the second time with what comes between, and is answered by the statement that follows. */
static int ask_twice(struct db *db, void *context, struct error *error)
{
    struct db_result *results = context;
    if (db_defer(db, ask_balance, NULL, &results[0], error) != 0 || db_defer(db, add_one, NULL, NULL, error) != 0 ||
        db_defer(db, ask_balance, NULL, &results[1], error) != 0)
        return -1;
    assert_int_equal(results[0].rows, 0);
    return db_run(db, add_one, NULL, NULL, error);
}

static void a_deferred_answer_is_there_when_the_next_statement_has_run(void **state)
{
    (void)state;
    struct error error = {0};
    struct db_result results[2];
    assert_int_equal(db_transaction(owner, ask_twice, results, &error), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(results[i].rows, 1);
        assert_int_equal(db_int64(&results[i], 0, 0), i);
        db_result_clear(&results[i]);
    }
}

static int ask_and_fail(struct db *db, void *context, struct error *error)
{
    if (db_defer(db, ask_balance, NULL, context, error) != 0)
        return -1;
    return db_run(db, fail_check, NULL, NULL, error);
}

static void there_is_no_answer_when_the_next_statement_fails(void **state)
{
    (void)state;
    struct error error = {0};
    struct db_result result;
    assert_int_equal(db_transaction(owner, ask_and_fail, &result, &error), -1);
    assert_int_equal(result.rows, 0);
    assert_null(result.handle);
}

/* The first time the number is there already; a body that looks again takes the next. */
static int take_a_number(struct db *db, void *context, struct error *error)
{
    int *attempts = context;
    return db_defer_insert(db, (*attempts)++ == 0 ? take_one : take_two, &(struct db_params){0}, error);
}

static void what_is_there_already_makes_the_transaction_again(void **state)
{
    (void)state;
    struct error error = {0};
    int attempts = 0;
    database_run(owner, "TRUNCATE scratch.number");
    database_run(owner, take_one);
    assert_int_equal(db_transaction(owner, take_a_number, &attempts, &error), 0);
    assert_int_equal(attempts, 2);
    assert_int_equal(database_number(superuser, "SELECT sum(number)::bigint FROM scratch.number"), 3);
}

static void a_backend_killed_before_the_first_statement_is_survived(void **state)
{
    (void)state;
    int64_t backend = database_number(owner, "SELECT pg_backend_pid()::bigint");
    assert_int_equal(outcome((struct script){.deferred = {add_one}, .run = add_one, .kill = backend}), STATUS_OK);
    assert_int_equal(balance(), 2);
}

static void outside_of_a_transaction_it_is_run_at_once(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(db_defer(owner, add_one, NULL, NULL, &error), 0);
    assert_int_equal(balance(), 1);
    assert_int_equal(db_defer(owner, fail_check, NULL, NULL, &error), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(deferred_statements_take_effect_with_the_next, empty_account),
        cmocka_unit_test_setup(deferred_statements_take_effect_with_the_commit, empty_account),
        cmocka_unit_test_setup(more_than_are_sent_at_once_all_take_effect, empty_account),
        cmocka_unit_test_setup(a_deferred_failure_comes_with_the_next_statement_and_leaves_nothing, empty_account),
        cmocka_unit_test_setup(a_statement_after_deferred_ones_fails_for_itself, empty_account),
        cmocka_unit_test_setup(a_body_that_refuses_before_anything_was_sent_leaves_nothing, empty_account),
        cmocka_unit_test_setup(what_was_deferred_in_a_savepoint_is_undone_with_it, empty_account),
        cmocka_unit_test_setup(a_deferred_answer_is_there_when_the_next_statement_has_run, empty_account),
        cmocka_unit_test_setup(there_is_no_answer_when_the_next_statement_fails, empty_account),
        cmocka_unit_test_setup(what_is_there_already_makes_the_transaction_again, empty_account),
        cmocka_unit_test_setup(a_backend_killed_before_the_first_statement_is_survived, empty_account),
        cmocka_unit_test_setup(outside_of_a_transaction_it_is_run_at_once, empty_account),
    };
    return cmocka_run_group_tests(tests, open_sessions, close_sessions);
}
