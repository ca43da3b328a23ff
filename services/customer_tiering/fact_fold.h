/*
 * From the facts of a customer, one after the other, to the amounts of a policy's measures as of a day.
 * The facts of one customer may come in any order.
 */
#pragma once

#include "tier_policy.h"

#define FOLD_DAYS_MAX 8192 /* different days with deliveries that are told apart, a customer */

/* What is declared of a customer, beside the facts of the event log. */
struct declared_facts {
    int64_t fleet_size;
    bool is_seed;
    day_t contract_until; /* DAY_MIN: none */
};

/* A vehicle of a held lead counts once: as delivered if it was, else as open. */
struct fold_lead {
    int64_t lead_id, wanted, delivered, stage;
};

struct fact_fold {
    const struct tier_policy *policy;
    day_t as_of;
    day_t first_days[POLICY_MEASURES_MAX];
    /* of the customer under way */
    int64_t units[POLICY_MEASURES_MAX], revenue_fen[POLICY_MEASURES_MAX];
    struct fold_lead *leads; /* held ones, and those that vehicles were delivered on */
    size_t lead_count, lead_capacity;
    bool has_delivery;
    day_t last_delivery;
    day_t days[FOLD_DAYS_MAX]; /* of deliveries */
    size_t day_count;
};

void fact_fold_init(struct fact_fold *fold, const struct tier_policy *policy, day_t as_of);
void fact_fold_lead(struct fact_fold *fold, int64_t lead_id, int64_t wanted, int64_t stage);
void fact_fold_release(struct fact_fold *fold);
/* `lead_id` 0: without a lead. The day is not after as_of. */
void fact_fold_delivery(struct fact_fold *fold, int64_t lead_id, day_t delivered_on, int64_t price_fen);
/* Writes amounts[] of the customer under way, whether it owns vehicles of ours, and begins the next one.
 * -1 STATUS_OUT_OF_RANGE naming the measure that does not fit. */
int fact_fold_end(struct fact_fold *fold, const struct declared_facts *declared, int64_t *amounts,
                  bool *is_installed_base, struct error *error);
