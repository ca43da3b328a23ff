/* The audit: who was refused what, and who read what is another unit's. Written before the answer leaves, in the transaction of the
 * call if it has one. */
#pragma once

#include "service/service.h"

/* What a handler noted about a call; see call_audit. */
struct audit_note {
    const char *subject;
    int64_t subject_id, unit_id;
    struct audit_note *next;
};

/* One call that was handled. */
struct audited {
    const char *method; /* its full name */
    const struct call *call;
};

/* Writes down the notes of all calls, and the refusals for want of rights that have none; nothing when there are none. */
int audit_write(struct db *db, struct arena *arena, const struct audited *calls, size_t n, int64_t now_ms, struct error *error);

/* An entry as it is read; texts live in the arena. */
struct audit_entry {
    int64_t entry_id, at, subject_id, unit_id;
    const char *principal, *service, *method, *outcome, *subject, *field, *traceparent;
};

/* Entries below `before` (0: from the newest), newest first; principal "": anybody's. entries[limit]; *count is set. */
int audit_read(struct db *db, struct arena *arena, int64_t before, const char *principal, bool refused_only, size_t limit,
               struct audit_entry *entries, size_t *count, struct error *error);
