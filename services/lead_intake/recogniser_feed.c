#include "recogniser_feed.h"

#include "base/log.h"
#include "sql/known_aliases.h"
#include "sql/known_customers.h"

#define PAGE 5000
/* Transactions that register customers take milliseconds; one may be held up for seconds, and no one for ten minutes. */
#define SECONDS_TURN_MS 5000
#define MINUTES_TURN_MS 600000
#define READ_AGAIN_AFTER_LOAD 20000 /* numbers that may have been given, but not committed, while the names were read */

static size_t read_page(const struct db_result *result, bool is_alias, struct known_name *names)
{
    for (int row = 0; row < result->rows; row++)
        names[row] = (struct known_name){
            .number = db_int64(result, row, 0),
            .customer_id = db_int64(result, row, 1),
            .is_alias = is_alias,
            .key = db_text(result, row, 2),
            .uscc = db_text(result, row, 3),
            .region = db_text(result, row, 4),
            .phone = db_text(result, row, 5),
        };
    return (size_t)result->rows;
}

/* One page after `*after`, which moves on; `*more`: the page was full. */
static int learn_page(struct recogniser *recogniser, bool is_alias, struct db *db, struct arena *arena, int64_t *after, bool *more,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, *after);
    db_bind_int64(&params, PAGE);
    if (db_run(db, is_alias ? sql_known_aliases : sql_known_customers, &params, &result, error) != 0)
        return -1;
    struct known_name *names = ARENA_ARRAY(arena, struct known_name, (size_t)result.rows);
    size_t count = read_page(&result, is_alias, names);
    size_t refused = recogniser_learn(recogniser, names, count);
    if (refused)
        log_warning("recogniser_full", LOG_NUMBER("names_not_learnt", (int64_t)refused));
    if (count)
        *after = names[count - 1].number;
    db_result_clear(&result);
    *more = count == PAGE;
    return 0;
}

static int learn_after(struct recogniser *recogniser, bool is_alias, struct db *db, int64_t after, struct feed_stream *stream,
                       struct error *error)
{
    struct arena arena = {0}; /* of one page: a million names together are much */
    bool more = true;
    int result = 0;
    while (more && result == 0) {
        result = learn_page(recogniser, is_alias, db, &arena, &after, &more, error);
        arena_reset(&arena);
    }
    arena_release(&arena);
    if (result == 0 && after > stream->newest)
        stream->newest = after;
    return result;
}

static void turn(struct feed_tide *tide, int64_t newest, int64_t now_ms, int64_t period_ms)
{
    if (now_ms < tide->due_ms)
        return;
    tide->from = tide->noted;
    tide->noted = newest;
    tide->due_ms = now_ms + period_ms;
}

static int refresh(struct feed_stream *stream, struct recogniser *recogniser, bool is_alias, struct db *db, int64_t now_ms,
                   struct error *error)
{
    int64_t after = now_ms >= stream->minutes.due_ms ? stream->minutes.from : stream->seconds.from;
    if (learn_after(recogniser, is_alias, db, after, stream, error) != 0)
        return -1;
    turn(&stream->minutes, stream->newest, now_ms, MINUTES_TURN_MS);
    turn(&stream->seconds, stream->newest, now_ms, SECONDS_TURN_MS);
    return 0;
}

static int load(struct feed_stream *stream, struct recogniser *recogniser, bool is_alias, struct db *db, struct error *error)
{
    if (learn_after(recogniser, is_alias, db, 0, stream, error) != 0)
        return -1;
    int64_t from = stream->newest > READ_AGAIN_AFTER_LOAD ? stream->newest - READ_AGAIN_AFTER_LOAD : 0;
    stream->seconds = stream->minutes = (struct feed_tide){.from = from, .noted = from};
    return 0;
}

int recogniser_feed_load(struct recogniser_feed *feed, struct recogniser *recogniser, struct db *db, struct error *error)
{
    if (load(&feed->customers, recogniser, false, db, error) != 0 || load(&feed->aliases, recogniser, true, db, error) != 0)
        return -1;
    recogniser_weigh(recogniser);
    return 0;
}

int recogniser_feed_refresh(struct recogniser_feed *feed, struct recogniser *recogniser, struct db *db, int64_t now_ms,
                            struct error *error)
{
    if (refresh(&feed->customers, recogniser, false, db, now_ms, error) != 0 ||
        refresh(&feed->aliases, recogniser, true, db, now_ms, error) != 0)
        return -1;
    recogniser_weigh(recogniser);
    return 0;
}
