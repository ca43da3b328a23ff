/* A period's statements by plan documents, from what is stored: read once, then calculated person by person, in memory.
 */
#pragma once

#include "pay_store.h"
#include "payee_store.h"
#include "service/service.h"

#define SIMULATED_UNITS_MAX 10000

struct calculation {
    struct batch *batch;
    struct call *call;
    struct pay_period_row period;
    day_t history;          /* statements are calculated anew from the first approved period on, or this one */
    struct pay_plan *plans; /* the approved ones, or one that is tried */
    size_t plan_count;
    struct payee *payees; /* in order of person_id */
    size_t payee_count;
    struct pay_known_people known;
    const struct credit *extra; /* deliveries of a trial, given to everybody */
    size_t extra_count;
    struct pay_given *given; /* in order of person_id; none: a trial, in which nothing is settled */
    size_t given_count;
    struct arena scratch; /* of one person */
};

/* Reads period and facts of the request; what is wrong becomes the call's violations. */
void calculation_read(struct calculation *calculation, const char *period, const char *facts);
int calculation_read_plans(struct calculation *calculation, struct error *error);
/* People with the plans' roles since the history began (with `person_code` not empty that one), their credits and
 * facts. */
int calculation_read_people(struct calculation *calculation, const char *person_code, struct error *error);
/* What was given for approved periods, so that what late facts change is settled. */
int calculation_read_given(struct calculation *calculation, struct error *error);
/* One person's result; it lives until the next one is calculated. forwards[given_count]. -1 with what the caller is to
 * be told. */
int calculation_person(struct calculation *calculation, const struct payee *payee, struct pay_result *result,
                       struct pay_forward *forwards, size_t *forward_count, struct error *error);
/* False of people who have left and have nothing to be settled. */
bool calculation_concerns(const struct calculation *calculation, const struct payee *payee,
                          const struct pay_result *result);
