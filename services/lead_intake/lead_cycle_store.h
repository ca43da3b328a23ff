/* Leads under way in the database: one is read and locked, changed, and written back with its entry in the history. */
#pragma once

#include "db/db.h"
#include "lead_fsm.h"
#include "protection.h"

/* A lead as it stands. Texts are never NULL. */
struct lead_row {
    int64_t lead_id;
    int64_t customer_id; /* 0: in review */
    struct lead_hold hold;
    int64_t filed_at;
    int64_t quantity, business_type, information_class, purchase_mode, source;
    int64_t buying_stage, selling_stage;
    int64_t loss_reason;
    const char *product_line;
    const char *expected_on, *contract_until; /* ISO dates or "" */
    const char *contact_name, *contact_phone, *remarks;
    const char *details; /* JSON or "" */
    const char *order_number, *lost_to;
    struct protection_customer customer;
    const char *version; /* another one after each change */
};

/* Locks the lead until the transaction ends. lead_id 0: there is none. */
int lead_cycle_store_lock(struct db *db, struct arena *arena, int64_t lead_id, struct lead_row *row, struct error *error);

#define ENTRY_FIELDS_MAX 24

/* One entry of the history: who, when, from what, to what, why. */
struct lead_entry {
    int64_t at;
    int64_t principal_id; /* 0: the service itself */
    enum lead_state from_state;
    enum lead_event event;
    const char *reason;
    size_t field_count;
    const char *fields[ENTRY_FIELDS_MAX], *before[ENTRY_FIELDS_MAX], *after[ENTRY_FIELDS_MAX];
};

/* Notes a field in the entry, unless it stays what it was or there is no room. */
void lead_entry_add(struct lead_entry *entry, const char *field, const char *before, const char *after);
int lead_cycle_store_change(struct db *db, struct arena *arena, const struct lead_row *row, const struct lead_entry *entry,
                            struct error *error);

/* The customer was won; its contract's last day, or "". */
int lead_cycle_store_customer_won(struct db *db, struct arena *arena, int64_t customer_id, int64_t now, const char *contract_until,
                                  struct error *error);

/* What is known of a customer when a hold of it begins. */
int lead_cycle_store_customer(struct db *db, struct arena *arena, int64_t customer_id, struct protection_customer *customer,
                              struct error *error);

/* How many leads the principal has claimed since `since`. Its claims are one after the other from here to the transaction's end. */
int lead_cycle_store_count_claims(struct db *db, struct arena *arena, int64_t principal_id, int64_t since, int64_t *claims,
                                  struct error *error);

/* Who holds the lead or held it last; 0: there is no such lead. */
int lead_cycle_store_dealer(struct db *db, struct arena *arena, int64_t lead_id, int64_t *dealer_unit_id, struct error *error);
/* Rows of sql/lead_history.sql after an entry, oldest first; the caller clears the result. */
int lead_cycle_store_history(struct db *db, struct arena *arena, int64_t lead_id, int64_t after_entry, int64_t limit,
                             struct db_result *result, struct error *error);

/* Which leads of the pool are wanted. */
struct pool_filter {
    const int64_t *area_ids; /* leads whose last holder is below one of these areas, or below none of them */
    size_t area_count;
    bool below_none;
    int64_t before_lead_id; /* 0: from the newest */
    int64_t limit;
};
/* Rows of sql/pool_select.sql, newest first; the caller clears the result. */
int lead_cycle_store_pool(struct db *db, struct arena *arena, const struct pool_filter *filter, struct db_result *result,
                          struct error *error);
