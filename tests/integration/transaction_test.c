/* Transactions through conflicts, killed backends and lost confirmations. */
#include "database.h"

#include "commit_thief.h"

#include <pthread.h>

static struct db *owner, *superuser;

static int open_sessions(void **state)
{
    (void)state;
    owner = database_session("remuda");
    superuser = database_session("postgres");
    database_scratch_begin(owner);
    database_run(owner, "CREATE TABLE scratch.account (id bigint PRIMARY KEY, balance bigint NOT NULL)");
    database_run(owner, "CREATE TABLE scratch.booking (key text PRIMARY KEY)");
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

static int refill(void **state)
{
    (void)state;
    database_run(owner, "TRUNCATE scratch.account, scratch.booking");
    database_run(owner, "INSERT INTO scratch.account VALUES (1, 0), (2, 0)");
    return 0;
}

static int64_t balance(int account)
{
    return database_number(owner, account == 1 ? "SELECT balance FROM scratch.account WHERE id = 1"
                                               : "SELECT balance FROM scratch.account WHERE id = 2");
}

static int add_one(struct db *db, void *context, struct error *error)
{
    (void)context;
    return db_run(db, "UPDATE scratch.account SET balance = balance + 1 WHERE id = 1", NULL, NULL, error);
}

static int add_one_and_refuse(struct db *db, void *context, struct error *error)
{
    if (add_one(db, context, error) != 0)
        return -1;
    return error_set(error, STATUS_INVALID_ARGUMENT, "amount", "no", "否");
}

static void a_refused_body_leaves_nothing(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(db_transaction(owner, add_one_and_refuse, NULL, &error), -1);
    assert_int_equal(error.status, STATUS_INVALID_ARGUMENT);
    assert_int_equal(balance(1), 0);
}

static int refuse_within_savepoint(struct db *db, void *context, struct error *error)
{
    (void)context;
    struct error inner = {0};
    if (add_one(db, NULL, error) != 0)
        return -1;
    assert_int_equal(db_savepoint(db, add_one_and_refuse, NULL, &inner), -1);
    assert_int_equal(inner.status, STATUS_INVALID_ARGUMENT);
    return db_savepoint(db, add_one, NULL, error);
}

static void a_savepoint_undoes_its_own_part_only(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(db_transaction(owner, refuse_within_savepoint, NULL, &error), 0);
    assert_int_equal(balance(1), 2);
}

static int hide_a_failure(struct db *db, void *context, struct error *error)
{
    (void)context;
    (void)error;
    struct error hidden = {0};
    add_one(db, NULL, &hidden);
    db_run(db, "SELECT 1 / 0", NULL, NULL, &hidden);
    return 0;
}

static void a_hidden_failure_is_not_taken_for_a_commit(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(db_transaction(owner, hide_a_failure, NULL, &error), -1);
    assert_int_equal(error.status, STATUS_INTERNAL);
    assert_int_equal(balance(1), 0);
}

struct serializable {
    struct db *rival;
    int runs;
};

static int add_after_a_rival(struct db *db, void *context, struct error *error)
{
    struct serializable *serializable = context;
    if (db_run(db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", NULL, NULL, error) != 0)
        return -1;
    database_number(db, "SELECT balance FROM scratch.account WHERE id = 1"); /* the snapshot */
    if (++serializable->runs < 3)
        database_run(serializable->rival, "UPDATE scratch.account SET balance = balance + 10 WHERE id = 1");
    return add_one(db, NULL, error);
}

static void a_serialization_failure_runs_the_body_again(void **state)
{
    (void)state;
    struct serializable context = {.rival = superuser};
    struct error error = {0};
    assert_int_equal(db_transaction(owner, add_after_a_rival, &context, &error), 0);
    assert_int_equal(context.runs, 3);
    assert_int_equal(balance(1), 21);
}

struct crossing {
    const char *first, *second;
    pthread_barrier_t *both_hold_one;
    int runs, outcome;
};

static int cross(struct db *db, void *context, struct error *error)
{
    struct crossing *crossing = context;
    if (db_run(db, crossing->first, NULL, NULL, error) != 0)
        return -1;
    if (crossing->runs++ == 0)
        pthread_barrier_wait(crossing->both_hold_one);
    return db_run(db, crossing->second, NULL, NULL, error);
}

static void *cross_in_thread(void *context)
{
    struct crossing *crossing = context;
    struct db *db = database_session("remuda");
    crossing->outcome = db_transaction(db, cross, crossing, NULL);
    db_destroy(db);
    return NULL;
}

static void the_victim_of_a_deadlock_runs_again_and_both_take_effect(void **state)
{
    (void)state;
    static const char one[] = "UPDATE scratch.account SET balance = balance + 1 WHERE id = 1";
    static const char two[] = "UPDATE scratch.account SET balance = balance + 1 WHERE id = 2";
    pthread_barrier_t both_hold_one;
    pthread_barrier_init(&both_hold_one, NULL, 2);
    struct crossing crossings[] = {{one, two, &both_hold_one, 0, 0}, {two, one, &both_hold_one, 0, 0}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, cross_in_thread, &crossings[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&both_hold_one);
    assert_int_equal(crossings[0].outcome, 0);
    assert_int_equal(crossings[1].outcome, 0);
    assert_int_equal(crossings[0].runs + crossings[1].runs, 3);
    assert_int_equal(balance(1), 2);
    assert_int_equal(balance(2), 2);
}

static int64_t backend_of(struct db *db)
{
    return database_number(db, "SELECT pg_backend_pid()");
}

static int lose_the_backend_once(struct db *db, void *context, struct error *error)
{
    int *runs = context;
    if (add_one(db, NULL, error) != 0)
        return -1;
    if (++*runs == 1)
        database_kill(superuser, backend_of(db));
    return add_one(db, NULL, error);
}

static void a_backend_killed_between_two_statements_is_survived(void **state)
{
    (void)state;
    int runs = 0;
    struct error error = {0};
    assert_int_equal(db_transaction(owner, lose_the_backend_once, &runs, &error), 0);
    assert_int_equal(runs, 2);
    assert_int_equal(balance(1), 2);
}

static void a_backend_killed_while_idle_is_not_noticed_by_a_transaction(void **state)
{
    (void)state;
    struct error error = {0};
    database_kill(superuser, backend_of(owner));
    assert_int_equal(db_transaction(owner, add_one, NULL, &error), 0);
    assert_int_equal(balance(1), 1);
}

static void a_lone_statement_is_not_repeated_but_the_next_one_finds_a_connection(void **state)
{
    (void)state;
    database_kill(superuser, backend_of(owner));
    assert_int_equal(database_refusal(owner, "SELECT 1"), STATUS_UNAVAILABLE);
    assert_int_equal(database_number(owner, "SELECT 1::bigint"), 1);
}

struct keyed {
    const char *key;
    int runs;
    bool known; /* the key was there already */
};

static int book_once(struct db *db, void *context, struct error *error)
{
    struct keyed *keyed = context;
    struct arena arena = {0};
    struct db_params params = DB_PARAMS(&arena);
    struct db_result booked;
    keyed->runs++;
    db_bind_text(&params, keyed->key);
    int outcome = db_run(db, "INSERT INTO scratch.booking VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1", &params,
                         &booked, error);
    arena_release(&arena);
    if (outcome != 0)
        return -1;
    keyed->known = booked.rows == 0;
    db_result_clear(&booked);
    return keyed->known ? 0 : add_one(db, NULL, error);
}

static void a_commit_whose_confirmation_is_lost_takes_effect_once(void **state)
{
    (void)state;
    struct commit_thief *thief = commit_thief_start(database_socket_folder());
    struct db *db = database_session_through(commit_thief_folder(thief), "remuda", "remuda");
    struct keyed keyed = {.key = "one"};
    struct error error = {0};
    commit_thief_arm(thief);
    assert_int_equal(db_transaction(db, book_once, &keyed, &error), 0);
    assert_int_equal(commit_thief_loot(thief), 1);
    assert_int_equal(keyed.runs, 2);
    assert_true(keyed.known);
    assert_int_equal(balance(1), 1);
    db_destroy(db);
    commit_thief_stop(thief);
}

static void a_server_that_is_away_is_told_as_unavailable_within_the_time_given(void **state)
{
    (void)state;
    struct db *db = database_session_through("/nowhere", "remuda", "remuda");
    struct error error = {0};
    assert_int_equal(db_connect(db, 100, &error), -1);
    assert_int_equal(error.status, STATUS_UNAVAILABLE);
    assert_int_equal(db_transaction(db, add_one, NULL, &error), -1);
    assert_int_equal(error.status, STATUS_UNAVAILABLE);
    db_destroy(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_refused_body_leaves_nothing, refill),
        cmocka_unit_test_setup(a_savepoint_undoes_its_own_part_only, refill),
        cmocka_unit_test_setup(a_hidden_failure_is_not_taken_for_a_commit, refill),
        cmocka_unit_test_setup(a_serialization_failure_runs_the_body_again, refill),
        cmocka_unit_test_setup(the_victim_of_a_deadlock_runs_again_and_both_take_effect, refill),
        cmocka_unit_test_setup(a_backend_killed_between_two_statements_is_survived, refill),
        cmocka_unit_test_setup(a_backend_killed_while_idle_is_not_noticed_by_a_transaction, refill),
        cmocka_unit_test_setup(a_lone_statement_is_not_repeated_but_the_next_one_finds_a_connection, refill),
        cmocka_unit_test_setup(a_commit_whose_confirmation_is_lost_takes_effect_once, refill),
        cmocka_unit_test(a_server_that_is_away_is_told_as_unavailable_within_the_time_given),
    };
    return cmocka_run_group_tests(tests, open_sessions, close_sessions);
}
