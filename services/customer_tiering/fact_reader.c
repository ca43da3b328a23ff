/* tier_store_read_facts: customers and their facts in pages, folded into amounts on the way. */
#include "tier_store.h"

#include "fact_fold.h"

#include "sql/before_page.h"
#include "sql/count_customers.h"
#include "sql/customers_page.h"
#include "sql/facts_page.h"

#define FACT_PAGE 10000 /* customers whose facts are read by one statement: PostgreSQL sorts them in memory */

struct fact_reader {
    struct db *db;
    struct arena *arena; /* for what lasts */
    const struct tier_run *run;
    int64_t only; /* the customer that is asked for; 0: all */
    struct fact_fold fold;
    struct override_record *overrides;
    size_t override_count, next_override;
    struct tier_row *rows;
    size_t n, capacity;
    struct arena page;
    struct declared_facts declared[FACT_PAGE];
    int64_t last_id; /* of the page */
};

static int make_room(struct fact_reader *reader, struct error *error)
{
    struct db_result result;
    reader->capacity = 1;
    if (reader->only == 0) {
        if (db_run(reader->db, sql_count_customers, NULL, &result, error))
            return -1;
        reader->capacity = (size_t)db_int64(&result, 0, 0);
        db_result_clear(&result);
    }
    reader->rows = ARENA_ARRAY(reader->arena, struct tier_row, reader->capacity);
    return 0;
}

static const struct policy_override *find_override(struct fact_reader *reader, int64_t customer_id)
{
    char text[24];
    while (reader->next_override < reader->override_count &&
           reader->overrides[reader->next_override].customer_id < customer_id)
        reader->next_override++;
    if (reader->next_override < reader->override_count &&
        reader->overrides[reader->next_override].customer_id == customer_id)
        return &reader->overrides[reader->next_override].override;
    snprintf(text, sizeof text, "%lld", (long long)customer_id);
    return policy_override_find(reader->run->policy, text, reader->run->as_of);
}

/* Most customers share a few regions and industries, but not by order; the texts are short. */
static void read_customer(struct fact_reader *reader, const struct db_result *result, int row, size_t on_page)
{
    struct tier_row customer = {.customer = {.customer_id = db_int64(result, row, 0)}};
    struct customer_attributes known = {
        {db_text(result, row, 1), db_text(result, row, 2), db_text(result, row, 3), db_text(result, row, 4)}};
    if (!policy_condition_holds(&reader->run->policy->scope, &known) ||
        (reader->only != 0 && reader->only != customer.customer.customer_id))
        return;
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT; i++)
        customer.customer.attributes.of[i] = *known.of[i] ? arena_strdup(reader->arena, known.of[i]) : "";
    size_t measures = reader->run->policy->measure_count;
    customer.customer.amounts = ARENA_ARRAY(reader->arena, int64_t, 2 * measures);
    customer.customer.points = customer.customer.amounts + measures;
    customer.customer.override = find_override(reader, customer.customer.customer_id);
    customer.is_seed = db_bool(result, row, 6);
    reader->declared[on_page] = (struct declared_facts){
        .fleet_size = db_int64(result, row, 5), .is_seed = customer.is_seed, .contract_until = db_day(result, row, 7)};
    reader->rows[reader->n++] = customer;
}

/* Adds the customers after the last page; *read counts them, in scope or not. */
static int read_customers(struct fact_reader *reader, size_t *read, struct error *error)
{
    struct db_params params = DB_PARAMS(&reader->page);
    struct db_result result;
    size_t first = reader->n, room = reader->capacity - first;
    db_bind_int64(&params, reader->last_id);
    db_bind_int64(&params, room < FACT_PAGE ? (int64_t)room : FACT_PAGE);
    if (db_run(reader->db, sql_customers_page, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++)
        read_customer(reader, &result, row, reader->n - first);
    *read = (size_t)result.rows;
    if (result.rows > 0)
        reader->last_id = db_int64(&result, result.rows - 1, 0);
    db_result_clear(&result);
    return 0;
}

/* The tiers that the run before gave the customers from rows[first] on, who have numbers after `after`. */
static int read_page_before(struct fact_reader *reader, int64_t after, size_t first, struct error *error)
{
    struct db_params params = DB_PARAMS(&reader->page);
    struct db_result result;
    db_bind_int64(&params, reader->run->before_run_id);
    db_bind_int64(&params, after);
    db_bind_int64(&params, reader->last_id);
    if (db_run(reader->db, sql_before_page, &params, &result, error))
        return -1;
    int before = 0;
    for (size_t i = first; i < reader->n; i++) {
        struct tier_row *row = &reader->rows[i];
        while (before < result.rows && db_int64(&result, before, 0) < row->customer.customer_id)
            before++;
        if (before == result.rows || db_int64(&result, before, 0) != row->customer.customer_id)
            continue;
        row->customer.previous = (enum tier)db_int64(&result, before, 1);
        row->customer.runs_outside = row->runs_before = (int32_t)db_int64(&result, before, 2);
    }
    db_result_clear(&result);
    return 0;
}

static void fold_fact(struct fact_fold *fold, const struct db_result *result, int row)
{
    int64_t lead_id = db_int64(result, row, 1);
    if (db_is_null(result, row, 4))
        fact_fold_lead(fold, lead_id, db_int64(result, row, 2), db_int64(result, row, 3));
    else
        fact_fold_delivery(fold, lead_id, db_day(result, row, 4), db_int64(result, row, 5));
}

/* The facts of the customers from rows[first] on, who have numbers after `after`. Facts of others are passed over. */
static int read_page_facts(struct fact_reader *reader, int64_t after, size_t first, struct error *error)
{
    struct db_params params = DB_PARAMS(&reader->page);
    struct db_result result;
    db_bind_int64(&params, after);
    db_bind_int64(&params, reader->last_id);
    db_bind_day(&params, reader->run->as_of);
    if (db_run(reader->db, sql_facts_page, &params, &result, error))
        return -1;
    int fact = 0, failed = 0;
    for (size_t i = first; i < reader->n && !failed; i++) {
        struct tier_row *row = &reader->rows[i];
        int64_t customer_id = row->customer.customer_id;
        while (fact < result.rows && db_int64(&result, fact, 0) < customer_id)
            fact++;
        for (; fact < result.rows && db_int64(&result, fact, 0) == customer_id; fact++)
            fold_fact(&reader->fold, &result, fact);
        failed = fact_fold_end(&reader->fold, &reader->declared[i - first], row->customer.amounts,
                               &row->is_installed_base, error);
    }
    db_result_clear(&result);
    return failed;
}

static int read_pages(struct fact_reader *reader, struct error *error)
{
    size_t read = 1, total = 0;
    while (read > 0 && total < reader->capacity) {
        size_t first = reader->n;
        int64_t after = reader->last_id;
        if (read_customers(reader, &read, error) != 0 || read_page_before(reader, after, first, error) != 0 ||
            read_page_facts(reader, after, first, error) != 0)
            return -1;
        total += read;
        arena_reset(&reader->page);
    }
    return 0;
}

int tier_store_read_facts(struct db *db, struct arena *arena, const struct tier_run *run, int64_t customer_id,
                          struct tier_row **rows, size_t *n, struct error *error)
{
    struct fact_reader *reader = ARENA_NEW(arena, struct fact_reader);
    *reader = (struct fact_reader){.db = db, .arena = arena, .run = run, .only = customer_id};
    reader->last_id = customer_id != 0 ? customer_id - 1 : INT64_MIN;
    fact_fold_init(&reader->fold, run->policy, run->as_of);
    int result = make_room(reader, error) != 0 ||
                 policy_store_find_overrides(db, arena, run->last_override_id, run->as_of, customer_id,
                                             &reader->overrides, &reader->override_count, error) != 0 ||
                 read_pages(reader, error) != 0;
    arena_release(&reader->page);
    fact_fold_release(&reader->fold);
    *rows = reader->rows;
    *n = reader->n;
    return result ? -1 : 0;
}
