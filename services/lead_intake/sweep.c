#include "sweep.h"

#include "db/event_log.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "rpc_quality.h"
#include "sql/sweep_ending.h"
#include "sql/sweep_expire.h"
#include "sql/sweep_told.h"
#include "wire/wire.h"

#define LEADS_A_STEP 500
#define DAY_MS INT64_C(86400000)

static struct event event_of(const ProtobufCMessage *message, int64_t customer_id, int64_t now, struct arena *arena)
{
    size_t size;
    const uint8_t *packed = wire_pack(message, arena, &size);
    return (struct event){
        .type = message->descriptor->name,
        .subject = customer_id,
        .occurred_at = now,
        .traceparent = "",
        .payload = {.data = packed, .size = size},
    };
}

/* --- holds that are over --------------------------------------------------------------------------------------------------- */

static struct event released(const struct db_result *result, int row, int64_t now, struct arena *arena)
{
    static char reason[] = "protection_expired";
    Remuda__Event__V1__LeadReleased message = REMUDA__EVENT__V1__LEAD_RELEASED__INIT;
    message.lead_id = db_int64(result, row, 0);
    message.customer_id = db_int64(result, row, 1);
    message.reason = reason;
    return event_of(&message.base, message.customer_id, now, arena);
}

/* Told after what they tell of; rated[n] as the database has them. */
static struct event *with_ratings(const struct event *events, size_t n, const struct protection_policy *policy,
                                  const struct rated_lead *rated, size_t rated_count, int64_t now, struct arena *arena)
{
    struct event *all = ARENA_ARRAY(arena, struct event, n + rated_count);
    memcpy(all, events, n * sizeof *all);
    for (size_t i = 0; i < rated_count; i++)
        all[n + i] = event_of(&rpc_lead_rated(policy, &rated[i], arena)->base, rated[i].customer_id, now, arena);
    return all;
}

static int expire(struct db *db, struct arena *arena, int64_t now, const struct protection_policy *policy, bool *more,
                  struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_instant(&params, now);
    db_bind_int64(&params, LEADS_A_STEP);
    if (db_run(db, sql_sweep_expire, &params, &result, error) != 0)
        return -1;
    size_t n = (size_t)result.rows;
    struct event *events = ARENA_ARRAY(arena, struct event, n);
    int64_t *lead_ids = ARENA_ARRAY(arena, int64_t, n);
    struct rated_lead *rated = ARENA_ARRAY(arena, struct rated_lead, n);
    size_t rated_count;
    for (int row = 0; row < result.rows; row++) {
        events[row] = released(&result, row, now, arena);
        lead_ids[row] = db_int64(&result, row, 0);
    }
    db_result_clear(&result);
    *more = *more || n == LEADS_A_STEP;
    if (n == 0)
        return 0;
    if (quality_store_find(db, arena, lead_ids, n, now, rated, &rated_count, error) != 0)
        return -1;
    events = with_ratings(events, n, policy, rated, rated_count, now, arena);
    return event_log_append(db, arena, events, n + rated_count, error);
}

/* --- ends that come near --------------------------------------------------------------------------------------------------- */

static struct event expiring(const struct db_result *result, int row, int64_t now, struct arena *arena)
{
    Remuda__Event__V1__LeadExpiring message = REMUDA__EVENT__V1__LEAD_EXPIRING__INIT;
    message.lead_id = db_int64(result, row, 0);
    message.customer_id = db_int64(result, row, 1);
    message.dealer_unit_id = db_int64(result, row, 2);
    message.protected_until_unix_ms = db_instant(result, row, 3);
    return event_of(&message.base, message.customer_id, now, arena);
}

static int note_told(struct db *db, struct arena *arena, const char *until, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_text(&params, until);
    return db_run(db, sql_sweep_told, &params, NULL, error);
}

static int tell_ends(struct db *db, struct arena *arena, int64_t now, int64_t until, bool *more, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_instant(&params, now);
    db_bind_instant(&params, until);
    db_bind_int64(&params, LEADS_A_STEP);
    if (db_run(db, sql_sweep_ending, &params, &result, error) != 0)
        return -1;
    size_t n = (size_t)result.rows;
    struct event *events = ARENA_ARRAY(arena, struct event, n);
    for (int row = 0; row < result.rows; row++)
        events[row] = expiring(&result, row, now, arena);
    const char *last = n ? arena_strdup(arena, db_text(&result, (int)n - 1, 4)) : "";
    db_result_clear(&result);
    *more = *more || n >= LEADS_A_STEP;
    if (n == 0)
        return 0;
    return event_log_append(db, arena, events, n, error) != 0 || note_told(db, arena, last, error) != 0 ? -1 : 0;
}

/* --- both ------------------------------------------------------------------------------------------------------------------ */

int sweep_start(struct db *db, void *context, struct error *error)
{
    struct lead_intake *lead_intake = context;
    struct arena arena = {0};
    int result = policy_holder_refresh(&lead_intake->policy, db, &arena, error);
    arena_release(&arena);
    return result == 0 ? recogniser_feed_load(&lead_intake->names, lead_intake->recogniser, db, error) : -1;
}

int sweep_run(struct db *db, struct arena *arena, int64_t now_ms, void *context, bool *more, struct error *error)
{
    struct lead_intake *lead_intake = context;
    if (policy_holder_refresh(&lead_intake->policy, db, arena, error) != 0 ||
        recogniser_feed_refresh(&lead_intake->names, lead_intake->recogniser, db, now_ms, error) != 0)
        return -1;
    const struct protection_policy *policy = policy_holder_get(&lead_intake->policy, arena);
    if (expire(db, arena, now_ms, policy, more, error) != 0)
        return -1;
    return tell_ends(db, arena, now_ms, now_ms + policy->warning_days * DAY_MS, more, error);
}
