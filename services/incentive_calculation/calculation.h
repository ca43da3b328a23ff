/* A period's statements by plan documents, from what is stored: read, then calculated, in memory. */
#pragma once

#include "pay_known.h"
#include "pay_store.h"
#include "payee_store.h"
#include "service/service.h"

#define SIMULATED_UNITS_MAX 10000

struct calculation {
    struct batch *batch;
    struct call *call;
    struct pay_period_row period;
    struct pay_plan *plans;
    size_t plan_count;
    struct payee *payees;
    size_t payee_count;
    struct pay_known_people known;
    const struct credit *extra; /* deliveries of a trial, given to everybody */
    size_t extra_count;
    struct pay_given *given;
    size_t given_count;
    struct pay_result *results;
    struct pay_forward *forwards;
    size_t forward_count;
};

/* Reads period and facts of the request; what is wrong becomes the call's violations. */
void calculation_read(struct calculation *calculation, const char *period, const char *facts);
/* People with the plans' roles in the period (with `person_code` not empty that one), and the credits of the year so
 * far. */
int calculation_read_people(struct calculation *calculation, const char *person_code, struct error *error);
/* Everybody's result, in the order of payees. -1 with what the caller is to be told. */
int calculation_people(struct calculation *calculation, struct error *error);
