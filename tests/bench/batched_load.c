/*
 * bench_batched CONNINFO PASSWORD_FILE FROM CUSTOMERS SECONDS BATCH
 * The limit of `lead`: the rows that filings leave behind (a lead, its event), written for SECONDS as fast as one program on one
 * connection can that neither looks anything up nor checks anything: BATCH leads a transaction, by COPY, durable. The n-th lead is of
 * customer n mod CUSTOMERS + 1 and product line n / CUSTOMERS, n from FROM. Prints: next=N rate=PER_SECOND
 */
#include "customer.h"

#include "base/clock.h"
#include "base/parse.h"
#include "db/copy.h"
#include "db/event_log.h"
#include "remuda/event/v1/lead_events.pb-c.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define BATCH_MAX 4096
#define DEALERS 300
#define FIRST_DEALER 4 /* after headquarters, region and area */
#define PROTECTION_MS (90 * INT64_C(86400000))
#define HELD 2
#define PASSWORD_SIZE 256

struct rows {
    struct arena *arena;
    int64_t first, count, customers, now_ms;
};

static const char copy_leads[] =
    "COPY lead_intake.lead (lead_id, customer_id, dealer_unit_id, principal_id, filed_at, protected_until, quantity, state, business_type, "
    "information_class, purchase_mode, source, customer_was_new, product_code, product_line, dealer_reference, idempotency_key, "
    "request_hash, filed_name, filed_uscc, filed_region, contact_name, contact_phone, remarks) FROM STDIN (FORMAT binary)";
#define LEAD_COLUMNS 24

static void fail(const char *what, const char *message)
{
    fprintf(stderr, "bench_batched: %s: %s\n", what, message);
    exit(1);
}

static void write_lead(struct db_copy *copy, const struct rows *rows, int64_t number)
{
    static const uint8_t hash[16];
    char name[CUSTOMER_NAME_SIZE], uscc[CUSTOMER_USCC_SIZE];
    const int64_t customer = number % rows->customers, line = number / rows->customers;
    customer_name(customer, name);
    customer_uscc(customer, uscc);
    db_copy_row(copy);
    db_copy_int64(copy, -number - 1); /* the service's numbers are positive */
    db_copy_int64(copy, customer + 1);
    db_copy_int64(copy, number % DEALERS + FIRST_DEALER);
    db_copy_int64(copy, 1);
    db_copy_instant(copy, rows->now_ms);
    db_copy_instant(copy, rows->now_ms + PROTECTION_MS);
    db_copy_int32(copy, 3);
    db_copy_int16(copy, HELD);
    db_copy_int16(copy, 2);
    db_copy_int16(copy, 0);
    db_copy_int16(copy, 0);
    db_copy_int16(copy, 1);
    db_copy_bool(copy, false);
    db_copy_text(copy, arena_printf(rows->arena, "BENCH%03" PRId64, line));
    db_copy_text(copy, arena_printf(rows->arena, "batched-%03" PRId64, line));
    db_copy_text(copy, arena_printf(rows->arena, "BATCHED%" PRId64, number));
    db_copy_text(copy, arena_printf(rows->arena, "bench-batched-%" PRId64, number));
    db_copy_bytes(copy, hash, sizeof hash);
    db_copy_text(copy, name);
    db_copy_text(copy, uscc);
    db_copy_text(copy, "四川省成都市");
    db_copy_text(copy, "");
    db_copy_text(copy, "");
    db_copy_text(copy, "");
}

static struct event lead_event(const struct rows *rows, int64_t number)
{
    Remuda__Event__V1__LeadFiled message = REMUDA__EVENT__V1__LEAD_FILED__INIT;
    message.lead_id = number + 1;
    message.customer_id = number % rows->customers + 1;
    message.dealer_unit_id = number % DEALERS + FIRST_DEALER;
    message.product_code = arena_printf(rows->arena, "BENCH%03" PRId64, number / rows->customers);
    message.product_line = arena_printf(rows->arena, "batched-%03" PRId64, number / rows->customers);
    message.quantity = 3;
    message.business_type = REMUDA__LEAD__V1__BUSINESS_TYPE__ENTERPRISE;
    message.source = REMUDA__LEAD__V1__LEAD_SOURCE__EXISTING_CUSTOMER;
    message.protected_until_unix_ms = rows->now_ms + PROTECTION_MS;
    struct event event = {.type = message.base.descriptor->name, .subject = message.customer_id, .occurred_at = rows->now_ms};
    event.payload.size = protobuf_c_message_get_packed_size(&message.base);
    void *packed = arena_alloc(rows->arena, event.payload.size);
    protobuf_c_message_pack(&message.base, packed);
    event.payload.data = packed;
    return event;
}

static int write_rows(struct db *db, void *context, struct error *error)
{
    const struct rows *rows = context;
    struct db_copy copy = DB_COPY(rows->arena, LEAD_COLUMNS);
    struct event *events = ARENA_ARRAY(rows->arena, struct event, (size_t)rows->count);
    for (int64_t i = 0; i < rows->count; i++) {
        write_lead(&copy, rows, rows->first + i);
        events[i] = lead_event(rows, rows->first + i);
    }
    if (db_copy_run(db, copy_leads, &copy, error) != 0)
        return -1;
    return event_log_append(db, rows->arena, events, (size_t)rows->count, error);
}

static void run(struct db *db, struct rows *rows, int64_t seconds)
{
    struct error error;
    int64_t start = clock_monotonic_us(), end = start + seconds * 1000000, first = rows->first;
    while (clock_monotonic_us() < end) {
        rows->now_ms = clock_unix_ms();
        if (db_transaction(db, write_rows, rows, &error) != 0)
            fail("write", error.message[LOCALE_EN]);
        rows->first += rows->count;
        arena_reset(rows->arena);
    }
    printf("next=%" PRId64 " rate=%.0f\n", rows->first, (double)(rows->first - first) * 1e6 / (double)(clock_monotonic_us() - start));
}

static void read_password(const char *path, char password[static PASSWORD_SIZE])
{
    FILE *file = fopen(path, "r");
    if (!file || !fgets(password, PASSWORD_SIZE, file))
        fail(path, "cannot be read");
    password[strcspn(password, "\n")] = '\0';
    fclose(file);
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct rows rows = {.arena = &arena};
    struct error error;
    int64_t seconds;
    char password[PASSWORD_SIZE];
    if (argc != 7 || parse_int64(argv[3], 0, INT32_MAX, "FROM", &rows.first, &error) ||
        parse_int64(argv[4], 1, 10000000, "CUSTOMERS", &rows.customers, &error) ||
        parse_int64(argv[5], 1, 600, "SECONDS", &seconds, &error) || parse_int64(argv[6], 1, BATCH_MAX, "BATCH", &rows.count, &error)) {
        fprintf(stderr, "usage: bench_batched CONNINFO PASSWORD_FILE FROM CUSTOMERS SECONDS BATCH\n");
        return 2;
    }
    read_password(argv[2], password);
    struct db *db = db_create(
        &(struct db_options){.conninfo = argv[1], .password = password, .application_name = "bench_batched", .prepare = true});
    run(db, &rows, seconds);
    db_destroy(db);
    arena_release(&arena);
    return 0;
}
