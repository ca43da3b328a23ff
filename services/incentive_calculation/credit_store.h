/* What counts for people's pay, learnt from the event log. */
#pragma once

#include "credit.h"
#include "db/db.h"

struct delivery_credit {
    int64_t delivery_id;
    int64_t lead_id;   /* 0: without a lead */
    int64_t position;  /* of the report in the event log: it is credited as its lead is shared there */
    int64_t person_id; /* 0: nobody */
    int64_t dealer_unit_id;
    day_t delivered_on;
    bool is_cancelled;
    day_t cancelled_on; /* when is_cancelled */
    const char *product_code;
    int64_t business_type; /* remuda.lead.v1.BusinessType */
    int64_t price_fen;
    int64_t customer_id;
    int64_t ended_position; /* of the cancellation; 0: a report */
};

struct lead_credit {
    int64_t lead_id;
    int64_t person_id; /* 0: nobody */
    int64_t dealer_unit_id;
    day_t filed_on;
};

/* To whom a lead is credited from an event on. */
struct lead_share {
    int64_t lead_id;
    int64_t position;    /* of the event */
    int64_t conflict_id; /* whose decision it was; 0: none */
    bool is_withdrawn;   /* what that conflict's decisions said before never was */
    size_t part_count;   /* 0: to its holder alone */
    int64_t unit_ids[CREDIT_SHARES_MAX], person_ids[CREDIT_SHARES_MAX], ppm[CREDIT_SHARES_MAX];
};

/* What is told of a lead. */
struct lead_standing {
    int64_t lead_id, position;
    int64_t quality; /* -1: nothing */
    int64_t outcome; /* 1 filed, 2 advanced, 3 won, 4 lost, 5 invalid; 0: nothing */
};

struct customer_tier {
    int64_t customer_id, position;
    day_t since;
    int64_t tier; /* remuda.tiering.v1.Tier */
    int64_t run_id;
};

struct customer_merge {
    int64_t customer_id, position, survivor_id; /* 0: itself again */
};

struct unit_target {
    int64_t unit_id;
    day_t month; /* first day */
    int64_t units, position;
};

struct evaluation {
    int64_t unit_id, person_id; /* 0: the unit */
    day_t quarter;              /* first day */
    int64_t attainment_ppm, quality_ppm, position;
};

/* Credits of every state that this service has learnt. */
struct credit_totals {
    int64_t deliveries; /* not cancelled */
    int64_t leads;
};

/* Adds what is new; the same again changes nothing, a cancellation stays whatever comes after it. */
int credit_store_add_deliveries(struct db *db, struct arena *arena, const struct delivery_credit *credits, size_t n,
                                struct error *error);
int credit_store_add_shares(struct db *db, struct arena *arena, const struct lead_share *shares, size_t n,
                            struct error *error);
int credit_store_add_leads(struct db *db, struct arena *arena, const struct lead_credit *credits, size_t n,
                           struct error *error);
int credit_store_add_standings(struct db *db, struct arena *arena, const struct lead_standing *standings, size_t n,
                               struct error *error);
int credit_store_add_tiers(struct db *db, struct arena *arena, const struct customer_tier *tiers, size_t n,
                           struct error *error);
int credit_store_add_merges(struct db *db, struct arena *arena, const struct customer_merge *merges, size_t n,
                            struct error *error);
int credit_store_add_targets(struct db *db, struct arena *arena, const struct unit_target *targets, size_t n,
                             struct error *error);
int credit_store_add_evaluations(struct db *db, struct arena *arena, const struct evaluation *evaluations, size_t n,
                                 struct error *error);
int credit_store_totals(struct db *db, struct credit_totals *totals, struct error *error);
