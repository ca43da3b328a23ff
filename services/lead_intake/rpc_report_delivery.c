/* ReportDelivery: read and check -> what is known (one statement, after the leads were locked) -> decide -> register new customers -> store
 * (one statement). */
#include "base/parse.h"
#include "delivery_store.h"
#include "identifier/identifier.h"
#include "merge_store.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "rpc_newcomers.h"
#include "rpc_recognise.h"

#define PRICE_MAX_FEN INT64_C(100000000000) /* a thousand million yuan for one vehicle is a typing mistake */

typedef Remuda__Lead__V1__ReportDeliveryRequest Request;
typedef Remuda__Lead__V1__ReportDeliveryResponse Response;

/* One call on its way. */
struct report {
    struct call *call;
    struct delivery delivery;
    struct delivery_knowledge knowledge;
    struct findings findings; /* warnings that come up on the way */
};

/* --- reading -------------------------------------------------------------------------------------------------------------- */

/* A VIN with 9 as third character was stamped by one of many small makers, which positions 12-14 tell: a wrong check digit is
 * theirs as often as the dealer's. */
static bool is_converters(struct report *report, const char *vin, const struct identifier_report *examined)
{
    char maker[VIN_MAKER_SIZE];
    if (!examined->structure_ok || (vin_maker(vin, maker), strlen(maker) < VIN_MAKER_SIZE - 1))
        return false;
    findings_warn(&report->findings, "vin", "CHECK_DIGIT",
                  "the check digit of this VIN of the small maker %s does not hold: compare it with the vehicle",
                  "小批量车辆制造厂 %s 的该车辆识别代号检验位不符：请与车辆核对", maker);
    return true;
}

/* Else the check digit must hold: unlike social credit codes, these VINs are stamped by one maker. */
static void read_vin(struct batch *batch, struct report *report, const char *text)
{
    struct identifier_report examined;
    char vin[VIN_SIZE];
    report->delivery.vin = "";
    if (!*text) {
        call_violation(batch, report->call, "vin", "REQUIRED", "the VIN is missing: give its 17 characters", "缺少车辆识别代号：请填写 17 位");
        return;
    }
    vin_examine(text, vin, &examined);
    bool refuse = !examined.valid && !is_converters(report, vin, &examined);
    for (size_t i = 0; i < examined.problem_count && refuse; i++) {
        struct error error;
        identifier_problem_error(&examined.problems[i], "vin", &error);
        call_violation_error(batch, report->call, examined.problems[i].code, &error);
    }
    report->delivery.vin = arena_strdup(batch->arena, vin);
}

static void read_day(struct batch *batch, struct report *report, const char *text)
{
    struct error error;
    day_t today = day_of_instant(batch->now_ms);
    if (parse_day(text, "delivered_on", &report->delivery.delivered_on, &error) != 0)
        call_violation_error(batch, report->call, *text ? "FORMAT" : "REQUIRED", &error);
    else if (report->delivery.delivered_on > today)
        call_violation(batch, report->call, "delivered_on", "OUT_OF_RANGE", "%s is in the future: report a vehicle when it is handed over",
                       "%s 在将来：请在交车后再上报", text);
}

static bool read_report(struct batch *batch, struct report *report)
{
    struct call *call = report->call;
    const Request *request = (const Request *)call->request;
    struct delivery *delivery = &report->delivery;
    bool by_lead = request->lead_id != 0 || *request->dealer_reference;
    delivery->dealer_unit_id = rpc_read_dealer(batch, call, request->dealer_code, ROLE_DEALER);
    delivery->lead_id = request->lead_id;
    delivery->dealer_reference = request->dealer_reference;
    delivery->person_code = request->person_code;
    delivery->product_code = request->product_code;
    delivery->business_type = request->business_type;
    delivery->price_fen = request->price_fen;
    read_vin(batch, report, request->vin);
    read_day(batch, report, request->delivered_on);
    if (request->price_fen < 0 || request->price_fen > PRICE_MAX_FEN)
        call_violation(batch, call, "price_fen", "OUT_OF_RANGE", "the price is %lld fen: give 0 to %lld", "价格为 %lld 分：请填 0 至 %lld",
                       (long long)request->price_fen, (long long)PRICE_MAX_FEN);
    if (!by_lead || (request->customer && *request->customer->name))
        rpc_read_customer(batch, request->customer, &delivery->customer, &report->findings);
    else
        delivery->customer = (struct customer_draft){"", "", "", "", "", "", "", 0};
    for (size_t i = 0; i < report->findings.count; i++)
        if (!report->findings.items[i].is_warning)
            call_violation_error(batch, call, report->findings.items[i].reason, report->findings.items[i].error);
    return call_ok(call);
}

/* --- deciding ------------------------------------------------------------------------------------------------------------- */

static void check_codes(struct batch *batch, struct report *report)
{
    struct delivery *delivery = &report->delivery;
    const struct delivery_knowledge *knowledge = &report->knowledge;
    if (!knowledge->product_line)
        call_violation(batch, report->call, "product_code", "UNKNOWN", "there is no product '%.40s': give one of the product list",
                       "没有产品“%.40s”：请填写产品目录中的代码", delivery->product_code);
    if (*delivery->person_code && !knowledge->person_id)
        call_violation(batch, report->call, "person_code", "UNKNOWN", "there is no person '%.40s': check the code or leave it empty",
                       "没有代码为“%.40s”的人员：请核对或留空", delivery->person_code);
    delivery->product_line = knowledge->product_line;
    delivery->person_id = knowledge->person_id;
}

static void refuse_delivered(struct report *report)
{
    char day[DATE_TEXT_SIZE];
    day_format(report->knowledge.before.delivered_on, day);
    call_fail(report->call, STATUS_ALREADY_EXISTS, "vin", "the vehicle was delivered on %s: check the VIN, or have that delivery cancelled or returned first",
              "该车已于 %s 交付：请核对车辆识别代号，或先撤销原交车记录或登记退车", day);
}

/* All but the customer, which may have been named in another way; a price may be left out. */
static bool says_the_same(const struct report *report)
{
    const struct delivery *delivery = &report->delivery;
    return report->knowledge.before.dealer_unit_id == delivery->dealer_unit_id &&
           report->knowledge.before.delivered_on == delivery->delivered_on &&
           strcmp(report->knowledge.before.product_code, delivery->product_code) == 0 &&
           (!delivery->lead_id || report->knowledge.before.lead_id == delivery->lead_id) &&
           (!delivery->price_fen || report->knowledge.before.price_fen == delivery->price_fen);
}

static int find_same_customer(struct batch *batch, const struct report *report, bool *is_same, struct error *error)
{
    int64_t customer_id = report->delivery.customer_id;
    struct merged_customer customer;
    *is_same = customer_id == report->knowledge.before.customer_id;
    if (*is_same || !customer_id)
        return 0;
    if (merge_store_find(batch->db, batch->arena, customer_id, &customer, error) != 0)
        return -1;
    *is_same = report->knowledge.before.identity_id == (customer.identity_id ? customer.identity_id : customer_id);
    return 0;
}

/* The VIN has a delivery. The same one told again, from another file or under another key, is no fault of anybody's. */
static int answer_delivered(struct batch *batch, struct report *report, struct error *error)
{
    bool is_same;
    if (find_same_customer(batch, report, &is_same, error) != 0)
        return -1;
    if (!is_same || !says_the_same(report)) {
        refuse_delivered(report);
        return 0;
    }
    Response *response = RESPONSE(batch, Response, remuda__lead__v1__report_delivery_response);
    response->delivery_id = report->knowledge.before.delivery_id;
    response->customer_id = report->knowledge.before.customer_id;
    response->known_again = true;
    report->call->response = &response->base;
    return 0;
}

/* The lead, when one is named, tells customer and business type. */
static void follow_lead(struct batch *batch, struct report *report)
{
    struct delivery *delivery = &report->delivery;
    const struct delivery_knowledge *knowledge = &report->knowledge;
    const Request *request = (const Request *)report->call->request;
    const char *field = request->lead_id ? "lead_id" : "dealer_reference";
    if (!knowledge->lead.lead_id || knowledge->lead.dealer_unit_id != delivery->dealer_unit_id) {
        call_violation(batch, report->call, field, "UNKNOWN", "the dealer has no such lead: check it, or leave it empty and name the customer",
                       "该经销商没有此商机：请核对，或留空并填写客户");
        return;
    }
    if (!knowledge->lead.customer_id) {
        call_violation(batch, report->call, field, "IN_REVIEW", "the lead is still in review: wait for its decision", "该商机仍在审核：请等待审核结果");
        return;
    }
    delivery->lead_id = knowledge->lead.lead_id;
    delivery->customer_id = knowledge->lead.customer_id;
    if (!delivery->business_type)
        delivery->business_type = knowledge->lead.business_type;
}

static void warn_of_likeness(struct report *report)
{
    findings_warn(&report->findings, "customer.name", "ALIKE",
                  "the name is like a known customer's, but not surely the same: if they are one, have them merged, or name the lead",
                  "名称与已知客户相近但不能确定为同一客户：若为同一客户，请申请合并，或填写商机");
}

/* A vehicle that was handed over is told of in any case: where a person would have to decide, the customer stands for itself
 * until it is merged. */
static void identify(struct batch *batch, struct report *report)
{
    const struct customer_evidence *evidence = &report->knowledge.evidence;
    int64_t customer_id;
    if (customer_identify(evidence, &customer_id) != CUSTOMER_REVIEW)
        report->delivery.customer_id = customer_id;
    else if (evidence->likeness_in_doubt)
        warn_of_likeness(report);
    else
        call_violation(batch, report->call, "customer.uscc", "CONTRADICTION",
                       "name and social credit code belong to two customers: correct one of them", "名称与统一社会信用代码属于两个客户：请更正其中一项");
}

/* False when the call is refused. The customer may still have to be registered (customer_id 0). */
static bool decide(struct batch *batch, struct report *report)
{
    const Request *request = (const Request *)report->call->request;
    check_codes(batch, report);
    if (request->lead_id || *request->dealer_reference)
        follow_lead(batch, report);
    else
        identify(batch, report);
    return call_ok(report->call);
}

/* --- storing -------------------------------------------------------------------------------------------------------------- */

/* Of those who name no lead. */
static int recognise(struct batch *batch, const struct delivery *deliveries, struct delivery_knowledge *knowledge, size_t n,
                     struct error *error)
{
    struct customer_draft *drafts = ARENA_ARRAY(batch->arena, struct customer_draft, n);
    struct customer_evidence *evidence = ARENA_ARRAY(batch->arena, struct customer_evidence, n);
    for (size_t i = 0; i < n; i++) {
        drafts[i] = deliveries[i].customer;
        evidence[i] = knowledge[i].evidence;
        if (deliveries[i].lead_id || *deliveries[i].dealer_reference)
            drafts[i].name_key = "";
    }
    if (rpc_recognise_unknown(batch, drafts, evidence, n, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        knowledge[i].evidence = evidence[i];
    return 0;
}

static int resolve(struct batch *batch, struct report **reports, size_t n, struct error *error)
{
    struct delivery *deliveries = ARENA_ARRAY(batch->arena, struct delivery, n);
    struct delivery_knowledge *knowledge = ARENA_ARRAY(batch->arena, struct delivery_knowledge, n);
    for (size_t i = 0; i < n; i++)
        deliveries[i] = reports[i]->delivery;
    if (n == 0)
        return 0;
    if (delivery_store_lock_leads(batch->db, batch->arena, deliveries, n, error) != 0 ||
        delivery_store_resolve(batch->db, batch->arena, deliveries, n, knowledge, error) != 0)
        return -1;
    if (recognise(batch, deliveries, knowledge, n, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        reports[i]->knowledge = knowledge[i];
    return 0;
}

/* Keeps in `reports` those whose customer is known afterwards; *n follows. */
static int register_customers(struct batch *batch, struct report **reports, size_t *n, struct error *error)
{
    struct customer_entry *entries = ARENA_ARRAY(batch->arena, struct customer_entry, *n);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < *n; i++)
        if (!reports[i]->delivery.customer_id)
            entries[count++] = (struct customer_entry){.draft = reports[i]->delivery.customer,
                                                       .business_type = reports[i]->delivery.business_type,
                                                       .even_if_alike = true};
    if (count > 0 && rpc_register_newcomers(batch, entries, count, error) != 0)
        return -1;
    for (size_t i = 0, entry = 0; i < *n; i++) {
        struct delivery *delivery = &reports[i]->delivery;
        if (!delivery->customer_id) {
            delivery->customer_id = entries[entry].customer_id;
            if (entries[entry].is_new && entries[entry].is_alike)
                warn_of_likeness(reports[i]);
            if (entries[entry].is_new)
                rpc_emit_registered(batch, reports[i]->call, delivery->customer_id, &delivery->customer, (int)delivery->business_type);
            entry++;
        }
        if (delivery->customer_id)
            reports[kept++] = reports[i];
        else
            call_violation(batch, reports[i]->call, "customer.uscc", "CONTRADICTION",
                           "name and social credit code belong to two customers: correct one of them",
                           "名称与统一社会信用代码属于两个客户：请更正其中一项");
    }
    *n = kept;
    return 0;
}

static void emit_reported(struct batch *batch, const struct report *report, int64_t delivery_id)
{
    const struct delivery *delivery = &report->delivery;
    Remuda__Event__V1__DeliveryReported event = REMUDA__EVENT__V1__DELIVERY_REPORTED__INIT;
    char day[DATE_TEXT_SIZE];
    event.delivery_id = delivery_id;
    event.vin = (char *)(uintptr_t)delivery->vin;
    event.customer_id = delivery->customer_id;
    event.lead_id = delivery->lead_id;
    event.dealer_unit_id = delivery->dealer_unit_id;
    event.product_code = (char *)(uintptr_t)delivery->product_code;
    event.product_line = (char *)(uintptr_t)delivery->product_line;
    event.person_id = delivery->person_id;
    event.delivered_on = day_format(delivery->delivered_on, day);
    event.price_fen = delivery->price_fen;
    event.business_type = (Remuda__Lead__V1__BusinessType)delivery->business_type;
    batch_emit(batch, report->call, delivery->customer_id, &event.base);
}

/* reports[0] has been stored: those of its lead that follow in the batch come after it. */
static void count_delivered(struct report **reports, size_t n)
{
    const struct delivery_knowledge *knowledge = &reports[0]->knowledge;
    const char *field = ((const Request *)reports[0]->call->request)->lead_id ? "lead_id" : "dealer_reference";
    if (!reports[0]->delivery.lead_id)
        return;
    if (knowledge->lead.delivered >= knowledge->lead.quantity)
        findings_warn(&reports[0]->findings, field, "MORE_THAN_ORDERED",
                      "%lld vehicles were ordered on this lead and %lld delivered before this one",
                      "该商机订购 %lld 台，此前已交付 %lld 台", (long long)knowledge->lead.quantity, (long long)knowledge->lead.delivered);
    for (size_t i = 1; i < n; i++)
        if (reports[i]->knowledge.lead.lead_id == reports[0]->delivery.lead_id)
            reports[i]->knowledge.lead.delivered++;
}

static void answer(struct batch *batch, struct report *report, int64_t delivery_id)
{
    Response *response = RESPONSE(batch, Response, remuda__lead__v1__report_delivery_response);
    response->delivery_id = delivery_id;
    response->customer_id = report->delivery.customer_id;
    rpc_apply_findings(batch, report->call, &report->findings, &response->warnings, &response->n_warnings);
    report->call->response = &response->base;
}

static int store(struct batch *batch, struct report **reports, size_t n, struct error *error)
{
    struct delivery *deliveries = ARENA_ARRAY(batch->arena, struct delivery, n);
    struct report **losers = ARENA_ARRAY(batch->arena, struct report *, n);
    int64_t *delivery_ids = ARENA_ARRAY(batch->arena, int64_t, n);
    size_t lost = 0;
    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++)
        deliveries[i] = reports[i]->delivery;
    if (delivery_store_insert(batch->db, batch->arena, deliveries, n, batch->now_ms, delivery_ids, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (delivery_ids[i]) {
            count_delivered(reports + i, n - i);
            emit_reported(batch, reports[i], delivery_ids[i]);
            answer(batch, reports[i], delivery_ids[i]);
        } else {
            losers[lost++] = reports[i];
        }
    }
    if (resolve(batch, losers, lost, error) != 0)
        return -1;
    for (size_t i = 0; i < lost; i++) {
        if (!losers[i]->knowledge.before.delivery_id)
            return error_set(error, STATUS_ABORTED, "vin", "the vehicle's delivery changed meanwhile: ask again", "该车交付状态刚刚发生变化：请重试");
        if (answer_delivered(batch, losers[i], error) != 0)
            return -1;
    }
    return 0;
}

int rpc_report_delivery(struct batch *batch, struct error *error)
{
    struct report *all = ARENA_ARRAY(batch->arena, struct report, batch->count);
    struct report **reports = ARENA_ARRAY(batch->arena, struct report *, batch->count);
    size_t read = 0, count = 0;
    for (size_t i = 0; i < batch->count; i++) {
        all[i].call = &batch->calls[i];
        all[i].findings.arena = batch->arena;
        if (read_report(batch, &all[i]))
            reports[read++] = &all[i];
    }
    if (resolve(batch, reports, read, error) != 0)
        return -1;
    for (size_t i = 0; i < read; i++) {
        if (!decide(batch, reports[i]))
            continue;
        if (!reports[i]->knowledge.before.delivery_id)
            reports[count++] = reports[i];
        else if (answer_delivered(batch, reports[i], error) != 0)
            return -1;
    }
    if (register_customers(batch, reports, &count, error) != 0)
        return -1;
    return store(batch, reports, count, error);
}
