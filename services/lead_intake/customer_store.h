/* Customers in the database. */
#pragma once

#include "customer.h"
#include "db/db.h"
#include "protection.h"

/* A customer to be put in, and what became of it. */
struct customer_entry {
    struct customer_draft draft;
    int64_t business_type;
    bool even_if_alike;  /* rpc_register_newcomers: one who may be another newcomer is registered all the same */
    bool is_alike;       /* out of rpc_register_newcomers: that is so */
    int64_t customer_id; /* out; 0: another transaction has registered the name or the USCC just now */
    int64_t candidate_customer_id; /* out of ensure, where customer_id is 0: the likeliest */
    bool is_new;         /* out: this entry made it (of several with one name only the first) */
};

/* Registers n customers in one statement. */
int customer_store_insert(struct db *db, struct arena *arena, struct customer_entry *entries, size_t n, int64_t now_ms,
                          struct error *error);
/* What is known of n descriptions. */
int customer_store_find(struct db *db, struct arena *arena, const struct customer_draft *drafts, size_t n,
                        struct customer_evidence *evidence, struct error *error);

/* The same for filings, with what the customer's next hold follows from. */
struct opportunity_holder {
    const char *product_line;
    int64_t lead_id; /* 0: nobody */
    int64_t dealer_unit_id;
    int64_t protected_until;         /* unix ms */
    struct opportunity_holder *next; /* of the same customer */
};
struct customer_knowledge {
    struct customer_evidence evidence;
    int64_t identity_id;                  /* of the customer that the evidence speaks for; 0: there is none */
    struct protection_customer protection; /* of the one that the evidence names */
    bool holders_known;
    struct opportunity_holder *holders; /* of its opportunities, in the lines that were asked for, that are held or in the pool */
};
struct customer_answer {
    bool has_holders;
    struct db_result by_uscc, by_name;
};
/* Asks, also for the holders of their opportunities in the lines of some products (0: of none, and not for holders); the answer, empty
 * before, is there when the next statement has run (db_defer). */
int customer_store_ask(struct db *db, struct arena *arena, const struct customer_draft *drafts, size_t n, const char *const *product_codes,
                       size_t product_count, struct customer_answer *answer, struct error *error);
/* Reads the answer, and looks further for those that it does not settle. The caller clears the answer. */
int customer_store_know(struct db *db, struct arena *arena, const struct customer_draft *drafts, size_t n,
                        const struct customer_answer *answer, struct customer_knowledge *knowledge, struct error *error);

/* Finds or registers: like insert, and what lost a race is found. An entry that stays 0 contradicts itself. */
int customer_store_ensure(struct db *db, struct arena *arena, struct customer_entry *entries, size_t n, int64_t now_ms,
                          struct error *error);

struct customer_alias {
    const char *key, *alias;
    int64_t customer_id;
};
int customer_store_add_aliases(struct db *db, struct arena *arena, const struct customer_alias *aliases, size_t n,
                               struct error *error);

/* What customer_tiering said of a customer in one of its runs. */
struct customer_tier {
    int64_t customer_id;
    int64_t tier; /* 1 to 3 */
    int64_t run_id;
};
/* Of several runs the newest decides, in whatever order they come. */
int customer_store_put_tiers(struct db *db, struct arena *arena, const struct customer_tier *tiers, size_t n, struct error *error);

/* Five columns from `column` on: by USCC, by name, whether that name has another USCC, by alias, by a person's decision. */
struct customer_evidence customer_read_evidence(const struct db_result *result, int row, int column);
