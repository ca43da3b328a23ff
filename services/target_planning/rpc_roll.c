/* Rolled forward by the month: what was missed or exceeded goes into the open months. */
#include "quarter_store.h"
#include "roll.h"
#include "rpc.h"
#include "rpc_checks.h"
#include "rpc_version.h"
#include "target_store.h"

static int64_t sold_of(const struct sold_units *sold, size_t n, int64_t unit_id)
{
    for (size_t i = 0; i < n; i++)
        if (sold[i].unit_id == unit_id)
            return sold[i].units;
    return 0;
}

/* --- Roll
 * ---------------------------------------------------------------------------------------------------------------- */

static void add_to_parents(struct batch *batch, const struct unit_months *units, size_t n, int64_t unit_id,
                           const int64_t proposed[MONTHS], Remuda__Target__V1__RollLine **lines)
{
    for (int64_t parent = authority_parent(batch->authority, unit_id); parent;
         parent = authority_parent(batch->authority, parent))
        for (size_t i = 0; i < n; i++)
            for (int month = 0; units[i].unit_id == parent && month < MONTHS; month++)
                lines[i]->proposed_units[month] += proposed[month];
}

static Remuda__Target__V1__RollLine *roll_line(struct batch *batch, const struct unit_months *unit)
{
    Remuda__Target__V1__RollLine *line = RESPONSE(batch, Remuda__Target__V1__RollLine, remuda__target__v1__roll_line);
    line->unit_id = unit->unit_id;
    line->unit_code = arena_strdup(batch->arena, unit->code);
    line->unit_name = arena_strdup(batch->arena, unit->name);
    line->n_planned_units = line->n_proposed_units = MONTHS;
    line->planned_units = ARENA_ARRAY(batch->arena, int64_t, MONTHS);
    memcpy(line->planned_units, unit->months, sizeof unit->months);
    line->proposed_units = ARENA_ARRAY(batch->arena, int64_t, MONTHS);
    return line;
}

/* A roll that is asked for, and what it comes to. */
struct proposal {
    struct roll_policy policy;
    struct plan plan;
    int64_t rolled_kind; /* areas, or regions in a plan that ends there */
    struct unit_months *units;
    Remuda__Target__V1__RollLine **lines;
    size_t n;
};

/* Areas are rolled; what stands above them is their sum, so the proposal adds up. */
static int roll_units(struct batch *batch, struct proposal *proposal, const struct sold_units *sold, size_t sold_count,
                      struct error *refused)
{
    for (size_t i = 0; i < proposal->n; i++)
        proposal->lines[i] = roll_line(batch, &proposal->units[i]);
    for (size_t i = 0; i < proposal->n; i++) {
        const struct unit_months *unit = &proposal->units[i];
        bool is_rolled = unit->kind == proposal->rolled_kind;
        int64_t *above = ARENA_ARRAY(batch->arena, int64_t, MONTHS);
        if (roll_months(&proposal->policy, unit->months, sold_of(sold, sold_count, unit->unit_id),
                        is_rolled ? proposal->lines[i]->proposed_units : above, &proposal->lines[i]->missed_units,
                        refused))
            return -1;
        if (is_rolled)
            add_to_parents(batch, proposal->units, proposal->n, unit->unit_id, proposal->lines[i]->proposed_units,
                           proposal->lines);
    }
    return 0;
}

/* The call fails when the year is not locked, or the policy is none. */
static int propose(struct batch *batch, struct call *call, const Remuda__Target__V1__RollRequest *request,
                   struct proposal *proposal, struct error *error)
{
    struct sold_units *sold;
    size_t sold_count;
    int64_t last, before;
    struct error refused = {0};
    struct plan *plan = &proposal->plan;
    if (!check_month(batch, call, request->after_month) || !check_year(batch, call, request->year))
        return 0;
    if (find_plan_in_state(batch, call, 0, request->year, PLAN_LOCKED, plan, error))
        return -1;
    if (!call_ok(call))
        return 0;
    int first = plan->rolled_after < request->after_month ? (int)plan->rolled_after + 1 : request->after_month;
    if (plan_store_issued(batch->db, batch->arena, plan->plan_id, 1, &last, &before, error) ||
        plan_store_unit_months(batch->db, batch->arena, plan->plan_id, &proposal->units, &proposal->n, error) ||
        quarter_store_sold(batch->db, batch->arena, month_first_day(request->year, first),
                           month_last_day(request->year, request->after_month), &sold, &sold_count, error))
        return -1;
    bool is_new = plan->rolled_after < request->after_month;
    proposal->policy = (struct roll_policy){.after_month = request->after_month,
                                            .carried_after = is_new ? (int)plan->rolled_after : request->after_month,
                                            .last_issued = (int)last,
                                            .carry_ppm = request->carry_ppm,
                                            .within_quarter = request->within_quarter};
    proposal->rolled_kind = plan->deepest_kind < UNIT_AREA ? plan->deepest_kind : UNIT_AREA;
    proposal->lines = ARENA_ARRAY(batch->arena, Remuda__Target__V1__RollLine *, proposal->n);
    if (roll_units(batch, proposal, is_new ? sold : NULL, is_new ? sold_count : 0, &refused))
        call_fail_error(call, &refused);
    return 0;
}

static int roll(struct batch *batch, struct call *call, struct error *error)
{
    struct proposal proposal;
    if (propose(batch, call, (const Remuda__Target__V1__RollRequest *)call->request, &proposal, error))
        return -1;
    if (!call_ok(call))
        return 0;
    Remuda__Target__V1__RollResponse *response =
        RESPONSE(batch, Remuda__Target__V1__RollResponse, remuda__target__v1__roll_response);
    response->plan_id = proposal.plan.plan_id;
    response->n_lines = proposal.n;
    response->lines = proposal.lines;
    call->response = &response->base;
    return 0;
}

int rpc_roll(struct batch *batch, struct error *error)
{
    return batch_each(batch, roll, error);
}

/* --- AcceptRoll
 * ---------------------------------------------------------------------------------------------------------- */

static int first_open_month(const struct proposal *proposal)
{
    const struct roll_policy *policy = &proposal->policy;
    return (policy->after_month > policy->last_issued ? policy->after_month : policy->last_issued) + 1;
}

static void check_acceptance(struct batch *batch, struct call *call, const struct proposal *proposal)
{
    const Remuda__Target__V1__AcceptRollRequest *request = (const Remuda__Target__V1__AcceptRollRequest *)call->request;
    check_change(batch, call, request->reason, request->approver);
    if (first_open_month(proposal) > MONTHS)
        call_fail(call, STATUS_FAILED_PRECONDITION, "after_month",
                  "no month of %lld is open any more: nothing can be rolled", "%lld 年度已无可调整的月份",
                  (long long)proposal->plan.year);
    else if (proposal->policy.carried_after == proposal->policy.after_month)
        call_fail(call, STATUS_FAILED_PRECONDITION, "after_month",
                  "what was missed until month %lld was rolled before: roll after a later month",
                  "截至第 %lld 月的差额已滚动：请在之后的月份滚动", (long long)proposal->plan.rolled_after);
}

static size_t place_of(const struct basis *basis, size_t top, int64_t unit_id)
{
    size_t node = 0;
    while (node < top && basis->tree.nodes[node].unit_id != unit_id)
        node++;
    return node;
}

/* The tables of units down to those that are rolled: theirs as proposed, above them the sums. */
static int fill_tables(struct batch *batch, struct call *call, const struct proposal *proposal,
                       const struct basis *basis, size_t top, int64_t *tables, struct error *error)
{
    size_t kinds = basis->axes.products * basis->axes.business_types, cells = MONTHS * kinds;
    int64_t *planned;
    struct error refused = {0};
    for (size_t i = 0; i < proposal->n; i++) {
        if (proposal->units[i].kind != proposal->rolled_kind)
            continue;
        size_t node = place_of(basis, top, proposal->units[i].unit_id);
        if (node == top) {
            call_fail(call, STATUS_FAILED_PRECONDITION, "year", "%s is not in force any more: amend the year instead",
                      "%s 已不在组织中：请修订年度计划", proposal->units[i].name);
            return 0;
        }
        if (target_store_cells(batch->db, batch->arena, proposal->plan.plan_id, basis, node, &planned, error))
            return -1;
        if (roll_kinds(proposal->lines[i]->proposed_units, basis->first_month, kinds, planned, tables + node * cells,
                       &refused))
            call_fail_error(call, &refused);
    }
    for (size_t node = top; node-- > 1;)
        for (size_t cell = 0; cell < cells; cell++)
            tables[basis->tree.nodes[node].parent * cells + cell] += tables[node * cells + cell];
    return 0;
}

/* The year as the version has it: months that stay, and what is proposed for the later ones. */
static int64_t new_total(const struct proposal *proposal)
{
    int64_t total = 0;
    for (int month = 0; proposal->n > 0 && month < MONTHS; month++)
        total += proposal->lines[0]->proposed_units[month];
    return total;
}

static int load_basis(struct batch *batch, struct call *call, const struct proposal *proposal, struct basis *basis,
                      struct error *error)
{
    struct plan_driver *drivers;
    struct error refused = {0};
    size_t n;
    if (driver_store_of_plan(batch->db, batch->arena, proposal->plan.plan_id, &drivers, &n, error) ||
        basis_load(batch->db, batch->arena, &proposal->plan, drivers, n, first_open_month(proposal), basis, &refused,
                   error))
        return -1;
    basis->tree.fixed_gives_way = true;
    if (refused.status != STATUS_OK)
        call_fail_error(call, &refused);
    return 0;
}

static int store_roll(struct batch *batch, struct call *call, struct proposal *proposal, struct basis *basis,
                      struct error *error)
{
    const Remuda__Target__V1__AcceptRollRequest *request = (const Remuda__Target__V1__AcceptRollRequest *)call->request;
    struct plan version = proposal->plan;
    struct plan_change change = {.replaces = proposal->plan.plan_id,
                                 .reason = request->reason,
                                 .approver = request->approver,
                                 .effective_on = month_first_day((int)version.year, first_open_month(proposal))};
    struct error refused = {0};
    int64_t stored = 0;
    size_t top = 0;
    while (top < basis->tree.count && basis->labels[top].kind <= proposal->rolled_kind)
        top++;
    int64_t *tables = ARENA_ARRAY(batch->arena, int64_t, top * plan_cells(&basis->axes));
    if (fill_tables(batch, call, proposal, basis, top, tables, error))
        return -1;
    if (!call_ok(call))
        return 0;
    version.total_units = new_total(proposal);
    version.rolled_after = request->roll->after_month;
    if (version_begin(batch, call, &version, &change, proposal->rolled_kind, error) ||
        target_store_give(batch->db, batch->arena, &version, basis, tables, top, &stored, &refused, error))
        return -1;
    if (refused.status != STATUS_OK) { /* nothing that was written may stay */
        *error = refused;
        return -1;
    }
    if (version_end(batch, call, &version, &change, error))
        return -1;
    return respond_targets(batch, call, &version, stored, error);
}

static int accept_roll(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__AcceptRollRequest *request = (const Remuda__Target__V1__AcceptRollRequest *)call->request;
    struct proposal proposal;
    struct basis basis;
    if (!request->roll) {
        call_violation(batch, call, "roll", "REQUIRED", "say which roll", "请说明滚动方案");
        return 0;
    }
    if (propose(batch, call, request->roll, &proposal, error))
        return -1;
    if (call_ok(call))
        check_acceptance(batch, call, &proposal);
    if (!call_ok(call))
        return 0;
    if (load_basis(batch, call, &proposal, &basis, error))
        return -1;
    return call_ok(call) ? store_roll(batch, call, &proposal, &basis, error) : 0;
}

int rpc_accept_roll(struct batch *batch, struct error *error)
{
    return batch_each(batch, accept_roll, error);
}
