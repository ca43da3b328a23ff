/*
 * bench_lead ENDPOINT SERVER_PUBLIC_KEY PUBLIC_KEY SECRET_KEY register|file|mixed FROM COUNT SECONDS CLIENTS IN_FLIGHT
 * register: RegisterCustomer for customers FROM .. FROM + COUNT - 1.
 * file:     FileLead for SECONDS, the n-th lead with customer n mod COUNT and product n / COUNT, n from FROM: each is a
 * distinct (customer, product line), so each must be accepted. CLIENTS threads with a client each share IN_FLIGHT calls
 * under way. Prints: done=N next=N rate=PER_SECOND p50_us=N p99_us=N
 * mixed:    the same with the customers of organisation.c; of ten leads seven name them in full with their code, two write
 * their names differently, and one names a customer that nobody knows. Prints also, in percent: known=P of the seven that
 * were held, written=P of the two that were recognised (accepted, or found to be held), review=P of them for a person to
 * decide, new=P of the one that were registered.
 */
#include "customer.h"
#include "organisation.h"

#include "base/clock.h"
#include "base/parse.h"
#include "bus/client.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>

#define CLIENTS_MAX 64
#define LATENCIES_MAX 4000000 /* a thread; later ones are not counted in the percentiles */
#define DEALERS 300

/* What a call is in `mixed`. */
enum fate { FATE_KNOWN, FATE_WRITTEN, FATE_NEW, FATE_COUNT };
#define FATES 10 /* leads among which there are all */

/* Answers of one fate. */
struct tally {
    int64_t calls, accepted, review, new_customers;
};

struct load {
    struct client_options client;
    bool registers, mixed;
    int64_t from, count, clients, in_flight, seconds;
    int64_t end_us; /* no call is sent after it */
    atomic_int_least64_t next;
};

struct worker {
    struct load *load;
    pthread_t thread;
    int64_t done;
    struct tally tallies[FATE_COUNT];
    uint32_t *latencies;
    size_t latency_count;
};

struct slot {
    int64_t number, sent_us;
};

static void fail(const char *what, const char *message)
{
    fprintf(stderr, "bench_lead: %s: %s\n", what, message);
    exit(1);
}

/* The next call's number, or -1 when there is no more to do. */
static int64_t take_number(struct load *load)
{
    if (!load->registers && clock_monotonic_us() >= load->end_us)
        return -1;
    int64_t number = atomic_fetch_add(&load->next, 1);
    return load->registers && number >= load->from + load->count ? -1 : number;
}

static int send_register(struct client *client, struct slot *slot, Remuda__Lead__V1__CustomerDescription *customer,
                         const char *key, struct error *error)
{
    Remuda__Lead__V1__RegisterCustomerRequest request;
    remuda__lead__v1__register_customer_request__init(&request);
    request.customer = customer;
    request.business_type = REMUDA__LEAD__V1__BUSINESS_TYPE__ENTERPRISE;
    return client_send(client, "remuda.lead.v1.LeadIntake/RegisterCustomer", &request.base,
                       &remuda__lead__v1__register_customer_response__descriptor, key, slot, error);
}

static int send_lead(struct client *client, struct slot *slot, Remuda__Lead__V1__CustomerDescription *customer,
                     int64_t customers, const char *key, struct error *error)
{
    char dealer[16], product[32], reference[32];
    Remuda__Lead__V1__FileLeadRequest request;
    remuda__lead__v1__file_lead_request__init(&request);
    snprintf(dealer, sizeof dealer, "D%04" PRId64, slot->number % DEALERS + 1);
    snprintf(product, sizeof product, "BENCH%03" PRId64, slot->number / customers);
    snprintf(reference, sizeof reference, "REF%" PRId64, slot->number);
    request.dealer_code = dealer;
    request.dealer_reference = reference;
    request.customer = customer;
    request.product_code = product;
    request.quantity = 3;
    request.business_type = REMUDA__LEAD__V1__BUSINESS_TYPE__ENTERPRISE;
    request.source = REMUDA__LEAD__V1__LEAD_SOURCE__EXISTING_CUSTOMER;
    return client_send(client, "remuda.lead.v1.LeadIntake/FileLead", &request.base,
                       &remuda__lead__v1__file_lead_response__descriptor, key, slot, error);
}

static enum fate fate_of(int64_t number)
{
    int64_t place = number % FATES;
    return place < 7 ? FATE_KNOWN : place < 9 ? FATE_WRITTEN : FATE_NEW;
}

/* The customer of a mixed lead; nobody has heard of those beyond `count`. */
static void describe_mixed(const struct load *load, int64_t number, char name[static ORGANISATION_NAME_SIZE],
                           char uscc[static CUSTOMER_USCC_SIZE], const char **region)
{
    enum fate fate = fate_of(number);
    int64_t customer = fate == FATE_NEW ? load->count + number : number % load->count;
    customer_uscc(customer, uscc);
    organisation_full_name((uint64_t)customer, name);
    *region = organisation_region((uint64_t)customer);
    if (fate != FATE_WRITTEN)
        return;
    *uscc = 0;
    organisation_written_name((uint64_t)customer, (uint64_t)(number / FATES), name);
}

static bool send_next(struct load *load, struct client *client, struct slot *slot)
{
    char name[ORGANISATION_NAME_SIZE], uscc[CUSTOMER_USCC_SIZE], key[48];
    const char *region = "四川省成都市";
    struct error error;
    slot->number = take_number(load);
    if (slot->number < 0)
        return false;
    if (load->mixed) {
        describe_mixed(load, slot->number, name, uscc, &region);
    } else {
        customer_name(slot->number % load->count, name);
        customer_uscc(slot->number % load->count, uscc);
    }
    snprintf(key, sizeof key, "bench-%s-%" PRId64, load->registers ? "register" : "file", slot->number);
    Remuda__Lead__V1__CustomerDescription customer;
    remuda__lead__v1__customer_description__init(&customer);
    customer.name = name;
    customer.uscc = uscc;
    customer.region = (char *)(uintptr_t)region; /* packing only reads it */
    slot->sent_us = clock_monotonic_us();
    if (load->registers ? send_register(client, slot, &customer, key, &error)
                        : send_lead(client, slot, &customer, load->count, key, &error))
        fail("client_send", error.message[LOCALE_EN]);
    return true;
}

static void count_answer(struct tally *tally, const Remuda__Lead__V1__FileLeadResponse *response)
{
    bool is_review = response->verdict == REMUDA__LEAD__V1__VERDICT__NEEDS_REVIEW;
    tally->calls++;
    tally->review += is_review;
    tally->new_customers += response->customer_is_new;
    tally->accepted += !is_review && !response->customer_is_new;
}

static void take_reply(struct worker *worker, const struct client_reply *reply)
{
    const struct slot *slot = reply->context;
    if (reply->status != STATUS_OK)
        fail(status_name(reply->status), reply->violation_count ? reply->violations[0].message : reply->message);
    if (worker->load->mixed)
        count_answer(&worker->tallies[fate_of(slot->number)], (const Remuda__Lead__V1__FileLeadResponse *)reply->response);
    else if (!worker->load->registers) {
        const Remuda__Lead__V1__FileLeadResponse *response =
            (const Remuda__Lead__V1__FileLeadResponse *)reply->response;
        if (response->verdict != REMUDA__LEAD__V1__VERDICT__ACCEPTED || response->customer_is_new)
            fail("FileLead", "a lead was not accepted for a known customer");
    }
    if (worker->latency_count < LATENCIES_MAX)
        worker->latencies[worker->latency_count++] = (uint32_t)(clock_monotonic_us() - slot->sent_us);
    worker->done++;
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct load *load = worker->load;
    struct error error;
    struct arena arena = {0};
    struct client *client = client_create(&load->client, &error);
    if (!client)
        fail("client_create", error.message[LOCALE_EN]);
    size_t window = (size_t)(load->in_flight / load->clients);
    struct slot *slots = calloc(window, sizeof *slots);
    worker->latencies = malloc(LATENCIES_MAX * sizeof *worker->latencies);
    if (!slots || !worker->latencies)
        fail("malloc", "no memory");
    for (size_t i = 0; i < window && send_next(load, client, &slots[i]); i++)
        ;
    while (client_in_flight(client) > 0) {
        struct client_reply reply;
        if (client_receive(client, 1000, &arena, &reply) == 0)
            continue;
        take_reply(worker, &reply);
        send_next(load, client, reply.context);
        arena_reset(&arena);
    }
    client_destroy(client);
    arena_release(&arena);
    free(slots);
    return NULL;
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double percent(int64_t part, int64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void report_tallies(const struct load *load, const struct worker *workers)
{
    struct tally sums[FATE_COUNT] = {0};
    for (int64_t i = 0; i < load->clients; i++) {
        for (int fate = 0; fate < FATE_COUNT; fate++) {
            const struct tally *tally = &workers[i].tallies[fate];
            sums[fate].calls += tally->calls;
            sums[fate].accepted += tally->accepted;
            sums[fate].review += tally->review;
            sums[fate].new_customers += tally->new_customers;
        }
    }
    printf(" known=%.1f written=%.1f review=%.1f new=%.1f", percent(sums[FATE_KNOWN].accepted, sums[FATE_KNOWN].calls),
           percent(sums[FATE_WRITTEN].accepted, sums[FATE_WRITTEN].calls),
           percent(sums[FATE_WRITTEN].review, sums[FATE_WRITTEN].calls),
           percent(sums[FATE_NEW].new_customers, sums[FATE_NEW].calls));
}

static void report(struct load *load, struct worker *workers, int64_t start_us)
{
    double seconds = (double)(clock_monotonic_us() - start_us) / 1e6;
    int64_t done = 0;
    size_t total = 0;
    for (int64_t i = 0; i < load->clients; i++) {
        done += workers[i].done;
        total += workers[i].latency_count;
    }
    uint32_t *all = malloc((total + 1) * sizeof *all);
    if (!all || total == 0)
        fail("report", "no call was answered");
    size_t at = 0;
    for (int64_t i = 0; i < load->clients; i++) {
        memcpy(all + at, workers[i].latencies, workers[i].latency_count * sizeof *all);
        at += workers[i].latency_count;
    }
    qsort(all, total, sizeof *all, compare);
    printf("done=%" PRId64 " next=%" PRId64 " rate=%.0f p50_us=%u p99_us=%u", done, (int64_t)atomic_load(&load->next),
           (double)done / seconds, all[total / 2], all[total * 99 / 100]);
    if (load->mixed)
        report_tallies(load, workers);
    putchar('\n');
    free(all);
}

static void run(struct load *load)
{
    static struct worker workers[CLIENTS_MAX];
    int64_t start_us = clock_monotonic_us();
    load->end_us = start_us + load->seconds * 1000000;
    for (int64_t i = 0; i < load->clients; i++) {
        workers[i].load = load;
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
            fail("pthread_create", "no thread");
    }
    for (int64_t i = 0; i < load->clients; i++)
        pthread_join(workers[i].thread, NULL);
    report(load, workers, start_us);
    for (int64_t i = 0; i < load->clients; i++)
        free(workers[i].latencies);
}

static int read_arguments(struct load *load, int argc, char **argv)
{
    struct error error;
    if (argc != 11)
        return -1;
    load->client = (struct client_options){.endpoints = argv[1],
                                           .server_public_key = argv[2],
                                           .public_key = argv[3],
                                           .secret_key = argv[4],
                                           .locale = "en"};
    load->registers = strcmp(argv[5], "register") == 0;
    load->mixed = strcmp(argv[5], "mixed") == 0;
    if (parse_int64(argv[6], 0, INT32_MAX, "FROM", &load->from, &error) ||
        parse_int64(argv[7], 1, 10000000, "COUNT", &load->count, &error) ||
        parse_int64(argv[8], 1, 600, "SECONDS", &load->seconds, &error) ||
        parse_int64(argv[9], 1, CLIENTS_MAX, "CLIENTS", &load->clients, &error) ||
        parse_int64(argv[10], load->clients, 4096, "IN_FLIGHT", &load->in_flight, &error))
        return -1;
    atomic_init(&load->next, load->from);
    return 0;
}

int main(int argc, char **argv)
{
    static struct load load;
    if (read_arguments(&load, argc, argv)) {
        fprintf(
            stderr,
            "usage: bench_lead ENDPOINT SERVER_PUBLIC PUBLIC SECRET register|file|mixed FROM COUNT SECONDS CLIENTS IN_FLIGHT\n");
        return 2;
    }
    run(&load);
    return 0;
}
