/* Statements that go out with the next one: they take effect as if they had been run at once, and fail with what comes next. */
#include "database.h"

static struct db *owner, *superuser;

static const char add_one[] = "UPDATE scratch.account SET balance = balance + 1";
static const char fail_check[] = "UPDATE scratch.account SET balance = -1";

static int open_sessions(void **state)
{
    (void)state;
    owner = database_session("remuda");
    superuser = database_session("postgres");
    database_scratch_begin(owner);
    database_run(owner, "CREATE TABLE scratch.account (balance bigint NOT NULL CHECK (balance >= 0))");
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
    const char *deferred[6];
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
    assert_int_equal(outcome((struct script){.deferred = {add_one, add_one, add_one, add_one, add_one, add_one}}), STATUS_OK);
    assert_int_equal(balance(), 6);
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
        cmocka_unit_test_setup(a_backend_killed_before_the_first_statement_is_survived, empty_account),
        cmocka_unit_test_setup(outside_of_a_transaction_it_is_run_at_once, empty_account),
    };
    return cmocka_run_group_tests(tests, open_sessions, close_sessions);
}
