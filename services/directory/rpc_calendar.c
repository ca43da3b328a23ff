#include "calendar.h"
#include "catalogue_store.h"
#include "code_index.h"
#include "rpc.h"

#define PUT_MAX 5000
#define DAY_NAME_MAX 60 /* characters */

typedef Remuda__Directory__V1__CalendarDay day_message;

static int check_day(const day_message *message, struct calendar_day *day, struct fault *fault)
{
    *day = (struct calendar_day){.name = message->name, .is_working_day = message->is_working_day};
    if (check_name(message->day, DATE_TEXT_SIZE, "day", fault) < 0 ||
        rpc_day(message->day, 0, "day", &day->day, fault) < 0)
        return -1;
    return check_name(message->name, DAY_NAME_MAX, "name", fault);
}

static int put_calendar(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__PutCalendarRequest *request =
        (const Remuda__Directory__V1__PutCalendarRequest *)call->request;
    Remuda__Directory__V1__PutCalendarResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__PutCalendarResponse, remuda__directory__v1__put_calendar_response);
    struct calendar_day *days = ARENA_ARRAY(batch->arena, struct calendar_day, request->n_days);
    struct code_index index;

    if (!rpc_check_count(batch, call, "days", request->n_days, PUT_MAX))
        return 0;
    code_index_init(&index, batch->arena, request->n_days);
    for (size_t i = 0; i < request->n_days; i++) {
        size_t first = code_index_add(&index, request->days[i]->day, i);
        struct fault fault;

        if (check_day(request->days[i], &days[i], &fault) < 0)
            rpc_refuse(batch, call, "days", i, &fault);
        else if (first != CODE_INDEX_NONE)
            rpc_refuse_twice(batch, call, "days", i, "day", first);
    }
    if (!call_ok(call))
        return 0;
    response->stored = (int32_t)request->n_days;
    call->response = &response->base;
    return calendar_store_put(batch->db, batch->arena, days, request->n_days, error);
}

int rpc_put_calendar(struct batch *batch, struct error *error)
{
    return rpc_each_change(batch, put_calendar, error);
}

static int read_span(const Remuda__Directory__V1__GetCalendarRequest *request, day_t *first, day_t *last,
                     struct fault *fault)
{
    if (check_name(request->first_day, DATE_TEXT_SIZE, "first_day", fault) < 0 ||
        check_name(request->last_day, DATE_TEXT_SIZE, "last_day", fault) < 0 ||
        rpc_day(request->first_day, 0, "first_day", first, fault) < 0 ||
        rpc_day(request->last_day, 0, "last_day", last, fault) < 0)
        return -1;
    return calendar_check_span(*first, *last, fault);
}

static day_message *message_of(struct batch *batch, const struct calendar_day *day)
{
    day_message *message = RESPONSE(batch, day_message, remuda__directory__v1__calendar_day);
    char text[DATE_TEXT_SIZE];

    message->day = arena_strdup(batch->arena, day_format(day->day, text));
    message->name = rpc_text(day->name);
    message->is_working_day = day->is_working_day;
    return message;
}

static int get_calendar(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__GetCalendarRequest *request =
        (const Remuda__Directory__V1__GetCalendarRequest *)call->request;
    Remuda__Directory__V1__GetCalendarResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__GetCalendarResponse, remuda__directory__v1__get_calendar_response);
    struct calendar_day *days;
    struct fault fault;
    day_t first, last;
    size_t n;

    if (read_span(request, &first, &last, &fault) < 0) {
        rpc_refuse(batch, call, NULL, 0, &fault);
        return 0;
    }
    if (calendar_store_list(batch->db, batch->arena, first, last, &days, &n, error) < 0)
        return -1;
    response->working_days = calendar_working_days(first, last, days, n);
    response->n_exceptions = n;
    response->exceptions = ARENA_ARRAY(batch->arena, day_message *, n);
    for (size_t i = 0; i < n; i++)
        response->exceptions[i] = message_of(batch, &days[i]);
    call->response = &response->base;
    return 0;
}

int rpc_get_calendar(struct batch *batch, struct error *error)
{
    return rpc_each(batch, get_calendar, error);
}
