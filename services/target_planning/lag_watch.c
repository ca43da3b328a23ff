#include "lag_watch.h"

#include "base/date.h"
#include "base/money.h"
#include "db/event_log.h"
#include "plan_store.h"
#include "remuda/event/v1/target_events.pb-c.h"
#include "wire/wire.h"

#include "sql/claim_lag_month.h"
#include "sql/month_ends.h"

/* The month that is over. */
struct month_end {
    int64_t year, month, now_ms;
};

static int claim(struct db *db, struct arena *arena, const struct month_end *end, bool *claimed, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, end->year);
    db_bind_int64(&params, end->month);
    db_bind_instant(&params, end->now_ms);
    if (db_run(db, sql_claim_lag_month, &params, &result, error))
        return -1;
    *claimed = result.rows > 0;
    db_result_clear(&result);
    return 0;
}

static int read_months(struct db *db, struct arena *arena, const struct plan *plan, const struct month_end *end,
                       struct lag_month **months, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan->plan_id);
    db_bind_int64(&params, end->year);
    db_bind_int64(&params, end->month - plan->lag.month_ends + 1);
    db_bind_int64(&params, end->month);
    if (db_run(db, sql_month_ends, &params, &result, error))
        return -1;
    *n = (size_t)result.rows;
    *months = ARENA_ARRAY(arena, struct lag_month, *n);
    for (int row = 0; row < result.rows; row++)
        (*months)[row] =
            (struct lag_month){db_int64(&result, row, 0), db_int64(&result, row, 1), db_int64(&result, row, 2)};
    db_result_clear(&result);
    return 0;
}

static int event_of(struct arena *arena, const struct plan *plan, const struct month_end *end,
                    const struct lag_month *last, struct event *event, struct error *error)
{
    Remuda__Event__V1__UnitLags lags = REMUDA__EVENT__V1__UNIT_LAGS__INIT;
    lags.plan_id = plan->plan_id;
    lags.year = (int32_t)end->year;
    lags.month = (int32_t)end->month;
    lags.unit_id = last->unit_id;
    lags.target_units = last->target_units;
    lags.sold_units = last->sold_units;
    lags.lag_ppm = plan->lag.behind_ppm;
    lags.lag_month_ends = (int32_t)plan->lag.month_ends;
    if (divide_rounded((int128_t)last->sold_units * PPM, last->target_units, "attainment_ppm", &lags.attainment_ppm,
                       error))
        return -1;
    size_t size;
    const uint8_t *packed = wire_pack(&lags.base, arena, &size);
    *event = (struct event){.type = lags.base.descriptor->name,
                            .subject = plan->plan_id,
                            .occurred_at = end->now_ms,
                            .traceparent = "",
                            .payload = {.data = packed, .size = size}};
    return 0;
}

static int tell(struct db *db, struct arena *arena, const struct plan *plan, const struct month_end *end,
                const struct lag_month *months, size_t n, struct error *error)
{
    struct event *events = ARENA_ARRAY(arena, struct event, n);
    size_t told = 0;
    for (size_t first = 0, next; first < n; first = next) {
        for (next = first; next < n && months[next].unit_id == months[first].unit_id;)
            next++;
        if (lag_is(&plan->lag, &months[first], next - first) &&
            event_of(arena, plan, end, &months[next - 1], &events[told++], error))
            return -1;
    }
    return told ? event_log_append(db, arena, events, told, error) : 0;
}

int lag_watch_run(struct db *db, struct arena *arena, int64_t now_ms, void *context, bool *more, struct error *error)
{
    (void)context;
    struct civil today = day_civil(day_of_instant(now_ms));
    struct civil before = day_civil(month_first_day(today.year, today.month) - 1);
    struct month_end end = {before.year, before.month, now_ms};
    struct plan plan;
    struct lag_month *months;
    size_t n;
    bool claimed;
    *more = false;
    if (claim(db, arena, &end, &claimed, error))
        return -1;
    if (!claimed)
        return 0;
    if (plan_store_find(db, arena, 0, end.year, true, &plan, error) ||
        read_months(db, arena, &plan, &end, &months, &n, error))
        return -1;
    return tell(db, arena, &plan, &end, months, n, error);
}
