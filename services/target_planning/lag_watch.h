/* Tells once a month which units lag. The replica that claims the month tells it. */
#pragma once

#include "db/db.h"

int lag_watch_run(struct db *db, struct arena *arena, int64_t now_ms, void *context, bool *more, struct error *error);
