/* A plan and how its phases, goals and milestones stand on a day. */
#include "command.h"
#include "output.h"
#include "plan_call.h"

#include "remuda/target/v1/target_planning.pb-c.h"

#define YEAR_MIN 2001
#define YEAR_MAX 2099

const struct option plan_show_options[] = {
    {"year", "YEAR", TEXT("the year whose plan is in force", "计划年度"), false},
    {"plan", "ID", TEXT("any plan", "计划编号"), false},
    {"day", "DAY", TEXT("as of this day; default today", "截至某日；默认今天"), false},
    {0},
};

static const char *goal_word(int state, enum locale locale)
{
    static const struct text words[] = {TEXT("", ""), TEXT("ahead", "未开始"), TEXT("running", "进行中"),
                                        TEXT("reached", "已达成"), TEXT("missed", "未达成")};
    return state > 0 && state < (int)(sizeof words / sizeof *words) ? words[state].in[locale] : "";
}

static void print_shown(struct cli *cli, const void *answer)
{
    static const struct column_head heads[] = {{TEXT("phase", "阶段"), false}, {TEXT("milestone", "里程碑"), false},
                                               {TEXT("from", "开始"), false},  {TEXT("to", "截止"), false},
                                               {TEXT("units", "目标"), true},  {TEXT("sold", "销量"), true},
                                               {TEXT("state", "状态"), false}, {TEXT("goal", "目标说明"), false}};
    const Remuda__Target__V1__PlanDocument *plan = answer;
    struct table table;
    struct arena *arena = &cli->arena;
    table_init(&table, heads, 8, cli->locale);
    for (size_t i = 0; i < plan->n_phases; i++) {
        const Remuda__Target__V1__PlanPhase *phase = plan->phases[i];
        TABLE_ADD(&table, phase->name, NULL, phase->first_on, phase->last_on, cell_integer(arena, phase->units),
                  cell_integer(arena, phase->sold_units), goal_word(phase->state, cli->locale), phase->goal);
        for (size_t k = 0; k < phase->n_milestones; k++)
            TABLE_ADD(&table, phase->name, phase->milestones[k]->name, phase->first_on, phase->milestones[k]->due_on,
                      cell_integer(arena, phase->milestones[k]->units),
                      cell_integer(arena, phase->milestones[k]->sold_units),
                      goal_word(phase->milestones[k]->state, cli->locale), NULL);
    }
    plan_print_document(cli, plan);
    if (plan->n_phases) {
        putchar('\n');
        table_print(&table, stdout);
    }
    table_release(&table);
}

enum exit_code plan_show(struct cli *cli)
{
    Remuda__Target__V1__ShowRequest request = REMUDA__TARGET__V1__SHOW_REQUEST__INIT;
    if (cli_int32(cli, "year", YEAR_MIN, YEAR_MAX, &request.year) ||
        cli_int64(cli, "plan", 1, INT64_MAX, &request.plan_id) || cli_day(cli, "day", &request.day))
        return cli_usage(cli, &cli->error);
    if (!request.year && !request.plan_id) {
        error_set(&cli->error, STATUS_INVALID_ARGUMENT, "year", "give --year or --plan", "请填写 --year 或 --plan");
        return cli_usage(cli, &cli->error);
    }
    return plan_call(cli, "Show", &request.base, &remuda__target__v1__plan_document__descriptor, print_shown);
}
