/* Calendar days of the proleptic Gregorian calendar, counted from 1970-01-01 = 0. A day has no time zone. */
#pragma once

#include "base/banned.h"
#include "base/error.h"

#include <stdint.h>

typedef int32_t day_t;

#define DAY_MIN (-25567) /* 1900-01-01 */
#define DAY_MAX 47481    /* 2099-12-31 */
#define DATE_TEXT_SIZE 16

struct civil {
    int year;  /* 1900..2099 */
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

day_t day_of(int year, int month, int day); /* the date must exist; see day_exists */
int day_exists(int year, int month, int day);
struct civil day_civil(day_t day);
int day_weekday(day_t day); /* 1 Monday .. 7 Sunday (ISO 8601) */
/* "2014-09-01"; returns `text`. */
char *day_format(day_t day, char text[static DATE_TEXT_SIZE]);
/* The day of an instant in China Standard Time (UTC+8, no summer time since 1991), in which the business keeps its days.
 * Instants beyond the calendar give DAY_MIN or DAY_MAX. */
day_t day_of_instant(int64_t unix_ms);
/* First and last day of a month (1..12). */
day_t month_first_day(int year, int month);
day_t month_last_day(int year, int month);
