/* An organisation as a row of a list, and what lead_intake says to it. */
#include "import.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"

#define ALIASES_MAX 20 /* the contract's limit */

enum { NAME, USCC, REGION, INDUSTRY, CONTACT, PHONE, BUSINESS, ALIASES, COLUMN_COUNT };

static const struct column columns[COLUMN_COUNT] = {
    [NAME] = {"customer.name",
              NULL,
              TEXT("customer name", "客户名称"),
              {"full_name", "customer_name", "客户", "单位名称", "企业名称", "公司名称", "名称", "全称"},
              true,
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
    [CONTACT] = {"customer.contact_name", NULL, TEXT("contact", "联系人"), {"联系人姓名"}, false, false},
    [PHONE] = {"customer.contact_phone", NULL, TEXT("phone", "联系电话"), {"电话", "手机", "联系方式"}, false, false},
    [BUSINESS] = {"business_type", "business-type", TEXT("business type", "业务结构"), {"业务类型"}, false, false},
    [ALIASES] = {"aliases",
                 NULL,
                 TEXT("aliases", "别名"),
                 {"alias", "short_*", "简称", "曾用名", "former_name", "short"},
                 false,
                 true},
};

static bool is_known(const Remuda__Lead__V1__RegisterCustomerRequest *request, const char *alias)
{
    if (!*alias || strcmp(alias, request->customer->name) == 0)
        return true;
    for (size_t i = 0; i < request->n_aliases; i++)
        if (strcmp(alias, request->aliases[i]) == 0)
            return true;
    return false;
}

/* "平安银行;平安" : different ones, without the name itself. */
static void build_aliases(struct record *record, Remuda__Lead__V1__RegisterCustomerRequest *request)
{
    const char *text = record->values[ALIASES];
    request->aliases = ARENA_ARRAY(record->arena, char *, ALIASES_MAX);
    while (*text && request->n_aliases < ALIASES_MAX) {
        size_t length = strcspn(text, ";|");
        const char *start = text + strspn(text, " ");
        size_t before = (size_t)(start - text);
        char *alias = arena_strndup(record->arena, start, before < length ? length - before : 0);
        if (!is_known(request, alias))
            request->aliases[request->n_aliases++] = alias;
        text += length + (text[length] != '\0');
    }
}

static ProtobufCMessage *build(struct import_context *context, struct record *record)
{
    Remuda__Lead__V1__RegisterCustomerRequest *request =
        ARENA_NEW(record->arena, Remuda__Lead__V1__RegisterCustomerRequest);
    Remuda__Lead__V1__CustomerDescription *customer = ARENA_NEW(record->arena, Remuda__Lead__V1__CustomerDescription);
    remuda__lead__v1__register_customer_request__init(request);
    remuda__lead__v1__customer_description__init(customer);
    customer->name = record_text(record, NAME);
    customer->uscc = record_text(record, USCC);
    customer->region = record_text(record, REGION);
    customer->industry_code = industry_code(&context->industries, record, INDUSTRY, true);
    customer->contact_name = record_text(record, CONTACT);
    customer->contact_phone = record_text(record, PHONE);
    request->customer = customer;
    request->business_type =
        (Remuda__Lead__V1__BusinessType)record_enum(record, BUSINESS, &remuda__lead__v1__business_type__descriptor);
    build_aliases(record, request);
    return &request->base;
}

static void judge(const ProtobufCMessage *message, struct record *record, struct verdict *verdict)
{
    const Remuda__Lead__V1__RegisterCustomerResponse *response =
        (const Remuda__Lead__V1__RegisterCustomerResponse *)message;
    *verdict =
        (struct verdict){response->customer_is_new ? VERDICT_ACCEPTED : VERDICT_KNOWN_AGAIN, response->customer_id};
    for (size_t i = 0; i < response->n_warnings; i++)
        record_remark(record, response->warnings[i]->field, response->warnings[i]->message);
}

const struct import_kind customer_kind = {
    .name = "customer",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .title = NAME,
    .code = USCC,
    .industry = INDUSTRY,
    .service = SERVICE_LEAD_INTAKE,
    .method = "remuda.lead.v1.LeadIntake/RegisterCustomer",
    .response_type = &remuda__lead__v1__register_customer_response__descriptor,
    .build = build,
    .judge = judge,
};
