/* CancelDelivery: a forward entry; what the delivery was stays to be read. */
#include "base/parse.h"
#include "delivery_store.h"
#include "identifier/identifier.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "rpc.h"

#define REASON_MAX 2000 /* bytes */

typedef Remuda__Lead__V1__CancelDeliveryRequest Request;
typedef Remuda__Lead__V1__CancelDeliveryResponse Response;

static bool read_request(struct batch *batch, struct call *call, char vin[static VIN_SIZE], day_t *day)
{
    const Request *request = (const Request *)call->request;
    struct identifier_report report;
    struct error error;
    vin_examine(request->vin, vin, &report);
    if (!report.structure_ok)
        call_violation(batch, call, "vin", "FORMAT", "this is not a VIN: give its 17 characters", "不是有效的车辆识别代号：请填写 17 位");
    if (parse_day(request->cancelled_on, "cancelled_on", day, &error) != 0)
        call_violation_error(batch, call, *request->cancelled_on ? "FORMAT" : "REQUIRED", &error);
    if (!*request->reason || strlen(request->reason) > REASON_MAX)
        call_violation(batch, call, "reason", "REQUIRED", "say why in 1 to %d bytes", "请说明原因（1 至 %d 字节）", REASON_MAX);
    return call_ok(call);
}

/* NOT_FOUND also for what the caller may not see: nobody learns another's deliveries from a refusal. */
static void refuse_unknown(struct call *call, const char *vin)
{
    call_fail(call, STATUS_NOT_FOUND, "vin", "there is no standing delivery of %s that you may cancel", "没有您可取消的 %s 交车记录", vin);
}

static void emit_cancelled(struct batch *batch, const struct call *call, const struct standing_delivery *delivery, char *vin, day_t day)
{
    const Request *request = (const Request *)call->request;
    Remuda__Event__V1__DeliveryCancelled event = REMUDA__EVENT__V1__DELIVERY_CANCELLED__INIT;
    char delivered_on[DATE_TEXT_SIZE], cancelled_on[DATE_TEXT_SIZE];
    event.delivery_id = delivery->delivery_id;
    event.vin = vin;
    event.customer_id = delivery->customer_id;
    event.dealer_unit_id = delivery->dealer_unit_id;
    event.product_code = (char *)(uintptr_t)delivery->product_code;
    event.product_line = (char *)(uintptr_t)delivery->product_line;
    event.person_id = delivery->person_id;
    event.delivered_on = day_format(delivery->delivered_on, delivered_on);
    event.cancelled_on = day_format(day, cancelled_on);
    event.price_fen = delivery->price_fen;
    event.business_type = (Remuda__Lead__V1__BusinessType)delivery->business_type;
    event.reason = request->reason;
    batch_emit(batch, call, delivery->customer_id, &event.base);
}

static int cancel_one(struct batch *batch, struct call *call, struct error *error)
{
    const Request *request = (const Request *)call->request;
    struct standing_delivery delivery;
    char vin[VIN_SIZE];
    day_t day = 0;
    if (!read_request(batch, call, vin, &day))
        return 0;
    if (delivery_store_find(batch->db, batch->arena, vin, &delivery, error) != 0)
        return -1;
    if (!delivery.delivery_id || !authority_may(batch->authority, call->principal, ROLE_MANAGER, delivery.dealer_unit_id)) {
        refuse_unknown(call, vin);
        return 0;
    }
    if (day < delivery.delivered_on || day > day_of_instant(batch->now_ms)) {
        call_violation(batch, call, "cancelled_on", "OUT_OF_RANGE", "%s is before the delivery or in the future: give a day between",
                       "%s 早于交车日或在将来：请填写两者之间的日期", request->cancelled_on);
        return 0;
    }
    if (delivery_store_cancel(batch->db, batch->arena, delivery.delivery_id, day, request->reason, error) != 0)
        return -1;
    emit_cancelled(batch, call, &delivery, vin, day);
    Response *response = RESPONSE(batch, Response, remuda__lead__v1__cancel_delivery_response);
    response->delivery_id = delivery.delivery_id;
    call->response = &response->base;
    return 0;
}

int rpc_cancel_delivery(struct batch *batch, struct error *error)
{
    return batch_each(batch, cancel_one, error);
}
