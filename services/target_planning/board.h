/*
 * The arithmetic of the progress board's ten columns (进度看板, DOMAIN.md, Targets).
 */
#pragma once

#include "base/date.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* What is counted; units, none negative. */
struct board_count {
    int64_t year_target;
    int64_t month_target;
    int64_t sold_before_month; /* January to the month before the day's */
    int64_t sold_this_month;   /* first of the month to the day, the day included */
    int64_t sold_today;
    int64_t same_period_last_year; /* January to the same day of last year */
};

/* What follows from it. */
struct board_ratio {
    int64_t year_progress_ppm; /* sold this year / year_target; 0 without a target */
    int64_t year_on_year_ppm;  /* growth against the same period; -1,000,000 when nothing was sold this year */
    bool has_year_on_year;     /* false: nothing was sold in the same period, there is no growth to tell */
};

/* Rounded half away from zero. -1 STATUS_OUT_OF_RANGE when a ratio does not fit. */
int board_ratio(const struct board_count *count, struct board_ratio *ratio, struct error *error);

/* Working days of the month and of the year, and how many of them are gone, the day included. */
struct board_days {
    int64_t month_gone, month, year_gone, year;
};

/* Where the month stands and where it leads at the pace so far: what was sold by the working days gone, times all of
 * them. */
struct board_pace {
    int64_t attainment_ppm;                /* sold this month / month_target; 0 without a target */
    int64_t pace_ppm;                      /* attainment / share of working days gone; 0 before the first */
    int64_t month_forecast, year_forecast; /* units; as sold so far before the first working day */
};

/* Rounded half away from zero. -1 STATUS_OUT_OF_RANGE when something does not fit. */
int board_pace(const struct board_count *count, const struct board_days *days, struct board_pace *pace,
               struct error *error);

/* The same day of last year; for 29 February, the 28th. */
day_t board_same_day_last_year(day_t day);

/*
 * Sales before Remuda are known by month only: a month in progress counts by the share of its days, the day included,
 * rounded half away from zero. This is done once for each area, so that an area shows the same number on every board
 * and boards add up. The share of a whole month is the month.
 */
int64_t board_month_to_day(int64_t month_units, day_t day);
