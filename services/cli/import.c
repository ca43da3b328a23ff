#include "import.h"

#include "import_key.h"
#include "import_order.h"
#include "import_report.h"
#include "wire/wire.h"

#include <sys/stat.h>
#include <unistd.h>

#define WAIT_MS 200
#define RESPONSE_JSON_MAX (64 * 1024)
#define REJECTED_ENDING ".rejected.csv"
#define PATH_BYTES_MAX 4096

/* One place of the window: a row from being read until it is reported. */
struct slot {
    struct import_row row;
    struct import_order order;
    struct arena arena;
    bool settled;
};

struct import {
    struct cli *cli;
    const struct import_kind *kind;
    struct import_context context;
    const char *path;
    char rejected_path[PATH_BYTES_MAX], key_prefix[IMPORT_KEY_SIZE];
    const char *defaults[COLUMNS_MAX]; /* by column, from the options */
    struct csv_reader *reader;
    struct column_map map;
    struct client *client;
    struct import_report report;
    struct arena arena, reply_arena;
    struct slot *slots;            /* IMPORT_WINDOW; row n stands in slots[n % IMPORT_WINDOW] */
    uint64_t reported, sent, read; /* rows; at most one is read and waits to be sent */
    bool ended, stopped;           /* the file; the service, which did not answer */
};

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

/* An earlier row about the same is still under way. */
static bool must_wait(struct import *import, uint64_t row)
{
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
        arena_reset(&import->reply_arena);
        wait_ms = 0;
    }
}

static void report_settled(struct import *import)
{
    while (import->reported < import->read && slot_of(import, import->reported)->settled)
        import_report_row(&import->report, &slot_of(import, import->reported++)->row);
    import_report_progress(&import->report, csv_reader_progress(import->reader));
}

static int import_rows(struct import *import, struct error *error)
{
    int result = 0;
    do {
        if (send_rows(import, error) != 0)
            result = -1; /* what is under way is still waited for and reported */
        receive_replies(import);
        give_up_waiting(import);
        report_settled(import);
    } while (import->reported < import->read || !(import->ended || import->stopped));
    return result;
}

static void print_note(const char *before, const char *list)
{
    if (*list)
        fprintf(stderr, "remuda: %s%s\n", before, list);
}

/* What the heads are taken for; a file without the needed ones is still read, and every row says what it lacks. */
static void tell_columns(const struct import *import)
{
    enum locale locale = import->cli->locale;
    struct arena arena = {0};
    const char *missing = column_map_missing(&import->map, import->defaults, locale, &arena);
    print_note(SAY(locale, "columns not found: ", "缺少列："), missing);
    if (*missing)
        print_note(SAY(locale, "known columns: ", "可识别的列："), column_map_known(&import->map, locale, &arena));
    print_note(SAY(locale, "columns not used: ", "未使用的列："), column_map_unused(&import->map, &arena));
    arena_release(&arena);
}

static int read_heads(struct import *import, struct error *error)
{
    struct csv_row heads = {0};
    int got = csv_reader_next(import->reader, &import->arena, &heads, error);
    if (got < 0)
        return -1;
    if (got == 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, "FILE", "%s is empty: it has no row of heads.",
                         "%s 是空文件，没有表头。", import->path);
    if (heads.error.status != STATUS_OK) {
        *error = heads.error;
        return -1;
    }
    column_map_init(&import->map, import->kind->columns, import->kind->column_count, &heads, &import->arena);
    return 0;
}

static void read_defaults(struct import *import)
{
    for (size_t i = 0; i < import->kind->column_count; i++)
        if (import->kind->columns[i].option)
            import->defaults[i] = arguments_value(&import->cli->arguments, import->kind->columns[i].option);
}

/* The file of rejected rows must not be the file that is being read. */
static int choose_rejected_path(struct import *import, struct error *error)
{
    const char *given = arguments_value(&import->cli->arguments, "rejected");
    const char *base = strncmp(import->path, "/proc/self/", strlen("/proc/self/")) == 0 ? "stdin" : import->path;
    struct stat input, output;
    if (given)
        snprintf(import->rejected_path, sizeof import->rejected_path, "%s", given);
    else
        snprintf(import->rejected_path, sizeof import->rejected_path, "%.*s" REJECTED_ENDING,
                 (int)(sizeof import->rejected_path - sizeof REJECTED_ENDING), base);
    if (stat(import->path, &input) == 0 && stat(import->rejected_path, &output) == 0 && input.st_dev == output.st_dev &&
        input.st_ino == output.st_ino)
        return error_set(error, STATUS_INVALID_ARGUMENT, "rejected",
                         "%s is the file that is imported. Name another one.", "%s 就是要导入的文件，请另取一个名称。",
                         import->rejected_path);
    return 0;
}

static void load_context(struct import *import)
{
    const struct import_kind *kind = import->kind;
    import->context.cli = import->cli;
    if (column_map_head(&import->map, kind->columns[kind->industry].field))
        industries_load(&import->context.industries, import->cli);
}

static int open_import(struct import *import, struct error *error)
{
    read_defaults(import);
    if (choose_rejected_path(import, error) != 0 ||
        import_key_prefix(import->path, import->kind->name, import->defaults, import->kind->column_count,
                          import->key_prefix, error) != 0)
        return -1;
    import->reader = csv_reader_open(import->path, error);
    if (!import->reader || read_heads(import, error) != 0)
        return -1;
    import->client = cli_connect(import->cli, import->kind->service, error);
    if (!import->client)
        return -1;
    tell_columns(import);
    load_context(import);
    import->slots = calloc(IMPORT_WINDOW, sizeof *import->slots);
    if (!import->slots)
        return error_set(error, STATUS_INTERNAL, NULL, "Out of memory.", "内存不足。");
    import_report_open(&import->report, import->cli, import->kind, &import->map, import->rejected_path);
    return 0;
}

static void release_import(struct import *import)
{
    for (size_t i = 0; import->slots && i < IMPORT_WINDOW; i++)
        arena_release(&import->slots[i].arena);
    free(import->slots);
    if (import->client)
        client_destroy(import->client);
    if (import->reader)
        csv_reader_close(import->reader);
    arena_release(&import->reply_arena);
    arena_release(&import->arena);
}

static enum exit_code conclude(struct import *import, int result, struct error *error)
{
    struct error rejected_error;
    if (import_report_close(&import->report, &rejected_error) != 0)
        return cli_fail(import->cli, &rejected_error);
    if (result != 0)
        return cli_fail(import->cli, error);
    if (import->stopped) {
        error_set(
            error, STATUS_UNAVAILABLE, NULL,
            "The service stopped answering; the rest was not sent. Import the same file again: nothing happens twice.",
            "服务中途停止应答，其余行未发送。请重新导入同一文件，不会重复生效。");
        return cli_fail(import->cli, error);
    }
    if (import->report.counts[VERDICT_UNANSWERED])
        return EXIT_CODE_TROUBLE;
    return import->report.counts[VERDICT_INVALID] || import->report.counts[VERDICT_HELD_BY_OTHER]
               ? EXIT_CODE_ROWS_REJECTED
               : EXIT_CODE_DONE;
}

static enum exit_code import_path(struct cli *cli, const struct import_kind *kind, const char *path)
{
    struct import import = {.cli = cli, .kind = kind, .path = path};
    struct error error;
    enum exit_code code;
    if (open_import(&import, &error) != 0)
        code = cli_fail(cli, &error);
    else
        code = conclude(&import, import_rows(&import, &error), &error);
    release_import(&import);
    return code;
}

/* Standard input is kept in a temporary file, because its content must be hashed before the first row is sent. */
static FILE *spool_standard_input(char path[static PATH_BYTES_MAX])
{
    char chunk[64 * 1024];
    size_t length;
    FILE *file = tmpfile();
    if (!file)
        return NULL;
    while ((length = fread(chunk, 1, sizeof chunk, stdin)) > 0)
        fwrite(chunk, 1, length, file);
    if (ferror(stdin) || fflush(file) != 0 || ferror(file)) {
        fclose(file);
        return NULL;
    }
    snprintf(path, PATH_BYTES_MAX, "/proc/self/fd/%d", fileno(file));
    return file;
}

enum exit_code import_run(struct cli *cli, const struct import_kind *kind, const char *path)
{
    char spooled[PATH_BYTES_MAX];
    if (strcmp(path, "-") != 0)
        return import_path(cli, kind, path);
    FILE *file = spool_standard_input(spooled);
    if (!file) {
        error_set(&cli->error, STATUS_INTERNAL, "FILE", "Standard input cannot be kept in a temporary file.",
                  "无法将标准输入暂存到临时文件。");
        return cli_fail(cli, &cli->error);
    }
    enum exit_code code = import_path(cli, kind, spooled);
    fclose(file);
    return code;
}

ProtobufCMessage *import_single(struct import_context *context, const struct import_kind *kind)
{
    struct cli *cli = context->cli;
    struct record record = {.columns = kind->columns, .arena = &cli->arena, .locale = cli->locale};
    for (size_t i = 0; i < kind->column_count; i++) {
        const char *value = kind->columns[i].option ? arguments_value(&cli->arguments, kind->columns[i].option) : NULL;
        record.values[i] = value ? value : "";
    }
    if (*record.values[kind->industry])
        industries_load(&context->industries, cli);
    ProtobufCMessage *request = kind->build(context, &record);
    if (!record.refused)
        return request;
    const char *findings = record_findings_text(&record, NULL);
    error_set(&cli->error, STATUS_INVALID_ARGUMENT, NULL, "%s", "%s", findings);
    cli_usage(cli, &cli->error);
    return NULL;
}
