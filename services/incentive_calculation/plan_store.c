#include "plan_store.h"

#include "sql/plans_in_force.h"
#include "sql/put_plan.h"
#include "sql/put_plan_version.h"

static int check_job(const struct plan *plan, const char *stored_job, struct error *error)
{
    if (strcmp(plan->job, stored_job) == 0)
        return 0;
    return error_set(error, STATUS_FAILED_PRECONDITION, "job",
                     "the plan %s pays the job %s; choose another plan code for %s",
                     "方案%s适用于岗位%s；请为%s另选方案代码", plan->code, stored_job, plan->job);
}

static int put_plan(struct db *db, struct arena *arena, struct plan *plan, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, plan->code);
    db_bind_text(&params, plan->job);
    if (db_run(db, sql_put_plan, &params, &result, error))
        return -1;
    plan->plan_id = db_int64(&result, 0, 0);
    int failed = check_job(plan, db_text(&result, 0, 1), error);
    db_result_clear(&result);
    return failed;
}

static void bind_steps(struct db_params *params, const struct plan *plan)
{
    int64_t from[STEP_COUNT_MAX], rate[STEP_COUNT_MAX];
    for (size_t i = 0; i < plan->step_count; i++) {
        from[i] = plan->steps[i].from_units;
        rate[i] = plan->steps[i].fen_per_unit;
    }
    db_bind_int64_array(params, from, plan->step_count);
    db_bind_int64_array(params, rate, plan->step_count);
}

int plan_store_put(struct db *db, struct arena *arena, struct plan *plan, int64_t principal_id, struct error *error)
{
    if (put_plan(db, arena, plan, error))
        return -1;
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan->plan_id);
    db_bind_day(&params, plan->valid_from);
    db_bind_int64(&params, plan->mode);
    db_bind_int64(&params, plan->fen_per_lead);
    db_bind_int64(&params, plan->lead_award_cap_fen);
    db_bind_int64(&params, principal_id);
    bind_steps(&params, plan);
    if (db_run(db, sql_put_plan_version, &params, &result, error))
        return -1;
    plan->version = (int)db_int64(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

static struct plan read_plan(const struct db_result *result, int row, struct arena *arena)
{
    return (struct plan){
        .plan_id = db_int64(result, row, 0),
        .code = arena_strdup(arena, db_text(result, row, 1)),
        .job = arena_strdup(arena, db_text(result, row, 2)),
        .version = (int)db_int64(result, row, 3),
        .valid_from = db_day(result, row, 4),
        .mode = (int)db_int64(result, row, 5),
        .fen_per_lead = db_int64(result, row, 6),
        .lead_award_cap_fen = db_int64(result, row, 7),
    };
}

/* One row a step, the steps of a plan one after the other. */
int plan_store_in_force(struct db *db, struct arena *arena, day_t first_day, struct plan **plans, size_t *count,
                        struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, first_day);
    if (db_run(db, sql_plans_in_force, &params, &result, error))
        return -1;
    *plans = ARENA_ARRAY(arena, struct plan, (size_t)result.rows + 1);
    *count = 0;
    struct step *steps = ARENA_ARRAY(arena, struct step, (size_t)result.rows + 1);
    for (int row = 0; row < result.rows; row++) {
        if (*count == 0 || (*plans)[*count - 1].plan_id != db_int64(&result, row, 0)) {
            (*plans)[*count] = read_plan(&result, row, arena);
            (*plans)[(*count)++].steps = &steps[row];
        }
        steps[row] = (struct step){db_int64(&result, row, 8), db_int64(&result, row, 9)};
        (*plans)[*count - 1].step_count++;
    }
    db_result_clear(&result);
    return 0;
}
