#include "catalogue_store.h"

#include "sql/calendar_list.h"
#include "sql/calendar_put.h"
#include "sql/product_list.h"
#include "sql/product_put.h"
#include "sql/reference_list.h"
#include "sql/reference_put.h"

int product_store_put(struct db *db, struct arena *arena, const struct product *products, size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    const char **codes = ARENA_ARRAY(arena, const char *, n), **names = ARENA_ARRAY(arena, const char *, n);
    const char **lines = ARENA_ARRAY(arena, const char *, n);
    int64_t *use_classes = ARENA_ARRAY(arena, int64_t, n), *prices = ARENA_ARRAY(arena, int64_t, n);

    for (size_t i = 0; i < n; i++) {
        codes[i] = products[i].code;
        names[i] = products[i].name;
        lines[i] = products[i].product_line;
        use_classes[i] = products[i].use_class;
        prices[i] = products[i].list_price_fen;
    }
    db_bind_text_array(&params, codes, n);
    db_bind_text_array(&params, names, n);
    db_bind_text_array(&params, lines, n);
    db_bind_int64_array(&params, use_classes, n);
    db_bind_int64_array(&params, prices, n);
    return db_run(db, sql_product_put, &params, NULL, error);
}

int product_store_list(struct db *db, struct arena *arena, size_t limit, struct product **products, size_t *n,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;

    db_bind_int64(&params, (int64_t)limit);
    if (db_run(db, sql_product_list, &params, &result, error) < 0)
        return -1;
    *n = (size_t)result.rows;
    *products = ARENA_ARRAY(arena, struct product, *n);
    for (int row = 0; row < result.rows; row++)
        (*products)[row] = (struct product){
            .code = arena_strdup(arena, db_text(&result, row, 0)),
            .name = arena_strdup(arena, db_text(&result, row, 1)),
            .product_line = arena_strdup(arena, db_text(&result, row, 2)),
            .use_class = (int)db_int64(&result, row, 3),
            .list_price_fen = db_int64(&result, row, 4),
        };
    db_result_clear(&result);
    return 0;
}

int calendar_store_put(struct db *db, struct arena *arena, const struct calendar_day *days, size_t n,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    day_t *dates = ARENA_ARRAY(arena, day_t, n);
    const char **names = ARENA_ARRAY(arena, const char *, n);
    bool *work = ARENA_ARRAY(arena, bool, n);

    for (size_t i = 0; i < n; i++) {
        dates[i] = days[i].day;
        names[i] = days[i].name;
        work[i] = days[i].is_working_day;
    }
    db_bind_day_array(&params, dates, n);
    db_bind_text_array(&params, names, n);
    db_bind_bool_array(&params, work, n);
    return db_run(db, sql_calendar_put, &params, NULL, error);
}

int calendar_store_list(struct db *db, struct arena *arena, day_t first, day_t last, struct calendar_day **days,
                        size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;

    db_bind_day(&params, first);
    db_bind_day(&params, last);
    if (db_run(db, sql_calendar_list, &params, &result, error) < 0)
        return -1;
    *n = (size_t)result.rows;
    *days = ARENA_ARRAY(arena, struct calendar_day, *n);
    for (int row = 0; row < result.rows; row++)
        (*days)[row] = (struct calendar_day){
            .day = db_day(&result, row, 0),
            .name = arena_strdup(arena, db_text(&result, row, 1)),
            .is_working_day = db_bool(&result, row, 2),
        };
    db_result_clear(&result);
    return 0;
}

int reference_store_put(struct db *db, struct arena *arena, const struct reference_code *codes, size_t n,
                        struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    const char **texts[5];
    int64_t *sequences = ARENA_ARRAY(arena, int64_t, n);

    for (size_t t = 0; t < 5; t++)
        texts[t] = ARENA_ARRAY(arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        texts[0][i] = codes[i].list;
        texts[1][i] = codes[i].code;
        texts[2][i] = codes[i].name_zh;
        texts[3][i] = codes[i].name_en;
        texts[4][i] = codes[i].mapping;
        sequences[i] = codes[i].sequence;
    }
    for (size_t t = 0; t < 4; t++)
        db_bind_text_array(&params, texts[t], n);
    db_bind_int64_array(&params, sequences, n);
    db_bind_text_array(&params, texts[4], n);
    return db_run(db, sql_reference_put, &params, NULL, error);
}

int reference_store_list(struct db *db, struct arena *arena, const char *list, size_t limit,
                         struct reference_code **codes, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;

    db_bind_text(&params, list);
    db_bind_int64(&params, (int64_t)limit);
    if (db_run(db, sql_reference_list, &params, &result, error) < 0)
        return -1;
    *n = (size_t)result.rows;
    *codes = ARENA_ARRAY(arena, struct reference_code, *n);
    for (int row = 0; row < result.rows; row++)
        (*codes)[row] = (struct reference_code){
            .list = arena_strdup(arena, db_text(&result, row, 0)),
            .code = arena_strdup(arena, db_text(&result, row, 1)),
            .name_zh = arena_strdup(arena, db_text(&result, row, 2)),
            .name_en = arena_strdup(arena, db_text(&result, row, 3)),
            .sequence = (int)db_int64(&result, row, 4),
            .mapping = arena_strdup(arena, db_text(&result, row, 5)),
        };
    db_result_clear(&result);
    return 0;
}
