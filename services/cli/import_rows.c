#include "import_run.h"

#include "base/clock.h"
#include "wire/wire.h"

#define WAIT_MS 200
#define RESPONSE_JSON_MAX (64 * 1024)
#define CHECKPOINT_PAUSE_US 200000

void import_note(const char *before, const char *list)
{
    if (*list)
        fprintf(stderr, "remuda: %s%s\n", before, list);
}

static struct slot *slot_of(struct import *import, uint64_t row)
{
    return &import->slots[row % IMPORT_WINDOW];
}

static void settle(struct slot *slot, enum verdict_kind kind)
{
    slot->row.verdict.kind = kind;
    slot->settled = true;
}

static void start_record(struct import *import, struct slot *slot)
{
    slot->settled = false;
    slot->row.record = (struct record){
        .columns = import->kind->columns,
        .arena = &slot->arena,
        .locale = import->cli->locale,
    };
    slot->row.verdict = (struct verdict){0};
    slot->row.response_json = NULL;
    column_map_row(&import->map, &slot->row.file, slot->row.record.values, &slot->arena);
    for (size_t i = 0; i < import->kind->column_count; i++)
        if (!*slot->row.record.values[i] && import->defaults[i])
            slot->row.record.values[i] = import->defaults[i];
}

/* Values beyond the heads: most often a comma inside a value that is not in quotes, so every later column is wrong. */
static void refuse_surplus(const struct import *import, struct slot *slot)
{
    const struct csv_row *file = &slot->row.file;
    for (size_t i = import->map.file_count; i < file->column_count; i++)
        if (*file->values[i]) {
            record_refuse(&slot->row.record, "",
                          SAY(import->cli->locale, "more values than heads; put a value with a separator in quotes",
                              "值的个数多于表头；含分隔符的值请加引号"));
            return;
        }
}

static void send_row(struct import *import, struct slot *slot)
{
    struct record *record = &slot->row.record;
    char key[IMPORT_KEY_SIZE];
    struct error error;
    if (slot->row.file.error.status != STATUS_OK)
        record_refuse(record, "", slot->row.file.error.message[import->cli->locale]);
    refuse_surplus(import, slot);
    ProtobufCMessage *request = record->refused ? NULL : import->kind->build(&import->context, record);
    if (record->refused) {
        settle(slot, VERDICT_INVALID);
        return;
    }
    import_key_row(import->key_prefix, slot->row.file.line, key);
    if (client_send(import->client, import->kind->method, request, import->kind->response_type, key, slot, &error) !=
        0) {
        record_refuse(record, error.field, error.message[import->cli->locale]);
        settle(slot, VERDICT_INVALID);
    }
}

/* 1: the next row stands in its slot; 0: the file has ended; -1: it cannot be read further. */
static int read_row(struct import *import, struct error *error)
{
    struct slot *slot = slot_of(import, import->read);
    arena_reset(&slot->arena);
    slot->row.file = (struct csv_row){0};
    int got = csv_reader_next(import->reader, &slot->arena, &slot->row.file, error);
    import->ended = got <= 0;
    if (got <= 0)
        return got;
    import->read++;
    start_record(import, slot);
    import_order_read(&slot->order, import->kind, &slot->row.record);
    return 1;
}

/* An earlier row about the same is still under way, or the one that tells whether the database is the same. */
static bool must_wait(struct import *import, uint64_t row)
{
    if (import->expected_id && row > 0)
        return true;
    for (uint64_t earlier = import->reported; earlier < row; earlier++)
        if (!slot_of(import, earlier)->settled &&
            import_order_binds(&slot_of(import, earlier)->order, &slot_of(import, row)->order))
            return true;
    return false;
}

/* Fills the window from the file. -1 when the file cannot be read further. */
static int send_rows(struct import *import, struct error *error)
{
    while (!import->stopped && import->sent - import->reported < IMPORT_WINDOW) {
        if (import->sent == import->read) {
            int got = import->ended ? 0 : read_row(import, error);
            if (got <= 0)
                return got;
        }
        if (must_wait(import, import->sent))
            return 0;
        send_row(import, slot_of(import, import->sent++));
    }
    return 0;
}

/* The service does not answer: a row that waited is not sent any more. */
static void give_up_waiting(struct import *import)
{
    if (import->stopped && import->sent < import->read)
        settle(slot_of(import, import->sent++), VERDICT_UNANSWERED);
}

static void keep_response(struct import *import, struct slot *slot, const ProtobufCMessage *response)
{
    struct buffer json = BUFFER(RESPONSE_JSON_MAX);
    import->kind->judge(response, &slot->row.record, &slot->row.verdict);
    slot->settled = true;
    if (import->cli->json && wire_to_json(response, WIRE_JSON_COMPACT | WIRE_JSON_DEFAULTS, &json) == 0)
        slot->row.response_json = arena_strdup(&slot->arena, json.data);
    buffer_release(&json);
}

static void keep_refusal(struct import *import, struct slot *slot, const struct client_reply *reply)
{
    enum exit_code code = exit_code_of(reply->status);
    struct record *record = &slot->row.record;
    for (size_t i = 0; i < reply->violation_count; i++)
        record_refuse(record, reply->violations[i].field, reply->violations[i].message);
    if (reply->violation_count == 0)
        record_refuse(record, "", reply->message);
    import->stopped |= code == EXIT_CODE_UNREACHED;
    settle(slot, code == EXIT_CODE_UNREACHED || code == EXIT_CODE_TROUBLE ? VERDICT_UNANSWERED : VERDICT_INVALID);
}

/* The first row of a run that goes on: the answer shows whether the database is still the one that the earlier run
 * filled. */
static void compare_with_earlier(struct import *import, const struct slot *slot)
{
    if (!import->expected_id || slot->row.verdict.kind == VERDICT_UNANSWERED)
        return;
    import->foreign = slot->row.verdict.id != import->expected_id;
    import->expected_id = 0;
}

static void receive_replies(struct import *import)
{
    struct client_reply reply;
    int wait_ms = slot_of(import, import->reported)->settled ? 0 : WAIT_MS;
    while (client_in_flight(import->client) > 0 &&
           client_receive(import->client, wait_ms, &import->reply_arena, &reply) > 0) {
        struct slot *slot = reply.context;
        if (reply.status == STATUS_OK && reply.response)
            keep_response(import, slot, reply.response);
        else
            keep_refusal(import, slot, &reply);
        compare_with_earlier(import, slot);
        arena_reset(&import->reply_arena);
        wait_ms = 0;
    }
}

/* Before the row is reported, now and then. What a service left unanswered is asked again by the next run: no
 * checkpoint comes after it. */
static void keep_checkpoint(struct import *import, const struct slot *slot)
{
    struct import_checkpoint checkpoint = {.next_id = slot->row.verdict.id};
    struct error error;
    int64_t now = clock_monotonic_us();
    if (import->unkept || now - import->kept_us < CHECKPOINT_PAUSE_US || slot->row.verdict.kind != VERDICT_ACCEPTED ||
        import->report.counts[VERDICT_UNANSWERED] || import_report_checkpoint(&import->report, &checkpoint) != 0)
        return;
    snprintf(checkpoint.key, sizeof checkpoint.key, "%s", import->key_prefix);
    import->kept_us = now;
    if (import_checkpoint_write(import->progress_path, &checkpoint, &error) == 0)
        return;
    import->unkept = true;
    import_note("", error.message[import->cli->locale]);
}

static void report_settled(struct import *import)
{
    while (!import->foreign && import->reported < import->read && slot_of(import, import->reported)->settled) {
        struct slot *slot = slot_of(import, import->reported);
        keep_checkpoint(import, slot);
        import_report_row(&import->report, &slot->row);
        import->reported++;
    }
    import_report_progress(&import->report, csv_reader_progress(import->reader));
}

int import_rows(struct import *import, struct error *error)
{
    int result = 0;
    do {
        if (send_rows(import, error) != 0)
            result = -1; /* what is under way is still waited for and reported */
        receive_replies(import);
        give_up_waiting(import);
        report_settled(import);
    } while (!import->foreign && (import->reported < import->read || !(import->ended || import->stopped)));
    return result;
}
