#include "base/date.h"
#include "base/parse.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "rpc_recognise.h"

#define MINUTE_MS INT64_C(60000)
#define CHINA_MS (480 * MINUTE_MS) /* UTC+8 */

void rpc_read_customer(struct batch *batch, const Remuda__Lead__V1__CustomerDescription *description,
                       struct customer_draft *draft, struct findings *findings)
{
    static const struct customer_text nothing = {"", "", "", "", "", ""};
    struct customer_text text = nothing;
    if (description)
        text = (struct customer_text){
            .name = description->name,
            .uscc = description->uscc,
            .region = description->region,
            .industry_code = description->industry_code,
            .contact_name = description->contact_name,
            .contact_phone = description->contact_phone,
        };
    draft->learnt = newcomers_learnings(((struct lead_intake *)batch->context)->newcomers);
    customer_read(&text, batch->arena, draft, findings);
}

int64_t rpc_read_dealer(struct batch *batch, struct call *call, const char *code, enum role role)
{
    if (!*code) {
        call_violation(batch, call, "dealer_code", "REQUIRED", "the dealer's code is missing: give yours, such as D0001",
                       "缺少经销商代码：请填写，例如 D0001");
        return 0;
    }
    int64_t unit_id = authority_unit_by_code(batch->authority, code);
    if (unit_id == 0 || authority_unit_kind(batch->authority, unit_id) != UNIT_DEALER) {
        call_violation(batch, call, "dealer_code", "UNKNOWN", "there is no dealer '%.40s' today: check the code",
                       "当前没有代码为“%.40s”的经销商：请核对代码", code);
        return 0;
    }
    if (!authority_may(batch->authority, call->principal, role, unit_id)) {
        call_fail(call, STATUS_PERMISSION_DENIED, "dealer_code", "you may not act for dealer %.40s: use your own dealer's code",
                  "您无权代表经销商 %.40s 操作：请使用本店代码", code);
        return 0;
    }
    return unit_id;
}

size_t rpc_units_of(struct batch *batch, const struct principal *principal, enum role role, const int64_t **unit_ids)
{
    int64_t *units = ARENA_ARRAY(batch->arena, int64_t, principal->grant_count);
    size_t count = 0;
    for (size_t i = 0; i < principal->grant_count; i++)
        if (principal->grants[i].role >= role && principal->grants[i].role != ROLE_GATEWAY)
            units[count++] = principal->grants[i].unit_id;
    *unit_ids = units;
    return count;
}

size_t rpc_read_units(struct batch *batch, struct call *call, const char *code, const int64_t **unit_ids)
{
    if (!*code)
        return rpc_units_of(batch, call->principal, ROLE_VIEWER, unit_ids);
    int64_t *unit_id = ARENA_NEW(batch->arena, int64_t);
    *unit_id = authority_unit_by_code(batch->authority, code);
    if (!authority_may(batch->authority, call->principal, ROLE_VIEWER, *unit_id))
        call_fail(call, STATUS_PERMISSION_DENIED, "unit_code", "there is no unit '%.40s' that you may see", "没有您可查看的组织单元“%.40s”",
                  code);
    *unit_ids = unit_id;
    return 1;
}

bool rpc_is_own(const struct batch *batch, const struct principal *principal, int64_t unit_id)
{
    if (authority_unit_kind(batch->authority, unit_id) != UNIT_DEALER)
        return false;
    for (size_t i = 0; i < principal->grant_count; i++)
        if (principal->grants[i].unit_id == unit_id)
            return true;
    return false;
}

void rpc_audit_list(struct batch *batch, struct call *call, const char *subject, const int64_t *unit_ids, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!rpc_is_own(batch, call->principal, unit_ids[i]))
            call_audit(batch, call, subject, 0, unit_ids[i]);
}

const char *rpc_read_date(struct batch *batch, struct call *call, const char *text, const char *field)
{
    struct error error;
    day_t day;
    if (!*text || parse_day(text, field, &day, &error) == 0)
        return text;
    call_violation_error(batch, call, "FORMAT", &error);
    return "";
}

const char *rpc_instant_text(struct batch *batch, int64_t unix_ms)
{
    char date[DATE_TEXT_SIZE];
    int64_t minutes = (unix_ms + CHINA_MS) / MINUTE_MS;
    if (unix_ms == 0)
        return "";
    return arena_printf(batch->arena, "%s %02d:%02d", day_format(day_of_instant(unix_ms), date), (int)(minutes / 60 % 24),
                        (int)(minutes % 60));
}

void rpc_check_quantity(struct batch *batch, struct call *call, const struct protection_policy *policy, int64_t business_type,
                        int32_t quantity)
{
    if (quantity < 1 || quantity > QUANTITY_MAX)
        call_violation(batch, call, "quantity", "OUT_OF_RANGE", "the quantity is %d: give 1 to %d vehicles", "数量为 %d：请填 1 至 %d 台",
                       quantity, QUANTITY_MAX);
    else if (business_type == REMUDA__LEAD__V1__BUSINESS_TYPE__SMALL_BATCH && quantity < policy->least_small_batch)
        call_violation(batch, call, "quantity", "OUT_OF_RANGE",
                       "the quantity is %d, a small batch has %d vehicles or more: correct it, or choose another business type",
                       "数量为 %d，小批量客户须购 %d 台及以上：请更正数量，或改选其他业务结构", quantity, (int)policy->least_small_batch);
}

void rpc_apply_findings(struct batch *batch, struct call *call, const struct findings *findings,
                        Remuda__Lead__V1__Warning ***warnings, size_t *count)
{
    *warnings = ARENA_ARRAY(batch->arena, Remuda__Lead__V1__Warning *, findings->count);
    *count = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (!finding->is_warning) {
            call_violation_error(batch, call, finding->reason, finding->error);
            continue;
        }
        Remuda__Lead__V1__Warning *warning = RESPONSE(batch, Remuda__Lead__V1__Warning, remuda__lead__v1__warning);
        warning->field = arena_strdup(batch->arena, finding->error->field);
        warning->reason = arena_strdup(batch->arena, finding->reason);
        warning->message = arena_strdup(batch->arena, finding->error->message[call->locale]);
        (*warnings)[(*count)++] = warning;
    }
}

void rpc_emit_registered(struct batch *batch, const struct call *call, int64_t customer_id, const struct customer_draft *draft,
                         int business_type)
{
    Remuda__Event__V1__CustomerRegistered event = REMUDA__EVENT__V1__CUSTOMER_REGISTERED__INIT;
    event.customer_id = customer_id;
    /* protobuf-c's strings are not const; packing only reads them. */
    event.name = (char *)(uintptr_t)draft->name;
    event.uscc = (char *)(uintptr_t)draft->uscc;
    event.region = (char *)(uintptr_t)draft->region;
    event.industry_code = (char *)(uintptr_t)draft->industry_code;
    event.business_type = (Remuda__Lead__V1__BusinessType)business_type;
    batch_emit(batch, call, customer_id, &event.base);
    rpc_learn_customer(batch, customer_id, draft);
}
