/*
 * The two flows that run side by side (采购流程 / 销售流程): how the customer buys and how we sell, each as a transition table
 * with guards that look at the other. Pure.
 */
#pragma once

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum flow {
    FLOW_BUYING,
    FLOW_SELLING,
    FLOW_COUNT
};

/* Numbers as in the contract and in the columns; a lead begins at 1 in both. */
enum buying_stage {
    BUYING_NEED_FOUND = 1,
    BUYING_DELIBERATION = 2,
    BUYING_PLAN = 3,
    BUYING_REQUIREMENTS = 4,
    BUYING_TENDER = 5,
    BUYING_EVALUATION = 6,
    BUYING_COMMITMENT = 7
};

enum selling_stage {
    SELLING_CONTACT = 1,
    SELLING_NEEDS_ANALYSIS = 2,
    SELLING_POSITIONING = 3,
    SELLING_BID = 4,
    SELLING_FOLLOW_UP = 5,
    SELLING_ORDER_WON = 6
};

#define FLOW_STAGE_MAX 7

struct flow_facts {
    int buying_stage; /* where the customer is, after this step */
    bool by_tender;   /* the purchase mode is a tender, or not known yet */
    bool may_skip_tender; /* it is no tender, or not known yet */
    bool order_given; /* with the number of the order */
};

struct flow_guard {
    const char *name;
    bool (*holds)(const struct flow_facts *facts);
    const char *field, *en, *zh;
};

struct flow_transition {
    enum flow flow;
    int from, to;
    const struct flow_guard *guard; /* NULL: none */
    const char *comment;
};

extern const struct flow_transition flow_transitions[];
extern const size_t flow_transition_count;

int flow_last_stage(enum flow flow);
const char *flow_stage_name(enum flow flow, int stage);

/* May the flow go from stage to stage? Forward over any number of stages whose guards hold, back by one of the table's own
 * steps. Staying is allowed. -1: STATUS_FAILED_PRECONDITION with what is missing; a stage beyond the flow is STATUS_INVALID_ARGUMENT. */
int flow_move(enum flow flow, int from, int to, const struct flow_facts *facts, struct error *error);

/* One flow as a Mermaid state diagram. */
void flow_fsm_print(enum flow flow, struct buffer *out);
