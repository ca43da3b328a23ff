#include "import_run.h"

#include "base/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#define REJECTED_ENDING ".rejected.csv"
#define PROGRESS_ENDING ".progress"

/* What the heads are taken for; a file without the needed ones is still read, and every row says what it lacks. */
static void tell_columns(const struct import *import)
{
    enum locale locale = import->cli->locale;
    struct arena arena = {0};
    const char *missing = column_map_missing(&import->map, import->defaults, locale, &arena);
    import_note(SAY(locale, "columns not found: ", "缺少列："), missing);
    if (*missing)
        import_note(SAY(locale, "known columns: ", "可识别的列："), column_map_known(&import->map, locale, &arena));
    import_note(SAY(locale, "columns not used: ", "未使用的列："), column_map_unused(&import->map, &arena));
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

/* The file of rejected rows must not be the file that is being read. The progress lies beside it. */
static int choose_paths(struct import *import, struct error *error)
{
    const char *given = arguments_value(&import->cli->arguments, "rejected");
    const char *base = strncmp(import->path, "/proc/self/", strlen("/proc/self/")) == 0 ? "stdin" : import->path;
    struct stat input, output;
    if (given)
        snprintf(import->rejected_path, sizeof import->rejected_path, "%s", given);
    else
        snprintf(import->rejected_path, sizeof import->rejected_path, "%.*s" REJECTED_ENDING,
                 (int)(sizeof import->rejected_path - sizeof REJECTED_ENDING), base);
    snprintf(import->progress_path, sizeof import->progress_path, "%.*s" PROGRESS_ENDING,
             (int)(sizeof import->progress_path - sizeof PROGRESS_ENDING), given ? given : base);
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

static int skip_rows(struct import *import, uint64_t rows, struct error *error)
{
    struct arena arena = {0};
    int got = 1;
    for (uint64_t i = 0; i < rows && got > 0; i++) {
        struct csv_row row = {0};
        arena_reset(&arena);
        got = csv_reader_next(import->reader, &arena, &row, error);
    }
    arena_release(&arena);
    return got < 0 ? -1 : 0;
}

/* Behind the rows that an interrupted run of the same import told already. */
static int go_on(struct import *import, struct error *error)
{
    struct import_checkpoint checkpoint;
    struct import_report *report = &import->report;
    import->kept_us = clock_monotonic_us();
    if (!import_checkpoint_read(import->progress_path, import->key_prefix, &checkpoint) ||
        !import_report_resume(report, &checkpoint))
        return 0;
    if (skip_rows(import, checkpoint.rows, error) != 0) {
        import_report_abandon(report);
        return -1;
    }
    import_report_start(report, csv_reader_progress(import->reader));
    import->expected_id = checkpoint.next_id;
    fprintf(stderr,
            SAY(import->cli->locale,
                "remuda: goes on after %" PRIu64 " rows that an interrupted run told already (%s)\n",
                "remuda：接续上次中断的导入，前 %" PRIu64 " 行已处理（%s）\n"),
            checkpoint.rows, import->progress_path);
    return 0;
}

static int open_import(struct import *import, struct error *error)
{
    read_defaults(import);
    if (choose_paths(import, error) != 0 ||
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
    return go_on(import, error);
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
    import_checkpoint_delete(import->progress_path);
    return import->report.counts[VERDICT_INVALID] || import->report.counts[VERDICT_HELD_BY_OTHER]
               ? EXIT_CODE_ROWS_REJECTED
               : EXIT_CODE_DONE;
}

/* False: to be run again from the first row, because the progress file told of another database; it was deleted. */
static bool run_once(struct import *import, enum exit_code *code)
{
    struct error error;
    if (open_import(import, &error) != 0) {
        *code = cli_fail(import->cli, &error);
        return true;
    }
    int result = import_rows(import, &error);
    if (!import->foreign) {
        *code = conclude(import, result, &error);
        return true;
    }
    import_note(import->progress_path, SAY(import->cli->locale, " tells of another database: from the first row.",
                                           " 属于另一数据库：从第一行开始。"));
    import_report_abandon(&import->report);
    if (import_checkpoint_delete(import->progress_path) == 0)
        return false;
    error_set(&error, STATUS_INTERNAL, "FILE", "%s cannot be deleted: %s", "无法删除 %s：%s", import->progress_path,
              strerror(errno));
    *code = cli_fail(import->cli, &error);
    return true;
}

static enum exit_code import_path(struct cli *cli, const struct import_kind *kind, const char *path)
{
    enum exit_code code = EXIT_CODE_DONE;
    for (bool done = false; !done;) {
        struct import import = {.cli = cli, .kind = kind, .path = path};
        done = run_once(&import, &code);
        release_import(&import);
    }
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
