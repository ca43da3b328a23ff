#include "filing_store.h"

#include "db/columns.h"
#include "service/service.h"
#include "sql/filing_earlier.h"
#include "sql/filing_holders.h"
#include "sql/industry_codes.h"
#include "sql/person_codes.h"
#include "sql/product_codes.h"

#include <uthash.h>

#define FEW_LEADS 4

/* --- codes: a batch names few products and persons, many times --------------------------------------------------------------- */

/* In the order in which they are asked for; there is a product always, or nothing is asked. */
enum code_kind {
    CODE_PERSON,
    CODE_INDUSTRY,
    CODE_PRODUCT,
    CODE_KINDS
};

struct code {
    const char *text;
    bool known;
    const char *product_line;
    int64_t person_id;
    UT_hash_handle hh;
};

struct codes {
    struct arena *arena;
    struct code *of_kind[CODE_KINDS];
};

static struct code *find_code(const struct codes *codes, enum code_kind kind, const char *text)
{
    struct code *code;
    HASH_FIND_STR(codes->of_kind[kind], text, code);
    return code;
}

static void ask_for(struct codes *codes, enum code_kind kind, const char *text)
{
    if (!*text || find_code(codes, kind, text))
        return;
    struct code *code = ARENA_NEW(codes->arena, struct code);
    code->text = text;
    HASH_ADD_KEYPTR(hh, codes->of_kind[kind], text, strlen(text), code);
}

static void bind_codes(struct db_params *params, const struct codes *codes, enum code_kind kind)
{
    struct code *code, *next;
    const char **texts = ARENA_ARRAY(codes->arena, const char *, HASH_COUNT(codes->of_kind[kind]));
    size_t count = 0;
    HASH_ITER(hh, codes->of_kind[kind], code, next)
    texts[count++] = code->text;
    db_bind_text_array(params, texts, count);
}

static void take_codes(struct codes *codes, enum code_kind kind, const struct db_result *result)
{
    for (int row = 0; row < result->rows; row++) {
        struct code *code = find_code(codes, kind, db_text(result, row, 0));
        code->known = true;
        code->product_line = arena_strdup(codes->arena, db_text(result, row, 1));
        code->person_id = db_int64(result, row, 2);
    }
}

/* All at once; kinds of which none was given are not asked for. */
static int read_codes(struct db *db, struct codes *codes, struct error *error)
{
    static const char *const statements[CODE_KINDS] = {sql_person_codes, sql_industry_codes, sql_product_codes};
    struct db_result results[CODE_KINDS] = {0};
    int outcome = 0;
    for (enum code_kind kind = 0; outcome == 0 && kind < CODE_KINDS; kind++) {
        struct db_params params = DB_PARAMS(codes->arena);
        bind_codes(&params, codes, kind);
        if (kind == CODE_PRODUCT)
            outcome = db_run(db, statements[kind], &params, &results[kind], error);
        else if (codes->of_kind[kind])
            outcome = db_defer(db, statements[kind], &params, &results[kind], error);
    }
    for (enum code_kind kind = 0; kind < CODE_KINDS; kind++) {
        if (outcome == 0)
            take_codes(codes, kind, &results[kind]);
        db_result_clear(&results[kind]);
    }
    return outcome;
}

static void answer_codes(const struct codes *codes, const struct lead *lead, struct lead_knowledge *knowledge)
{
    const struct code *product = find_code(codes, CODE_PRODUCT, lead->product_code);
    const struct code *person = find_code(codes, CODE_PERSON, lead->person_code);
    const struct code *industry = find_code(codes, CODE_INDUSTRY, lead->customer.industry_code);
    knowledge->product_line = product ? product->product_line : NULL;
    knowledge->person_id = person ? person->person_id : 0;
    knowledge->industry_known = !industry || industry->known;
}

static int look_up_codes(struct db *db, struct arena *arena, const struct lead *leads, size_t n, struct lead_knowledge *knowledge,
                         struct error *error)
{
    struct codes codes = {.arena = arena};
    for (size_t i = 0; i < n; i++) {
        ask_for(&codes, CODE_PRODUCT, leads[i].product_code);
        ask_for(&codes, CODE_PERSON, leads[i].person_code);
        ask_for(&codes, CODE_INDUSTRY, leads[i].customer.industry_code);
    }
    int outcome = read_codes(db, &codes, error);
    for (size_t i = 0; outcome == 0 && i < n; i++)
        answer_codes(&codes, &leads[i], &knowledge[i]);
    for (enum code_kind kind = 0; kind < CODE_KINDS; kind++)
        HASH_CLEAR(hh, codes.of_kind[kind]);
    return outcome;
}

/* --- holders, and the whole --------------------------------------------------------------------------------------------------- */

struct opportunity {
    int64_t identity_id;
    const char *product_line;
    struct lead_knowledge *knowledge;
};

static int ask_for_holders(struct db *db, struct arena *arena, const struct opportunity *asked, size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    if (n == 0)
        return 0;
    DB_BIND_INT64_COLUMN(&params, asked, n, identity_id);
    DB_BIND_TEXT_COLUMN(&params, asked, n, product_line);
    if (db_run(db, sql_filing_holders, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++) {
        const struct opportunity *of = &asked[db_int64(&result, row, 0)];
        of->knowledge->holder = (struct opportunity_holder){
            .product_line = of->product_line,
            .lead_id = db_int64(&result, row, 1),
            .dealer_unit_id = db_int64(&result, row, 2),
            .protected_until = db_instant(&result, row, 3),
        };
    }
    db_result_clear(&result);
    return 0;
}

static void take_holder(struct lead_knowledge *knowledge)
{
    for (const struct opportunity_holder *holder = knowledge->customer.holders; holder; holder = holder->next)
        if (strcmp(holder->product_line, knowledge->product_line) == 0)
            knowledge->holder = *holder;
}

int filing_store_holders(struct db *db, struct arena *arena, size_t n, struct lead_knowledge *knowledge, struct error *error)
{
    struct opportunity *asked = ARENA_ARRAY(arena, struct opportunity, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        struct lead_knowledge *of = &knowledge[i];
        if (!of->customer.identity_id || !of->product_line)
            continue;
        if (of->customer.holders_known)
            take_holder(of);
        else
            asked[count++] = (struct opportunity){of->customer.identity_id, of->product_line, of};
    }
    return ask_for_holders(db, arena, asked, count, error);
}

/* The products of few leads; 0: there are more, and to look for each one's line for each customer would take longer than another round
 * trip for all. */
static size_t few_products(const struct lead *leads, size_t n, const char *codes[static FEW_LEADS])
{
    for (size_t i = 0; i < n && i < FEW_LEADS; i++)
        codes[i] = leads[i].product_code;
    return n <= FEW_LEADS ? n : 0;
}

/* Customers are asked for first, so that both go out at once. */
int filing_store_look(struct db *db, struct arena *arena, const struct lead *leads, size_t n, struct lead_knowledge *knowledge,
                      struct error *error)
{
    struct customer_draft *drafts = ARENA_ARRAY(arena, struct customer_draft, n);
    struct customer_knowledge *customers = ARENA_ARRAY(arena, struct customer_knowledge, n);
    struct customer_answer answer = {0};
    const char *product_codes[FEW_LEADS];
    size_t product_count = few_products(leads, n, product_codes);
    memset(knowledge, 0, n * sizeof *knowledge);
    for (size_t i = 0; i < n; i++)
        drafts[i] = leads[i].customer;
    int outcome = customer_store_ask(db, arena, drafts, n, product_codes, product_count, &answer, error);
    if (outcome == 0)
        outcome = look_up_codes(db, arena, leads, n, knowledge, error);
    if (outcome == 0)
        outcome = customer_store_know(db, arena, drafts, n, &answer, customers, error);
    for (size_t i = 0; outcome == 0 && i < n; i++)
        knowledge[i].customer = customers[i];
    db_result_clear(&answer.by_uscc);
    db_result_clear(&answer.by_name);
    return outcome;
}

/* --- earlier filings ---------------------------------------------------------------------------------------------------------- */

int filing_store_earlier(struct db *db, struct arena *arena, const struct lead *leads, size_t n, struct lead_knowledge *knowledge,
                         struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    DB_BIND_INT64_COLUMN(&params, leads, n, principal_id);
    DB_BIND_TEXT_COLUMN(&params, leads, n, idempotency_key);
    DB_BIND_INT64_COLUMN(&params, leads, n, dealer_unit_id);
    DB_BIND_OPTIONAL_TEXT_COLUMN(&params, leads, n, dealer_reference);
    if (db_run(db, sql_filing_earlier, &params, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++) {
        struct lead_knowledge *of = &knowledge[db_int64(&result, row, 0)];
        struct db_bytes hash = db_bytes(&result, row, 2);
        of->known.lead_id = db_int64(&result, row, 1);
        of->known.request_hash = hash.size == REQUEST_HASH_SIZE ? (const uint8_t *)arena_strndup(arena, hash.data, hash.size) : NULL;
        of->known.customer_id = db_int64(&result, row, 3);
        of->known.protected_until = db_instant(&result, row, 4);
        of->known.customer_was_new = db_bool(&result, row, 5);
        of->referenced_lead_id = db_int64(&result, row, 6);
        of->referenced_in_review = db_bool(&result, row, 7);
    }
    db_result_clear(&result);
    return 0;
}
