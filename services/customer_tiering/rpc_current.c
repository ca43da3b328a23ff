/*
 * GetTier's `now`: what a run of this moment would say of a customer. Its own amounts are read from the facts; those of
 * the others stand ready, or, while they are being valued for a new day or policy, are read from the facts too.
 */
#include "rpc.h"

#include "standing_store.h"

/* The amounts of all, as a run reads them. */
static int read_all(struct batch *batch, const struct tier_run *run, struct standing *standing, struct error *error)
{
    struct tier_row *rows;
    size_t n, width = 1 + run->policy->measure_count;
    if (tier_store_read_facts(batch->db, batch->arena, run, &rows, &n, error) != 0)
        return -1;
    int64_t *records = ARENA_ARRAY(batch->arena, int64_t, n * width);
    for (size_t i = 0; i < n; i++) {
        records[i * width] = rows[i].customer.customer_id;
        memcpy(records + i * width + 1, rows[i].customer.amounts, (width - 1) * sizeof *records);
    }
    *standing = (struct standing){records, n, width};
    return 0;
}

/* A run of this moment would see it as the latest run left it. */
static int read_customer(struct batch *batch, const struct tier_run *run, const struct tier_row *before,
                         int64_t customer_id, struct tier_row **row, struct error *error)
{
    struct tier_row *rows;
    size_t n;
    if (tier_store_read_amounts(batch->db, batch->arena, run, &customer_id, 1, &rows, &n, error) != 0)
        return -1;
    *row = n > 0 ? rows : NULL;
    if (n > 0 && before->run_id != 0) {
        rows->customer.previous = before->customer.tier;
        rows->customer.runs_outside = rows->runs_before = before->customer.runs_outside;
    }
    return n > 0 ? rpc_find_override(batch, run, &rows->customer, error) : 0;
}

int rpc_current_tier(struct batch *batch, struct call *call, const struct tier_run *run, int64_t customer_id,
                     const struct tier_row *before, Remuda__Tiering__V1__CurrentTier **message, struct error *error)
{
    struct tier_run now = {.as_of = day_of_instant(batch->now_ms),
                           .policy_version = run->policy_version,
                           .policy = run->policy,
                           .scope = run->scope};
    struct tier_row *row;
    struct standing standing;
    struct error refused = {0};
    bool found;
    if (policy_store_last_override(batch->db, &now.last_override_id, error) != 0 ||
        read_customer(batch, &now, before, customer_id, &row, error) != 0)
        return -1;
    if (!row)
        return 0;
    if (standing_read(batch->db, batch->arena, &now, &standing, &found, error) != 0 ||
        (!found && read_all(batch, &now, &standing, error) != 0))
        return -1;
    if (standing_place(now.policy, &standing, &row->customer, &now.summary, &refused) != 0)
        return call_fail_error(call, &refused), 0;
    Remuda__Tiering__V1__CurrentTier *current =
        RESPONSE(batch, Remuda__Tiering__V1__CurrentTier, remuda__tiering__v1__current_tier);
    current->as_of = rpc_day(batch, now.as_of);
    *message = current;
    return rpc_tier_message(batch, call, &now, row, &current->tier, error);
}
