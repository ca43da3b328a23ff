/*
 * Which of all known customers a description means whose code, name and aliases nobody has: the names of all customers in
 * memory, compared as `remuda try match` compares them. In: customers as they become known. Out: a verdict and the customer.
 *
 * Any number of threads look at once; who adds names waits for them and they for him, a few names at a time. No database, no
 * clock. A million customers take about 350 MB.
 */
#pragma once

#include "customer.h"
#include "match.h"

struct recogniser;

struct recogniser *recogniser_create(void);
void recogniser_destroy(struct recogniser *recogniser);

/* A name of a customer. Texts are never NULL, "" where nothing is known, and copied. */
struct known_name {
    int64_t number; /* of the customer; of the alias, for an alias: a name that was learnt once is not learnt again */
    int64_t customer_id;
    bool is_alias;
    const char *key; /* as in the database: a namesake's key ends in '#' and its code */
    const char *uscc, *region, *phone;
};
/* Names beyond NAME_INDEX_MAX are known by their keys only: returns how many of them could not be learnt. */
size_t recogniser_learn(struct recogniser *recogniser, const struct known_name *names, size_t n);
/* Counts anew what characters tell, when the names have become more by a few percent. */
void recogniser_weigh(struct recogniser *recogniser);

struct recognised {
    int64_t customer_id; /* 0: nobody is alike */
    struct match match;  /* its verdict, score and evidence; its candidate means nothing here */
};
void recogniser_find(struct recogniser *recogniser, const struct customer_draft *draft, struct recognised *recognised);
/* All whom a person should see beside the description, the likest first. Returns how many. */
size_t recogniser_alike(struct recogniser *recogniser, const struct customer_draft *draft,
                        struct recognised alike[static MATCH_ALIKE_MAX]);
/* What the description is to others that are not learnt yet: the verdict, and which of them is meant. n > 0, at most NAME_CANDIDATES_MAX. */
enum match_verdict recogniser_compare(struct recogniser *recogniser, const struct customer_draft *draft, const struct customer_draft *others,
                                      size_t n, size_t *likest);
