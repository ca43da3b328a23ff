#include "flow_fsm.h"

static bool by_tender(const struct flow_facts *facts)
{
    return facts->by_tender;
}

static bool without_tender(const struct flow_facts *facts)
{
    return facts->may_skip_tender;
}

static bool requirements_known(const struct flow_facts *facts)
{
    return facts->buying_stage >= BUYING_REQUIREMENTS;
}

static bool customer_committed(const struct flow_facts *facts)
{
    return facts->buying_stage >= BUYING_COMMITMENT && facts->order_given;
}

static const struct flow_guard
    tender = {"by tender", by_tender, "buying_stage", "this customer buys without a tender: go on to the evaluation",
              "该客户不通过招标采购：请直接进入评估比较"},
    no_tender = {"without tender", without_tender, "buying_stage", "this customer buys by tender: the tender comes first",
                 "该客户通过招标采购：须先进入招标实施"},
    requirements = {"requirements known", requirements_known, "selling_stage",
                    "there is nothing to bid for until the customer states its requirements: advance the buying stage first",
                    "客户尚未提出采购要求，无从投标：请先推进采购阶段"},
    commitment = {"customer committed, order number", customer_committed, "selling_stage",
                  "the order is won when the customer has committed: close the lead as won with the order's number",
                  "客户作出购车承诺后方为赢单：请以订单号将信息结为赢单"};

const struct flow_transition flow_transitions[] = {
    {FLOW_BUYING, BUYING_NEED_FOUND, BUYING_DELIBERATION, NULL, "the need is talked over inside"},
    {FLOW_BUYING, BUYING_DELIBERATION, BUYING_PLAN, NULL, "plan and budget"},
    {FLOW_BUYING, BUYING_PLAN, BUYING_DELIBERATION, NULL, "the budget was not granted"},
    {FLOW_BUYING, BUYING_PLAN, BUYING_REQUIREMENTS, NULL, "what is to be bought is written down"},
    {FLOW_BUYING, BUYING_REQUIREMENTS, BUYING_TENDER, &tender, "the tender is called"},
    {FLOW_BUYING, BUYING_REQUIREMENTS, BUYING_EVALUATION, &no_tender, "framework agreement or direct purchase"},
    {FLOW_BUYING, BUYING_TENDER, BUYING_REQUIREMENTS, NULL, "the tender failed (流标) and is called anew"},
    {FLOW_BUYING, BUYING_TENDER, BUYING_EVALUATION, NULL, "bids are opened"},
    {FLOW_BUYING, BUYING_EVALUATION, BUYING_REQUIREMENTS, NULL, "no offer suits"},
    {FLOW_BUYING, BUYING_EVALUATION, BUYING_COMMITMENT, NULL, "the customer decides"},
    {FLOW_SELLING, SELLING_CONTACT, SELLING_NEEDS_ANALYSIS, NULL, "who decides, what is needed"},
    {FLOW_SELLING, SELLING_NEEDS_ANALYSIS, SELLING_POSITIONING, NULL, "which vehicle, which policy"},
    {FLOW_SELLING, SELLING_POSITIONING, SELLING_BID, &requirements, "an offer by the customer's requirements"},
    {FLOW_SELLING, SELLING_BID, SELLING_POSITIONING, NULL, "the requirements were changed"},
    {FLOW_SELLING, SELLING_BID, SELLING_FOLLOW_UP, NULL, "through tender and evaluation"},
    {FLOW_SELLING, SELLING_FOLLOW_UP, SELLING_BID, &requirements, "a new offer after a failed tender"},
    {FLOW_SELLING, SELLING_FOLLOW_UP, SELLING_ORDER_WON, &commitment, "with CloseLead"},
};

const size_t flow_transition_count = sizeof flow_transitions / sizeof *flow_transitions;

static const char *const stage_names[FLOW_COUNT][FLOW_STAGE_MAX + 1] = {
    {"", "need_found", "deliberation", "plan", "requirements", "tender", "evaluation", "commitment"},
    {"", "contact", "needs_analysis", "positioning", "bid", "follow_up", "order_won", NULL},
};

int flow_last_stage(enum flow flow)
{
    return flow == FLOW_BUYING ? BUYING_COMMITMENT : SELLING_ORDER_WON;
}

const char *flow_stage_name(enum flow flow, int stage)
{
    return stage_names[flow][stage];
}

static bool stage_exists(enum flow flow, int stage)
{
    return stage >= 1 && stage <= flow_last_stage(flow);
}

static int refuse(enum flow flow, int from, int to, const struct flow_guard *guard, struct error *error)
{
    if (guard)
        return error_set(error, STATUS_FAILED_PRECONDITION, guard->field, "%s%.0s", "%.0s%s", guard->en, guard->zh);
    return error_set(error, STATUS_FAILED_PRECONDITION, flow == FLOW_BUYING ? "buying_stage" : "selling_stage",
                     "no step leads from '%s' to '%s': see the diagram of the flow", "不能从 %s 退到 %s：请参见流程图",
                     flow_stage_name(flow, from), flow_stage_name(flow, to));
}

/* The step from a stage towards another: forward not beyond it, back right to it. NULL with the guard that forbade it. */
static const struct flow_transition *step(enum flow flow, int from, int to, const struct flow_facts *facts,
                                          const struct flow_guard **forbidden)
{
    *forbidden = NULL;
    for (size_t i = 0; i < flow_transition_count; i++) {
        const struct flow_transition *transition = &flow_transitions[i];
        bool towards = to > from ? transition->to > from && transition->to <= to : transition->to == to;
        if (transition->flow != flow || transition->from != from || !towards)
            continue;
        if (!transition->guard || transition->guard->holds(facts))
            return transition;
        *forbidden = transition->guard;
    }
    return NULL;
}

int flow_move(enum flow flow, int from, int to, const struct flow_facts *facts, struct error *error)
{
    if (!stage_exists(flow, to))
        return error_set(error, STATUS_INVALID_ARGUMENT, flow == FLOW_BUYING ? "buying_stage" : "selling_stage",
                         "there is no stage %d: give 1 to %d", "没有第 %d 阶段：请填 1 至 %d", to, flow_last_stage(flow));
    for (int at = from; at != to;) {
        const struct flow_guard *forbidden;
        const struct flow_transition *transition = step(flow, at, to, facts, &forbidden);
        if (!transition)
            return refuse(flow, at, to, forbidden, error);
        at = transition->to;
    }
    return 0;
}

void flow_fsm_print(enum flow flow, struct buffer *out)
{
    buffer_printf(out, "stateDiagram-v2\n    [*] --> %s\n", flow_stage_name(flow, 1));
    for (size_t i = 0; i < flow_transition_count; i++) {
        const struct flow_transition *transition = &flow_transitions[i];
        if (transition->flow != flow)
            continue;
        buffer_printf(out, "    %s --> %s", flow_stage_name(flow, transition->from), flow_stage_name(flow, transition->to));
        if (transition->guard)
            buffer_printf(out, ": [%s]", transition->guard->name);
        buffer_add_text(out, "\n");
    }
}
