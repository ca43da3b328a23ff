/* The event log as a stream of lines; payloads decoded by the descriptor that the event's type names. */
#include "command.h"
#include "output.h"

#include "base/buffer.h"
#include "remuda/event/v1/incentive_events.pb-c.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "remuda/event/v1/target_events.pb-c.h"
#include "remuda/event/v1/tiering_events.pb-c.h"
#include "remuda/rpc/v1/operations.pb-c.h"
#include "wire/wire.h"

#include <inttypes.h>
#include <unistd.h>

#define EVENT_JSON_MAX (1024 * 1024)
#define FOLLOW_PAGE 500
#define FOLLOW_PAUSE_SECONDS 1

const struct option event_tail_options[] = {
    {"follow", NULL, TEXT("go on showing events as they come; end with Ctrl-C", "持续显示新事件，Ctrl-C 结束"), false},
    {"limit", "N", TEXT("the latest N, 1 to 1000; default 20", "最近 N 条，1 至 1000，默认 20"), false},
    {"after", "POSITION", TEXT("from this position on instead of the latest", "改为从该位置之后开始"), false},
    {"service", "NAME", TEXT("the service to ask; default directory", "向哪个服务查询，默认 directory"), false},
    {0},
};

static const ProtobufCMessageDescriptor *payload_type(const char *name)
{
    static const ProtobufCMessageDescriptor *const types[] = {
        &remuda__event__v1__customer_registered__descriptor, &remuda__event__v1__lead_filed__descriptor,
        &remuda__event__v1__lead_rated__descriptor,          &remuda__event__v1__lead_released__descriptor,
        &remuda__event__v1__lead_amended__descriptor,        &remuda__event__v1__lead_advanced__descriptor,
        &remuda__event__v1__lead_extended__descriptor,       &remuda__event__v1__lead_expiring__descriptor,
        &remuda__event__v1__lead_assigned__descriptor,       &remuda__event__v1__lead_claimed__descriptor,
        &remuda__event__v1__lead_closed__descriptor,         &remuda__event__v1__lead_transferred__descriptor,
        &remuda__event__v1__lead_shared__descriptor,         &remuda__event__v1__customers_merged__descriptor,
        &remuda__event__v1__customers_unmerged__descriptor,  &remuda__event__v1__delivery_reported__descriptor,
        &remuda__event__v1__delivery_cancelled__descriptor,  &remuda__event__v1__delivery_returned__descriptor,
        &remuda__event__v1__tier_assigned__descriptor,       &remuda__event__v1__tier_resources_set__descriptor,
        &remuda__event__v1__plan_locked__descriptor,
        &remuda__event__v1__target_issued__descriptor,       &remuda__event__v1__statement_calculated__descriptor};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i]->name, name) == 0)
            return types[i];
    return NULL;
}

/* null for a type that this program does not know yet. */
static void add_payload(const Remuda__Rpc__V1__Event *event, struct buffer *json)
{
    struct arena arena = {0};
    const ProtobufCMessageDescriptor *type = payload_type(event->type);
    ProtobufCMessage *payload = type ? wire_unpack(type, event->payload.data, event->payload.len, &arena, NULL) : NULL;
    if (!payload || wire_to_json(payload, WIRE_JSON_COMPACT, json) != 0)
        buffer_add_text(json, "null");
    arena_release(&arena);
}

static void print_event_json(const Remuda__Rpc__V1__Event *event)
{
    struct buffer json = BUFFER(EVENT_JSON_MAX);
    buffer_printf(&json, "{\"position\":\"%" PRId64 "\",\"type\":", event->position);
    buffer_add_json_string(&json, event->type, strlen(event->type));
    buffer_printf(&json,
                  ",\"subject\":\"%" PRId64 "\",\"occurredAtUnixMs\":\"%" PRId64 "\",\"source\":", event->subject,
                  event->occurred_at_unix_ms);
    buffer_add_json_string(&json, event->source, strlen(event->source));
    buffer_add_text(&json, ",\"traceparent\":");
    buffer_add_json_string(&json, event->traceparent, strlen(event->traceparent));
    buffer_add_text(&json, ",\"payload\":");
    add_payload(event, &json);
    buffer_add_char(&json, '}');
    puts(json.data);
    buffer_release(&json);
}

static void print_event_line(const Remuda__Rpc__V1__Event *event, struct arena *arena)
{
    const char *dot = strrchr(event->type, '.');
    struct buffer payload = BUFFER(EVENT_JSON_MAX);
    add_payload(event, &payload);
    text_print(stdout, cell_integer(arena, event->position), 8, true, false);
    printf("  %s  ", cell_instant(arena, event->occurred_at_unix_ms));
    text_print(stdout, dot ? dot + 1 : event->type, 20, false, false);
    printf("  %s\n", payload.data);
    buffer_release(&payload);
}

static void print_events(const struct cli *cli, const Remuda__Rpc__V1__ReadEventsResponse *page, int64_t *position)
{
    struct arena arena = {0};
    for (size_t i = 0; i < page->n_events; i++) {
        if (cli->json)
            print_event_json(page->events[i]);
        else
            print_event_line(page->events[i], &arena);
        if (page->events[i]->position > *position)
            *position = page->events[i]->position;
        arena_reset(&arena);
    }
    fflush(stdout);
    arena_release(&arena);
}

/* Prints one page; its number of events, or -1. */
static int tail_page(struct cli *cli, enum service service, const Remuda__Rpc__V1__ReadEventsRequest *request,
                     int64_t *position)
{
    struct arena arena = {0}; /* a page at a time, however long the tail runs */
    Remuda__Rpc__V1__ReadEventsResponse *page =
        cli_call_into(cli, &arena, service, "remuda.rpc.v1.Operations/ReadEvents", &request->base,
                      &remuda__rpc__v1__read_events_response__descriptor, &cli->error);
    int count = page ? (int)page->n_events : -1;
    if (page)
        print_events(cli, page, position);
    arena_release(&arena);
    return count;
}

static enum exit_code follow(struct cli *cli, enum service service, int64_t position)
{
    for (;;) {
        Remuda__Rpc__V1__ReadEventsRequest request = REMUDA__RPC__V1__READ_EVENTS_REQUEST__INIT;
        request.after_position = position;
        request.limit = FOLLOW_PAGE;
        int count = tail_page(cli, service, &request, &position);
        if (count < 0 && exit_code_of(cli->error.status) != EXIT_CODE_UNREACHED)
            return cli_fail(cli, &cli->error);
        if (count < FOLLOW_PAGE)
            sleep(FOLLOW_PAUSE_SECONDS);
    }
}

enum exit_code event_tail(struct cli *cli)
{
    Remuda__Rpc__V1__ReadEventsRequest request = REMUDA__RPC__V1__READ_EVENTS_REQUEST__INIT;
    const char *name = arguments_value(&cli->arguments, "service");
    enum service service = service_by_name(name ? name : "directory");
    if (service == SERVICE_COUNT) {
        error_set(&cli->error, STATUS_INVALID_ARGUMENT, "service", "There is no service \"%s\".", "没有服务“%s”。",
                  name);
        return cli_usage(cli, &cli->error);
    }
    request.limit = 20;
    request.newest = !arguments_has(&cli->arguments, "after");
    if (cli_int32(cli, "limit", 1, 1000, &request.limit) != 0 ||
        cli_int64(cli, "after", 0, INT64_MAX, &request.after_position) != 0)
        return cli_usage(cli, &cli->error);
    int64_t position = request.after_position;
    if (tail_page(cli, service, &request, &position) < 0)
        return cli_fail(cli, &cli->error);
    return arguments_has(&cli->arguments, "follow") ? follow(cli, service, position) : EXIT_CODE_DONE;
}
