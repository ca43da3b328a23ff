/*
 * The two pyramids: how many customers stand in each tier, and how much of the value; how unequal the value is spread
 * (Lorenz 1905, Gini 1912). Of all customers, and of each group of them.
 */
#pragma once

#include "tier_policy.h"

#include "base/arena.h"

#define LORENZ_POINTS 11 /* from 0 to 100 % of the customers by tenths */

struct pyramid_entry {
    enum tier tier;
    int64_t value; /* micro */
    bool is_installed_base, is_seed;
    const char *group; /* "" not known */
    int64_t rank;      /* lower is more valuable */
};

struct pyramid_level {
    int64_t customers, value, installed_base, seeds;
};

struct pyramid {
    const char *name; /* the group's; "" of all */
    int64_t customers, value;
    struct pyramid_level levels[TIER_COUNT];
    int64_t lorenz_customers_ppm[LORENZ_POINTS], lorenz_value_ppm[LORENZ_POINTS]; /* the least valuable first */
    int64_t gini_ppm; /* 0 all alike .. 1,000,000 - 1,000,000 / n one has all */
};

/* Of n entries in order of rank. */
void pyramid_count(const struct pyramid_entry *entries, size_t n, struct pyramid *pyramid);
/* One a group, most valuable first; equal ones by name. Sorts the entries. */
void pyramid_count_groups(struct pyramid_entry *entries, size_t n, struct arena *arena, struct pyramid **groups,
                          size_t *count);
/* part / whole in ppm, 0 of nothing. */
int64_t pyramid_share(int64_t part, int64_t whole);
