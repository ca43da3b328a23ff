/* Between timelines and the arrays of set-based statements, for units and people alike. */
#pragma once

#include "db/db.h"
#include "roster.h"

/* The periods of all changed subjects, one array a column. */
struct period_columns {
    size_t subjects, periods;
    const char **subject_codes; /* [subjects] */
    int64_t *levels;            /* [subjects] */
    const char **codes;         /* [periods] */
    day_t *from;
    const char **to; /* "" is open */
    const char **names, **places, **jobs;
};

void period_columns_fill(struct period_columns *columns, const struct roster *roster);
/* The last day in a column of a result: DAY_OPEN when it is NULL. */
day_t period_last_day(const struct db_result *result, int row, int column);
/* "" for DAY_OPEN, else the date. */
const char *period_last_day_text(struct arena *arena, day_t day);
