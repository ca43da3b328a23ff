/* CancelDelivery, ReturnDelivery: forward entries; what the delivery was stays to be read. */
#include "base/parse.h"
#include "delivery_store.h"
#include "identifier/identifier.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "rpc.h"

#define REASON_MAX 2000 /* bytes */

typedef Remuda__Lead__V1__CancelDeliveryRequest CancelRequest;
typedef Remuda__Lead__V1__ReturnDeliveryRequest ReturnRequest;

/* What both requests say. */
struct ending {
    enum delivery_end_kind kind;
    const char *given_vin, *day_field, *given_day;
    char *reason;
    char vin[VIN_SIZE];
    day_t on;
};

static bool read_ending(struct batch *batch, struct call *call, struct ending *ending)
{
    struct identifier_report report;
    struct error error;
    vin_examine(ending->given_vin, ending->vin, &report);
    if (!report.structure_ok)
        call_violation(batch, call, "vin", "FORMAT", "this is not a VIN: give its 17 characters", "不是有效的车辆识别代号：请填写 17 位");
    if (parse_day(ending->given_day, ending->day_field, &ending->on, &error) != 0)
        call_violation_error(batch, call, *ending->given_day ? "FORMAT" : "REQUIRED", &error);
    if (!*ending->reason || strlen(ending->reason) > REASON_MAX)
        call_violation(batch, call, "reason", "REQUIRED", "say why in 1 to %d bytes", "请说明原因（1 至 %d 字节）", REASON_MAX);
    return call_ok(call);
}

/* NOT_FOUND also for what the caller may not see: nobody learns another's deliveries from a refusal. */
static void refuse_unknown(struct call *call, const char *vin)
{
    call_fail(call, STATUS_NOT_FOUND, "vin", "there is no standing delivery of %s that you may end", "没有您可撤销或退回的 %s 交车记录", vin);
}

/* Both events tell the same of the delivery. */
#define TELL_DELIVERY(event, delivery, ending, delivered_day)                                                                  \
    do {                                                                                                                       \
        (event)->delivery_id = (delivery)->delivery_id;                                                                        \
        (event)->vin = (ending)->vin;                                                                                          \
        (event)->customer_id = (delivery)->customer_id;                                                                        \
        (event)->dealer_unit_id = (delivery)->dealer_unit_id;                                                                  \
        (event)->product_code = (char *)(uintptr_t)(delivery)->product_code;                                                   \
        (event)->product_line = (char *)(uintptr_t)(delivery)->product_line;                                                   \
        (event)->person_id = (delivery)->person_id;                                                                            \
        (event)->delivered_on = day_format((delivery)->delivered_on, delivered_day);                                           \
        (event)->price_fen = (delivery)->price_fen;                                                                            \
        (event)->business_type = (Remuda__Lead__V1__BusinessType)(delivery)->business_type;                                    \
        (event)->reason = (ending)->reason;                                                                                    \
    } while (0)

static void emit_ended(struct batch *batch, const struct call *call, const struct standing_delivery *delivery, struct ending *ending)
{
    char delivered_day[DATE_TEXT_SIZE], day[DATE_TEXT_SIZE];
    day_format(ending->on, day);
    if (ending->kind == DELIVERY_CANCELLED) {
        Remuda__Event__V1__DeliveryCancelled cancelled = REMUDA__EVENT__V1__DELIVERY_CANCELLED__INIT;
        TELL_DELIVERY(&cancelled, delivery, ending, delivered_day);
        cancelled.cancelled_on = day;
        batch_emit(batch, call, delivery->customer_id, &cancelled.base);
    } else {
        Remuda__Event__V1__DeliveryReturned returned = REMUDA__EVENT__V1__DELIVERY_RETURNED__INIT;
        TELL_DELIVERY(&returned, delivery, ending, delivered_day);
        returned.returned_on = day;
        batch_emit(batch, call, delivery->customer_id, &returned.base);
    }
}

/* *delivery_id stays 0 when the call is refused. */
static int end_delivery(struct batch *batch, struct call *call, struct ending *ending, int64_t *delivery_id, struct error *error)
{
    struct standing_delivery delivery;
    if (!read_ending(batch, call, ending))
        return 0;
    if (delivery_store_find(batch->db, batch->arena, ending->vin, &delivery, error) != 0)
        return -1;
    if (!delivery.delivery_id || !authority_may(batch->authority, call->principal, ROLE_MANAGER, delivery.dealer_unit_id)) {
        if (delivery.delivery_id)
            call_audit(batch, call, "delivery", delivery.delivery_id, delivery.dealer_unit_id);
        refuse_unknown(call, ending->vin);
        return 0;
    }
    if (ending->on < delivery.delivered_on || ending->on > day_of_instant(batch->now_ms)) {
        call_violation(batch, call, ending->day_field, "OUT_OF_RANGE", "%s is before the delivery or in the future: give a day between",
                       "%s 早于交车日或在将来：请填写两者之间的日期", ending->given_day);
        return 0;
    }
    const struct delivery_end end = {
        .kind = ending->kind,
        .delivery_id = delivery.delivery_id,
        .principal_id = call->principal->principal_id,
        .on = ending->on,
        .reason = ending->reason,
    };
    if (delivery_store_end(batch->db, batch->arena, &end, batch->now_ms, error) != 0)
        return -1;
    emit_ended(batch, call, &delivery, ending);
    *delivery_id = delivery.delivery_id;
    return 0;
}

static int cancel_one(struct batch *batch, struct call *call, struct error *error)
{
    const CancelRequest *request = (const CancelRequest *)call->request;
    struct ending ending = {DELIVERY_CANCELLED, request->vin, "cancelled_on", request->cancelled_on, request->reason, "", 0};
    Remuda__Lead__V1__CancelDeliveryResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__CancelDeliveryResponse, remuda__lead__v1__cancel_delivery_response);
    if (end_delivery(batch, call, &ending, &response->delivery_id, error) != 0)
        return -1;
    if (response->delivery_id)
        call->response = &response->base;
    return 0;
}

static int return_one(struct batch *batch, struct call *call, struct error *error)
{
    const ReturnRequest *request = (const ReturnRequest *)call->request;
    struct ending ending = {DELIVERY_RETURNED, request->vin, "returned_on", request->returned_on, request->reason, "", 0};
    Remuda__Lead__V1__ReturnDeliveryResponse *response =
        RESPONSE(batch, Remuda__Lead__V1__ReturnDeliveryResponse, remuda__lead__v1__return_delivery_response);
    if (end_delivery(batch, call, &ending, &response->delivery_id, error) != 0)
        return -1;
    if (response->delivery_id)
        call->response = &response->base;
    return 0;
}

int rpc_cancel_delivery(struct batch *batch, struct error *error)
{
    return batch_each(batch, cancel_one, error);
}

int rpc_return_delivery(struct batch *batch, struct error *error)
{
    return batch_each(batch, return_one, error);
}
