#include "pay_store.h"

#include "db/columns.h"
#include "sql/add_dispute.h"
#include "sql/add_pay_forwards.h"
#include "sql/add_pay_statements.h"
#include "sql/add_plan_document.h"
#include "sql/approve_plan.h"
#include "sql/closed_pay.h"
#include "sql/drop_pay_statements.h"
#include "sql/find_pay_statements.h"
#include "sql/find_period.h"
#include "sql/move_period.h"
#include "sql/person_code.h"
#include "sql/plan_documents.h"
#include "sql/put_period.h"
#include "sql/resolve_dispute.h"

int pay_store_put_plan(struct db *db, struct arena *arena, struct pay_plan *plan, const char *document,
                       int64_t principal, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, plan->code);
    db_bind_text(&params, plan->role);
    db_bind_day(&params, plan->from);
    db_bind_text(&params, pay_word(pay_period_words, plan->period));
    db_bind_text(&params, document);
    db_bind_int64(&params, principal);
    if (db_run(db, sql_add_plan_document, &params, &result, error) != 0)
        return -1;
    plan->version = db_int64(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

int pay_store_approve_plan(struct db *db, struct arena *arena, const char *code, int64_t version, int64_t principal,
                           const char **verdict, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, code);
    db_bind_int64(&params, version);
    db_bind_int64(&params, principal);
    if (db_run(db, sql_approve_plan, &params, &result, error) != 0)
        return -1;
    *verdict = result.rows ? arena_strdup(arena, db_text(&result, 0, 0)) : "";
    db_result_clear(&result);
    return 0;
}

int pay_store_plans(struct db *db, struct arena *arena, int64_t kind, day_t last, struct pay_plan **plans,
                    size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, pay_word(pay_period_words, kind));
    db_bind_day(&params, last);
    if (db_run(db, sql_plan_documents, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    *plans = ARENA_ARRAY(arena, struct pay_plan, *count + 1);
    for (int row = 0; row < result.rows; row++) {
        struct pay_findings *findings = ARENA_NEW(arena, struct pay_findings);
        const char *document = db_text(&result, row, 1);
        findings->arena = arena;
        pay_plan_read(document, strlen(document), findings, &(*plans)[row]);
        (*plans)[row].version = db_int64(&result, row, 0);
    }
    db_result_clear(&result);
    return 0;
}

int pay_store_find_period(struct db *db, struct arena *arena, struct pay_period_row *period, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, period->text);
    if (db_run(db, sql_find_period, &params, &result, error) != 0)
        return -1;
    period->state = PAY_NONE;
    if (result.rows) {
        period->state = (enum pay_state)db_int64(&result, 0, 0);
        period->calculated_by = db_int64(&result, 0, 1);
        period->reviewed_by = db_int64(&result, 0, 2);
        period->people = db_int64(&result, 0, 3);
        period->total_fen = db_int64(&result, 0, 4);
    }
    db_result_clear(&result);
    return 0;
}

int pay_store_move(struct db *db, struct arena *arena, const struct pay_period_row *period, enum pay_state state,
                   int64_t principal, const char *reference, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_text(&params, period->text);
    db_bind_int64(&params, state);
    db_bind_int64(&params, principal);
    db_bind_text(&params, reference);
    return db_run(db, sql_move_period, &params, NULL, error);
}

int pay_store_given(struct db *db, struct arena *arena, const struct pay_period_row *period, struct pay_given **given,
                    size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, pay_word(pay_period_words, period->kind));
    db_bind_day(&params, pay_period_first(PAY_YEAR, period->first));
    db_bind_day(&params, period->first);
    db_bind_text(&params, period->text);
    if (db_run(db, sql_closed_pay, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    *given = ARENA_ARRAY(arena, struct pay_given, *count + 1);
    for (int row = 0; row < result.rows; row++)
        (*given)[row] = (struct pay_given){.person_id = db_int64(&result, row, 0),
                                           .first = db_day(&result, row, 1),
                                           .fen = db_int64(&result, row, 2),
                                           .period = arena_strdup(arena, db_text(&result, row, 3))};
    db_result_clear(&result);
    return 0;
}

static int put_period(struct db *db, struct arena *arena, const struct pay_period_row *period, int64_t principal,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena), dropped = DB_PARAMS(arena);
    db_bind_text(&dropped, period->text);
    db_bind_text(&params, period->text);
    db_bind_text(&params, pay_word(pay_period_words, period->kind));
    db_bind_day(&params, period->first);
    db_bind_day(&params, period->last);
    db_bind_int64(&params, principal);
    db_bind_int64(&params, period->people);
    db_bind_int64(&params, period->total_fen);
    if (db_run(db, sql_put_period, &params, NULL, error) != 0)
        return -1;
    return db_run(db, sql_drop_pay_statements, &dropped, NULL, error);
}

int pay_store_put(struct db *db, struct arena *arena, const struct pay_period_row *period, int64_t principal,
                  const struct pay_result *results, size_t count, const struct pay_forward *forwards,
                  size_t forward_count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena), forwarded = DB_PARAMS(arena);
    if (put_period(db, arena, period, principal, error) != 0)
        return -1;
    db_bind_text(&params, period->text);
    DB_BIND_INT64_COLUMN(&params, results, count, person_id);
    DB_BIND_TEXT_COLUMN(&params, results, count, code);
    DB_BIND_TEXT_COLUMN(&params, results, count, name);
    DB_BIND_INT64_COLUMN(&params, results, count, unit_id);
    DB_BIND_INT64_COLUMN(&params, results, count, earned_fen);
    DB_BIND_INT64_COLUMN(&params, results, count, forwarded_fen);
    DB_BIND_INT64_COLUMN(&params, results, count, total_fen);
    DB_BIND_TEXT_COLUMN(&params, results, count, document);
    if (db_run(db, sql_add_pay_statements, &params, NULL, error) != 0)
        return -1;
    db_bind_text(&forwarded, period->text);
    DB_BIND_INT64_COLUMN(&forwarded, forwards, forward_count, person_id);
    DB_BIND_TEXT_COLUMN(&forwarded, forwards, forward_count, origin);
    DB_BIND_INT64_COLUMN(&forwarded, forwards, forward_count, amount_fen);
    return db_run(db, sql_add_pay_forwards, &forwarded, NULL, error);
}

int pay_store_find(struct db *db, struct arena *arena, const char *period, const char *code, int64_t person_id,
                   struct pay_result **results, size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, period);
    db_bind_text(&params, code ? code : "");
    db_bind_int64(&params, person_id);
    db_bind_bool(&params, !code);
    if (db_run(db, sql_find_pay_statements, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    *results = ARENA_ARRAY(arena, struct pay_result, *count + 1);
    for (int row = 0; row < result.rows; row++)
        (*results)[row] = (struct pay_result){.person_id = db_int64(&result, row, 0),
                                              .unit_id = db_int64(&result, row, 1),
                                              .code = arena_strdup(arena, db_text(&result, row, 2)),
                                              .name = arena_strdup(arena, db_text(&result, row, 3)),
                                              .total_fen = db_int64(&result, row, 4),
                                              .forwarded_fen = db_int64(&result, row, 5),
                                              .document = arena_strdup(arena, db_text(&result, row, 6)),
                                              .state = (enum pay_state)db_int64(&result, row, 7)};
    db_result_clear(&result);
    return 0;
}

int pay_store_person_code(struct db *db, struct arena *arena, int64_t person_id, const char **code, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, person_id);
    if (db_run(db, sql_person_code, &params, &result, error) != 0)
        return -1;
    *code = result.rows ? arena_strdup(arena, db_text(&result, 0, 0)) : "-";
    db_result_clear(&result);
    return 0;
}

int pay_store_add_dispute(struct db *db, struct arena *arena, const char *period, int64_t person_id,
                          const char *component, const char *reason, int64_t *dispute_id, const char **due_on,
                          struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, period);
    db_bind_int64(&params, person_id);
    db_bind_text(&params, component);
    db_bind_text(&params, reason);
    if (db_run(db, sql_add_dispute, &params, &result, error) != 0)
        return -1;
    *dispute_id = result.rows ? db_int64(&result, 0, 0) : 0;
    *due_on = result.rows ? arena_strdup(arena, db_text(&result, 0, 1)) : "";
    db_result_clear(&result);
    return 0;
}

int pay_store_resolve_dispute(struct db *db, struct arena *arena, int64_t dispute_id, const char *answer,
                              int64_t correction_fen, int64_t principal, bool *found, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, dispute_id);
    db_bind_text(&params, answer);
    db_bind_int64(&params, correction_fen);
    db_bind_int64(&params, principal);
    if (db_run(db, sql_resolve_dispute, &params, &result, error) != 0)
        return -1;
    *found = result.rows > 0;
    db_result_clear(&result);
    return 0;
}
