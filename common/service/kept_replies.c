#include "service/kept_replies.h"

#include "service/service.h"
#include "sql/kept_replies_find.h"
#include "sql/kept_replies_prune.h"
#include "sql/kept_replies_refuse.h"
#include "sql/kept_replies_store.h"

static void bind_keys(struct db_params *params, const struct kept_reply *replies, size_t n)
{
    int64_t *principals = ARENA_ARRAY(params->arena, int64_t, n);
    const char **keys = ARENA_ARRAY(params->arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        principals[i] = replies[i].principal_id;
        keys[i] = replies[i].idempotency_key;
    }
    db_bind_int64_array(params, principals, n);
    db_bind_text_array(params, keys, n);
}

static struct db_bytes copy_bytes(struct arena *arena, struct db_bytes bytes)
{
    return (struct db_bytes){.data = arena_strndup(arena, bytes.data, bytes.size), .size = bytes.size};
}

int kept_replies_find(struct db *db, struct arena *arena, struct kept_reply *replies, size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    bind_keys(&params, replies, n);
    struct db_result result;
    if (db_run(db, sql_kept_replies_find, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++) {
        struct kept_reply *reply = &replies[db_int64(&result, row, 0)];
        struct db_bytes hash = db_bytes(&result, row, 1);
        if (hash.size != REQUEST_HASH_SIZE)
            continue;
        reply->found = true;
        reply->request_hash = copy_bytes(arena, hash).data;
        reply->response = copy_bytes(arena, db_bytes(&result, row, 2));
    }
    db_result_clear(&result);
    return 0;
}

int kept_replies_refuse(struct db *db, struct arena *arena, const struct kept_reply *replies, size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    bind_keys(&params, replies, n);
    return db_defer_insert(db, sql_kept_replies_refuse, &params, error);
}

int kept_replies_store(struct db *db, struct arena *arena, const struct kept_reply *replies, size_t n,
                       struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    bind_keys(&params, replies, n);
    struct db_bytes *hashes = ARENA_ARRAY(arena, struct db_bytes, n);
    struct db_bytes *responses = ARENA_ARRAY(arena, struct db_bytes, n);
    for (size_t i = 0; i < n; i++) {
        hashes[i] = (struct db_bytes){.data = replies[i].request_hash, .size = REQUEST_HASH_SIZE};
        /* An empty message packs to nothing, which is not NULL. */
        responses[i] = replies[i].response.data ? replies[i].response : (struct db_bytes){.data = "", .size = 0};
    }
    db_bind_bytes_array(&params, hashes, n);
    db_bind_bytes_array(&params, responses, n);
    struct db_result result;
    if (db_run(db, sql_kept_replies_store, &params, &result, error) != 0)
        return -1;
    size_t stored = (size_t)result.rows;
    db_result_clear(&result);
    if (stored < n)
        return error_set(error, STATUS_ABORTED, "call.idempotency_key",
                         "the same call is being answered elsewhere: ask again", "同一调用正在处理：请稍后重试");
    return 0;
}

int kept_replies_prune(struct db *db, bool *more, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_kept_replies_prune, NULL, &result, error) != 0)
        return -1;
    *more = db_bool(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}
