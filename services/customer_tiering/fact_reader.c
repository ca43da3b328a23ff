/* Customers and their facts in pages, folded into amounts on the way. */
#include "tier_store.h"

#include "fact_fold.h"

#include "sql/before_page.h"
#include "sql/count_customers.h"
#include "sql/customers_of.h"
#include "sql/customers_page.h"
#include "sql/deliveries_of.h"
#include "sql/deliveries_page.h"
#include "sql/leads_of.h"
#include "sql/leads_page.h"

struct fact_reader {
    struct db *db;
    struct arena *arena; /* for what lasts */
    const struct tier_run *run;
    const int64_t *customer_ids; /* those that are asked for; NULL: all */
    size_t id_count;
    struct fact_fold fold;
    struct override_record *overrides;
    size_t override_count, next_override;
    struct tier_row *rows;
    size_t n, capacity;
    struct arena page;
    size_t first; /* of the page's rows */
    struct declared_facts declared[FACT_PAGE];
    int64_t after, last_id; /* the page has the customers after the one, up to the other */
};

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
static void read_customer(struct fact_reader *reader, const struct db_result *result, int row)
{
    struct tier_row customer = {.customer = {.customer_id = db_int64(result, row, 0)}};
    struct customer_attributes known = {
        {db_text(result, row, 1), db_text(result, row, 2), db_text(result, row, 3), db_text(result, row, 4)}};
    if (!policy_condition_holds(&reader->run->policy->scope, &known))
        return;
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT; i++)
        customer.customer.attributes.of[i] = *known.of[i] ? arena_strdup(reader->arena, known.of[i]) : "";
    size_t measures = reader->run->policy->measure_count;
    customer.customer.amounts = ARENA_ARRAY(reader->arena, int64_t, 2 * measures);
    customer.customer.points = customer.customer.amounts + measures;
    customer.customer.override = find_override(reader, customer.customer.customer_id);
    if (reader->customer_ids)
        customer.name = arena_strdup(reader->arena, db_text(result, row, 8));
    customer.is_seed = db_bool(result, row, 6);
    reader->declared[reader->n - reader->first] = (struct declared_facts){
        .fleet_size = db_int64(result, row, 5), .is_seed = customer.is_seed, .contract_until = db_day(result, row, 7)};
    reader->rows[reader->n++] = customer;
}

/* Binds which customers a statement is about: a page of all, or those that are asked for. */
static void bind_customers(const struct fact_reader *reader, struct db_params *params)
{
    if (reader->customer_ids) {
        db_bind_int64_array(params, reader->customer_ids, reader->id_count);
        return;
    }
    db_bind_int64(params, reader->after);
    db_bind_int64(params, reader->last_id);
}

/* Adds the next page of customers; *read counts them, in scope or not. */
static int read_customers(struct fact_reader *reader, size_t *read, struct error *error)
{
    struct db_params params = DB_PARAMS(&reader->page);
    struct db_result result;
    size_t room = reader->capacity - reader->n;
    reader->first = reader->n;
    reader->after = reader->last_id;
    if (reader->customer_ids) {
        bind_customers(reader, &params);
    } else {
        db_bind_int64(&params, reader->after);
        db_bind_int64(&params, room < FACT_PAGE ? (int64_t)room : FACT_PAGE);
    }
    if (db_run(reader->db, reader->customer_ids ? sql_customers_of : sql_customers_page, &params, &result, error))
        return -1;
    for (int row = 0; row < result.rows; row++)
        read_customer(reader, &result, row);
    *read = (size_t)result.rows;
    if (result.rows > 0)
        reader->last_id = db_int64(&result, result.rows - 1, 0);
    db_result_clear(&result);
    return 0;
}

/* The tiers that the run before gave the customers of the page. */
static int read_page_before(struct fact_reader *reader, struct error *error)
{
    struct db_params params = DB_PARAMS(&reader->page);
    struct db_result result;
    db_bind_int64(&params, reader->run->before_run_id);
    bind_customers(reader, &params);
    if (db_run(reader->db, sql_before_page, &params, &result, error))
        return -1;
    int before = 0;
    for (size_t i = reader->first; i < reader->n; i++) {
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

/* --- facts ----------------------------------------------------------------------------------------------------------
 */

/* Facts of a page in the order in which they came, chained by customer: cheaper than to have them sorted. -1 ends. */
struct fact_chains {
    struct db_result result;
    int *heads, *next;
};

/* The page's row of a customer, looked for from `hint` on; facts of those who are not in scope have none. */
static size_t find_slot(const struct tier_row *rows, size_t n, int64_t customer_id, size_t hint)
{
    size_t low = 0, high = n;
    for (size_t i = hint; i < n && i < hint + 2; i++)
        if (rows[i].customer.customer_id == customer_id)
            return i;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].customer.customer_id < customer_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && rows[low].customer.customer_id == customer_id ? low : n;
}

static int read_chains(struct fact_reader *reader, const char *sql, const struct db_params *params,
                       struct fact_chains *chains, struct error *error)
{
    size_t n = reader->n - reader->first, slot = 0;
    const struct tier_row *rows = reader->rows + reader->first;
    if (db_run(reader->db, sql, params, &chains->result, error))
        return -1;
    chains->heads = ARENA_ARRAY(&reader->page, int, n + 1);
    chains->next = ARENA_ARRAY(&reader->page, int, (size_t)chains->result.rows);
    for (size_t i = 0; i <= n; i++)
        chains->heads[i] = -1;
    for (int row = 0; row < chains->result.rows; row++) {
        slot = find_slot(rows, n, db_int64(&chains->result, row, 0), slot);
        chains->next[row] = chains->heads[slot];
        chains->heads[slot] = row;
    }
    return 0;
}

static int fold_page(struct fact_reader *reader, const struct fact_chains *leads, const struct fact_chains *deliveries,
                     struct error *error)
{
    const struct db_result *lead = &leads->result, *delivery = &deliveries->result;
    for (size_t i = 0; i < reader->n - reader->first; i++) {
        struct tier_row *row = &reader->rows[reader->first + i];
        for (int at = leads->heads[i]; at >= 0; at = leads->next[at])
            fact_fold_lead(&reader->fold, db_int64(lead, at, 1), db_int64(lead, at, 2), db_int64(lead, at, 3));
        for (int at = deliveries->heads[i]; at >= 0; at = deliveries->next[at])
            fact_fold_delivery(&reader->fold, db_int64(delivery, at, 1), db_day(delivery, at, 2),
                               db_int64(delivery, at, 3));
        if (fact_fold_end(&reader->fold, &reader->declared[i], row->customer.amounts, &row->is_installed_base, error))
            return -1;
    }
    return 0;
}

static int read_page_facts(struct fact_reader *reader, struct error *error)
{
    struct db_params of_leads = DB_PARAMS(&reader->page), of_deliveries = DB_PARAMS(&reader->page);
    struct fact_chains leads, deliveries;
    bool all = !reader->customer_ids;
    bind_customers(reader, &of_leads);
    bind_customers(reader, &of_deliveries);
    db_bind_day(&of_deliveries, reader->run->as_of);
    if (read_chains(reader, all ? sql_leads_page : sql_leads_of, &of_leads, &leads, error) != 0)
        return -1;
    int result = read_chains(reader, all ? sql_deliveries_page : sql_deliveries_of, &of_deliveries, &deliveries, error);
    if (result == 0) {
        result = fold_page(reader, &leads, &deliveries, error);
        db_result_clear(&deliveries.result);
    }
    db_result_clear(&leads.result);
    return result;
}

/* --- all of them ----------------------------------------------------------------------------------------------------
 */

static int read_pages(struct fact_reader *reader, struct error *error)
{
    size_t read = 1, total = 0;
    while (read > 0 && total < reader->capacity) {
        if (read_customers(reader, &read, error) != 0 || read_page_before(reader, error) != 0 ||
            read_page_facts(reader, error) != 0)
            return -1;
        total += read;
        arena_reset(&reader->page);
    }
    return 0;
}

static struct fact_reader *reader_create(struct db *db, struct arena *arena, const struct tier_run *run)
{
    struct fact_reader *reader = ARENA_NEW(arena, struct fact_reader);
    *reader = (struct fact_reader){.db = db, .arena = arena, .run = run, .last_id = INT64_MIN};
    fact_fold_init(&reader->fold, run->policy, run->as_of);
    return reader;
}

/* The rows stay. */
static void reader_end(struct fact_reader *reader, struct tier_row **rows, size_t *n)
{
    arena_release(&reader->page);
    fact_fold_release(&reader->fold);
    *rows = reader->rows;
    *n = reader->n;
}

static int count_customers(struct db *db, size_t *count, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_count_customers, NULL, &result, error))
        return -1;
    *count = (size_t)db_int64(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

int tier_store_read_facts(struct db *db, struct arena *arena, const struct tier_run *run, struct tier_row **rows,
                          size_t *n, struct error *error)
{
    struct fact_reader *reader = reader_create(db, arena, run);
    int result = count_customers(db, &reader->capacity, error);
    reader->rows = ARENA_ARRAY(arena, struct tier_row, reader->capacity);
    result = result != 0 ||
             policy_store_find_overrides(db, arena, run->last_override_id, run->as_of, 0, &reader->overrides,
                                         &reader->override_count, error) != 0 ||
             read_pages(reader, error) != 0;
    reader_end(reader, rows, n);
    return result ? -1 : 0;
}

int tier_store_read_amounts(struct db *db, struct arena *arena, const struct tier_run *run, const int64_t *customer_ids,
                            size_t id_count, struct tier_row **rows, size_t *n, struct error *error)
{
    struct fact_reader *reader = reader_create(db, arena, run);
    size_t read;
    reader->customer_ids = customer_ids;
    reader->capacity = reader->id_count = id_count;
    reader->rows = ARENA_ARRAY(arena, struct tier_row, id_count);
    int result = read_customers(reader, &read, error) != 0 || read_page_facts(reader, error) != 0;
    reader_end(reader, rows, n);
    return result ? -1 : 0;
}
