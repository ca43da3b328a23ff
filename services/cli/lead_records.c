/* A lead as a row of a spreadsheet or as options, and what lead_intake says to it. */
#include "import.h"
#include "lead_details.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"

#define QUANTITY_MAX 100000

enum {
    DEALER,
    REFERENCE,
    NAME,
    USCC,
    REGION,
    INDUSTRY,
    CONTACT,
    PHONE,
    PRODUCT,
    QUANTITY,
    BUSINESS,
    INFORMATION,
    MODE,
    SOURCE,
    FOUND,
    EXPECTED,
    PERSON,
    REMARKS,
    DIMENSION,
    USE,
    COMPETITOR,
    NEEDS,
    ENVIRONMENT, /* and the other groups of deciders, in the contract's order */
    ORGANISATION,
    PEOPLE,
    CHARACTER,
    ATTACHMENTS,
    COLUMN_COUNT
};

static const struct column columns[COLUMN_COUNT] = {
    [DEALER] = {"dealer_code", "dealer", TEXT("dealer code", "经销商代码"), {"经销商", "dealer"}, true, false},
    [REFERENCE] = {"dealer_reference",
                   "reference",
                   TEXT("dealer reference", "经销商编号"),
                   {"信息编号", "线索编号", "reference"},
                   false,
                   false},
    [NAME] = {"customer.name",
              "customer",
              TEXT("customer name", "客户名称"),
              {"customer_name", "客户", "单位名称", "企业名称", "公司名称", "full_name"},
              true,
              false},
    [USCC] = {"customer.uscc",
              "uscc",
              TEXT("social credit code", "统一社会信用代码"),
              {"信用代码", "社会信用代码"},
              false,
              false},
    [REGION] =
        {"customer.region", "region", TEXT("region", "地区"), {"所在地", "省市", "客户地区", "所在地区"}, false, false},
    [INDUSTRY] =
        {"customer.industry_code", "industry", TEXT("industry", "行业"), {"所属行业", "客户行业"}, false, false},
    [CONTACT] = {"customer.contact_name", "contact", TEXT("contact", "联系人"), {"联系人姓名"}, false, false},
    [PHONE] =
        {"customer.contact_phone", "phone", TEXT("phone", "联系电话"), {"电话", "手机", "联系方式"}, false, false},
    [PRODUCT] =
        {"product_code", "product", TEXT("product code", "产品代码"), {"产品", "车型代码", "product"}, true, false},
    [QUANTITY] = {"quantity", "quantity", TEXT("quantity", "数量"), {"台数", "采购数量", "需求数量"}, true, false},
    [BUSINESS] = {"business_type", "business-type", TEXT("business type", "业务结构"), {"业务类型"}, false, false},
    [INFORMATION] =
        {"information_class", "information-class", TEXT("information class", "信息分类"), {"信息类别"}, false, false},
    [MODE] = {"purchase_mode", "purchase-mode", TEXT("purchase mode", "采购方式"), {0}, false, false},
    [SOURCE] = {"source", "source", TEXT("source", "信息渠道"), {"信息来源", "渠道"}, false, false},
    [FOUND] = {"found_on", "found-on", TEXT("found on", "发现日期"), {"信息日期"}, false, false},
    [EXPECTED] = {"expected_on",
                  "expected-on",
                  TEXT("expected on", "预计采购日期"),
                  {"预计购买日期", "预计采购时间"},
                  false,
                  false},
    [PERSON] = {"person_code", "person", TEXT("specialist", "专员代码"), {"专员", "大客户专员"}, false, false},
    [REMARKS] = {"remarks", "remarks", TEXT("remarks", "备注"), {"说明"}, false, false},
    [DIMENSION] = {"details.dimension", "dimension", TEXT("dimension", "维度"), {0}, false, false},
    [USE] = {"details.use_class", "use", TEXT("use", "车辆用途"), {"用途"}, false, false},
    [COMPETITOR] = {"details.competitor", "competitor", TEXT("competitor", "竞争对手"), {"竞品"}, false, false},
    [NEEDS] = {"details.needs", "needs", TEXT("needs", "客户需求"), {"需求"}, false, false},
    [ENVIRONMENT] = {"details.deciders.environment", "environment", TEXT("environment", "环境因素"), {"环境"}, false, false},
    [ORGANISATION] = {"details.deciders.organisation", "organisation", TEXT("organisation", "组织因素"), {"组织"}, false, false},
    [PEOPLE] = {"details.deciders.people", "people", TEXT("people", "人际因素"), {"人际"}, false, false},
    [CHARACTER] = {"details.deciders.person", "character", TEXT("character", "个人因素"), {"个人"}, false, false},
    [ATTACHMENTS] = {"details.attachments", "attachments", TEXT("attachments", "附件"), {"attachment", "附件名称"}, false, true},
};

/* NULL when the row tells nothing of them. */
static Remuda__Lead__V1__LeadDetails *build_details(struct record *record)
{
    char *notes[DECIDER_GROUPS];
    Remuda__Lead__V1__LeadDetails *details = ARENA_NEW(record->arena, Remuda__Lead__V1__LeadDetails);
    remuda__lead__v1__lead_details__init(details);
    details->dimension =
        (Remuda__Lead__V1__Dimension)record_enum(record, DIMENSION, &remuda__lead__v1__dimension__descriptor);
    details->use_class = (Remuda__Lead__V1__VehicleUse)record_enum(record, USE, &remuda__lead__v1__vehicle_use__descriptor);
    details->competitor = record_text(record, COMPETITOR);
    details->needs = record_text(record, NEEDS);
    for (size_t i = 0; i < DECIDER_GROUPS; i++)
        notes[i] = record_text(record, ENVIRONMENT + i);
    lead_details_add_deciders(details, notes, record->arena);
    lead_details_add_attachments(details, record_text(record, ATTACHMENTS), record->arena);
    return protobuf_c_message_get_packed_size(&details->base) ? details : NULL;
}

static Remuda__Lead__V1__CustomerDescription *build_customer(struct import_context *context, struct record *record)
{
    Remuda__Lead__V1__CustomerDescription *customer = ARENA_NEW(record->arena, Remuda__Lead__V1__CustomerDescription);
    remuda__lead__v1__customer_description__init(customer);
    customer->name = record_text(record, NAME);
    customer->uscc = record_text(record, USCC);
    customer->region = record_text(record, REGION);
    customer->industry_code = industry_code(&context->industries, record, INDUSTRY, false);
    customer->contact_name = record_text(record, CONTACT);
    customer->contact_phone = record_text(record, PHONE);
    return customer;
}

static ProtobufCMessage *build(struct import_context *context, struct record *record)
{
    Remuda__Lead__V1__FileLeadRequest *request = ARENA_NEW(record->arena, Remuda__Lead__V1__FileLeadRequest);
    remuda__lead__v1__file_lead_request__init(request);
    request->dealer_code = record_text(record, DEALER);
    request->dealer_reference = record_text(record, REFERENCE);
    request->customer = build_customer(context, record);
    request->product_code = record_text(record, PRODUCT);
    request->quantity = record_int32(record, QUANTITY, 1, QUANTITY_MAX);
    request->business_type =
        (Remuda__Lead__V1__BusinessType)record_enum(record, BUSINESS, &remuda__lead__v1__business_type__descriptor);
    request->information_class = (Remuda__Lead__V1__InformationClass)record_enum(
        record, INFORMATION, &remuda__lead__v1__information_class__descriptor);
    request->purchase_mode =
        (Remuda__Lead__V1__PurchaseMode)record_enum(record, MODE, &remuda__lead__v1__purchase_mode__descriptor);
    request->source =
        (Remuda__Lead__V1__LeadSource)record_enum(record, SOURCE, &remuda__lead__v1__lead_source__descriptor);
    request->found_on = record_day(record, FOUND);
    request->expected_on = record_day(record, EXPECTED);
    request->person_code = record_text(record, PERSON);
    request->remarks = record_text(record, REMARKS);
    request->details = build_details(record);
    return &request->base;
}

static enum verdict_kind verdict_of(Remuda__Lead__V1__Verdict verdict)
{
    switch (verdict) {
    case REMUDA__LEAD__V1__VERDICT__ACCEPTED:
        return VERDICT_ACCEPTED;
    case REMUDA__LEAD__V1__VERDICT__KNOWN_AGAIN:
        return VERDICT_KNOWN_AGAIN;
    case REMUDA__LEAD__V1__VERDICT__HELD_BY_OTHER:
        return VERDICT_HELD_BY_OTHER;
    case REMUDA__LEAD__V1__VERDICT__NEEDS_REVIEW:
        return VERDICT_NEEDS_REVIEW;
    default: /* a verdict that this program does not know yet: the row must not pass as accepted */
        return VERDICT_UNANSWERED;
    }
}

static void judge(const ProtobufCMessage *message, struct record *record, struct verdict *verdict)
{
    const Remuda__Lead__V1__FileLeadResponse *response = (const Remuda__Lead__V1__FileLeadResponse *)message;
    *verdict = (struct verdict){verdict_of(response->verdict), response->lead_id};
    for (size_t i = 0; i < response->n_warnings; i++)
        record_remark(record, response->warnings[i]->field, response->warnings[i]->message);
    if (verdict->kind == VERDICT_HELD_BY_OTHER)
        record_remark(
            record, "customer.name",
            SAY(record->locale, "another dealer holds customer and product line", "该客户与产品线已被其他经销商持有"));
}

const struct import_kind lead_kind = {
    .name = "lead",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .title = NAME,
    .code = USCC,
    .industry = INDUSTRY,
    .service = SERVICE_LEAD_INTAKE,
    .method = "remuda.lead.v1.LeadIntake/FileLead",
    .response_type = &remuda__lead__v1__file_lead_response__descriptor,
    .build = build,
    .judge = judge,
};
