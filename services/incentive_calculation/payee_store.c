#include "payee_store.h"

#include "base/parse.h"
#include "db/columns.h"
#include "sql/credits_of_days.h"
#include "sql/facts_of_people.h"
#include "sql/people_of_days.h"

#define KIND_DELIVERY 1 /* kind of credits_of_days.sql */

/* --- people ------------------------------------------------------------------------------------ */

/* Rows of one person follow each other; code, name and unit are the last one's. */
static void take_role(const struct db_result *result, int row, struct payee *payee, struct arena *arena)
{
    payee->person_id = db_int64(result, row, 0);
    payee->code = arena_strdup(arena, db_text(result, row, 1));
    payee->name = arena_strdup(arena, db_text(result, row, 2));
    payee->unit_id = db_int64(result, row, 3);
    payee->roles[payee->role_count++] =
        (struct pay_role){arena_strdup(arena, db_text(result, row, 4)), db_day(result, row, 5), db_day(result, row, 6)};
}

static int find_people(struct db *db, struct arena *arena, const struct payee_question *question, struct payee **payees,
                       size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, question->first);
    db_bind_day(&params, question->last);
    db_bind_text_array(&params, question->roles, question->role_count);
    db_bind_text(&params, question->person_code);
    if (db_run(db, sql_people_of_days, &params, &result, error) != 0)
        return -1;
    struct pay_role *roles = ARENA_ARRAY(arena, struct pay_role, (size_t)result.rows + 1);
    *payees = ARENA_ARRAY(arena, struct payee, (size_t)result.rows + 1);
    *count = 0;
    for (int row = 0; row < result.rows; row++) {
        if (*count == 0 || (*payees)[*count - 1].person_id != db_int64(&result, row, 0))
            (*payees)[(*count)++].roles = &roles[row];
        take_role(&result, row, &(*payees)[*count - 1], arena);
    }
    db_result_clear(&result);
    return 0;
}

/* --- credits ----------------------------------------------------------------------------------- */

static void bind_people(struct db_params *params, const struct payee *payees, size_t count)
{
    DB_BIND_INT64_COLUMN(params, payees, count, person_id);
}

static void bind_roles(struct db_params *params, const struct payee_question *question, enum credit_scope scope)
{
    const char **roles = ARENA_ARRAY(params->arena, const char *, question->role_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < question->role_count; i++)
        if (credit_scope_of(question->roles[i]) == scope)
            roles[count++] = question->roles[i];
    db_bind_text_array(params, roles, count);
}

static int read_parts(const struct db_result *result, int row, struct arena *arena, struct credit *credit,
                      struct error *error)
{
    int64_t place = db_int64(result, row, 5), *parts;
    if (place == 0)
        return 0;
    parts = ARENA_ARRAY(arena, int64_t, CREDIT_SHARES_MAX);
    credit->parts_ppm = parts;
    credit->mine = 1u << (place - 1);
    return parse_int64_list(db_text(result, row, 4), CREDIT_SHARES_MAX, "parts", parts, &credit->part_count, error);
}

/* As plans write it. */
#define WORD(words, value) ((value) >= 0 && (value) < (int64_t)(sizeof(words) / sizeof *(words)) ? (words)[value] : "")

static struct credit read_credit(const struct db_result *result, int row, struct arena *arena)
{
    static const char *const businesses[] = {"", "government", "enterprise", "small_batch", "industry"},
                             *const uses[] = {"", "command", "operation", "converter"},
                             *const tiers[] = {"", "key", "secondary", "potential"},
                             *const outcomes[] = {"", "filed", "advanced", "won", "lost"};
    int64_t business = db_int64(result, row, 8), use = db_int64(result, row, 10), tier = db_int64(result, row, 11),
            outcome = db_int64(result, row, 13);
    return (struct credit){.id = db_int64(result, row, 2),
                           .day = db_day(result, row, 3),
                           .is_cancelled = !db_is_null(result, row, 6),
                           .cancelled_on = db_day(result, row, 6),
                           .product = arena_strdup(arena, db_text(result, row, 7)),
                           .business = WORD(businesses, business),
                           .price_fen = db_int64(result, row, 9),
                           .use = WORD(uses, use),
                           .tier = WORD(tiers, tier),
                           .quality = db_int64(result, row, 12),
                           .outcome = WORD(outcomes, outcome),
                           .versions = {.told_at = db_int64(result, row, 14),
                                        .ended_at = db_int64(result, row, 15),
                                        .shared_at = db_int64(result, row, 16),
                                        .tier_run = db_int64(result, row, 17),
                                        .rated_at = db_int64(result, row, 18)}};
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
        *last = read_credit(result, *row, arena);
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

static int read_credits(struct db *db, struct arena *arena, const struct payee_question *question, struct payee *payees,
                        size_t count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_day(&params, pay_period_first(PAY_YEAR, question->first)); /* where windows begin */
    db_bind_day(&params, question->last);
    bind_people(&params, payees, count);
    bind_roles(&params, question, CREDIT_PERSON);
    bind_roles(&params, question, CREDIT_UNIT);
    if (db_run(db, sql_credits_of_days, &params, &result, error) != 0)
        return -1;
    struct credit *credits = ARENA_ARRAY(arena, struct credit, (size_t)result.rows + 1);
    int row = 0, failed = 0;
    for (size_t i = 0; i < count && !failed; i++)
        failed = take_credits(&result, &row, &credits, &payees[i], arena, error);
    db_result_clear(&result);
    return failed;
}

/* --- facts ------------------------------------------------------------------------------------- */

static int read_facts(struct db *db, struct arena *arena, const struct payee_question *question, struct payee *payees,
                      size_t count, struct error *error)
{
    static const char *const lengths[] = {"1 month", "3 months", "1 year"};
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    bind_people(&params, payees, count);
    db_bind_day(&params, pay_period_first(PAY_YEAR, question->first));
    db_bind_day(&params, question->last);
    db_bind_text(&params, pay_word(pay_period_words, question->period));
    db_bind_text(&params, lengths[question->period]);
    bind_roles(&params, question, CREDIT_UNIT);
    if (db_run(db, sql_facts_of_people, &params, &result, error) != 0)
        return -1;
    struct payee_fact *facts = ARENA_ARRAY(arena, struct payee_fact, (size_t)result.rows + 1);
    for (size_t i = 0, row = 0; i < count; i++) {
        payees[i].facts = &facts[row];
        for (; row < (size_t)result.rows && db_int64(&result, (int)row, 0) == payees[i].person_id; row++) {
            int64_t kind = db_int64(&result, (int)row, 1), value = db_int64(&result, (int)row, 4);
            payees[i].facts[payees[i].fact_count++] =
                (struct payee_fact){{kind, db_day(&result, (int)row, 2), db_day(&result, (int)row, 3),
                                     kind == FACT_TARGET_UNITS ? value * PAY_UNIT : value},
                                    db_int64(&result, (int)row, 5)};
        }
    }
    db_result_clear(&result);
    return 0;
}

int payee_store_find(struct db *db, struct arena *arena, const struct payee_question *question, struct payee **payees,
                     size_t *count, struct error *error)
{
    if (find_people(db, arena, question, payees, count, error) != 0 ||
        read_credits(db, arena, question, *payees, *count, error) != 0)
        return -1;
    return read_facts(db, arena, question, *payees, *count, error);
}
