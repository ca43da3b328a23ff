#include "lead_fsm.h"

/* --- guards --------------------------------------------------------------------------------------------------------------- */

static bool customer_known(const struct lead_hold *hold, const struct lead_facts *facts)
{
    (void)hold;
    return facts->customer_known;
}

static bool customer_in_doubt(const struct lead_hold *hold, const struct lead_facts *facts)
{
    (void)hold;
    return !facts->customer_known;
}

static bool protected_still(const struct lead_hold *hold, const struct lead_facts *facts)
{
    return hold->protected_until > facts->now;
}

static bool protection_over(const struct lead_hold *hold, const struct lead_facts *facts)
{
    return hold->protected_until <= facts->now;
}

static bool progress_made(const struct lead_hold *hold, const struct lead_facts *facts)
{
    (void)facts;
    return hold->progress_at > hold->extended_at;
}

static bool end_later(const struct lead_hold *hold, const struct lead_facts *facts)
{
    return facts->until > hold->protected_until;
}

static bool reason_given(const struct lead_hold *hold, const struct lead_facts *facts)
{
    (void)hold;
    return facts->reason_given;
}

static bool order_given(const struct lead_hold *hold, const struct lead_facts *facts)
{
    (void)hold;
    return facts->order_given;
}

static bool in_own_pool(const struct lead_hold *hold, const struct lead_facts *facts)
{
    (void)hold;
    return facts->same_pool;
}

static bool entry_settled(const struct lead_hold *hold, const struct lead_facts *facts)
{
    (void)hold;
    return facts->now >= facts->claimable_from;
}

static bool cooled_down(const struct lead_hold *hold, const struct lead_facts *facts)
{
    return facts->dealer_unit_id != hold->dealer_unit_id || facts->now >= facts->cool_down_until;
}

static bool claims_left(const struct lead_hold *hold, const struct lead_facts *facts)
{
    (void)hold;
    return facts->claims_today < facts->claims_a_day;
}

static const struct lead_guard
    known = {"customer known", customer_known, "customer", "it is not known which customer this is: decide the review first",
             "客户尚未确定：请先完成审核"},
    in_doubt = {"customer in doubt", customer_in_doubt, "customer", "the customer is known: there is nothing to review",
                "客户已确定：无需审核"},
    still_protected = {"protected", protected_still, "lead_id", "its protection is over: file the opportunity again",
                       "保护期已过：请重新报备"},
    over = {"protection over", protection_over, "lead_id", "its protection is not over yet: wait or release it", "保护期未满：请等待或释放"},
    progress = {"progress since", progress_made, "lead_id",
                "nothing has happened since the filing or the last extension: advance the lead or record feedback first",
                "自报备或上次延期以来没有进展：请先推进阶段或登记反馈"},
    later = {"limit not reached", end_later, "lead_id", "its protection cannot end any later: the policy's limit is reached",
             "保护期已达政策上限：不能再延长"},
    reason = {"reason", reason_given, "reason", "the reason is missing: say why", "缺少原因：请说明"},
    order = {"order number", order_given, "order_number", "the order's number is missing: a lead is won with its order",
             "缺少订单号：赢单须填写订单号"},
    pool = {"own pool", in_own_pool, "dealer_code", "this lead lies in another area's pool: claim from your own",
            "该信息在其他区域的公海池：请从本区域公海池认领"},
    settled = {"delay passed", entry_settled, "lead_id", "this lead has just entered the pool: claim it when the delay has passed",
               "该信息刚进入公海池：请待公示期满后认领"},
    cool = {"former holder cooled down", cooled_down, "dealer_code",
            "you held this lead last: you may claim it again when the cool-down has passed", "贵店为原持有者：冷却期满后方可再次认领"},
    claims = {"claims left today", claims_left, "lead_id", "you have used up today's claims: come back tomorrow",
              "您今日的认领次数已用完：请明日再来"};

/* --- actions -------------------------------------------------------------------------------------------------------------- */

static void begin_hold(struct lead_hold *hold, const struct lead_facts *facts)
{
    hold->dealer_unit_id = facts->dealer_unit_id;
    hold->protected_until = facts->until;
    hold->held_since = facts->now;
    hold->extended_at = facts->now; /* what others did before is no progress of the new holder */
}

static void note_progress(struct lead_hold *hold, const struct lead_facts *facts)
{
    hold->progress_at = facts->now;
}

static void extend(struct lead_hold *hold, const struct lead_facts *facts)
{
    hold->protected_until = facts->until;
    hold->extended_at = facts->now;
}

static void end_hold(struct lead_hold *hold, const struct lead_facts *facts)
{
    if (hold->protected_until > facts->now)
        hold->protected_until = facts->now;
}

static void close_lead(struct lead_hold *hold, const struct lead_facts *facts)
{
    hold->closed_at = facts->now;
}

/* --- the table ------------------------------------------------------------------------------------------------------------ */

#define EVENT(name) LEAD_EVENT_##name

const struct lead_transition lead_transitions[] = {
    {LEAD_NOT_FILED, EVENT(FILE), {&known}, LEAD_HELD, begin_hold, "accepted"},
    {LEAD_NOT_FILED, EVENT(FILE), {&in_doubt}, LEAD_IN_REVIEW, NULL, "a person decides which customer it is"},
    {LEAD_IN_REVIEW, EVENT(RECOGNISE), {&known}, LEAD_HELD, begin_hold, "decided; free for this dealer"},
    {LEAD_IN_REVIEW, EVENT(SET_ASIDE), {&known}, LEAD_RELEASED, NULL, "decided; the opportunity is held already"},
    {LEAD_IN_REVIEW, EVENT(AMEND), {0}, LEAD_IN_REVIEW, NULL, "what is told of it may help to decide"},
    {LEAD_IN_REVIEW, EVENT(INVALIDATE), {&reason}, LEAD_INVALID, close_lead, "no such opportunity"},
    {LEAD_HELD, EVENT(AMEND), {0}, LEAD_HELD, NULL, "corrected; no progress by itself"},
    {LEAD_HELD, EVENT(ADVANCE), {&still_protected}, LEAD_HELD, note_progress, "a stage of a flow, or feedback"},
    {LEAD_HELD, EVENT(EXTEND), {&still_protected, &progress, &later}, LEAD_HELD, extend, "by real progress only"},
    {LEAD_HELD, EVENT(ASSIGN), {&reason}, LEAD_HELD, begin_hold, "given to another dealer by a manager"},
    {LEAD_HELD, EVENT(RELEASE), {&reason}, LEAD_IN_POOL, end_hold, "given up by its holder"},
    {LEAD_HELD, EVENT(EXPIRE), {&over}, LEAD_IN_POOL, NULL, "by the sweep"},
    {LEAD_HELD, EVENT(SUPERSEDE), {&over}, LEAD_RELEASED, NULL, "filed anew before the sweep came by"},
    {LEAD_HELD, EVENT(SET_ASIDE), {0}, LEAD_RELEASED, NULL, "its opportunity goes to another dealer by a decision"},
    {LEAD_RELEASED, EVENT(RESTORE), {0}, LEAD_HELD, begin_hold, "its opportunity comes to it by a decision"},
    {LEAD_HELD, EVENT(RESTORE), {0}, LEAD_HELD, NULL, "the merge by which it got it is undone: its former end"},
    {LEAD_RELEASED, EVENT(RESTORE), {0}, LEAD_IN_POOL, NULL, "what it gave way to is of another customer again"},
    {LEAD_HELD, EVENT(WIN), {&order}, LEAD_WON, close_lead, "with its order; deliveries may follow"},
    {LEAD_HELD, EVENT(LOSE), {&reason}, LEAD_LOST, close_lead, "with the reason, and the competitor if one won"},
    {LEAD_HELD, EVENT(INVALIDATE), {&reason}, LEAD_INVALID, close_lead, "no such opportunity"},
    {LEAD_IN_POOL, EVENT(CLAIM), {&pool, &settled, &cool, &claims}, LEAD_HELD, begin_hold, "by the pool's rules"},
    {LEAD_IN_POOL, EVENT(ASSIGN), {&reason}, LEAD_HELD, begin_hold, "given to a dealer by a manager"},
    {LEAD_IN_POOL, EVENT(SUPERSEDE), {0}, LEAD_RELEASED, NULL, "filed anew"},
    {LEAD_IN_POOL, EVENT(INVALIDATE), {&reason}, LEAD_INVALID, close_lead, "no such opportunity"},
};

const size_t lead_transition_count = sizeof lead_transitions / sizeof *lead_transitions;

const char *lead_state_name(enum lead_state state)
{
    static const char *const names[LEAD_STATE_COUNT] = {"not_filed", "in_review", "held",    "won",
                                                        "lost",      "released",  "invalid", "in_pool"};
    return names[state];
}

const char *lead_event_name(enum lead_event event)
{
    static const char *const names[LEAD_EVENT_COUNT] = {"file",    "recognise", "amend",  "advance",   "extend", "assign",    "claim",
                                                        "release", "expire",    "supersede", "set_aside", "restore", "win", "lose",   "invalidate"};
    return names[event];
}

/* --- running it ----------------------------------------------------------------------------------------------------------- */

static const struct lead_guard *first_that_fails(const struct lead_transition *transition, const struct lead_hold *hold,
                                                 const struct lead_facts *facts)
{
    for (size_t i = 0; i < LEAD_GUARDS_MAX && transition->guards[i]; i++)
        if (!transition->guards[i]->holds(hold, facts))
            return transition->guards[i];
    return NULL;
}

static void take(const struct lead_transition *transition, struct lead_hold *hold, const struct lead_facts *facts)
{
    if (transition->action)
        transition->action(hold, facts);
    hold->state = transition->to;
}

int lead_fsm_apply(struct lead_hold *hold, enum lead_event event, const struct lead_facts *facts, struct error *error)
{
    const struct lead_guard *refusal = NULL;
    for (size_t i = 0; i < lead_transition_count; i++) {
        const struct lead_transition *transition = &lead_transitions[i];
        if (transition->from != hold->state || transition->event != event)
            continue;
        const struct lead_guard *failed = first_that_fails(transition, hold, facts);
        if (!failed) {
            take(transition, hold, facts);
            return 0;
        }
        refusal = refusal ? refusal : failed;
    }
    if (refusal)
        return error_set(error, STATUS_FAILED_PRECONDITION, refusal->field, "%s%.0s", "%.0s%s", refusal->en, refusal->zh);
    return error_set(error, STATUS_FAILED_PRECONDITION, "lead_id", "the lead is '%s', which does not allow '%s': look at it again",
                     "信息状态为 %s，不允许操作 %s：请重新查看", lead_state_name(hold->state), lead_event_name(event));
}

/* --- printing it ---------------------------------------------------------------------------------------------------------- */

void lead_fsm_print(struct buffer *out)
{
    buffer_add_text(out, "stateDiagram-v2\n");
    for (size_t i = 0; i < lead_transition_count; i++) {
        const struct lead_transition *transition = &lead_transitions[i];
        buffer_printf(out, "    %s --> %s: %s", transition->from ? lead_state_name(transition->from) : "[*]",
                      lead_state_name(transition->to), lead_event_name(transition->event));
        for (size_t g = 0; g < LEAD_GUARDS_MAX && transition->guards[g]; g++)
            buffer_printf(out, "%s%s", g ? ", " : " [", transition->guards[g]->name);
        buffer_add_text(out, transition->guards[0] ? "]\n" : "\n");
    }
}
