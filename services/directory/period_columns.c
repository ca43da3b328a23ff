#include "period_columns.h"

day_t period_last_day(const struct db_result *result, int row, int column)
{
    return db_is_null(result, row, column) ? DAY_OPEN : db_day(result, row, column);
}

const char *period_last_day_text(struct arena *arena, day_t day)
{
    char text[DATE_TEXT_SIZE];

    return day == DAY_OPEN ? "" : arena_strdup(arena, day_format(day, text));
}

static void count_changed(struct period_columns *columns, const struct roster *roster)
{
    *columns = (struct period_columns){0};
    for (size_t i = 0; i < roster->count; i++) {
        if (roster->subjects[i].changed) {
            columns->subjects++;
            columns->periods += roster->subjects[i].timeline.count;
        }
    }
}

static void allocate(struct period_columns *columns, struct arena *arena)
{
    columns->subject_codes = ARENA_ARRAY(arena, const char *, columns->subjects);
    columns->levels = ARENA_ARRAY(arena, int64_t, columns->subjects);
    columns->codes = ARENA_ARRAY(arena, const char *, columns->periods);
    columns->from = ARENA_ARRAY(arena, day_t, columns->periods);
    columns->to = ARENA_ARRAY(arena, const char *, columns->periods);
    columns->names = ARENA_ARRAY(arena, const char *, columns->periods);
    columns->places = ARENA_ARRAY(arena, const char *, columns->periods);
    columns->jobs = ARENA_ARRAY(arena, const char *, columns->periods);
}

void period_columns_fill(struct period_columns *columns, const struct roster *roster)
{
    size_t s = 0, row = 0;

    count_changed(columns, roster);
    allocate(columns, roster->arena);
    for (size_t i = 0; i < roster->count; i++) {
        const struct subject *subject = &roster->subjects[i];

        if (!subject->changed)
            continue;
        columns->subject_codes[s] = subject->code;
        columns->levels[s++] = subject->level;
        for (size_t p = 0; p < subject->timeline.count; p++, row++) {
            columns->codes[row] = subject->code;
            columns->from[row] = subject->timeline.periods[p].from;
            columns->to[row] = period_last_day_text(roster->arena, subject->timeline.periods[p].to);
            columns->names[row] = subject->timeline.periods[p].name;
            columns->places[row] = subject->timeline.periods[p].place;
            columns->jobs[row] = subject->timeline.periods[p].job;
        }
    }
}
