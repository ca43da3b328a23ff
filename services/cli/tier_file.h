/*
 * A file of customers for a trial of tiering: one row a customer, one column a measure of the policy. Read by the heads
 * of the file.
 */
#pragma once

#include "tier.h"

#define TIER_FILE_CUSTOMERS_MAX 2000000

struct tier_file {
    const struct tier_policy *policy;
    day_t as_of;
    struct tier_customer *customers; /* customer_id is the place in the order of names, from 1 */
    const char **names;              /* of each */
    uint64_t *lines;                 /* of the file */
    size_t count, capacity;
    struct arena arena; /* holds what they point to */
};

/* Reads all customers in the policy's scope. 0, or -1 with the file's line and column; release in both cases. */
int tier_file_read(struct tier_file *file, const struct tier_policy *policy, day_t as_of, const char *path,
                   struct error *error);
void tier_file_release(struct tier_file *file);
