/* Replies kept by idempotency key, so that a call that is sent again gets its first answer. */
#pragma once

#include "db/db.h"

struct kept_reply {
    int64_t principal_id;
    const char *idempotency_key;
    const uint8_t *request_hash; /* REQUEST_HASH_SIZE bytes */
    struct db_bytes response;    /* packed */
    bool found;
};

/* Fills request_hash, response and found of each that was kept; copies live in the arena. */
int kept_replies_find(struct db *db, struct arena *arena, struct kept_reply *replies, size_t n, struct error *error);
/* STATUS_ABORTED, perhaps with the next statement (db_defer_insert), when a reply was kept for one of them. */
int kept_replies_refuse(struct db *db, struct arena *arena, const struct kept_reply *replies, size_t n, struct error *error);
/* Stores all or fails: STATUS_ABORTED when another transaction took one of the keys in between (run it again). */
int kept_replies_store(struct db *db, struct arena *arena, const struct kept_reply *replies, size_t n, struct error *error);
/* Deletes some that are older than 30 days. `*more`: there are others. */
int kept_replies_prune(struct db *db, bool *more, struct error *error);
