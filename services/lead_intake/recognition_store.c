#include "recognition_store.h"

#include "db/columns.h"
#include "sql/recognition_resolve.h"

static void read_recognition(const struct db_result *result, int row, struct recognition *recognition)
{
    recognition->is_decided = !db_is_null(result, row, 1);
    recognition->customer_id = db_int64(result, row, 2);
    recognition->identity_id = db_int64(result, row, 3);
    recognition->protection = (struct protection_customer){
        .won_before = db_bool(result, row, 4),
        .contract_known = !db_is_null(result, row, 5),
        .contract_until = db_day(result, row, 5),
        .tier = db_int64(result, row, 6),
    };
    recognition->is_never = db_bool(result, row, 7);
}

int recognition_store_resolve(struct db *db, struct arena *arena, struct recognition *recognitions, size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    DB_BIND_TEXT_COLUMN(&params, recognitions, n, draft->name_key);
    DB_BIND_TEXT_COLUMN(&params, recognitions, n, draft->uscc);
    DB_BIND_TEXT_COLUMN(&params, recognitions, n, draft->region);
    DB_BIND_INT64_COLUMN(&params, recognitions, n, recognised_id);
    if (db_run(db, sql_recognition_resolve, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++)
        read_recognition(&result, row, &recognitions[db_int64(&result, row, 0)]);
    db_result_clear(&result);
    return 0;
}
