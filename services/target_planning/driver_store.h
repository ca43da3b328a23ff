/* Named drivers of a split, and which of them a plan goes by. */
#pragma once

#include "db/db.h"
#include "driver.h"

enum driver_axis { AXIS_ORGANISATION = 1, AXIS_TIME, AXIS_PRODUCT, AXIS_BUSINESS_TYPE };

struct driver_value {
    const char *key;
    int64_t weight; /* with share and factor */
    int64_t capacity, share_ppm, factor_ppm;
    const char *reason;
};

int driver_store_put(struct db *db, struct arena *arena, const char *name, enum driver_axis axis, day_t as_of,
                     const struct driver_value *values, size_t n, int64_t principal_id, int64_t now_ms,
                     int64_t *driver_id, struct error *error);
/* The latest of that name as of the day; 0 when there is none. */
int driver_store_find(struct db *db, struct arena *arena, const char *name, enum driver_axis axis, day_t as_of,
                      int64_t *driver_id, struct error *error);
/* Keys and weights, by key. */
int driver_store_values(struct db *db, struct arena *arena, int64_t driver_id, struct driver_value **values, size_t *n,
                        struct error *error);

struct plan_driver {
    int64_t axis, level;
    const char *name;
    int64_t driver_id; /* 0: computed */
    int64_t factors_ppm[DRIVER_FACTORS];
};

int driver_store_choose(struct db *db, struct arena *arena, int64_t plan_id, const struct plan_driver *drivers,
                        size_t n, struct error *error);
int driver_store_take_over(struct db *db, struct arena *arena, int64_t plan_id, int64_t from_plan_id,
                           struct error *error);
int driver_store_of_plan(struct db *db, struct arena *arena, int64_t plan_id, struct plan_driver **drivers, size_t *n,
                         struct error *error);
