/* Tiering offline: a policy and a file of customers, by the same rules as the service's runs. */
#include "command.h"
#include "output.h"

#include "base/buffer.h"
#include "base/parse.h"
#include "policy_document.h"
#include "pyramid_output.h"
#include "tier_file.h"
#include "tier_reason.h"
#include "tier_text.h"

#include <stdio.h>

#define LINE_BYTES_MAX (64 * 1024)

const struct option try_tier_options[] = {
    {"policy", "FILE", TEXT("the policy, JSON", "政策文件（JSON）"), true},
    {"customers", "FILE", TEXT("the customers with their measures, CSV or TSV", "客户及其指标（CSV 或 TSV）"), true},
    {"as-of", "DAY", TEXT("the day of the trial; default today", "试算日期，默认今天"), false},
    PYRAMID_OPTIONS,
    {0},
};

struct shown_tier {
    char value[NUMBER_TEXT_SIZE], share[NUMBER_TEXT_SIZE], cumulative[NUMBER_TEXT_SIZE];
    const char *customer, *tier, *reason;
};

static void print_line(const struct shown_tier *shown)
{
    print_tsv_cell(shown->customer);
    printf("\t%s\t%s\t%s\t%s\t%s\t", shown->value, shown->share, shown->cumulative, shown->value, shown->tier);
    print_tsv_cell(shown->reason);
    putchar('\n');
}

static void print_json_line(const struct shown_tier *shown)
{
    struct buffer line = BUFFER(LINE_BYTES_MAX);
    buffer_add_text(&line, "{\"customer\":");
    buffer_add_json_string(&line, shown->customer, strlen(shown->customer));
    buffer_printf(&line, ",\"value\":%s,\"share\":%s,\"cumulativeShare\":%s,\"score\":%s,\"tier\":\"%s\",\"reason\":",
                  shown->value, shown->share, shown->cumulative, shown->value, shown->tier);
    buffer_add_json_string(&line, shown->reason, strlen(shown->reason));
    buffer_add_char(&line, '}');
    puts(line.data);
    buffer_release(&line);
}

static void print_customers(const struct cli *cli, const struct tier_file *file, struct tier_customer *const *ranked,
                            const struct tier_summary *summary)
{
    struct arena arena = {0};
    if (!cli->json)
        puts("customer\tvalue\tshare\tcumulative_share\tscore\ttier\treason");
    for (size_t i = 0; i < file->count; i++) {
        const struct tier_customer *customer = ranked[i];
        struct shown_tier shown = {
            .customer = file->names[customer - file->customers],
            .tier = tier_word(customer->tier),
            .reason = tier_reason(file->policy, customer, summary, file->as_of, cli->locale, &arena),
        };
        micro_format(customer->value, shown.value);
        percent_format(customer->share_ppm, shown.share);
        percent_format(customer->cumulative_share_ppm, shown.cumulative);
        cli->json ? print_json_line(&shown) : print_line(&shown);
        arena_reset(&arena);
    }
    arena_release(&arena);
}

/* The pyramids of the trial, into the files that are asked for. The installed base and seed customers follow from facts
 * that a trial may have. */
static int write_pyramids(struct cli *cli, struct tier_file *file, struct tier_customer *const *ranked)
{
    struct pyramid_entry *entries = ARENA_ARRAY(&file->arena, struct pyramid_entry, file->count);
    struct pyramids pyramids = {.title = SAY(cli->locale, "Tiers of a trial", "客户分级试算")};
    enum attribute by;
    if (pyramid_dimension(cli, &by) != 0)
        return -1;
    for (size_t i = 0; i < file->count; i++) {
        entries[i] = (struct pyramid_entry){.tier = ranked[i]->tier,
                                            .value = ranked[i]->value,
                                            .group = by < ATTRIBUTE_COUNT ? ranked[i]->attributes.of[by] : "",
                                            .rank = ranked[i]->rank};
        for (size_t j = 0; j < file->policy->measure_count; j++) {
            enum measure measure = file->policy->measures[j].measure;
            entries[i].is_installed_base |= measure == MEASURE_DELIVERED_UNITS && ranked[i]->amounts[j] > 0;
            entries[i].is_seed |= measure == MEASURE_DEMONSTRATION && ranked[i]->amounts[j] > 0;
        }
    }
    pyramid_count(entries, file->count, &pyramids.all);
    if (by < ATTRIBUTE_COUNT)
        pyramid_count_groups(entries, file->count, &file->arena, &pyramids.groups, &pyramids.group_count);
    return pyramid_write_files(cli, &pyramids);
}

static int try_customers(struct cli *cli, const struct tier_policy *policy, day_t as_of)
{
    struct tier_file file;
    struct tier_summary summary;
    int result = tier_file_read(&file, policy, as_of, cli_text(cli, "customers"), &cli->error);
    if (result == 0) {
        struct tier_customer **ranked = ARENA_ARRAY(&file.arena, struct tier_customer *, file.count);
        for (size_t i = 0; i < file.count; i++)
            ranked[i] = &file.customers[i];
        result = tier_assign(policy, ranked, file.count, &summary, &file.arena, &cli->error);
        if (result == 0)
            result = write_pyramids(cli, &file, ranked);
        if (result == 0)
            print_customers(cli, &file, ranked, &summary);
    }
    tier_file_release(&file);
    return result;
}

enum exit_code try_tier(struct cli *cli)
{
    char *day = cli_today(cli);
    day_t as_of;
    size_t size;
    if (cli_day(cli, "as-of", &day) != 0 || parse_day(day, "as-of", &as_of, &cli->error) != 0)
        return cli_usage(cli, &cli->error);
    const char *document = cli_file(cli, cli_text(cli, "policy"), POLICY_DOCUMENT_MAX, &size);
    if (!document)
        return cli_fail(cli, &cli->error);
    struct tier_policy *policy = policy_document_read(document, size, as_of, &cli->arena, &cli->error);
    if (!policy || try_customers(cli, policy, as_of) != 0)
        return cli_fail(cli, &cli->error);
    return EXIT_CODE_DONE;
}
