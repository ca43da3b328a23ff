/* A delivery as a row of a spreadsheet, and what lead_intake says to it. */
#include "import.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"

enum {
    DEALER,
    VIN,
    PRODUCT,
    LEAD,
    REFERENCE,
    NAME,
    USCC,
    REGION,
    INDUSTRY,
    DELIVERED,
    PRICE,
    PERSON,
    BUSINESS,
    COLUMN_COUNT
};

static const struct column columns[COLUMN_COUNT] = {
    [DEALER] = {"dealer_code", "dealer", TEXT("dealer code", "经销商代码"), {"经销商", "dealer"}, true, false},
    [VIN] = {"vin", NULL, TEXT("VIN", "车架号"), {"车辆识别代号", "车架号码", "底盘号"}, true, false},
    [PRODUCT] = {"product_code", NULL, TEXT("product code", "产品代码"), {"产品", "车型代码", "product"}, true, false},
    [LEAD] = {"lead_id", NULL, TEXT("lead id", "信息序号"), {"线索序号"}, false, false},
    [REFERENCE] = {"dealer_reference",
                   NULL,
                   TEXT("dealer reference", "经销商编号"),
                   {"信息编号", "线索编号", "reference"},
                   false,
                   false},
    [NAME] = {"customer.name",
              NULL,
              TEXT("customer name", "客户名称"),
              {"customer_name", "客户", "单位名称", "企业名称", "公司名称", "full_name"},
              false,
              false},
    [USCC] = {"customer.uscc",
              NULL,
              TEXT("social credit code", "统一社会信用代码"),
              {"信用代码", "社会信用代码"},
              false,
              false},
    [REGION] =
        {"customer.region", NULL, TEXT("region", "地区"), {"所在地", "省市", "客户地区", "所在地区"}, false, false},
    [INDUSTRY] = {"customer.industry_code", NULL, TEXT("industry", "行业"), {"所属行业", "客户行业"}, false, false},
    [DELIVERED] = {"delivered_on", NULL, TEXT("delivered on", "交车日期"), {"交付日期", "交车时间"}, true, false},
    [PRICE] = {"price_fen", NULL, TEXT("price", "成交价"), {"价格", "成交价格", "price_yuan"}, false, false},
    [PERSON] = {"person_code", NULL, TEXT("specialist", "专员代码"), {"专员", "大客户专员"}, false, false},
    [BUSINESS] = {"business_type", NULL, TEXT("business type", "业务结构"), {"业务类型"}, false, false},
};

static Remuda__Lead__V1__CustomerDescription *build_customer(struct import_context *context, struct record *record)
{
    Remuda__Lead__V1__CustomerDescription *customer = ARENA_NEW(record->arena, Remuda__Lead__V1__CustomerDescription);
    remuda__lead__v1__customer_description__init(customer);
    customer->name = record_text(record, NAME);
    customer->uscc = record_text(record, USCC);
    customer->region = record_text(record, REGION);
    customer->industry_code = industry_code(&context->industries, record, INDUSTRY, false);
    return customer;
}

static ProtobufCMessage *build(struct import_context *context, struct record *record)
{
    Remuda__Lead__V1__ReportDeliveryRequest *request =
        ARENA_NEW(record->arena, Remuda__Lead__V1__ReportDeliveryRequest);
    remuda__lead__v1__report_delivery_request__init(request);
    request->dealer_code = record_text(record, DEALER);
    request->vin = record_text(record, VIN);
    request->product_code = record_text(record, PRODUCT);
    request->lead_id = record_int64(record, LEAD, 0, INT64_MAX);
    request->dealer_reference = record_text(record, REFERENCE);
    if (*record->values[NAME])
        request->customer = build_customer(context, record);
    else if (!request->lead_id && !*request->dealer_reference)
        record_refuse(
            record, "customer.name",
            SAY(record->locale, "is missing; name the customer or the lead", "缺失，请填写客户名称或信息编号"));
    request->delivered_on = record_day(record, DELIVERED);
    request->price_fen = record_money(record, PRICE);
    request->person_code = record_text(record, PERSON);
    request->business_type =
        (Remuda__Lead__V1__BusinessType)record_enum(record, BUSINESS, &remuda__lead__v1__business_type__descriptor);
    return &request->base;
}

static void judge(const ProtobufCMessage *message, struct record *record, struct verdict *verdict)
{
    const Remuda__Lead__V1__ReportDeliveryResponse *response =
        (const Remuda__Lead__V1__ReportDeliveryResponse *)message;
    *verdict = (struct verdict){response->known_again ? VERDICT_KNOWN_AGAIN : VERDICT_ACCEPTED, response->delivery_id};
    for (size_t i = 0; i < response->n_warnings; i++)
        record_remark(record, response->warnings[i]->field, response->warnings[i]->message);
}

const struct import_kind delivery_kind = {
    .name = "delivery",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .title = VIN,
    .code = VIN,
    .industry = INDUSTRY,
    .service = SERVICE_LEAD_INTAKE,
    .method = "remuda.lead.v1.LeadIntake/ReportDelivery",
    .response_type = &remuda__lead__v1__report_delivery_response__descriptor,
    .build = build,
    .judge = judge,
};
