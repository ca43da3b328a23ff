/* Pyramid. */
#include "rpc.h"

static Remuda__Tiering__V1__PyramidLevel *level_message(struct batch *batch, const struct pyramid *pyramid,
                                                        enum tier tier)
{
    const struct pyramid_level *level = &pyramid->levels[tier];
    Remuda__Tiering__V1__PyramidLevel *message =
        RESPONSE(batch, Remuda__Tiering__V1__PyramidLevel, remuda__tiering__v1__pyramid_level);
    message->tier = (Remuda__Tiering__V1__Tier)tier;
    message->customers = level->customers;
    message->customers_ppm = pyramid_share(level->customers, pyramid->customers);
    message->value_micro = level->value;
    message->value_ppm = pyramid_share(level->value, pyramid->value);
    message->installed_base = level->installed_base;
    message->seeds = level->seeds;
    return message;
}

static Remuda__Tiering__V1__PyramidGroup *group_message(struct batch *batch, const struct pyramid *pyramid)
{
    Remuda__Tiering__V1__PyramidGroup *message =
        RESPONSE(batch, Remuda__Tiering__V1__PyramidGroup, remuda__tiering__v1__pyramid_group);
    message->name = arena_strdup(batch->arena, pyramid->name);
    message->customers = pyramid->customers;
    message->value_micro = pyramid->value;
    message->gini_ppm = pyramid->gini_ppm;
    message->levels = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__PyramidLevel *, TIER_COUNT);
    for (enum tier tier = TIER_KEY; tier < TIER_COUNT; tier++)
        message->levels[message->n_levels++] = level_message(batch, pyramid, tier);
    message->lorenz = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__LorenzPoint *, LORENZ_POINTS);
    for (size_t i = 0; i < LORENZ_POINTS; i++) {
        Remuda__Tiering__V1__LorenzPoint *point =
            RESPONSE(batch, Remuda__Tiering__V1__LorenzPoint, remuda__tiering__v1__lorenz_point);
        point->customers_ppm = pyramid->lorenz_customers_ppm[i];
        point->value_ppm = pyramid->lorenz_value_ppm[i];
        message->lorenz[message->n_lorenz++] = point;
    }
    return message;
}

static int answer_pyramid(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Tiering__V1__PyramidRequest *request = (const Remuda__Tiering__V1__PyramidRequest *)call->request;
    bool grouped = request->by >= REMUDA__TIERING__V1__DIMENSION__REGION &&
                   request->by <= REMUDA__TIERING__V1__DIMENSION__INDUSTRY;
    enum attribute by = grouped ? (enum attribute)(request->by - 1) : ATTRIBUTE_COUNT;
    struct tier_run run;
    struct pyramid_entry *entries;
    struct pyramid all, *groups;
    size_t n, count = 0;
    if (rpc_find_run(batch, call, request->run_id, "run_id", &run, error) != 0)
        return -1;
    if (!call_ok(call))
        return 0;
    if (tier_store_pyramid(batch->db, batch->arena, run.run_id, by, &entries, &n, error) != 0)
        return -1;
    Remuda__Tiering__V1__PyramidResponse *response =
        RESPONSE(batch, Remuda__Tiering__V1__PyramidResponse, remuda__tiering__v1__pyramid_response);
    pyramid_count(entries, n, &all);
    response->all = group_message(batch, &all);
    if (grouped)
        pyramid_count_groups(entries, n, batch->arena, &groups, &count);
    response->groups = ARENA_ARRAY(batch->arena, Remuda__Tiering__V1__PyramidGroup *, count);
    for (size_t i = 0; i < count; i++)
        response->groups[response->n_groups++] = group_message(batch, &groups[i]);
    response->run_id = run.run_id;
    response->as_of = rpc_day(batch, run.as_of);
    call->response = &response->base;
    return 0;
}

int rpc_pyramid(struct batch *batch, struct error *error)
{
    return batch_each(batch, answer_pyramid, error);
}
