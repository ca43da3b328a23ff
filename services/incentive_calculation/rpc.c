/* What the methods share, and GetTotals. */
#include "rpc.h"

#include "credit_store.h"
#include "pay_facts.h"
#include "remuda/incentive/v1/incentive_calculation.pb-c.h"

bool rpc_is_over_all(const struct authority *authority, const struct principal *principal)
{
    for (size_t i = 0; i < principal->grant_count; i++)
        if (authority_unit_kind(authority, principal->grants[i].unit_id) == UNIT_HEADQUARTERS &&
            authority_may(authority, principal, ROLE_MANAGER, principal->grants[i].unit_id))
            return true;
    return false;
}

bool rpc_read_period(struct batch *batch, struct call *call, const char *text, int64_t *kind, day_t *first)
{
    if (pay_period_parse(text, kind, first) == 0)
        return true;
    call_violation(batch, call, "period", "FORMAT", "\"%s\" is no period; write 2014-09, 2014-Q3 or 2014",
                   "“%s”不是周期；请写为2014-09、2014-Q3或2014", text);
    return false;
}

int rpc_get_totals(struct batch *batch, struct error *error)
{
    struct credit_totals totals;
    if (credit_store_totals(batch->db, &totals, error))
        return -1;
    for (size_t i = 0; i < batch->count; i++) {
        Remuda__Incentive__V1__GetTotalsResponse *response =
            RESPONSE(batch, Remuda__Incentive__V1__GetTotalsResponse, remuda__incentive__v1__get_totals_response);
        response->credited_deliveries = totals.deliveries;
        response->credited_leads = totals.leads;
        batch->calls[i].response = &response->base;
    }
    return 0;
}
