#include "payee_store.h"

#include "base/parse.h"
#include "sql/credits_of_days.h"
#include "sql/people_of_days.h"

#define KIND_DELIVERY 1 /* kind of credits_of_days.sql */

int payee_store_find(struct db *db, struct arena *arena, day_t first, day_t last, const char **roles, size_t role_count,
                     struct payee **payees, size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, first);
    db_bind_day(&params, last);
    db_bind_text_array(&params, roles, role_count);
    if (db_run(db, sql_people_of_days, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    *payees = ARENA_ARRAY(arena, struct payee, *count + 1);
    for (int row = 0; row < result.rows; row++)
        (*payees)[row] = (struct payee){.person_id = db_int64(&result, row, 0),
                                        .code = arena_strdup(arena, db_text(&result, row, 1)),
                                        .name = arena_strdup(arena, db_text(&result, row, 2)),
                                        .unit_id = db_int64(&result, row, 3),
                                        .role = arena_strdup(arena, db_text(&result, row, 4))};
    db_result_clear(&result);
    return 0;
}

static void bind_scopes(struct db_params *params, const struct payee *payees, size_t count)
{
    int64_t *by_name = ARENA_ARRAY(params->arena, int64_t, count + 1);
    int64_t *managers = ARENA_ARRAY(params->arena, int64_t, count + 1);
    int64_t *units = ARENA_ARRAY(params->arena, int64_t, count + 1);
    size_t named = 0, managing = 0;
    for (size_t i = 0; i < count; i++) {
        if (credit_scope_of(payees[i].role) == CREDIT_PERSON) {
            by_name[named++] = payees[i].person_id;
        } else {
            managers[managing] = payees[i].person_id;
            units[managing++] = payees[i].unit_id;
        }
    }
    db_bind_int64_array(params, by_name, named);
    db_bind_int64_array(params, managers, managing);
    db_bind_int64_array(params, units, managing);
}

static int read_parts(const struct db_result *result, int row, struct arena *arena, struct credit *credit,
                      struct error *error)
{
    int64_t place = db_int64(result, row, 5), *parts;
    if (place == 0)
        return 0;
    parts = ARENA_ARRAY(arena, int64_t, CREDIT_PARTS_MAX);
    credit->parts_ppm = parts;
    credit->mine = 1u << (place - 1);
    return parse_int64_list(db_text(result, row, 4), CREDIT_PARTS_MAX, "parts", parts, &credit->part_count, error);
}

/* remuda.lead.v1.BusinessType as plans write it. */
static const char *business_word(int64_t type)
{
    static const char *const words[] = {"", "government", "enterprise", "small_batch", "industry"};
    return type >= 0 && type < (int64_t)(sizeof words / sizeof *words) ? words[type] : "";
}

/* Rows come in order of person_id, kind and id, as the payees do: each takes the run of rows that is its own. Several
 * parts of one delivery are one credit. `*row` and `*credits` go on behind what was taken. */
static int take_credits(const struct db_result *result, int *row, struct credit **credits, struct payee *payee,
                        struct arena *arena, struct error *error)
{
    struct credit *last = NULL;
    int64_t last_kind = 0;
    payee->deliveries = *credits;
    for (; *row < result->rows && db_int64(result, *row, 0) == payee->person_id; (*row)++) {
        int64_t kind = db_int64(result, *row, 1), place = db_int64(result, *row, 5);
        if (last && last_kind == kind && last->id == db_int64(result, *row, 2) && place > 0) {
            last->mine |= 1u << (place - 1);
            continue;
        }
        last = (*credits)++;
        last_kind = kind;
        *last = (struct credit){.id = db_int64(result, *row, 2),
                                .day = db_day(result, *row, 3),
                                .is_cancelled = !db_is_null(result, *row, 6),
                                .cancelled_on = db_day(result, *row, 6),
                                .product = arena_strdup(arena, db_text(result, *row, 7)),
                                .business = business_word(db_int64(result, *row, 8)),
                                .price_fen = db_int64(result, *row, 9)};
        if (read_parts(result, *row, arena, last, error) != 0)
            return -1;
        if (kind == KIND_DELIVERY)
            payee->delivery_count++;
        else
            payee->lead_count++;
    }
    payee->leads = payee->deliveries + payee->delivery_count;
    return 0;
}

int payee_store_credits(struct db *db, struct arena *arena, day_t first, day_t last, struct payee *payees, size_t count,
                        struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, first);
    db_bind_day(&params, last);
    bind_scopes(&params, payees, count);
    if (db_run(db, sql_credits_of_days, &params, &result, error))
        return -1;
    struct credit *credits = ARENA_ARRAY(arena, struct credit, (size_t)result.rows + 1);
    int row = 0, failed = 0;
    for (size_t i = 0; i < count && !failed; i++)
        failed = take_credits(&result, &row, &credits, &payees[i], arena, error);
    db_result_clear(&result);
    return failed;
}
