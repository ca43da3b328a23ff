/*
 * One step of a consumer: take a partition, apply its next events, move the cursor, in one transaction.
 * All of them are tried at once first; only when that fails, one by one, to find the event that is to blame.
 */
#include "db/event_log.h"

#include "base/log.h"
#include "db/event_rows.h"
#include "sql/count_behind.h"
#include "sql/end_replay.h"
#include "sql/has_work.h"
#include "sql/move_cursor.h"
#include "sql/put_off_event.h"
#include "sql/take_events.h"
#include "sql/take_replay.h"

struct step {
    const struct event_consumer *consumer;
    struct arena *arena;
    size_t limit;
    size_t applied, dead;
    bool put_off; /* an event failed and waits for its next attempt */
};

/* Some events to apply under a savepoint. */
struct portion {
    const struct step *step;
    const struct event *events;
    size_t n;
    bool singly;
};

static int apply_portion(struct db *db, void *context, struct error *error)
{
    const struct portion *portion = context;
    const struct event_consumer *consumer = portion->step->consumer;
    if (consumer->apply_batch && !portion->singly)
        return consumer->apply_batch(db, portion->step->arena, portion->events, portion->n, consumer->context, error);
    for (size_t i = 0; i < portion->n; i++)
        if (consumer->apply(db, portion->step->arena, &portion->events[i], consumer->context, error) != 0)
            return -1;
    return 0;
}

/* The database's trouble is not the event's: it neither counts as an attempt nor makes a dead letter. */
static bool blames_event(const struct error *error)
{
    return error->status != STATUS_UNAVAILABLE && error->status != STATUS_ABORTED;
}

static int run_for_event(struct db *db, const struct step *step, const char *sql, int64_t position, struct error *error)
{
    struct db_params params = DB_PARAMS(step->arena);
    db_bind_text(&params, step->consumer->name);
    db_bind_int64(&params, position);
    return db_run(db, sql, &params, NULL, error);
}

/* `*buried`: it was the last attempt, the event is a dead letter now. */
static int put_off(struct db *db, const struct step *step, const struct event *event, const char *reason, bool *buried,
                   struct error *error)
{
    struct db_params params = DB_PARAMS(step->arena);
    db_bind_text(&params, step->consumer->name);
    db_bind_int64(&params, event->position);
    db_bind_text(&params, reason);
    db_bind_int64(&params, EVENT_ATTEMPTS);
    struct db_result result;
    if (db_run(db, sql_put_off_event, &params, &result, error) != 0)
        return -1;
    *buried = db_bool(&result, 0, 0);
    db_result_clear(&result);
    LOG_AT(*buried ? LOG_LEVEL_ERROR : LOG_LEVEL_WARNING, *buried ? "event_dead" : "event_put_off",
           LOG_TEXT("type", event->type), LOG_NUMBER("position", event->position));
    return 0;
}

/* Applies what can be applied; stops at an event that is put off. */
static int consume_singly(struct db *db, struct step *step, const struct event *events, size_t n, struct error *error)
{
    size_t moved = 0; /* the cursor stands behind so many of the events */
    for (size_t i = 0; i < n; i++) {
        struct portion one = {.step = step, .events = &events[i], .n = 1, .singly = true};
        struct error reason = {0};
        if (db_savepoint(db, apply_portion, &one, &reason) == 0) {
            step->applied++;
            continue;
        }
        if (!blames_event(&reason)) {
            *error = reason;
            return -1;
        }
        bool buried;
        if (i > moved && run_for_event(db, step, sql_move_cursor, events[i - 1].position, error) != 0)
            return -1;
        if (put_off(db, step, &events[i], reason.message[LOCALE_EN], &buried, error) != 0)
            return -1;
        step->put_off = !buried;
        if (!buried)
            return 0;
        step->dead++;
        moved = i + 1;
    }
    return n > moved ? run_for_event(db, step, sql_move_cursor, events[n - 1].position, error) : 0;
}

static int consume(struct db *db, struct step *step, const struct event *events, size_t n, struct error *error)
{
    struct portion all = {.step = step, .events = events, .n = n};
    if (db_savepoint(db, apply_portion, &all, error) != 0)
        return blames_event(error) ? consume_singly(db, step, events, n, error) : -1;
    step->applied = n;
    return run_for_event(db, step, sql_move_cursor, events[n - 1].position, error);
}

static int replay(struct db *db, struct step *step, const struct event *event, struct error *error)
{
    struct portion one = {.step = step, .events = event, .n = 1, .singly = true};
    bool done = db_savepoint(db, apply_portion, &one, error) == 0;
    if (!done && !blames_event(error))
        return -1;
    step->applied = done;
    step->dead = !done;
    struct db_params params = DB_PARAMS(step->arena);
    db_bind_text(&params, step->consumer->name);
    db_bind_int64(&params, event->position);
    db_bind_text(&params, done ? NULL : error->message[LOCALE_EN]);
    return db_run(db, sql_end_replay, &params, NULL, error);
}

/* The transaction. It may run several times: it takes nothing over from the time before. */
static int step_body(struct db *db, void *context, struct error *error)
{
    struct step *step = context;
    step->applied = step->dead = 0;
    step->put_off = false;
    arena_reset(step->arena);
    struct db_params params = DB_PARAMS(step->arena), replays = DB_PARAMS(step->arena);
    db_bind_text(&params, step->consumer->name);
    db_bind_int64(&params, (int64_t)step->limit);
    struct event *events;
    size_t n;
    if (event_query(db, sql_take_events, &params, &events, &n, error) != 0)
        return -1;
    if (n > 0)
        return consume(db, step, events, n, error);
    db_bind_text(&replays, step->consumer->name);
    if (event_query(db, sql_take_replay, &replays, &events, &n, error) != 0)
        return -1;
    return n > 0 ? replay(db, step, events, error) : 0;
}

static int has_work(struct db *db, const struct step *step, bool *yes, struct error *error)
{
    struct db_params params = DB_PARAMS(step->arena);
    db_bind_text(&params, step->consumer->name);
    struct db_result result;
    if (db_run(db, sql_has_work, &params, &result, error) != 0)
        return -1;
    *yes = db_bool(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

int event_consumer_step(struct db *db, const struct event_consumer *consumer, size_t limit, size_t *applied,
                        size_t *dead, struct error *error)
{
    struct arena arena = {0};
    struct error failure = {0};
    struct step step = {.consumer = consumer, .arena = &arena, .limit = limit};
    bool yes = false;
    int outcome;
    do { /* a partition whose first event was put off is no work until its pause is over: the next one has its turn */
        outcome = has_work(db, &step, &yes, &failure);
        if (outcome == 0 && yes)
            outcome = db_transaction(db, step_body, &step, &failure);
    } while (outcome == 0 && yes && step.put_off && step.applied + step.dead == 0);
    *applied = outcome == 0 ? step.applied : 0;
    *dead = outcome == 0 ? step.dead : 0;
    if (outcome != 0 && error)
        *error = failure;
    arena_release(&arena);
    return outcome;
}

int event_consumer_behind(struct db *db, const char *consumer, int64_t events[static EVENT_PARTITIONS],
                          struct error *error)
{
    struct arena arena = {0};
    struct db_params params = DB_PARAMS(&arena);
    db_bind_text(&params, consumer);
    struct db_result result;
    int outcome = db_run(db, sql_count_behind, &params, &result, error);
    memset(events, 0, EVENT_PARTITIONS * sizeof *events);
    for (int row = 0; outcome == 0 && row < result.rows; row++)
        events[db_int64(&result, row, 0) % EVENT_PARTITIONS] = db_int64(&result, row, 1);
    db_result_clear(&result);
    arena_release(&arena);
    return outcome;
}
