#include "base/parse.h"

#include "base/money.h"

/* Reading stops to add digits beyond this: every value above it is refused anyway, and nothing wraps. */
#define NUMBER_CAP ((int128_t)1000000000000000000 * 1000000000000)

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void add_digit(int128_t *value, char digit)
{
    if (*value < NUMBER_CAP)
        *value = *value * 10 + (digit - '0');
}

/* Reads one or more digits. Returns what follows them, or NULL when there is none. */
static const char *read_digits(const char *at, int128_t *value)
{
    const char *start = at;
    for (*value = 0; is_digit(*at); at++)
        add_digit(value, *at);
    return at == start ? NULL : at;
}

static const char *read_integer(const char *at, int128_t *value)
{
    bool negative = *at == '-';
    at = read_digits(at + negative, value);
    if (negative)
        *value = -*value;
    return at;
}

static int refuse_integer(const char *field, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, field,
                     "This is not a whole number. Write digits only, for example 52.",
                     "这不是整数。请只填写数字，例如 52。");
}

static int refuse_range(int64_t min, int64_t max, const char *field, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, field, "The number is out of range. Write one from %lld to %lld.",
                     "数值超出范围。请填写 %lld 至 %lld 之间的数。", (long long)min, (long long)max);
}

int parse_int64(const char *text, int64_t min, int64_t max, const char *field, int64_t *value, struct error *error)
{
    int128_t read;
    const char *end = read_integer(text, &read);
    if (!end || *end)
        return refuse_integer(field, error);
    if (read < min || read > max)
        return refuse_range(min, max, field, error);
    *value = (int64_t)read;
    return 0;
}

int parse_bool(const char *text, const char *field, bool *value, struct error *error)
{
    bool yes = strcmp(text, "true") == 0;
    if (!yes && strcmp(text, "false") != 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "This is neither yes nor no. Write \"true\" or \"false\".",
                         "这里只能填是或否。请填写 \"true\" 或 \"false\"。");
    *value = yes;
    return 0;
}

/* What stands after year, month and day, and how many digits month and day have at least (at most two). */
struct date_form {
    const char *after_year, *after_month, *after_day;
    int least_digits;
};

static const struct date_form iso_form = {"-", "-", "", 2};

static const struct date_form typed_forms[] = {
    {"-", "-", "", 1}, {"/", "/", "", 1}, {".", ".", "", 1}, {"年", "月", "日", 1}, {"", "", "", 2},
};

/* Reads `least` to `most` digits and the text after them. Returns what follows, or NULL. */
static const char *read_date_part(const char *at, int least, int most, const char *after, int *part)
{
    int count = 0;
    for (*part = 0; count < most && is_digit(*at); count++)
        *part = *part * 10 + (*at++ - '0');
    size_t length = strlen(after);
    return count >= least && strncmp(at, after, length) == 0 ? at + length : NULL;
}

static const char *read_date(const char *at, const struct date_form *form, struct civil *date)
{
    at = read_date_part(at, 4, 4, form->after_year, &date->year);
    if (at)
        at = read_date_part(at, form->least_digits, 2, form->after_month, &date->month);
    if (at)
        at = read_date_part(at, form->least_digits, 2, form->after_day, &date->day);
    return at;
}

static int finish_day(const struct civil *date, const char *field, day_t *value, struct error *error)
{
    if (!day_exists(date->year, date->month, date->day))
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "The calendar has no such day from 1900 to 2099. Check the year, month and day.",
                         "1900 年至 2099 年的日历中没有这一天。请核对年、月、日。");
    *value = day_of(date->year, date->month, date->day);
    return 0;
}

int parse_day(const char *text, const char *field, day_t *value, struct error *error)
{
    struct civil date;
    const char *end = read_date(text, &iso_form, &date);
    if (!end || *end)
        return error_set(error, STATUS_INVALID_ARGUMENT, field, "This is not a date. Write it as 2014-09-01.",
                         "这不是日期。请按 2014-09-01 的格式填写。");
    return finish_day(&date, field, value, error);
}

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

int parse_loose_day(const char *text, const char *field, day_t *value, struct error *error)
{
    const char *start = skip_blanks(text);
    for (size_t i = 0; i < sizeof typed_forms / sizeof *typed_forms; i++) {
        struct civil date;
        const char *end = read_date(start, &typed_forms[i], &date);
        if (end && !*skip_blanks(end))
            return finish_day(&date, field, value, error);
    }
    return error_set(error, STATUS_INVALID_ARGUMENT, field,
                     "This is not a date. Write it as 2014-09-01, 2014/9/1 or 2014年9月1日.",
                     "这不是日期。请按 2014-09-01、2014/9/1 或 2014年9月1日 的格式填写。");
}

/* Digits, in groups of three once a separator has come. Returns what follows, or NULL when the groups are wrong. */
static const char *read_grouped_digits(const char *at, int128_t *value)
{
    bool grouped = false;
    int group = 0;
    for (*value = 0;; at++) {
        if (is_digit(*at)) {
            add_digit(value, *at);
            group += group <= 3; /* more than three need not be counted */
        } else if (*at == ',' && (grouped ? group == 3 : group >= 1 && group <= 3)) {
            grouped = true;
            group = 0;
        } else {
            return group > 0 && (!grouped || group == 3) ? at : NULL;
        }
    }
}

/* ".5", ".50" or nothing: returns what follows, or NULL when there are no digits or more than two after the point. */
static const char *read_fen(const char *at, int *fen)
{
    *fen = 0;
    if (*at != '.')
        return at;
    int count = 0;
    for (at++; is_digit(*at) && count < 2; count++)
        *fen = *fen * 10 + (*at++ - '0');
    if (count == 1)
        *fen *= 10;
    return count > 0 ? at : NULL;
}

int parse_money(const char *text, const char *field, int64_t *fen, struct error *error)
{
    bool negative = *text == '-';
    int128_t yuan;
    int decimals = 0;
    const char *end = read_grouped_digits(text + negative, &yuan);
    if (end)
        end = read_fen(end, &decimals);
    if (!end || *end)
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "This is not an amount of money. Write yuan with at most two decimals, for example 128000.50.",
                         "这不是金额。请以元为单位填写，最多两位小数，例如 128000.50。");
    int128_t amount = yuan * 100 + decimals;
    if (amount > INT64_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "The amount is too large. Write at most 92,233,720,368,547,758.07 yuan.",
                         "金额过大。请填写不超过 92,233,720,368,547,758.07 元的金额。");
    *fen = (int64_t)(negative ? -amount : amount);
    return 0;
}

/* The decimals of a share, in units of which the whole is `unit`. `*exact` tells whether they can be said in them. */
static const char *read_share_decimals(const char *at, int64_t unit, int128_t *ppm, bool *exact)
{
    *exact = true;
    if (*at != '.')
        return at;
    const char *start = ++at;
    for (; is_digit(*at); at++) {
        unit /= 10;
        *ppm += unit * (*at - '0');
        if (unit == 0 && *at != '0')
            *exact = false;
    }
    return at == start ? NULL : at;
}

int parse_ppm(const char *text, const char *field, int64_t *ppm, struct error *error)
{
    bool percent = strchr(text, '%') != NULL, exact = true;
    int64_t unit = percent ? PPM / 100 : PPM;
    int128_t read;
    const char *end = read_digits(text, &read);
    read *= unit;
    if (end)
        end = read_share_decimals(end, unit, &read, &exact);
    if (!end || strcmp(end, percent ? "%" : "") != 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, field, "This is not a share. Write it as 0.35 or 35%%.",
                         "这不是比例。请按 0.35 或 35%% 的格式填写。");
    if (!exact)
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "The share has too many decimals. Write at most six (four before a percent sign).",
                         "比例的小数位过多。请最多填写六位小数（百分数最多四位）。");
    if (read > PARSE_PPM_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, field, "The share is too large. Write at most %d (%d%%).",
                         "比例过大。请填写不超过 %d（%d%%）的数。", (int)(PARSE_PPM_MAX / PPM),
                         (int)(PARSE_PPM_MAX / PPM * 100));
    *ppm = (int64_t)read;
    return 0;
}

static int refuse_list(size_t index, size_t max_count, const char *field, struct error *error)
{
    if (index >= max_count)
        return error_set(error, STATUS_INVALID_ARGUMENT, field, "The list is too long. Write at most %zu numbers.",
                         "列表过长。请最多填写 %zu 个数。", max_count);
    error_set(error, STATUS_INVALID_ARGUMENT, NULL,
              "This is not a whole number. Write whole numbers with commas between them, for example 5,3,2.",
              "这不是整数。请填写以逗号分隔的整数，例如 5,3,2。");
    return error_within(error, "%s[%zu]", field, index);
}

int parse_int64_list(const char *text, size_t max_count, const char *field, int64_t *values, size_t *count,
                     struct error *error)
{
    for (size_t i = 0;; i++) {
        int128_t read;
        const char *end = i < max_count ? read_integer(text, &read) : NULL;
        if (!end || (*end && *end != ','))
            return refuse_list(i, max_count, field, error);
        if (read < INT64_MIN || read > INT64_MAX) {
            refuse_range(INT64_MIN, INT64_MAX, NULL, error);
            return error_within(error, "%s[%zu]", field, i);
        }
        values[i] = (int64_t)read;
        if (!*end) {
            *count = i + 1;
            return 0;
        }
        text = end + 1;
    }
}
