/* Who is paid, and what is known of them from the event log, as the calculation takes it. Pure. */
#pragma once

#include "credit.h"
#include "pay_known.h"

/* A target or an evaluation, with the position of the event that told it. */
struct payee_fact {
    struct pay_fact fact;
    int64_t told_at;
};

struct payee {
    int64_t person_id, unit_id; /* the unit held last */
    const char *code, *name;
    struct pay_role *roles; /* in the order of their days */
    size_t role_count;
    struct credit *deliveries, *leads;
    size_t delivery_count, lead_count;
    struct payee_fact *facts;
    size_t fact_count;
};

/*
 * Sets the person's credits: a delivery or a part of one each, what takes it back, leads. A plan that names parts of
 * roles gives its own role's part of each part. `extra` are deliveries of a trial. person->spans must have been set. 0,
 * or -1 when an amount does not fit.
 */
int payee_set_credits(const struct payee *payee, const struct credit *extra, size_t extra_count, struct arena *arena,
                      struct pay_person *person, struct error *error);
/* What the facts document says of the person, with the facts of the log of those kinds that it does not tell. */
struct pay_known payee_known(const struct payee *payee, const struct pay_known_people *told, struct arena *arena);
