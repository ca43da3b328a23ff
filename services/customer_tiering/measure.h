/*
 * The measures of which a customer's value is made: what each counts, in what unit, over what window.
 * Amounts are in millionths of the unit, so that open demand times a probability stays exact.
 */
#pragma once

#include "base/date.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MICRO 1000000       /* millionths in one */
#define MEASURE_KEY_SIZE 40 /* "delivered_revenue_36m" and NUL */
#define MEASURE_NAMES_SIZE 160
#define MEASURE_WINDOW_MONTHS_MAX 120
#define MEASURE_WINDOW_DAYS_MAX 3660

enum measure {
    MEASURE_VALUE, /* a value that comes with the customer: in trials only, no service learns it */
    MEASURE_DELIVERED_UNITS,
    MEASURE_DELIVERED_REVENUE,
    MEASURE_RECENCY,
    MEASURE_FREQUENCY,
    MEASURE_OPEN_DEMAND,
    MEASURE_FLEET_RENEWAL,
    MEASURE_DEMONSTRATION,
    MEASURE_CONTRACT,
    MEASURE_COUNT
};

enum measure_window { WINDOW_NONE, WINDOW_OPTIONAL, WINDOW_REQUIRED };

struct measure_kind {
    const char *name, *unit; /* as in the policy's document */
    const char *label[LOCALE_COUNT], *unit_label[LOCALE_COUNT];
    enum measure_window window;
};

const struct measure_kind *measure_kind(enum measure measure);
/* MEASURE_COUNT when there is none of this name. */
enum measure measure_find(const char *name);
/* "value, delivered_units, ...", for the remedy of an unknown one; returns `text`. */
char *measure_names(char text[static MEASURE_NAMES_SIZE]);

/* How far back a measure looks: months, or days, or (both 0) to the beginning. */
struct window {
    int32_t months, days;
};
/* The first day within the window that ends with `as_of`; DAY_MIN without a window. The same day of the month, or the
 * last one of a shorter month, is the day before it: 12 months to 2014-09-30 begin on 2013-10-01. */
day_t window_first_day(struct window window, day_t as_of);
