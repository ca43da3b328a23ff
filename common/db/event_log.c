#include "db/event_log.h"

#include "db/columns.h"
#include "db/copy.h"
#include "db/event_rows.h"
#include "sql/append_events.h"
#include "sql/insert_event.h"
#include "sql/list_dead_letters.h"
#include "sql/read_events.h"
#include "sql/read_newest_events.h"
#include "sql/request_replay.h"

int event_log_append(struct db *db, struct arena *arena, const struct event *events, size_t n, struct error *error)
{
    struct db_copy copy = DB_COPY(arena, 6);
    for (size_t i = 0; i < n; i++) {
        db_copy_row(&copy);
        db_copy_int16(&copy, (int16_t)(events[i].subject & (EVENT_PARTITIONS - 1)));
        db_copy_int64(&copy, events[i].subject);
        db_copy_instant(&copy, events[i].occurred_at);
        db_copy_text(&copy, events[i].type);
        db_copy_text(&copy, events[i].traceparent ? events[i].traceparent : "");
        db_copy_bytes(&copy, events[i].payload.data, events[i].payload.size);
    }
    return db_copy_write(db, sql_append_events, sql_insert_event, &copy, error);
}

struct event event_of_row(const struct db_result *result, int row, struct arena *arena)
{
    struct db_bytes payload = db_bytes(result, row, 7);
    return (struct event){
        .position = db_int64(result, row, 0),
        .partition = (int)db_int64(result, row, 1),
        .type = arena_strdup(arena, db_text(result, row, 2)),
        .subject = db_int64(result, row, 3),
        .occurred_at = db_instant(result, row, 4),
        .source = arena_strdup(arena, db_text(result, row, 5)),
        .traceparent = arena_strdup(arena, db_text(result, row, 6)),
        .payload = {.data = arena_strndup(arena, payload.data, payload.size), .size = payload.size},
    };
}

int event_query(struct db *db, const char *sql, const struct db_params *params, struct event **events, size_t *n,
                struct error *error)
{
    struct db_result result;
    if (db_run(db, sql, params, &result, error) != 0)
        return -1;
    *n = (size_t)result.rows;
    *events = ARENA_ARRAY(params->arena, struct event, *n);
    for (int row = 0; row < result.rows; row++)
        (*events)[row] = event_of_row(&result, row, params->arena);
    db_result_clear(&result);
    return 0;
}

static int64_t page_size(size_t limit)
{
    return limit < EVENT_PAGE_MAX ? (int64_t)limit : EVENT_PAGE_MAX;
}

int event_log_read(struct db *db, struct arena *arena, int64_t after_position, bool newest, size_t limit,
                   struct event **events, size_t *n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    if (!newest)
        db_bind_int64(&params, after_position);
    db_bind_int64(&params, page_size(limit));
    return event_query(db, newest ? sql_read_newest_events : sql_read_events, &params, events, n, error);
}

static struct dead_letter letter_of_row(const struct db_result *result, int row, struct arena *arena)
{
    return (struct dead_letter){
        .event = event_of_row(result, row, arena),
        .id = db_int64(result, row, EVENT_COLUMNS),
        .consumer = arena_strdup(arena, db_text(result, row, EVENT_COLUMNS + 1)),
        .error = arena_strdup(arena, db_text(result, row, EVENT_COLUMNS + 2)),
        .failed_at = db_instant(result, row, EVENT_COLUMNS + 3),
        .replay_requested = db_bool(result, row, EVENT_COLUMNS + 4),
    };
}

int dead_letter_list(struct db *db, struct arena *arena, size_t limit, struct dead_letter **letters, size_t *n,
                     struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, page_size(limit));
    struct db_result result;
    if (db_run(db, sql_list_dead_letters, &params, &result, error) != 0)
        return -1;
    *n = (size_t)result.rows;
    *letters = ARENA_ARRAY(arena, struct dead_letter, *n);
    for (int row = 0; row < result.rows; row++)
        (*letters)[row] = letter_of_row(&result, row, arena);
    db_result_clear(&result);
    return 0;
}

int dead_letter_replay(struct db *db, struct arena *arena, const int64_t *ids, size_t n, int64_t *marked,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64_array(&params, ids, n);
    struct db_result result;
    if (db_run(db, sql_request_replay, &params, &result, error) != 0)
        return -1;
    *marked = db_int64(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}
