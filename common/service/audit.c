#include "service/audit.h"

#include "sql/audit_append.h"
#include "sql/audit_read.h"

/* One row to be written. */
struct row {
    const struct audited *audited;
    const struct audit_note *note;
};

static const struct audit_note no_note = {.subject = ""};

void call_audit(struct batch *batch, struct call *call, const char *subject, int64_t subject_id, int64_t unit_id)
{
    struct audit_note *note = ARENA_NEW(batch->arena, struct audit_note);
    *note = (struct audit_note){.subject = subject, .subject_id = subject_id, .unit_id = unit_id, .next = call->audit};
    call->audit = note;
}

static size_t count_rows(const struct audited *calls, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        for (const struct audit_note *note = calls[i].call->audit; note; note = note->next)
            count++;
        count += !calls[i].call->audit && calls[i].call->error.status == STATUS_PERMISSION_DENIED;
    }
    return count;
}

static void gather(const struct audited *calls, size_t n, struct row *rows)
{
    for (size_t i = 0; i < n; i++) {
        for (const struct audit_note *note = calls[i].call->audit; note; note = note->next)
            *rows++ = (struct row){&calls[i], note};
        if (!calls[i].call->audit && calls[i].call->error.status == STATUS_PERMISSION_DENIED)
            *rows++ = (struct row){&calls[i], &no_note};
    }
}

static void bind_rows(struct db_params *params, const struct row *rows, size_t n)
{
    int64_t *numbers[3];
    const char **texts[5];
    for (size_t c = 0; c < 3; c++)
        numbers[c] = ARENA_ARRAY(params->arena, int64_t, n);
    for (size_t c = 0; c < 5; c++)
        texts[c] = ARENA_ARRAY(params->arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        const struct call *call = rows[i].audited->call;
        numbers[0][i] = call->principal->principal_id;
        numbers[1][i] = rows[i].note->subject_id;
        numbers[2][i] = rows[i].note->unit_id;
        texts[0][i] = rows[i].audited->method;
        texts[1][i] = status_name(call->error.status);
        texts[2][i] = rows[i].note->subject;
        texts[3][i] = call_ok(call) ? "" : call->error.field;
        texts[4][i] = call->traceparent;
    }
    for (size_t c = 0; c < 3; c++)
        db_bind_int64_array(params, numbers[c], n);
    for (size_t c = 0; c < 5; c++)
        db_bind_text_array(params, texts[c], n);
}

int audit_write(struct db *db, struct arena *arena, const struct audited *calls, size_t n, int64_t now_ms, struct error *error)
{
    size_t count = count_rows(calls, n);
    if (count == 0 || !db)
        return 0;
    struct db_params params = DB_PARAMS(arena);
    struct row *rows = ARENA_ARRAY(arena, struct row, count);
    gather(calls, n, rows);
    db_bind_instant(&params, now_ms);
    bind_rows(&params, rows, count);
    return db_run(db, sql_audit_append, &params, NULL, error);
}

static const char *copy(struct arena *arena, const struct db_result *result, int row, int column)
{
    return arena_strdup(arena, db_text(result, row, column));
}

int audit_read(struct db *db, struct arena *arena, int64_t before, const char *principal, bool refused_only, size_t limit,
               struct audit_entry *entries, size_t *count, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, before ? before : INT64_MAX);
    db_bind_text(&params, *principal ? principal : NULL);
    db_bind_bool(&params, refused_only);
    db_bind_int64(&params, (int64_t)limit);
    if (db_run(db, sql_audit_read, &params, &result, error) != 0)
        return -1;
    *count = (size_t)result.rows;
    for (int row = 0; row < result.rows; row++)
        entries[row] = (struct audit_entry){
            .entry_id = db_int64(&result, row, 0),
            .at = db_instant(&result, row, 1),
            .principal = copy(arena, &result, row, 2),
            .subject_id = db_int64(&result, row, 3),
            .unit_id = db_int64(&result, row, 4),
            .service = copy(arena, &result, row, 5),
            .method = copy(arena, &result, row, 6),
            .outcome = copy(arena, &result, row, 7),
            .subject = copy(arena, &result, row, 8),
            .field = copy(arena, &result, row, 9),
            .traceparent = copy(arena, &result, row, 10),
        };
    db_result_clear(&result);
    return 0;
}
