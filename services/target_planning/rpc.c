#include "rpc.h"

#include "base/parse.h"
#include "board_store.h"
#include "remuda/event/v1/target_events.pb-c.h"
#include "rpc_checks.h"

#define SALES_MONTHS_MAX 5000 /* of one call */
#define SALES_UNITS_MAX INT64_C(1000000)
#define ISSUE_DAY 28     /* of the month before */
#define FINDINGS_MAX 100 /* of one call: who has more has another problem */

/* --- PutSalesHistory
 * --------------------------------------------------------------------------------------------------- */

static void check_sales_month(struct batch *batch, struct call *call, size_t i,
                              const Remuda__Target__V1__SalesMonth *message, struct sales_month *month)
{
    char field[48];
    *month = (struct sales_month){
        .unit_id = authority_unit_by_code(batch->authority, message->unit_code),
        .product_code = message->product_code,
        .year = message->year,
        .month = message->month,
        .units = message->units,
    };
    if (authority_unit_kind(batch->authority, month->unit_id) != UNIT_AREA) {
        snprintf(field, sizeof field, "months[%zu].unit_code", i);
        call_violation(batch, call, field, "UNKNOWN", "\"%s\" is no area of the directory: history is kept by area",
                       "“%s”不是组织目录中的区域：历史销量按区域维护", message->unit_code);
    }
    if (message->year < YEAR_MIN || message->year > YEAR_MAX) {
        snprintf(field, sizeof field, "months[%zu].year", i);
        call_violation(batch, call, field, "OUT_OF_RANGE", "the year %d is not one of %d to %d",
                       "年份 %d 不在 %d 至 %d 之间", message->year, YEAR_MIN, YEAR_MAX);
    }
    if (message->month < 1 || message->month > MONTHS) {
        snprintf(field, sizeof field, "months[%zu].month", i);
        call_violation(batch, call, field, "OUT_OF_RANGE", "the month %d is not one of 1 to 12",
                       "月份 %d 不在 1 至 12 之间", message->month);
    }
    if (message->units < 0 || message->units > SALES_UNITS_MAX) {
        snprintf(field, sizeof field, "months[%zu].units", i);
        call_violation(batch, call, field, "OUT_OF_RANGE", "%lld units: must be 0 to %lld",
                       "%lld 台：必须在 0 到 %lld 之间", (long long)message->units, (long long)SALES_UNITS_MAX);
    }
}

static int by_place(const void *left, const void *right)
{
    const struct sales_month *a = *(const struct sales_month *const *)left,
                             *b = *(const struct sales_month *const *)right;
    if (a->unit_id != b->unit_id)
        return a->unit_id < b->unit_id ? -1 : 1;
    if (a->year != b->year || a->month != b->month)
        return a->year * MONTHS + a->month < b->year * MONTHS + b->month ? -1 : 1;
    return strcmp(a->product_code, b->product_code);
}

/* Two numbers for one place: nobody can say which is meant. */
static void check_twice(struct batch *batch, struct call *call, const struct sales_month *months, size_t n)
{
    const struct sales_month **sorted = ARENA_ARRAY(batch->arena, const struct sales_month *, n);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &months[i];
    if (n > 0)
        qsort(sorted, n, sizeof *sorted, by_place);
    for (size_t i = 1; i < n && call_ok(call); i++) {
        if (by_place(&sorted[i - 1], &sorted[i]) != 0)
            continue;
        char field[48];
        size_t first = (size_t)(sorted[i - 1] - months), second = (size_t)(sorted[i] - months);
        snprintf(field, sizeof field, "months[%zu]", first > second ? first : second);
        call_violation(batch, call, field, "DUPLICATE",
                       "the same unit, product and month stand in months[%zu] too: give their sum once",
                       "与 months[%zu] 的单位、产品和月份相同：请合并为一行", first < second ? first : second);
    }
}

static struct sales_month *read_history(struct batch *batch, struct call *call,
                                        const Remuda__Target__V1__PutSalesHistoryRequest *request)
{
    if (request->n_months == 0 || request->n_months > SALES_MONTHS_MAX) {
        call_violation(batch, call, "months", "OUT_OF_RANGE", "%zu months in one call: must be 1 to %d",
                       "一次提交 %zu 行：必须在 1 到 %d 行之间", request->n_months, SALES_MONTHS_MAX);
        return NULL;
    }
    struct sales_month *months = ARENA_ARRAY(batch->arena, struct sales_month, request->n_months);
    size_t bad = 0;
    for (size_t i = 0; i < request->n_months && bad < FINDINGS_MAX; i++) {
        const struct violation *before = call->violations;
        check_sales_month(batch, call, i, request->months[i], &months[i]);
        bad += call->violations != before;
    }
    if (call_ok(call))
        check_twice(batch, call, months, request->n_months);
    return months;
}

static int put_sales_history(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__PutSalesHistoryRequest *request =
        (const Remuda__Target__V1__PutSalesHistoryRequest *)call->request;
    const struct sales_month *months = read_history(batch, call, request);
    const char *unknown = NULL;
    if (!call_ok(call))
        return 0;
    if (plan_store_unknown_product(batch->db, batch->arena, months, request->n_months, &unknown, error))
        return -1;
    if (unknown) {
        call_violation(batch, call, "months.product_code", "UNKNOWN",
                       "\"%s\" is no product of the directory: put it there first",
                       "“%s”不是目录中的产品：请先维护产品目录", unknown);
        return 0;
    }
    if (plan_store_put_history(batch->db, batch->arena, months, request->n_months, error))
        return -1;
    Remuda__Target__V1__PutSalesHistoryResponse *response =
        RESPONSE(batch, Remuda__Target__V1__PutSalesHistoryResponse, remuda__target__v1__put_sales_history_response);
    response->stored = (int32_t)request->n_months;
    call->response = &response->base;
    return 0;
}

int rpc_put_sales_history(struct batch *batch, struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        if (put_sales_history(batch, &batch->calls[i], error))
            return -1;
    return 0;
}

/* --- IssueMonth
 * ---------------------------------------------------------------------------------------------------------- */

static void tell_targets(struct batch *batch, const struct call *call, const struct plan *plan, int month,
                         const struct month_target *targets, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Remuda__Event__V1__TargetIssued issued = REMUDA__EVENT__V1__TARGET_ISSUED__INIT;
        issued.plan_id = plan->plan_id;
        issued.year = (int32_t)plan->year;
        issued.month = month;
        issued.unit_id = targets[i].unit_id;
        issued.units = targets[i].units;
        batch_emit(batch, call, plan->plan_id, &issued.base);
    }
}

static void respond_issue(struct batch *batch, struct call *call, const struct plan *plan,
                          const struct month_target *targets, size_t n)
{
    Remuda__Target__V1__IssueMonthResponse *response =
        RESPONSE(batch, Remuda__Target__V1__IssueMonthResponse, remuda__target__v1__issue_month_response);
    response->plan_id = plan->plan_id;
    for (size_t i = 0; i < n; i++)
        if (authority_unit_kind(batch->authority, targets[i].unit_id) == UNIT_HEADQUARTERS)
            response->units = targets[i].units;
    call->response = &response->base;
}

/* The next month's plan goes out from the 28th on (DOMAIN.md, The month). */
static void check_issue_day(struct batch *batch, struct call *call, int year, int month)
{
    struct civil before = day_civil(month_first_day(year, month) - 1);
    day_t first = day_of(before.year, before.month, ISSUE_DAY);
    char text[DATE_TEXT_SIZE];
    if (day_of_instant(batch->now_ms) < first)
        call_fail(call, STATUS_FAILED_PRECONDITION, "month",
                  "%04d-%02d is issued from %s on, not before: wait until then",
                  "%04d-%02d 的目标自 %s 起下达：请届时再下达", year, month, day_format(first, text));
}

static int issue_month(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Target__V1__IssueMonthRequest *request = (const Remuda__Target__V1__IssueMonthRequest *)call->request;
    struct plan plan;
    bool issued;
    check_month(batch, call, request->month);
    if (check_year(batch, call, request->year))
        check_issue_day(batch, call, request->year, request->month);
    if (!call_ok(call))
        return 0;
    if (find_plan_in_state(batch, call, 0, request->year, PLAN_LOCKED, &plan, error))
        return -1;
    if (!call_ok(call))
        return 0;
    if (plan_store_issue(batch->db, batch->arena, plan.plan_id, request->month, call->principal->principal_id,
                         batch->now_ms, &issued, error))
        return -1;
    if (!issued) {
        call_fail(call, STATUS_FAILED_PRECONDITION, "month",
                  "%04d-%02d is issued already and does not change: issue another month, or read the board",
                  "%04d-%02d 的目标已下达，不再变更：请下达其他月份，或查看进度看板", request->year, request->month);
        return 0;
    }
    struct month_target *targets;
    size_t n;
    if (plan_store_month(batch->db, batch->arena, plan.plan_id, request->month, &targets, &n, error))
        return -1;
    tell_targets(batch, call, &plan, request->month, targets, n);
    respond_issue(batch, call, &plan, targets, n);
    return 0;
}

int rpc_issue_month(struct batch *batch, struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        if (issue_month(batch, &batch->calls[i], error))
            return -1;
    return 0;
}

/* --- Board
 * ------------------------------------------------------------------------------------------------------------- */

static int read_question(struct batch *batch, struct call *call, struct board_question *question, const char **product,
                         struct error *error)
{
    const Remuda__Target__V1__BoardRequest *request = (const Remuda__Target__V1__BoardRequest *)call->request;
    struct error refused = {0};
    *question = (struct board_question){.day = day_of_instant(batch->now_ms), .product_code = request->product_code};
    *product = call->locale == LOCALE_ZH_CN ? "全部产品" : "All products";
    if (*request->day && parse_day(request->day, "day", &question->day, &refused))
        call_fail_error(call, &refused);
    else if (!check_year(batch, call, day_civil(question->day).year))
        return 0;
    if (call_ok(call) && find_viewed_unit(batch, call, request->unit_code, &question->unit_id, error))
        return -1;
    if (!call_ok(call) || !*request->product_code)
        return 0;
    if (board_store_product(batch->db, batch->arena, request->product_code, product, error))
        return -1;
    if (!*product)
        call_fail(call, STATUS_NOT_FOUND, "product_code",
                  "there is no product \"%s\": check the code, or leave it empty for all",
                  "没有产品“%s”：请核对代码，或留空查看全部产品", request->product_code);
    return 0;
}

static int add_line(struct batch *batch, Remuda__Target__V1__BoardResponse *response, const struct board_row *row,
                    const char *product, const struct board_days *days, struct error *error)
{
    struct board_ratio ratio;
    struct board_pace pace;
    if (board_ratio(&row->count, &ratio, error) || board_pace(&row->count, days, &pace, error))
        return -1;
    Remuda__Target__V1__BoardLine *line =
        RESPONSE(batch, Remuda__Target__V1__BoardLine, remuda__target__v1__board_line);
    line->unit_id = row->unit_id;
    line->unit_code = arena_strdup(batch->arena, row->code);
    line->unit_name = arena_strdup(batch->arena, row->name);
    line->product = arena_strdup(batch->arena, product);
    line->year_target = row->count.year_target;
    line->sold_before_month = row->count.sold_before_month;
    line->year_progress_ppm = ratio.year_progress_ppm;
    line->same_period_last_year = row->count.same_period_last_year;
    line->year_on_year_ppm = ratio.year_on_year_ppm;
    line->has_year_on_year = ratio.has_year_on_year;
    line->month_target = row->count.month_target;
    line->sold_today = row->count.sold_today;
    line->sold_this_month = row->count.sold_this_month;
    line->attainment_ppm = pace.attainment_ppm;
    line->pace_ppm = pace.pace_ppm;
    line->month_forecast = pace.month_forecast;
    line->year_forecast = pace.year_forecast;
    response->lines[response->n_lines++] = line;
    return 0;
}

static void respond_board(struct batch *batch, struct call *call, const struct board_question *question,
                          const struct board_row *rows, size_t n, const char *product, const struct board_days *days)
{
    Remuda__Target__V1__BoardResponse *response =
        RESPONSE(batch, Remuda__Target__V1__BoardResponse, remuda__target__v1__board_response);
    struct error refused = {0};
    response->day = day_format(question->day, arena_alloc(batch->arena, DATE_TEXT_SIZE));
    response->working_days_gone = (int32_t)days->month_gone;
    response->working_days = (int32_t)days->month;
    response->forecast_method = arena_strdup(batch->arena, "working_day_pace");
    response->lines = ARENA_ARRAY(batch->arena, Remuda__Target__V1__BoardLine *, n);
    for (size_t i = 0; i < n; i++)
        if (add_line(batch, response, &rows[i], product, days, &refused)) {
            call_fail_error(call, &refused);
            return;
        }
    call->response = &response->base;
}

static int board(struct batch *batch, struct call *call, struct error *error)
{
    struct board_question question;
    struct board_row *rows;
    struct board_days days;
    struct plan plan;
    const char *product;
    size_t n;
    if (read_question(batch, call, &question, &product, error))
        return -1;
    if (!call_ok(call))
        return 0;
    if (plan_store_find(batch->db, batch->arena, 0, day_civil(question.day).year, false, &plan, error))
        return -1;
    question.plan_id = plan.plan_id;
    if (board_store_count(batch->db, batch->arena, &question, &rows, &n, error) ||
        board_store_days(batch->db, batch->arena, question.day, &days, error))
        return -1;
    respond_board(batch, call, &question, rows, n, product, &days);
    return 0;
}

int rpc_board(struct batch *batch, struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        if (board(batch, &batch->calls[i], error))
            return -1;
    return 0;
}

/* --- GetTotals
 * ------------------------------------------------------------------------------------------------------------ */

int rpc_get_totals(struct batch *batch, struct error *error)
{
    struct planning_totals totals;
    if (board_store_totals(batch->db, &totals, error))
        return -1;
    for (size_t i = 0; i < batch->count; i++) {
        Remuda__Target__V1__GetTotalsResponse *response =
            RESPONSE(batch, Remuda__Target__V1__GetTotalsResponse, remuda__target__v1__get_totals_response);
        response->deliveries = totals.deliveries;
        response->plans = totals.plans;
        response->issued_months = totals.issued_months;
        batch->calls[i].response = &response->base;
    }
    return 0;
}
