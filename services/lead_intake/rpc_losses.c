/* GetLossAnalysis: lost leads by reason, competitor, stage, area (失控分析). */
#include "base/apportion.h"
#include "loss_store.h"
#include "rpc.h"

#define GROUPS_DEFAULT 100
#define GROUPS_MAX 500
#define WHOLE_PPM 1000000

#define TEXT_OF(text) ((char *)(uintptr_t)(text)) /* protobuf-c's strings are not const; packing only reads them */

typedef Remuda__Lead__V1__GetLossAnalysisRequest Request;
typedef Remuda__Lead__V1__GetLossAnalysisResponse Response;
typedef Remuda__Lead__V1__LossGroup Group;

/* --- the question --------------------------------------------------------------------------------------------------------- */

static void read_aspects(struct batch *batch, struct call *call, const Request *request, struct loss_question *question)
{
    if (request->n_by == 0)
        call_violation(batch, call, "by", "REQUIRED", "say by what: reason, competitor, selling stage, buying stage, area",
                       "请指定分析维度：原因、竞争对手、销售阶段、采购阶段、区域");
    for (size_t i = 0; i < request->n_by; i++)
        switch (request->by[i]) {
        case REMUDA__LEAD__V1__LOSS_ASPECT__BY_REASON:
            question->by_reason = true;
            break;
        case REMUDA__LEAD__V1__LOSS_ASPECT__BY_COMPETITOR:
            question->by_competitor = true;
            break;
        case REMUDA__LEAD__V1__LOSS_ASPECT__BY_SELLING_STAGE:
            question->by_selling_stage = true;
            break;
        case REMUDA__LEAD__V1__LOSS_ASPECT__BY_BUYING_STAGE:
            question->by_buying_stage = true;
            break;
        case REMUDA__LEAD__V1__LOSS_ASPECT__BY_AREA:
            question->by_area = true;
            break;
        default:
            call_violation(batch, call, arena_printf(batch->arena, "by[%zu]", i), "UNKNOWN",
                           "%d is nothing that losses can be counted by: see LossAspect", "%d 不是可用的分析维度：请参见 LossAspect",
                           (int)request->by[i]);
        }
}

static bool read_question(struct batch *batch, struct call *call, const Request *request, struct loss_question *question)
{
    read_aspects(batch, call, request, question);
    question->from = rpc_read_date(batch, call, request->from, "from");
    question->to = rpc_read_date(batch, call, request->to, "to");
    if (*question->from && *question->to && strcmp(question->from, question->to) > 0)
        call_violation(batch, call, "to", "OUT_OF_RANGE", "%s is before %s: give a day not before 'from'", "%s 早于 %s：结束日期不能早于起始日期",
                       question->to, question->from);
    question->business_type = request->business_type;
    question->limit = request->limit ? request->limit : GROUPS_DEFAULT;
    if (question->limit < 1 || question->limit > GROUPS_MAX)
        call_violation(batch, call, "limit", "OUT_OF_RANGE", "limit is %d: give 1 to %d, or 0 for %d", "limit 为 %d：请给 1 至 %d，或 0 表示 %d",
                       request->limit, GROUPS_MAX, GROUPS_DEFAULT);
    question->unit_count = rpc_read_units(batch, call, request->unit_code, &question->unit_ids);
    return call_ok(call);
}

/* --- the answer ----------------------------------------------------------------------------------------------------------- */

static Group *group_message(struct batch *batch, const struct loss_question *question, const struct loss_group *group)
{
    Group *message = RESPONSE(batch, Group, remuda__lead__v1__loss_group);
    message->reason = (Remuda__Lead__V1__LossReason)group->reason;
    message->competitor = TEXT_OF(group->competitor);
    message->competitor_is_unknown = question->by_competitor && !*group->competitor;
    message->selling_stage = (Remuda__Lead__V1__SellingStage)group->selling_stage;
    message->buying_stage = (Remuda__Lead__V1__BuyingStage)group->buying_stage;
    message->area_code = TEXT_OF(group->area_code);
    message->area_name = TEXT_OF(group->area_name);
    message->leads = group->leads;
    message->units = group->units;
    return message;
}

/* What the groups shown leave of the sums. */
static void add_rest(struct batch *batch, const struct loss_answer *answer, Response *response)
{
    Group *rest = RESPONSE(batch, Group, remuda__lead__v1__loss_group);
    rest->is_rest = true;
    rest->leads = answer->leads;
    rest->units = answer->units;
    for (size_t i = 0; i < response->n_groups; i++) {
        rest->leads -= response->groups[i]->leads;
        rest->units -= response->groups[i]->units;
    }
    response->groups[response->n_groups++] = rest;
}

static int add_shares(struct batch *batch, Response *response, struct error *error)
{
    size_t n = response->n_groups;
    int64_t *leads = ARENA_ARRAY(batch->arena, int64_t, n), *units = ARENA_ARRAY(batch->arena, int64_t, n);
    int64_t *leads_ppm = ARENA_ARRAY(batch->arena, int64_t, n), *units_ppm = ARENA_ARRAY(batch->arena, int64_t, n);
    for (size_t i = 0; i < n; i++) {
        leads[i] = response->groups[i]->leads;
        units[i] = response->groups[i]->units;
    }
    if (n > 0 && (apportion_largest_remainder(WHOLE_PPM, leads, n, leads_ppm, error) != 0 ||
                  apportion_largest_remainder(WHOLE_PPM, units, n, units_ppm, error) != 0))
        return -1;
    for (size_t i = 0; i < n; i++) {
        response->groups[i]->leads_ppm = leads_ppm[i];
        response->groups[i]->units_ppm = units_ppm[i];
    }
    return 0;
}

static int analyse_one(struct batch *batch, struct call *call, struct error *error)
{
    struct loss_question question = {0};
    struct loss_answer answer;
    if (!read_question(batch, call, (const Request *)call->request, &question))
        return 0;
    if (loss_store_count(batch->db, batch->arena, &question, &answer, error) != 0)
        return -1;
    Response *response = RESPONSE(batch, Response, remuda__lead__v1__get_loss_analysis_response);
    response->leads = answer.leads;
    response->units = answer.units;
    response->groups = ARENA_ARRAY(batch->arena, Group *, answer.group_count + 1);
    for (size_t i = 0; i < answer.group_count; i++)
        response->groups[response->n_groups++] = group_message(batch, &question, &answer.groups[i]);
    if (answer.all_groups > (int64_t)answer.group_count)
        add_rest(batch, &answer, response);
    call->response = &response->base;
    return add_shares(batch, response, error);
}

int rpc_get_loss_analysis(struct batch *batch, struct error *error)
{
    return batch_each(batch, analyse_one, error);
}
