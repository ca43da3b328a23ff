/* try incentive: statements from a plan, a file of credits and facts. Offline, by the rules of
 * services/incentive_calculation. */
#include "command.h"

#include "base/money.h"
#include "incentive_credits.h"
#include "pay_json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_MAX (64 * 1024 * 1024)
#define OUTPUT_MAX (1024 * 1024 * 1024)

const struct option try_incentive_options[] = {
    {"plan", "FILE",
     TEXT("the plan document, or a list of them: versions, roles", "方案文件，或多份方案的列表（版本、岗位）"), true},
    {"credits", "FILE", TEXT("deliveries, leads, returns, cancellations by person", "业绩文件：交车、信息、退车、取消"),
     true},
    {"facts", "FILE", TEXT("targets, attainment, visits, quality, roles", "数据文件：目标、达成率、走访、质量、岗位"),
     false},
    {"period", "PERIOD",
     TEXT("2014-09, 2014-Q3 or 2014; default each that has credits or facts", "2014-09、2014-Q3或2014；默认列出各期"),
     false},
    {0},
};

struct trial {
    struct cli *cli;
    struct pay_findings findings;
    struct pay_plan *plans;
    size_t plan_count;
    struct incentive_credits credits;
    struct pay_known_people known;
    struct buffer json;
    struct arena arena; /* of one person */
    day_t only;         /* the period asked for; DAY_MIN: all */
    int64_t total_fen;
    size_t statements;
};

static char *read_file(struct trial *trial, const char *option, size_t *length)
{
    const char *path = cli_text(trial->cli, option);
    FILE *file = fopen(path, "rbe");
    if (!file) {
        pay_find(&trial->findings, option, "UNKNOWN", "%s cannot be opened: %s", "无法打开%s：%s", path,
                 strerror(errno));
        return NULL;
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    if (size < 0 || size > FILE_MAX)
        size = FILE_MAX;
    char *text = arena_alloc(&trial->cli->arena, (size_t)size + 1);
    *length = fread(text, 1, (size_t)size, file);
    fclose(file);
    return text;
}

static void report_findings(struct trial *trial)
{
    for (size_t i = 0; i < trial->findings.count; i++) {
        const struct plan_finding *finding = &trial->findings.list[i];
        struct error error;
        error_set(&error, STATUS_INVALID_ARGUMENT, finding->field, "%s%.0s", "%.0s%s", finding->message[LOCALE_EN],
                  finding->message[LOCALE_ZH_CN]);
        cli_fail(trial->cli, &error);
    }
}

/* Paths within the plan's document begin with "plan", those of the facts' with "facts". */
static void prefix_findings(struct trial *trial, const char *document, size_t first)
{
    for (size_t i = first; i < trial->findings.count; i++) {
        struct plan_finding *finding = &trial->findings.list[i];
        if (strncmp(finding->field, "credits", 7) != 0 && strcmp(finding->field, document) != 0)
            finding->field = arena_printf(&trial->cli->arena, "%s%s%s", document,
                                          *finding->field && *finding->field != '[' ? "." : "", finding->field);
    }
}

static void read_documents(struct trial *trial)
{
    size_t length, before;
    char *text = read_file(trial, "plan", &length);
    if (text)
        trial->plan_count = pay_plans_read(text, length, &trial->findings, &trial->plans);
    prefix_findings(trial, "plan", 0);
    before = trial->findings.count;
    if (arguments_has(&trial->cli->arguments, "facts") && (text = read_file(trial, "facts", &length)) != NULL)
        pay_known_read(text, length, &trial->findings, &trial->known);
    prefix_findings(trial, "facts", before);
    for (size_t i = 1; i < trial->plan_count; i++)
        if (trial->plans[i].period != trial->plans[0].period)
            pay_find(&trial->findings, "plan", "OUT_OF_RANGE", "the plans of one list have one period%s",
                     "同一列表中的方案须为同一周期%s", "");
    if (trial->findings.count == 0)
        incentive_credits_read(cli_text(trial->cli, "credits"), trial->plans, trial->plan_count, &trial->findings,
                               &trial->credits);
}

static void read_period(struct trial *trial)
{
    const char *text = arguments_value(&trial->cli->arguments, "period");
    int64_t period;
    trial->only = DAY_MIN;
    if (!text)
        text = trial->known.period;
    if (!text || !*text)
        return;
    if (pay_period_parse(text, &period, &trial->only) != 0 || period != trial->plans[0].period)
        pay_find(&trial->findings, "period", "FORMAT", "\"%s\" is no period of the plan; write it as %s",
                 "“%s”不是方案的周期；请写为%s", text,
                 trial->plans[0].period == PAY_MONTH     ? "2014-09"
                 : trial->plans[0].period == PAY_QUARTER ? "2014-Q3"
                                                         : "2014");
}

/* --- people ------------------------------------------------------------------------------------ */

/* The one role of all plans; "" when they have several. */
static const char *only_role(const struct trial *trial)
{
    for (size_t i = 1; i < trial->plan_count; i++)
        if (strcmp(trial->plans[i].role, trial->plans[0].role) != 0)
            return "";
    return trial->plans[0].role;
}

static struct pay_known known_person(const struct trial *trial, const char *person)
{
    for (size_t i = 0; i < trial->known.count; i++)
        if (strcmp(trial->known.list[i].person, person) == 0)
            return trial->known.list[i];
    return (struct pay_known){.person = person, .left = DAY_MAX};
}

/* A role that no fact tells is the one of the credits, or the plans' only one. */
static void give_role(struct trial *trial, struct pay_known *known, const char *credit_role)
{
    const char *role = *credit_role ? credit_role : only_role(trial);
    if (known->role_count > 0)
        return;
    if (!*role)
        pay_find(&trial->findings, arena_printf(&trial->cli->arena, "facts.people.%s.role", known->person), "REQUIRED",
                 "the plans are for several roles; say which this person has%s",
                 "方案涉及多个岗位；请写明该人员的岗位%s", "");
    known->roles = ARENA_NEW(&trial->cli->arena, struct pay_role);
    *known->roles = (struct pay_role){role, DAY_MIN, DAY_MAX};
    known->role_count = 1;
}

static void check_left(struct trial *trial, const struct pay_known *known, size_t first, size_t count)
{
    char day[DATE_TEXT_SIZE];
    for (size_t i = first; i < first + count; i++)
        if (trial->credits.list[i].day > known->left && trial->credits.list[i].kind != PAY_TAKEN_BACK)
            pay_find(&trial->findings, arena_printf(&trial->cli->arena, "%s.day", trial->credits.paths[i]),
                     "OUT_OF_RANGE", "%s left on %s; give the credit to a person who was there that day",
                     "%s已于%s离职；请改为当日在职人员", known->person, day_format(known->left, day));
}

/* The days of which something is known: of the person's credits, and of facts that are of a period. */
static void find_days(const struct trial *trial, const struct pay_known *known, size_t first, size_t count, day_t *from,
                      day_t *to)
{
    *from = DAY_MAX;
    *to = DAY_MIN;
    for (size_t i = first; i < first + count; i++) {
        day_t day = trial->credits.list[i].day;
        *from = day < *from ? day : *from;
        *to = day > *to ? day : *to;
    }
    for (size_t i = 0; i < known->fact_count; i++) {
        if (known->facts[i].first > DAY_MIN && known->facts[i].first < *from)
            *from = known->facts[i].first;
        if (known->facts[i].last < DAY_MAX && known->facts[i].last > *to)
            *to = known->facts[i].last;
    }
    if (trial->only == DAY_MIN)
        return;
    *from = trial->only < *from ? trial->only : *from;
    *to = trial->only;
}

static int add_statements(struct trial *trial, const char *person, const struct pay_statement *statements, size_t count,
                          struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (trial->only != DAY_MIN && statements[i].first != trial->only)
            continue;
        buffer_add_text(&trial->json, trial->statements++ ? ",\n" : "\n");
        pay_json_add(&trial->json, person, &statements[i], trial->plans[0].period);
        if (money_add(trial->total_fen, statements[i].total_fen, "total_fen", &trial->total_fen, error) != 0)
            return -1;
    }
    return 0;
}

static int try_person(struct trial *trial, const char *code, size_t first, size_t count, struct error *error)
{
    struct pay_known known = known_person(trial, code);
    struct pay_statement *statements = NULL;
    size_t statement_count = 0;
    day_t from, to;
    give_role(trial, &known, count ? trial->credits.roles[first] : "");
    check_left(trial, &known, first, count);
    struct pay_person person = {.code = code,
                                .credits = &trial->credits.list[first],
                                .credit_count = count,
                                .facts = {known.facts, known.fact_count},
                                .draw_balance_fen = known.draw_balance_fen};
    person.span_count = pay_known_spans(&known, trial->plans, trial->plan_count, &trial->arena, &person.spans);
    find_days(trial, &known, first, count, &from, &to);
    if (from <= to && pay_calculate(&person, from, to, &trial->arena, &statements, &statement_count, error) != 0)
        return -1;
    int failed = add_statements(trial, code, statements, statement_count, error);
    arena_reset(&trial->arena);
    return failed;
}

static int compare_known(const void *left, const void *right)
{
    const struct pay_known *a = left, *b = right;
    return strcmp(a->person, b->person);
}

/* Those with credits and those with facts alone, in the order of their codes. */
static int try_people(struct trial *trial, struct error *error)
{
    size_t credit = 0, known = 0, next;
    if (trial->known.count > 0)
        qsort(trial->known.list, trial->known.count, sizeof *trial->known.list, compare_known);
    while (credit < trial->credits.count || known < trial->known.count) {
        const char *credited = credit < trial->credits.count ? trial->credits.people[credit] : NULL;
        const char *told = known < trial->known.count ? trial->known.list[known].person : NULL;
        const char *person = !credited || (told && strcmp(told, credited) < 0) ? told : credited;
        for (next = credit; next < trial->credits.count && strcmp(trial->credits.people[next], person) == 0;)
            next++;
        if (try_person(trial, person, credit, next - credit, error) != 0)
            return -1;
        known += told && strcmp(told, person) == 0;
        credit = next;
    }
    return 0;
}

static int calculate(struct trial *trial, struct error *error)
{
    char total[64];
    buffer_add_text(&trial->json, "{\"statements\":[");
    if (try_people(trial, error) != 0)
        return -1;
    snprintf(total, sizeof total, "\n],\"total_fen\":%" PRId64 "}", trial->total_fen);
    buffer_add_text(&trial->json, total);
    if (!trial->json.overflowed)
        return 0;
    return error_set(error, STATUS_RESOURCE_EXHAUSTED, "credits",
                     "The statements do not fit into %d bytes. Give fewer people at a time.",
                     "结果超过%d字节，请分批计算。", OUTPUT_MAX);
}

enum exit_code try_incentive(struct cli *cli)
{
    struct error error;
    enum exit_code code = EXIT_CODE_NO;
    struct trial trial = {.cli = cli, .findings = {.arena = &cli->arena}, .json = BUFFER(OUTPUT_MAX)};
    read_documents(&trial);
    if (trial.plan_count > 0)
        read_period(&trial);
    int result = trial.findings.count == 0 ? calculate(&trial, &error) : 0;
    if (trial.findings.count > 0)
        report_findings(&trial);
    else if (result != 0)
        code = cli_fail(cli, &error);
    else
        code = puts(trial.json.data) >= 0 ? EXIT_CODE_DONE : EXIT_CODE_TROUBLE;
    buffer_release(&trial.json);
    arena_release(&trial.arena);
    return code;
}
