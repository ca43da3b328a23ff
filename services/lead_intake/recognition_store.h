/* What the database knows of customers that were recognised by the likeness of names. */
#pragma once

#include "customer_store.h"

/* One description, and whom it was recognised as. */
struct recognition {
    const struct customer_draft *draft;
    int64_t recognised_id; /* 0: nobody */
    /* out */
    bool is_decided;     /* a person said it of the same description: customer_id is whom */
    bool is_never;       /* a person said that the name is not this customer's */
    int64_t customer_id; /* 0: none, or it is not there yet */
    int64_t identity_id; /* that stands for it */
    struct protection_customer protection;
};

int recognition_store_resolve(struct db *db, struct arena *arena, struct recognition *recognitions, size_t n, struct error *error);
