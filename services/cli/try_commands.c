/* Offline: the same rules as in the services, without any server. */
#include "command.h"

#include "base/apportion.h"
#include "base/buffer.h"
#include "base/parse.h"
#include "identifier/identifier.h"

#include <inttypes.h>
#include <stdio.h>

#define TRY_WEIGHTS_MAX 10000
#define TRY_JSON_MAX (1024 * 1024)

const struct option try_apportion_options[] = {
    {"total", "N", TEXT("units to split, 0 or more", "要分解的总数，不小于 0"), true},
    {"weights", "A,B,C", TEXT("whole weights, separated by commas", "整数权重，逗号分隔"), true},
    {"method", "METHOD", TEXT("largest_remainder (default) or sainte_lague", "largest_remainder（最大余数法，默认）或 sainte_lague"), false},
    {0},
};

static void add_problems_json(const struct identifier_report *report, enum locale locale, struct buffer *json)
{
    for (size_t i = 0; i < report->problem_count; i++) {
        const struct identifier_problem *problem = &report->problems[i];
        buffer_printf(json, "%s{\"code\":\"%s\",\"message\":", i ? "," : "", problem->code);
        buffer_add_json_string(json, problem->message[locale], strlen(problem->message[locale]));
        buffer_add_char(json, '}');
    }
}

static enum exit_code print_report(const struct cli *cli, const char *value, const struct identifier_report *report)
{
    if (cli->json) {
        struct buffer json = BUFFER(TRY_JSON_MAX);
        buffer_add_text(&json, "{\"value\":");
        buffer_add_json_string(&json, value, strlen(value));
        buffer_printf(&json, ",\"valid\":%s,\"problems\":[", report->valid ? "true" : "false");
        add_problems_json(report, cli->locale, &json);
        buffer_add_text(&json, "]}");
        puts(json.data);
        buffer_release(&json);
    } else {
        printf("%s  %s\n", value,
               report->valid ? SAY(cli->locale, "valid", "有效") : SAY(cli->locale, "not valid", "无效"));
        for (size_t i = 0; i < report->problem_count; i++)
            printf("  %s\n", report->problems[i].message[cli->locale]);
    }
    return report->valid ? EXIT_CODE_DONE : EXIT_CODE_NO;
}

/* The normal form, or what was given where there is none. */
static const char *shown(const char *normal, const char *given)
{
    return *normal ? normal : given;
}

enum exit_code try_uscc(struct cli *cli)
{
    char code[USCC_SIZE];
    struct identifier_report report;
    uscc_examine(cli->arguments.positionals[0], code, &report);
    return print_report(cli, shown(code, cli->arguments.positionals[0]), &report);
}

enum exit_code try_vin(struct cli *cli)
{
    char vin[VIN_SIZE];
    struct identifier_report report;
    vin_examine(cli->arguments.positionals[0], vin, &report);
    return print_report(cli, shown(vin, cli->arguments.positionals[0]), &report);
}

static void print_parts(const struct cli *cli, int64_t total, const int64_t *parts, size_t count)
{
    if (cli->json)
        printf("{\"total\":%" PRId64 ",\"parts\":[", total);
    for (size_t i = 0; i < count; i++)
        printf("%s%" PRId64, i ? "," : "", parts[i]);
    puts(cli->json ? "]}" : "");
}

static int read_method(struct cli *cli, enum apportion_method *method)
{
    const char *word = cli_text(cli, "method");
    if (strcmp(word, "sainte_lague") == 0)
        *method = APPORTION_SAINTE_LAGUE;
    else if (*word == '\0' || strcmp(word, "largest_remainder") == 0)
        *method = APPORTION_LARGEST_REMAINDER;
    else
        return error_set(&cli->error, STATUS_INVALID_ARGUMENT, "method", "\"%s\" is no method: give largest_remainder or sainte_lague",
                         "“%s”不是可用的方法：请填写 largest_remainder 或 sainte_lague", word);
    return 0;
}

enum exit_code try_apportion(struct cli *cli)
{
    int64_t total = 0;
    size_t count = 0;
    enum apportion_method method = APPORTION_LARGEST_REMAINDER;
    int64_t *weights = ARENA_ARRAY(&cli->arena, int64_t, TRY_WEIGHTS_MAX);
    int64_t *parts = ARENA_ARRAY(&cli->arena, int64_t, TRY_WEIGHTS_MAX);
    if (cli_int64(cli, "total", 0, INT64_MAX, &total) != 0 || read_method(cli, &method) != 0 ||
        parse_int64_list(arguments_value(&cli->arguments, "weights"), TRY_WEIGHTS_MAX, "weights", weights, &count,
                         &cli->error) != 0 ||
        apportion(method, total, weights, count, parts, &cli->error) != 0)
        return cli_usage(cli, &cli->error);
    print_parts(cli, total, parts, count);
    return EXIT_CODE_DONE;
}
