/* bench_pay PEOPLE LINES: calculates a quarter of statements for PEOPLE, LINES credit lines each, on one core, and
 * prints the credit lines calculated in a second. The plan: a ladder over the quarter, a table of rates, an information
 * award. */
#include "pay_statement.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_DAY 16071 /* 2014-01-01 */

static const char document[] =
    "{\"code\":\"bench\",\"role\":\"dealer_specialist\",\"from\":\"2014-01-01\",\"period\":\"month\",\"rounding\":\"step\",\"components\":["
    "{\"code\":\"ladder\",\"kind\":\"stepped\",\"basis\":\"units\",\"mode\":\"marginal\",\"accumulate\":\"quarter\","
    "\"steps\":[{\"from\":0,\"to\":10,\"fen\":30000},{\"from\":10,\"to\":50,\"fen\":40000},{\"from\":50,\"fen\":50000}]},"
    "{\"code\":\"vehicles\",\"kind\":\"per_unit\",\"rates\":[{\"product\":\"van\",\"fen\":5000},{\"fen\":3000}]},"
    "{\"code\":\"leads\",\"kind\":\"information\",\"rates\":[{\"outcome\":\"won\",\"fen\":20000},{\"fen\":2000}],\"cap_fen\":100000}]}";

static void fill(struct pay_credit *credits, size_t count, struct arena *arena)
{
    for (size_t i = 0; i < count; i++)
        credits[i] = (struct pay_credit){.id = arena_printf(arena, "%08zu", i * 7919 % count),
                                         .day = FIRST_DAY + (day_t)(i * 31 % 90),
                                         .kind = i % 4 ? PAY_DELIVERY : PAY_LEAD,
                                         .units = PAY_UNIT,
                                         .whole_units = PAY_UNIT,
                                         .product = i % 3 ? "van" : "bus",
                                         .use = "",
                                         .business = "",
                                         .tier = "",
                                         .outcome = i % 5 ? "filed" : "won",
                                         .of = ""};
}

static int calculate(const struct pay_plan *plan, const struct pay_credit *credits, size_t people, size_t lines)
{
    struct arena arena = {0};
    struct pay_span span = {DAY_MIN, DAY_MAX, plan};
    struct pay_person person = {
        .code = "S1", .credits = credits, .credit_count = lines, .spans = &span, .span_count = 1};
    struct pay_statement *statements;
    struct error error;
    size_t count;
    for (size_t i = 0; i < people; i++) {
        if (pay_calculate(&person, FIRST_DAY, FIRST_DAY + 89, &arena, &statements, &count, &error) != 0) {
            fprintf(stderr, "%s\n", error.message[LOCALE_EN]);
            return -1;
        }
        arena_reset(&arena);
    }
    arena_release(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct pay_findings findings = {.arena = &arena};
    struct pay_plan plan;
    if (argc != 3)
        return 2;
    size_t people = strtoul(argv[1], NULL, 10), lines = strtoul(argv[2], NULL, 10);
    struct pay_credit *credits = ARENA_ARRAY(&arena, struct pay_credit, lines);
    pay_plan_read(document, sizeof document - 1, &findings, &plan);
    fill(credits, lines, &arena);
    int64_t began = clock_monotonic_us();
    int failed = findings.count > 0 || calculate(&plan, credits, people, lines) != 0;
    int64_t took = clock_monotonic_us() - began;
    printf("%" PRId64 "\n", (int64_t)((double)people * (double)lines * 1e6 / (double)took));
    arena_release(&arena);
    return failed;
}
