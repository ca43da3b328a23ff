#include "timeline.h"

static void insert_at(struct timeline *timeline, struct arena *arena, size_t position, const struct period *period)
{
    struct period *periods = ARENA_ARRAY(arena, struct period, timeline->count + 1);

    for (size_t i = 0; i < position; i++)
        periods[i] = timeline->periods[i];
    periods[position] = *period;
    for (size_t i = position; i < timeline->count; i++)
        periods[i + 1] = timeline->periods[i];
    timeline->periods = periods;
    timeline->count++;
}

void timeline_append(struct timeline *timeline, struct arena *arena, const struct period *period)
{
    insert_at(timeline, arena, timeline->count, period);
}

static bool same_facts(const struct period *a, const struct period *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->place, b->place) == 0 && strcmp(a->job, b->job) == 0;
}

/* How many periods begin on or before the day. */
static size_t begun_by(const struct timeline *timeline, day_t day)
{
    size_t n = 0;

    while (n < timeline->count && timeline->periods[n].from <= day)
        n++;
    return n;
}

/* The last day of the change: its own, or the day before what is known to follow. */
static int end_of_change(const struct timeline *timeline, size_t next, const struct period *change, day_t *end,
                         struct fault *fault)
{
    char day[DATE_TEXT_SIZE];

    if (change->to < change->from)
        return fault_set(fault, "OUT_OF_RANGE", "valid_to",
                         "The last day lies before the first, %s: give a later day or leave it empty.",
                         "截止日早于起始日 %s：请改为更晚的日期或留空。", day_format(change->from, day));
    *end = change->to;
    if (next == timeline->count)
        return 0;
    if (change->to == DAY_OPEN)
        *end = timeline->periods[next].from - 1;
    else if (change->to >= timeline->periods[next].from)
        return fault_set(fault, "CONFLICT", "valid_to",
                         "Another change is known from %s: give a last day before it or leave it empty.",
                         "已有自 %s 起的变更：请填写此前的截止日或留空。",
                         day_format(timeline->periods[next].from, day));
    return 0;
}

int timeline_put(struct timeline *timeline, struct arena *arena, const struct period *change, bool *changed,
                 struct fault *fault)
{
    size_t next = begun_by(timeline, change->from);
    struct period *current = next > 0 ? &timeline->periods[next - 1] : NULL;
    struct period period = *change;

    if (end_of_change(timeline, next, change, &period.to, fault) < 0)
        return -1;
    if (current != NULL && current->to < change->from)
        current = NULL;
    *changed = true;
    if (current != NULL && same_facts(current, change)) {
        *changed = current->to != period.to;
        current->to = period.to;
    } else if (current != NULL && current->from == change->from) {
        *current = period;
    } else {
        if (current != NULL)
            current->to = change->from - 1;
        insert_at(timeline, arena, next, &period);
    }
    return 0;
}

const struct period *timeline_at(const struct timeline *timeline, day_t day)
{
    size_t begun = begun_by(timeline, day);

    if (begun == 0 || timeline->periods[begun - 1].to < day)
        return NULL;
    return &timeline->periods[begun - 1];
}

bool timeline_covers(const struct timeline *timeline, day_t from, day_t to)
{
    const struct period *period = timeline_at(timeline, from);

    while (period != NULL && period->to < to)
        period = timeline_at(timeline, period->to + 1);
    return period != NULL;
}
