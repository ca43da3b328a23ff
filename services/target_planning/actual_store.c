#include "actual_store.h"

#include "db/columns.h"

#include "sql/put_deliveries.h"

int actual_store_put(struct db *db, struct arena *arena, const struct delivery_fact *facts, size_t n,
                     struct error *error)
{
    if (n == 0)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    struct db_result unknown;
    DB_BIND_INT64_COLUMN(&params, facts, n, delivery_id);
    DB_BIND_INT64_COLUMN(&params, facts, n, dealer_id);
    DB_BIND_TEXT_COLUMN(&params, facts, n, product_code);
    DB_BIND_DAY_COLUMN(&params, facts, n, delivered_on);
    DB_BIND_BOOL_COLUMN(&params, facts, n, is_cancelled);
    DB_BIND_BOOL_COLUMN(&params, facts, n, is_returned);
    DB_BIND_DAY_COLUMN(&params, facts, n, returned_on);
    DB_BIND_INT64_COLUMN(&params, facts, n, person_id);
    DB_BIND_INT64_COLUMN(&params, facts, n, business_type);
    if (db_run(db, sql_put_deliveries, &params, &unknown, error))
        return -1;
    int result = 0;
    if (unknown.rows > 0)
        result =
            error_set(error, STATUS_FAILED_PRECONDITION, "dealer_unit_id",
                      "unit %lld of delivery %lld is no dealer of the directory: put it there, then replay the event",
                      "单位 %lld（交车 %lld）不是组织目录中的经销商：请先维护目录，再重放该事件",
                      (long long)db_int64(&unknown, 0, 1), (long long)db_int64(&unknown, 0, 0));
    db_result_clear(&unknown);
    return result;
}
