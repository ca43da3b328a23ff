#include "lead_filing.h"

#include "catalogue.h"
#include "lead_document.h"
#include "problem.h"

#include "base/parse.h"
#include "wire/json_name.h"

#include "remuda/gateway/v1/gateway.pb-c.h"

#include <sodium.h>

#define HASH_BYTES 16
#define FIELD_ERRORS_MAX 16 /* told of one prospect */
#define POINTER_MAX 256

struct lead_filing {
    struct exchange *exchange; /* whose arena this lives in */
    struct lead_document document;
    size_t next; /* the prospect under way, or to be sent */
    size_t filed;
    const char *default_dealer, *default_product;
    int64_t default_quantity;
    char key[2 * HASH_BYTES + 1]; /* of the document: part of each prospect's idempotency key */
    unsigned first_refusal;       /* the HTTP status of the first prospect refused; 0: none was */
    enum status first_status;
    struct buffer verdicts; /* JSON, one after the other */
};

bool lead_filing_takes(const struct route *route, const char *content_type)
{
    return strcmp(route->method, "FileLead") == 0 && content_type && lead_document_is_media_type(content_type);
}

/* --- verdicts
 * --------------------------------------------------------------------------------------------------------- */

static void add_verdict(struct lead_filing *filing, Remuda__Gateway__V1__ProspectVerdict *verdict)
{
    verdict->reference = filing->document.prospects[filing->next].request.dealer_reference;
    buffer_add_text(&filing->verdicts, filing->next ? "," : "");
    wire_to_json(&verdict->base, WIRE_JSON_DEFAULTS, &filing->verdicts);
}

static Remuda__Gateway__V1__FieldError *field_error(struct lead_filing *filing,
                                                    const struct client_violation *violation)
{
    struct arena *arena = &filing->exchange->arena;
    struct buffer pointer = BUFFER(POINTER_MAX);
    Remuda__Gateway__V1__FieldError *error = ARENA_NEW(arena, Remuda__Gateway__V1__FieldError);
    remuda__gateway__v1__field_error__init(error);
    buffer_printf(&pointer, "#/prospects/%zu", filing->next);
    problem_pointer(violation->field, &pointer);
    error->pointer = arena_strdup(arena, pointer.data);
    error->reason = arena_strdup(arena, violation->reason);
    error->detail = arena_strdup(arena, violation->message);
    buffer_release(&pointer);
    return error;
}

static void add_refusal(struct lead_filing *filing, enum status status, const char *detail,
                        const struct client_violation *violations, size_t count)
{
    Remuda__Gateway__V1__FieldError *errors[FIELD_ERRORS_MAX];
    Remuda__Gateway__V1__ProspectVerdict verdict = REMUDA__GATEWAY__V1__PROSPECT_VERDICT__INIT;
    verdict.status = (int32_t)problem_http_status(status, count ? violations[0].field : "");
    verdict.detail = arena_strdup(&filing->exchange->arena, detail);
    verdict.errors = errors;
    for (size_t i = 0; i < count && i < FIELD_ERRORS_MAX; i++)
        errors[verdict.n_errors++] = field_error(filing, &violations[i]);
    if (!filing->first_refusal) {
        filing->first_refusal = (unsigned)verdict.status;
        filing->first_status = status;
    }
    add_verdict(filing, &verdict);
}

static void add_error(struct lead_filing *filing, const struct error *error)
{
    const char *message = error->message[filing->exchange->locale];
    const struct client_violation violation = {error->field, "UNKNOWN", message};
    add_refusal(filing, error->status, message, &violation, 1);
}

static void add_filed(struct lead_filing *filing, ProtobufCMessage *response)
{
    Remuda__Gateway__V1__ProspectVerdict verdict = REMUDA__GATEWAY__V1__PROSPECT_VERDICT__INIT;
    verdict.status = 200;
    verdict.answer = (Remuda__Lead__V1__FileLeadResponse *)response;
    filing->filed++;
    add_verdict(filing, &verdict);
}

static void answer(struct lead_filing *filing)
{
    struct exchange *exchange = filing->exchange;
    struct error error;
    const char *opening = "{";
    buffer_clear(&exchange->answer);
    exchange->status = 200;
    exchange->content_type = "application/json";
    if (filing->filed == 0) {
        error_set(&error, filing->first_status, NULL, "no prospect of the document was filed: results say why of each",
                  "文档中没有一条线索报备成功：results 中逐条说明原因");
        exchange_refuse(exchange, filing->first_refusal, &error);
        exchange->answer.data[--exchange->answer.length] = '\0'; /* the object goes on */
        opening = ",";
    }
    buffer_printf(&exchange->answer, "%s\"results\":[", opening);
    buffer_add(&exchange->answer, filing->verdicts.data, filing->verdicts.length);
    buffer_add_text(&exchange->answer, "]}");
    if (filing->verdicts.overflowed || exchange->answer.overflowed) {
        error_set(&error, STATUS_INTERNAL, NULL, "the answer is too large: send fewer prospects",
                  "应答过大：请减少线索条数");
        exchange_refuse(exchange, 0, &error);
    }
    buffer_release(&filing->verdicts);
}

/* --- prospect after prospect
 * ------------------------------------------------------------------------------------------ */

static const char *words_text(const char *const *words, struct arena *arena)
{
    const char *text = "";
    for (; *words; words++)
        text = arena_printf(arena, "%s%s%s", text, *text ? ", " : "", *words);
    return text;
}

static char *find_dealer(struct lead_filing *filing, const struct prospect *prospect, struct error *error)
{
    struct exchange *exchange = filing->exchange;
    const char *const own[] = {exchange->owner.principal, NULL};
    char *code =
        catalogue_find(exchange->context->catalogue, CATALOGUE_DEALER, prospect->dealer_words, &exchange->arena);
    if (!code)
        code = arena_strdup(&exchange->arena, filing->default_dealer);
    if (!code)
        code = catalogue_find(exchange->context->catalogue, CATALOGUE_OWN_DEALER, own, &exchange->arena);
    if (!code)
        error_set(error, STATUS_INVALID_ARGUMENT, "dealer_code",
                  "no dealer is called \"%.100s\": name its code in the document, or as ?dealerCode=",
                  "没有名为“%.100s”的经销商：请在文档中或以 ?dealerCode= 给出其代码",
                  words_text(prospect->dealer_words, &exchange->arena));
    return code;
}

static char *find_product(struct lead_filing *filing, const struct prospect *prospect, struct error *error)
{
    struct exchange *exchange = filing->exchange;
    char *code =
        catalogue_find(exchange->context->catalogue, CATALOGUE_PRODUCT, prospect->product_words, &exchange->arena);
    if (!code)
        code = arena_strdup(&exchange->arena, filing->default_product);
    if (!code)
        error_set(error, STATUS_INVALID_ARGUMENT, "product_code",
                  "no product is called \"%.100s\": name its code as model or stock, or as ?productCode=",
                  "没有名为“%.100s”的产品：请以型号或 stock 给出其代码，或使用 ?productCode=",
                  words_text(prospect->product_words, &exchange->arena));
    return code;
}

static int complete(struct lead_filing *filing, struct prospect *prospect, struct error *error)
{
    Remuda__Lead__V1__FileLeadRequest *request = &prospect->request;
    if (prospect->error.status != STATUS_OK) {
        *error = prospect->error;
        return -1;
    }
    request->dealer_code = find_dealer(filing, prospect, error);
    if (!request->dealer_code)
        return -1;
    request->product_code = find_product(filing, prospect, error);
    if (!request->product_code)
        return -1;
    if (request->quantity == 0)
        request->quantity = (int32_t)filing->default_quantity;
    return 0;
}

static void prospect_done(struct outgoing *call, const struct client_reply *reply);

/* Goes on to the next prospect that can be sent. False: there is none, the answer is made. */
static bool prepare_next(struct lead_filing *filing)
{
    struct exchange *exchange = filing->exchange;
    for (; filing->next < filing->document.count; filing->next++) {
        struct prospect *prospect = &filing->document.prospects[filing->next];
        struct error error;
        if (complete(filing, prospect, &error) == 0) {
            exchange->call.terms.idempotency_key = arena_printf(&exchange->arena, "%s-%zu", filing->key, filing->next);
            exchange_fill_call(exchange, &prospect->request.base, prospect_done);
            return true;
        }
        add_error(filing, &error);
    }
    answer(filing);
    return false;
}

static void refuse_for_now(struct lead_filing *filing, const char *message, uint32_t retry_after_ms)
{
    struct error error;
    error_set(&error, STATUS_UNAVAILABLE, NULL, "%s", "%s", message);
    error.retry_after_ms = retry_after_ms;
    exchange_refuse(filing->exchange, 0, &error);
    buffer_release(&filing->verdicts);
}

/* False: the answer is there. */
static bool submit(struct lead_filing *filing)
{
    struct exchange *exchange = filing->exchange;
    if (caller_submit(exchange->context->callers[BACKEND_LEAD_INTAKE], &exchange->call))
        return true;
    refuse_for_now(filing,
                   exchange->locale == LOCALE_ZH_CN ? "网关正在重启：请稍后重试"
                                                    : "the gateway is being restarted: try again in a moment",
                   0);
    return false;
}

static void finish(struct exchange *exchange)
{
    exchange_release_key(exchange);
    exchange->answered(exchange);
}

static void prospect_done(struct outgoing *call, const struct client_reply *reply)
{
    struct exchange *exchange = (struct exchange *)call;
    struct lead_filing *filing = exchange->filing;
    if (problem_http_status(reply->status, "") == 503 || reply->status == STATUS_RESOURCE_EXHAUSTED) {
        refuse_for_now(filing, reply->message, reply->retry_after_ms);
        finish(exchange);
        return;
    }
    if (reply->status == STATUS_OK)
        add_filed(filing, reply->response);
    else
        add_refusal(filing, reply->status, reply->message, reply->violations, reply->violation_count);
    filing->next++;
    if (!prepare_next(filing) || !submit(filing))
        finish(exchange);
}

/* --- the document
 * ----------------------------------------------------------------------------------------------------- */

/* What stands for all prospects that do not say it themselves. */
static int read_defaults(struct lead_filing *filing, struct error *error)
{
    const struct target *target = &filing->exchange->target;
    filing->default_quantity = 1;
    for (size_t i = 0; i < target->count; i++) {
        const struct parameter *parameter = &target->parameters[i];
        const size_t length = strlen(parameter->name);
        if (json_name_matches("dealer_code", parameter->name, length))
            filing->default_dealer = parameter->value;
        else if (json_name_matches("product_code", parameter->name, length))
            filing->default_product = parameter->value;
        else if (!json_name_matches("quantity", parameter->name, length))
            return error_set(error, STATUS_INVALID_ARGUMENT, parameter->name,
                             "with a document there are dealerCode, productCode and quantity: leave this out",
                             "文档方式仅有 dealerCode、productCode、quantity：请去掉该参数");
        else if (parse_int64(parameter->value, 1, INT32_MAX, "quantity", &filing->default_quantity, error) != 0)
            return -1;
    }
    return 0;
}

/* By the caller's key, or where it has none (systems that send such documents seldom do) by what it sent: either way a
 * repeat is known. */
static void make_key(struct lead_filing *filing)
{
    const struct exchange *exchange = filing->exchange;
    const char *given = exchange->call.terms.idempotency_key;
    crypto_generichash_state state;
    unsigned char hash[HASH_BYTES];
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)(given ? given : exchange->uri),
                              strlen(given ? given : exchange->uri) + 1);
    if (!given)
        crypto_generichash_update(&state, (const unsigned char *)exchange->body.data, exchange->body.length);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(filing->key, sizeof filing->key, hash, sizeof hash);
}

bool lead_filing_begin(struct exchange *exchange, void (*suspend)(struct exchange *exchange))
{
    struct error error = {0};
    struct lead_filing *filing = exchange->filing = ARENA_NEW(&exchange->arena, struct lead_filing);
    filing->exchange = exchange;
    filing->verdicts = BUFFER(ANSWER_MAX);
    make_key(filing);
    const int result = read_defaults(filing, &error) == 0
                           ? lead_document_read(exchange->body.data ? exchange->body.data : "", exchange->body.length,
                                                &exchange->arena, &filing->document, &error)
                           : -1;
    buffer_release(&exchange->body);
    if (result != 0)
        return !exchange_refuse(exchange, error.status == STATUS_RESOURCE_EXHAUSTED ? 413 : 0, &error);
    exchange->call.terms.idempotency_key = filing->key;
    if (!exchange_hold_key(exchange))
        return true;
    if (!prepare_next(filing)) {
        exchange_release_key(exchange);
        return true;
    }
    suspend(exchange);
    if (!submit(filing))
        finish(exchange);
    return false;
}
