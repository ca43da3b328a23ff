#include "loss_store.h"

#include "sql/loss_groups.h"

static const char *copy(struct arena *arena, const struct db_result *result, int row, int column)
{
    return arena_strdup(arena, db_text(result, row, column));
}

static void read_answer(const struct db_result *result, struct arena *arena, struct loss_answer *answer)
{
    *answer = (struct loss_answer){.groups = ARENA_ARRAY(arena, struct loss_group, (size_t)result->rows)};
    for (int row = 0; row < result->rows; row++) {
        answer->groups[answer->group_count++] = (struct loss_group){
            .reason = db_int64(result, row, 0),
            .competitor = copy(arena, result, row, 1),
            .selling_stage = db_int64(result, row, 2),
            .buying_stage = db_int64(result, row, 3),
            .area_code = copy(arena, result, row, 4),
            .area_name = copy(arena, result, row, 5),
            .leads = db_int64(result, row, 6),
            .units = db_int64(result, row, 7),
        };
        answer->leads = db_int64(result, row, 8);
        answer->units = db_int64(result, row, 9);
        answer->all_groups = db_int64(result, row, 10);
    }
}

int loss_store_count(struct db *db, struct arena *arena, const struct loss_question *question, struct loss_answer *answer,
                     struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64_array(&params, question->unit_ids, question->unit_count);
    db_bind_text(&params, *question->from ? question->from : NULL);
    db_bind_text(&params, *question->to ? question->to : NULL);
    db_bind_int64_or_null(&params, question->business_type != 0, question->business_type);
    db_bind_bool(&params, question->by_reason);
    db_bind_bool(&params, question->by_competitor);
    db_bind_bool(&params, question->by_selling_stage);
    db_bind_bool(&params, question->by_buying_stage);
    db_bind_bool(&params, question->by_area);
    db_bind_int64(&params, question->limit);
    if (db_run(db, sql_loss_groups, &params, &result, error) != 0)
        return -1;
    read_answer(&result, arena, answer);
    db_result_clear(&result);
    return 0;
}
