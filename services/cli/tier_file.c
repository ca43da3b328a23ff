#include "tier_file.h"

#include "base/parse.h"
#include "csv/csv_reader.h"
#include "tier_text.h"
#include "tier_value.h"

#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

#define NOT_THERE SIZE_MAX
#define CAPACITY_FIRST 1024

struct file_columns {
    size_t customer, previous, runs_outside, attributes[ATTRIBUTE_COUNT], measures[POLICY_MEASURES_MAX];
};

/* The column with one of the heads (ended by NULL), or NOT_THERE. */
static size_t find_head(const struct csv_row *heads, const char *const *words)
{
    for (size_t i = 0; i < heads->column_count; i++)
        for (size_t j = 0; words[j]; j++)
            if (strcasecmp(heads->values[i], words[j]) == 0)
                return i;
    return NOT_THERE;
}

/* "delivered_units_12m", or without its window when only one of the policy's measures has this name. */
static size_t find_measure(const struct csv_row *heads, const struct tier_policy *policy, size_t measure)
{
    const struct policy_measure *wanted = &policy->measures[measure];
    const char *fleet = wanted->measure == MEASURE_FLEET_RENEWAL ? "fleet_size" : NULL;
    size_t column = find_head(heads, (const char *const[]){wanted->key, fleet, NULL}), same = 0;
    for (size_t i = 0; i < policy->measure_count; i++)
        same += policy->measures[i].measure == wanted->measure;
    if (column == NOT_THERE && same == 1)
        column = find_head(heads, (const char *const[]){measure_kind(wanted->measure)->name, NULL});
    return column;
}

static int find_columns(const struct csv_row *heads, const struct tier_policy *policy, struct file_columns *columns,
                        struct error *error)
{
    columns->customer = find_head(heads, (const char *const[]){"customer", "customer_id", "customer id", "id", "name",
                                                               "客户", "客户编号", "客户名称", NULL});
    columns->previous = find_head(heads, (const char *const[]){"previous_tier", NULL});
    columns->runs_outside = find_head(heads, (const char *const[]){"runs_outside", NULL});
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT; i++)
        columns->attributes[i] = find_head(heads, (const char *const[]){attribute_names[i], NULL});
    if (columns->customer == NOT_THERE)
        return error_set(error, STATUS_INVALID_ARGUMENT, "customer",
                         "the file has no such column: name it in the first row", "文件缺少此列：请在首行写明");
    for (size_t i = 0; i < policy->measure_count; i++) {
        columns->measures[i] = find_measure(heads, policy, i);
        if (columns->measures[i] == NOT_THERE)
            return error_set(error, STATUS_INVALID_ARGUMENT, policy->measures[i].key,
                             "the file has no such column, and the policy counts it: add it, one value a customer",
                             "文件缺少此列，而政策需要该指标：请补充，每个客户一个值");
    }
    return 0;
}

static const char *cell(const struct csv_row *row, size_t column)
{
    return column < row->column_count ? row->values[column] : "";
}

/* "1234.5" -> micro; an empty cell is 0, yes and no are 1 and 0. */
static int read_number(const char *text, const char *field, int64_t *micro, struct error *error)
{
    static const char *const yes[] = {"yes", "true", "是"}, *const no[] = {"", "no", "false", "否"};
    *micro = 0;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (strcasecmp(text, no[i]) == 0)
            return 0;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcasecmp(text, yes[i]) == 0) {
            *micro = MICRO;
            return 0;
        }
    size_t whole = strspn(text, "0123456789"), decimals = 0;
    if (text[whole] == '.')
        decimals = strspn(text + whole + 1, "0123456789");
    if (whole == 0 || whole > 12 || decimals > 6 || text[whole + (decimals > 0) + decimals] != '\0')
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "“%s” must be a number of 0 or more, with at most 12 digits and 6 decimals",
                         "“%s”必须是不小于 0 的数，最多 12 位整数、6 位小数", text);
    for (size_t i = 0; i < whole; i++)
        *micro = *micro * 10 + (text[i] - '0');
    for (size_t i = 0; i < 6; i++)
        *micro = *micro * 10 + (i < decimals ? text[whole + 1 + i] - '0' : 0);
    return 0;
}

static int read_amounts(struct tier_file *file, const struct csv_row *row, const struct file_columns *columns,
                        struct tier_customer *customer, struct error *error)
{
    const struct tier_policy *policy = file->policy;
    customer->amounts = ARENA_ARRAY(&file->arena, int64_t, 2 * policy->measure_count);
    customer->points = customer->amounts + policy->measure_count;
    for (size_t i = 0; i < policy->measure_count; i++) {
        const char *text = cell(row, columns->measures[i]);
        int64_t number;
        if (read_number(text, policy->measures[i].key, &number, error) != 0)
            return -1;
        if (*text)
            customer->amounts[i] = measure_amount(&policy->measures[i], file->as_of, number);
    }
    return 0;
}

static int read_before(const struct csv_row *row, const struct file_columns *columns, struct tier_customer *customer,
                       struct error *error)
{
    const char *text = cell(row, columns->previous), *runs = cell(row, columns->runs_outside);
    int64_t count = 0;
    for (enum tier tier = TIER_KEY; tier < TIER_COUNT; tier++)
        if (strcasecmp(text, tier_word(tier)) == 0)
            customer->previous = tier;
    if (*text && customer->previous == TIER_NONE)
        return error_set(error, STATUS_INVALID_ARGUMENT, "previous_tier", "must be key, secondary, potential or empty",
                         "必须是 key、secondary、potential 或留空");
    if (*runs && parse_int64(runs, 0, INT32_MAX, "runs_outside", &count, error) != 0)
        return -1;
    customer->runs_outside = (int32_t)count;
    return 0;
}

static void make_room(struct tier_file *file)
{
    if (file->count < file->capacity)
        return;
    file->capacity = file->capacity ? 2 * file->capacity : CAPACITY_FIRST;
    file->customers = realloc(file->customers, file->capacity * sizeof *file->customers);
    file->names = realloc(file->names, file->capacity * sizeof *file->names);
    file->lines = realloc(file->lines, file->capacity * sizeof *file->lines);
    if (!file->customers || !file->names || !file->lines)
        abort();
}

static int read_customer(struct tier_file *file, const struct csv_row *row, const struct file_columns *columns,
                         struct error *error)
{
    struct tier_customer customer = {0};
    if (row->error.status != STATUS_OK) {
        *error = row->error;
        return -1;
    }
    if (!*cell(row, columns->customer))
        return error_set(error, STATUS_INVALID_ARGUMENT, "customer", "is empty: name the customer", "为空：请填写客户");
    if (file->count == TIER_FILE_CUSTOMERS_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "more than %d customers: split the file",
                         "超过 %d 个客户：请拆分文件", TIER_FILE_CUSTOMERS_MAX);
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT; i++)
        customer.attributes.of[i] = arena_strdup(&file->arena, cell(row, columns->attributes[i]));
    if (!policy_condition_holds(&file->policy->scope, &customer.attributes))
        return 0;
    if (read_amounts(file, row, columns, &customer, error) != 0 || read_before(row, columns, &customer, error) != 0)
        return -1;
    const char *name = arena_strdup(&file->arena, cell(row, columns->customer));
    customer.override = policy_override_find(file->policy, name, file->as_of);
    make_room(file);
    file->customers[file->count] = customer;
    file->names[file->count] = name;
    file->lines[file->count++] = row->line;
    return 0;
}

static int read_rows(struct tier_file *file, struct csv_reader *reader, struct arena *rows, struct error *error)
{
    struct csv_row row;
    struct file_columns columns;
    int got = csv_reader_next(reader, rows, &row, error);
    if (got == 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, "customers", "the file is empty", "文件为空");
    if (got < 0 || find_columns(&row, file->policy, &columns, error) != 0)
        return -1;
    for (;;) {
        arena_reset(rows);
        got = csv_reader_next(reader, rows, &row, error);
        if (got <= 0)
            return got;
        if (read_customer(file, &row, &columns, error) != 0)
            return error_within(error, "line[%" PRIu64 "]", row.line);
    }
}

/* Numbers by their value, all else by their bytes, numbers first. */
static int by_name(const void *left, const void *right, void *names)
{
    const char *a = ((const char **)names)[*(const size_t *)left], *b = ((const char **)names)[*(const size_t *)right];
    size_t x = strspn(a, "0123456789"), y = strspn(b, "0123456789");
    bool a_is_number = a[x] == '\0', b_is_number = b[y] == '\0';
    if (a_is_number != b_is_number)
        return a_is_number ? -1 : 1;
    if (a_is_number && x != y)
        return x < y ? -1 : 1;
    return strcmp(a, b);
}

/* Gives the customers their numbers: ties are broken by what the file says, not by where it says it. */
static int number_customers(struct tier_file *file, struct error *error)
{
    size_t *order = ARENA_ARRAY(&file->arena, size_t, file->count);
    for (size_t i = 0; i < file->count; i++)
        order[i] = i;
    if (file->count > 0)
        qsort_r(order, file->count, sizeof *order, by_name, file->names);
    for (size_t i = 0; i < file->count; i++) {
        file->customers[order[i]].customer_id = (int64_t)i + 1;
        if (i > 0 && strcmp(file->names[order[i]], file->names[order[i - 1]]) == 0) {
            error_set(error, STATUS_INVALID_ARGUMENT, "customer",
                      "%s stands also in line %" PRIu64 ": keep one of them",
                      "%s 在第 %" PRIu64 " 行也有：请只保留一行", file->names[order[i]], file->lines[order[i - 1]]);
            return error_within(error, "line[%" PRIu64 "]", file->lines[order[i]]);
        }
    }
    return 0;
}

int tier_file_read(struct tier_file *file, const struct tier_policy *policy, day_t as_of, const char *path,
                   struct error *error)
{
    *file = (struct tier_file){.policy = policy, .as_of = as_of};
    struct csv_reader *reader = csv_reader_open(path, error);
    struct arena rows = {0};
    int result = reader ? read_rows(file, reader, &rows, error) : -1;
    if (reader)
        csv_reader_close(reader);
    arena_release(&rows);
    return result == 0 ? number_customers(file, error) : -1;
}

void tier_file_release(struct tier_file *file)
{
    free(file->customers);
    free(file->names);
    free(file->lines);
    arena_release(&file->arena);
}
