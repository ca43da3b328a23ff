#include "pay_store.h"

#include "base/money.h"
#include "db/columns.h"
#include "sql/add_dispute.h"
#include "sql/add_pay_forwards.h"
#include "sql/add_plan_document.h"
#include "sql/approve_plan.h"
#include "sql/closed_pay.h"
#include "sql/copy_pay_statements.h"
#include "sql/drop_pay_statements.h"
#include "sql/find_pay_statements.h"
#include "sql/find_period.h"
#include "sql/move_period.h"
#include "sql/pay_history.h"
#include "sql/period_facts.h"
#include "sql/person_code.h"
#include "sql/plan_documents.h"
#include "sql/put_period.h"
#include "sql/resolve_dispute.h"
#include "sql/sum_period.h"

#define STATEMENT_COLUMNS 9
#define SENT_AT_ONCE (1024 * 1024) /* bytes of statements */

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

int pay_store_period_facts(struct db *db, struct arena *arena, const char *period, enum pay_state *state,
                           const char **facts, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, period);
    if (db_run(db, sql_period_facts, &params, &result, error) != 0)
        return -1;
    *state = result.rows ? (enum pay_state)db_int64(&result, 0, 0) : PAY_NONE;
    *facts = result.rows ? arena_strdup(arena, db_text(&result, 0, 1)) : "";
    db_result_clear(&result);
    return 0;
}

int pay_store_history(struct db *db, struct arena *arena, const struct pay_period_row *period, day_t *first,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, pay_word(pay_period_words, period->kind));
    db_bind_day(&params, period->first);
    if (db_run(db, sql_pay_history, &params, &result, error) != 0)
        return -1;
    *first = db_day(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

int pay_store_given(struct db *db, struct arena *arena, const struct pay_period_row *period, struct pay_given **given,
                    size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, pay_word(pay_period_words, period->kind));
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

/* --- statements -------------------------------------------------------------------------------- */

int pay_store_begin(struct db *db, struct arena *arena, const struct pay_period_row *period, int64_t principal,
                    const char *facts, struct pay_writer *writer, struct error *error)
{
    struct db_params params = DB_PARAMS(arena), dropped = DB_PARAMS(arena);
    *writer = (struct pay_writer){.db = db, .period = period->text};
    writer->copy = DB_COPY(&writer->rows, STATEMENT_COLUMNS);
    db_bind_text(&dropped, period->text);
    db_bind_text(&params, period->text);
    db_bind_text(&params, pay_word(pay_period_words, period->kind));
    db_bind_day(&params, period->first);
    db_bind_day(&params, period->last);
    db_bind_int64(&params, principal);
    db_bind_text(&params, facts);
    if (db_run(db, sql_put_period, &params, NULL, error) != 0)
        return -1;
    return db_run(db, sql_drop_pay_statements, &dropped, NULL, error);
}

static void keep_forwards(struct pay_writer *writer, const struct pay_forward *forwards, size_t count,
                          struct arena *arena)
{
    if (writer->forward_count + count > writer->forward_capacity) {
        size_t capacity = 2 * (writer->forward_count + count);
        struct pay_forward *list = ARENA_ARRAY(arena, struct pay_forward, capacity);
        if (writer->forward_count > 0)
            memcpy(list, writer->forwards, writer->forward_count * sizeof *list);
        writer->forwards = list;
        writer->forward_capacity = capacity;
    }
    for (size_t i = 0; i < count; i++)
        writer->forwards[writer->forward_count++] = forwards[i];
}

int pay_store_add(struct pay_writer *writer, const struct pay_result *result, const struct pay_forward *forwards,
                  size_t forward_count, struct arena *arena, struct error *error)
{
    struct db_copy *copy = &writer->copy;
    db_copy_row(copy);
    db_copy_text(copy, writer->period);
    db_copy_int64(copy, result->person_id);
    db_copy_text(copy, result->code);
    db_copy_text(copy, result->name);
    db_copy_int64(copy, result->unit_id);
    db_copy_int64(copy, result->earned_fen);
    db_copy_int64(copy, result->forwarded_fen);
    db_copy_int64(copy, result->total_fen);
    db_copy_text(copy, result->document);
    keep_forwards(writer, forwards, forward_count, arena);
    writer->people++;
    if (money_add(writer->total_fen, result->total_fen, "total_fen", &writer->total_fen, error) != 0)
        return -1;
    if (copy->size < SENT_AT_ONCE)
        return 0;
    return db_copy_send(writer->db, sql_copy_pay_statements, copy, error);
}

void pay_store_abandon(struct pay_writer *writer)
{
    db_copy_abandon(writer->db, sql_copy_pay_statements, &writer->copy);
    arena_release(&writer->rows);
}

int pay_store_end(struct pay_writer *writer, struct arena *arena, struct error *error)
{
    struct db_params forwarded = DB_PARAMS(arena), sums = DB_PARAMS(arena);
    int failed = db_copy_run(writer->db, sql_copy_pay_statements, &writer->copy, error);
    arena_release(&writer->rows);
    if (failed)
        return -1;
    db_bind_text(&forwarded, writer->period);
    DB_BIND_INT64_COLUMN(&forwarded, writer->forwards, writer->forward_count, person_id);
    DB_BIND_TEXT_COLUMN(&forwarded, writer->forwards, writer->forward_count, origin);
    DB_BIND_INT64_COLUMN(&forwarded, writer->forwards, writer->forward_count, amount_fen);
    db_bind_text(&sums, writer->period);
    db_bind_int64(&sums, writer->people);
    db_bind_int64(&sums, writer->total_fen);
    if (db_run(writer->db, sql_add_pay_forwards, &forwarded, NULL, error) != 0)
        return -1;
    return db_run(writer->db, sql_sum_period, &sums, NULL, error);
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
