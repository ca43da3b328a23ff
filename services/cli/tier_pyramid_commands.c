/* tier pyramid: customers and value by tier of a run. */
#include "command.h"
#include "output.h"
#include "pyramid_output.h"

#include "remuda/tiering/v1/customer_tiering.pb-c.h"

const struct option tier_pyramid_options[] = {
    {"run", "RUN_ID", TEXT("of this run; default the latest released", "某次分级；默认最近发布的一次"), false},
    PYRAMID_OPTIONS,
    {0},
};

static struct pyramid read_group(const Remuda__Tiering__V1__PyramidGroup *group)
{
    struct pyramid pyramid = {
        .name = group->name, .customers = group->customers, .value = group->value_micro, .gini_ppm = group->gini_ppm};
    for (size_t i = 0; i < group->n_levels; i++) {
        const Remuda__Tiering__V1__PyramidLevel *level = group->levels[i];
        if (level->tier > 0 && level->tier < (int)TIER_COUNT)
            pyramid.levels[level->tier] =
                (struct pyramid_level){level->customers, level->value_micro, level->installed_base, level->seeds};
    }
    for (size_t i = 0; i < group->n_lorenz && i < LORENZ_POINTS; i++) {
        pyramid.lorenz_customers_ppm[i] = group->lorenz[i]->customers_ppm;
        pyramid.lorenz_value_ppm[i] = group->lorenz[i]->value_ppm;
    }
    return pyramid;
}

static struct pyramids read_pyramids(struct cli *cli, const Remuda__Tiering__V1__PyramidResponse *response)
{
    struct pyramids pyramids = {
        .all = read_group(response->all),
        .groups = ARENA_ARRAY(&cli->arena, struct pyramid, response->n_groups),
        .group_count = response->n_groups,
        .title = arena_printf(&cli->arena, SAY(cli->locale, "Tiers of run %lld as of %s", "第 %lld 次分级，截至 %s"),
                              (long long)response->run_id, response->as_of),
    };
    for (size_t i = 0; i < response->n_groups; i++)
        pyramids.groups[i] = read_group(response->groups[i]);
    return pyramids;
}

enum exit_code tier_pyramid(struct cli *cli)
{
    Remuda__Tiering__V1__PyramidRequest request = REMUDA__TIERING__V1__PYRAMID_REQUEST__INIT;
    enum attribute by;
    if (cli_int64(cli, "run", 1, INT64_MAX, &request.run_id) != 0 || pyramid_dimension(cli, &by) != 0)
        return cli_usage(cli, &cli->error);
    if (by != ATTRIBUTE_COUNT)
        request.by = (Remuda__Tiering__V1__Dimension)(by + 1);
    const Remuda__Tiering__V1__PyramidResponse *response =
        cli_call(cli, SERVICE_CUSTOMER_TIERING, "remuda.tiering.v1.CustomerTiering/Pyramid", &request.base,
                 &remuda__tiering__v1__pyramid_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (!response->all)
        return print_json(cli, response);
    struct pyramids pyramids = read_pyramids(cli, response);
    if (pyramid_write_files(cli, &pyramids) != 0)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    pyramid_print(cli, &pyramids);
    return EXIT_CODE_DONE;
}
