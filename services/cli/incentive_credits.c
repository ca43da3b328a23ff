#include "incentive_credits.h"

#include "base/apportion.h"
#include "base/parse.h"
#include "columns.h"
#include "csv/csv_reader.h"

#include <inttypes.h>
#include <stdlib.h>

#define CREDITS_MAX 10000000

enum {
    ID,
    PERSON,
    ROLE,
    DAY,
    KIND,
    UNITS,
    REVENUE_FEN,
    REVENUE,
    PART,
    PRODUCT,
    USE,
    BUSINESS,
    TIER,
    QUALITY,
    OUTCOME,
    OF,
    COLUMN_COUNT
};

static const struct column columns[COLUMN_COUNT] = {
    [ID] = {.field = "id", .name = TEXT("id", "编号"), .words = {"delivery", "credit", "vin", "lead"}},
    [PERSON] = {.field = "person",
                .name = TEXT("person", "人员"),
                .words = {"person_code", "payee", "人员代码"},
                .required = true},
    [ROLE] = {.field = "role", .name = TEXT("role", "岗位"), .words = {"job"}},
    [DAY] = {.field = "day", .name = TEXT("day", "日期"), .words = {"date", "delivered_on"}, .required = true},
    [KIND] = {.field = "kind", .name = TEXT("kind", "类别"), .words = {"type"}},
    [UNITS] = {.field = "units", .name = TEXT("units", "台数"), .words = {"quantity"}},
    [REVENUE_FEN] = {.field = "revenue_fen", .name = TEXT("revenue_fen", "金额分"), .words = {"amount_fen"}},
    [REVENUE] = {.field = "revenue", .name = TEXT("revenue", "金额"), .words = {"amount", "revenue_yuan", "成交价"}},
    [PART] = {.field = "part_ppm", .name = TEXT("part_ppm", "份额"), .words = {"share_ppm"}},
    [PRODUCT] = {.field = "product", .name = TEXT("product", "产品"), .words = {"product_code"}},
    [USE] = {.field = "use", .name = TEXT("use", "用途"), .words = {"use_class"}},
    [BUSINESS] = {.field = "business", .name = TEXT("business", "业务类型"), .words = {"business_type"}},
    [TIER] = {.field = "tier", .name = TEXT("tier", "客户级别")},
    [QUALITY] = {.field = "quality", .name = TEXT("quality", "质量分"), .words = {"quality_score"}},
    [OUTCOME] = {.field = "outcome", .name = TEXT("outcome", "结果")},
    [OF] = {.field = "of", .name = TEXT("of", "原编号"), .words = {"original"}},
};

struct row {
    struct pay_credit credit;
    const char *person, *role, *path;
    int64_t part; /* -1: not said */
};

struct reading {
    struct pay_findings *findings;
    struct column_map map;
    struct row *rows;
    size_t count, capacity;
};

/* --- one row ----------------------------------------------------------------------------------- */

static void find_error(struct reading *reading, const char *path, size_t column, const struct error *error)
{
    pay_find(reading->findings, arena_printf(reading->findings->arena, "%s.%s", path, columns[column].field), "FORMAT",
             "%s%.0s", "%.0s%s", error->message[LOCALE_EN], error->message[LOCALE_ZH_CN]);
}

static int64_t read_number(struct reading *reading, const char *path, const char *const *values, size_t column,
                           int64_t max, int64_t otherwise)
{
    int64_t number = otherwise;
    struct error error;
    if (*values[column] && parse_int64(values[column], 0, max, columns[column].field, &number, &error) != 0)
        find_error(reading, path, column, &error);
    return number;
}

static enum pay_credit_kind read_kind(struct reading *reading, const char *path, const char *word)
{
    static const struct {
        const char *word;
        enum pay_credit_kind kind;
    } kinds[] = {{"", PAY_DELIVERY},          {"delivery", PAY_DELIVERY},
                 {"交车", PAY_DELIVERY},      {"lead", PAY_LEAD},
                 {"信息", PAY_LEAD},          {"return", PAY_TAKEN_BACK},
                 {"退车", PAY_TAKEN_BACK},    {"cancellation", PAY_TAKEN_BACK},
                 {"cancel", PAY_TAKEN_BACK},  {"取消", PAY_TAKEN_BACK},
                 {"clawback", PAY_TAKEN_BACK}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(word, kinds[i].word) == 0)
            return kinds[i].kind;
    pay_find(reading->findings, arena_printf(reading->findings->arena, "%s.kind", path), "UNKNOWN",
             "\"%s\" is no kind of credit; write delivery, lead, return or cancellation",
             "“%s”不是业绩类别；请填写delivery、lead、return或cancellation", word);
    return PAY_DELIVERY;
}

/* Vehicles, half ones too: "0.5". */
static int64_t read_units(struct reading *reading, const char *path, const char *text, int64_t otherwise)
{
    int64_t ppm = otherwise;
    struct error error;
    char *point = strchr(text, '.');
    if (!*text)
        return otherwise;
    if (point ? parse_ppm(text, "units", &ppm, &error) != 0
              : parse_int64(text, 0, PAY_RATE_MAX, "units", &ppm, &error) != 0)
        find_error(reading, path, UNITS, &error);
    else if (!point)
        ppm *= PAY_UNIT;
    return ppm;
}

static int64_t read_revenue(struct reading *reading, const char *path, const char *const *values)
{
    int64_t fen = 0;
    struct error error;
    if (!*values[REVENUE])
        return read_number(reading, path, values, REVENUE_FEN, PAY_BASIS_MAX, 0);
    if (parse_money(values[REVENUE], "revenue", &fen, &error) != 0)
        find_error(reading, path, REVENUE, &error);
    else if (fen < 0 || fen > PAY_BASIS_MAX)
        pay_find(reading->findings, arena_printf(reading->findings->arena, "%s.revenue", path), "OUT_OF_RANGE",
                 "revenue is not negative; what is taken back is a row of the kind return%s",
                 "金额不得为负；退回请另写一行return%s", "");
    return fen < 0 ? 0 : fen;
}

static const char *copy(struct reading *reading, const char *text)
{
    return *text ? arena_strdup(reading->findings->arena, text) : "";
}

static void read_row(struct reading *reading, const struct csv_row *csv, struct arena *arena)
{
    const char *values[COLUMN_COUNT];
    struct row *row = &reading->rows[reading->count++];
    struct pay_credit *credit = &row->credit;
    struct error error = csv->error;
    column_map_row(&reading->map, csv, values, arena);
    row->path = arena_printf(reading->findings->arena, "credits[%zu]", reading->count);
    if (csv->error.status != STATUS_OK)
        find_error(reading, row->path, ID, &error);
    *credit = (struct pay_credit){.id = copy(reading, values[ID]),
                                  .kind = read_kind(reading, row->path, values[KIND]),
                                  .revenue_fen = read_revenue(reading, row->path, values),
                                  .quality = read_number(reading, row->path, values, QUALITY, PAY_RATE_MAX, 0),
                                  .product = copy(reading, values[PRODUCT]),
                                  .use = copy(reading, values[USE]),
                                  .business = copy(reading, values[BUSINESS]),
                                  .tier = copy(reading, values[TIER]),
                                  .outcome = copy(reading, values[OUTCOME]),
                                  .of = copy(reading, values[OF])};
    credit->units = read_units(reading, row->path, values[UNITS], credit->kind == PAY_TAKEN_BACK ? 0 : PAY_UNIT);
    if (!*credit->id)
        credit->id = row->path;
    if (parse_loose_day(values[DAY], "day", &credit->day, &error) != 0)
        find_error(reading, row->path, DAY, &error);
    row->person = copy(reading, values[PERSON]);
    row->role = copy(reading, values[ROLE]);
    row->part = read_number(reading, row->path, values, PART, PAY_UNIT, -1);
    if (!*row->person)
        pay_find(reading->findings, arena_printf(reading->findings->arena, "%s.person", row->path), "REQUIRED",
                 "say whose credit this is%s", "请填写人员%s", "");
}

/* --- the file ---------------------------------------------------------------------------------- */

static void grow(struct reading *reading)
{
    if (reading->count < reading->capacity)
        return;
    size_t capacity = reading->capacity ? 2 * reading->capacity : 1024;
    struct row *rows = ARENA_ARRAY(reading->findings->arena, struct row, capacity);
    if (reading->count > 0)
        memcpy(rows, reading->rows, reading->count * sizeof *rows);
    reading->rows = rows;
    reading->capacity = capacity;
}

static void read_rows(struct reading *reading, struct csv_reader *reader, struct error *error)
{
    const char *defaults[COLUMN_COUNT] = {NULL};
    struct arena arena = {0};
    struct csv_row csv;
    int got = csv_reader_next(reader, reading->findings->arena, &csv, error);
    bool has_columns = false;
    if (got > 0) {
        column_map_init(&reading->map, columns, COLUMN_COUNT, &csv, reading->findings->arena);
        has_columns = !*column_map_missing(&reading->map, defaults, LOCALE_EN, reading->findings->arena);
        if (!has_columns)
            pay_find(reading->findings, "credits", "REQUIRED", "the file has no column %s; name it in the first row",
                     "文件缺少列%s；请在首行写明",
                     column_map_missing(&reading->map, defaults, LOCALE_EN, reading->findings->arena));
    }
    while (got > 0 && has_columns && reading->count < CREDITS_MAX &&
           (got = csv_reader_next(reader, &arena, &csv, error)) > 0) {
        grow(reading);
        read_row(reading, &csv, &arena);
        arena_reset(&arena);
    }
    if (got < 0)
        pay_find(reading->findings, "credits", "FORMAT", "%s%.0s", "%.0s%s", error->message[LOCALE_EN],
                 error->message[LOCALE_ZH_CN]);
    arena_release(&arena);
}

/* --- parts ------------------------------------------------------------------------------------- */

static int compare_ids(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    int order = strcmp(a->credit.id, b->credit.id);
    return order ? order : strcmp(a->person, b->person);
}

static int compare_people(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    int order = strcmp(a->person, b->person);
    return order ? order : strcmp(a->credit.id, b->credit.id);
}

static int64_t part_of_role(const struct row *row, const struct pay_plan *plans, size_t plan_count)
{
    for (size_t i = 0; i < plan_count; i++)
        for (size_t part = 0; part < plans[i].part_count; part++)
            if (strcmp(plans[i].part_roles[part], row->role) == 0)
                return plans[i].part_ppm[part];
    return -1;
}

/* What of a whole quantity is each row's; what no row has is someone's who is not in the file. */
static void split(struct pay_findings *findings, struct row *rows, size_t count, const int64_t *parts,
                  size_t part_count)
{
    int64_t units[CREDIT_PARTS_MAX], revenue[CREDIT_PARTS_MAX];
    struct error error;
    if (apportion_largest_remainder(rows[0].credit.units, parts, part_count, units, &error) != 0 ||
        apportion_largest_remainder(rows[0].credit.revenue_fen, parts, part_count, revenue, &error) != 0)
        pay_find(findings, rows[0].path, "OUT_OF_RANGE", "%s%.0s", "%.0s%s", error.message[LOCALE_EN],
                 error.message[LOCALE_ZH_CN]);
    else
        for (size_t i = 0; i < count; i++) {
            struct pay_credit *credit = &rows[i].credit;
            credit->parts_ppm = parts;
            credit->part_count = part_count;
            credit->part = i;
            credit->units = units[i];
            credit->revenue_fen = revenue[i];
        }
}

static void share(struct pay_findings *findings, struct row *rows, size_t count, const struct pay_plan *plans,
                  size_t plan_count)
{
    int64_t *parts = ARENA_ARRAY(findings->arena, int64_t, count + 1), sum = 0;
    size_t said = 0;
    for (size_t i = 0; i < count; i++) {
        rows[i].credit.whole_units = rows[i].credit.units;
        rows[i].credit.whole_revenue_fen = rows[i].credit.revenue_fen;
        parts[i] = rows[i].part >= 0 ? rows[i].part : part_of_role(&rows[i], plans, plan_count);
        said += parts[i] >= 0;
        sum += parts[i];
    }
    if (said == 0 || rows[0].credit.kind == PAY_TAKEN_BACK)
        return;
    if (said < count || sum > PAY_UNIT || count >= CREDIT_PARTS_MAX) {
        pay_find(findings, arena_printf(findings->arena, "%s.part_ppm", rows[count - 1].path), "OUT_OF_RANGE",
                 "the rows of credit %s give its parts: one each, together at most 1,000,000 ppm, at most %d of them",
                 "业绩%s的各行须各写一个份额，合计不超过1,000,000 ppm，最多%d份", rows[0].credit.id,
                 CREDIT_PARTS_MAX - 1);
        return;
    }
    parts[count] = PAY_UNIT - sum;
    split(findings, rows, count, parts, count + (sum < PAY_UNIT));
}

static void share_all(struct reading *reading, const struct pay_plan *plans, size_t plan_count)
{
    for (size_t first = 0, next; first < reading->count; first = next) {
        struct row *rows = &reading->rows[first];
        for (next = first + 1; next < reading->count && strcmp(reading->rows[next].credit.id, rows->credit.id) == 0;
             next++)
            if (strcmp(reading->rows[next].person, reading->rows[next - 1].person) == 0)
                pay_find(reading->findings, arena_printf(reading->findings->arena, "%s.id", reading->rows[next].path),
                         "OUT_OF_RANGE",
                         "credit %s of %s stands in the file twice; nothing is paid twice: take one row out",
                         "业绩%s（%s）重复；请删除其中一行", rows->credit.id, reading->rows[next].person);
        share(reading->findings, rows, next - first, plans, plan_count);
    }
}

static void lay_out(const struct reading *reading, struct incentive_credits *credits)
{
    struct arena *arena = reading->findings->arena;
    credits->list = ARENA_ARRAY(arena, struct pay_credit, reading->count + 1);
    credits->people = ARENA_ARRAY(arena, const char *, reading->count + 1);
    credits->roles = ARENA_ARRAY(arena, const char *, reading->count + 1);
    credits->paths = ARENA_ARRAY(arena, const char *, reading->count + 1);
    credits->count = reading->count;
    for (size_t i = 0; i < reading->count; i++) {
        credits->list[i] = reading->rows[i].credit;
        credits->people[i] = reading->rows[i].person;
        credits->roles[i] = reading->rows[i].role;
        credits->paths[i] = reading->rows[i].path;
    }
}

void incentive_credits_read(const char *path, const struct pay_plan *plans, size_t plan_count,
                            struct pay_findings *findings, struct incentive_credits *credits)
{
    struct reading reading = {.findings = findings};
    struct error error;
    struct csv_reader *reader = csv_reader_open(path, &error);
    *credits = (struct incentive_credits){0};
    if (!reader) {
        pay_find(findings, "credits", "FORMAT", "%s%.0s", "%.0s%s", error.message[LOCALE_EN],
                 error.message[LOCALE_ZH_CN]);
        return;
    }
    read_rows(&reading, reader, &error);
    csv_reader_close(reader);
    if (findings->count > 0 || reading.count == 0)
        return;
    qsort(reading.rows, reading.count, sizeof *reading.rows, compare_ids);
    share_all(&reading, plans, plan_count);
    qsort(reading.rows, reading.count, sizeof *reading.rows, compare_people);
    lay_out(&reading, credits);
}
