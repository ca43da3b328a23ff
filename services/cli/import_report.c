#include "import_report.h"

#include "base/clock.h"
#include "output.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#define LINE_BYTES_MAX (256 * 1024)
#define METER_BYTES_MAX 256
#define BAR_PAUSE_US 100000
#define LINE_PAUSE_US 10000000 /* where no terminal can show a bar */

enum { WIDTH_LINE = 7, WIDTH_VERDICT = 14, WIDTH_TITLE = 36, WIDTH_ID = 9 };

static const struct {
    const char *code;
    struct text text;
} verdicts[VERDICT_COUNT] = {
    [VERDICT_ACCEPTED] = {"accepted", TEXT("accepted", "接受")},
    [VERDICT_KNOWN_AGAIN] = {"known_again", TEXT("known again", "已有")},
    [VERDICT_HELD_BY_OTHER] = {"held_by_other", TEXT("held by other", "他店持有")},
    [VERDICT_NEEDS_REVIEW] = {"needs_review", TEXT("needs review", "待审")},
    [VERDICT_INVALID] = {"invalid", TEXT("invalid", "无效")},
    [VERDICT_UNANSWERED] = {"unanswered", TEXT("unanswered", "未答复")},
};

const char *verdict_code(enum verdict_kind kind)
{
    return verdicts[kind].code;
}

const char *verdict_text(enum verdict_kind kind, enum locale locale)
{
    return verdicts[kind].text.in[locale];
}

bool verdict_rejects(enum verdict_kind kind)
{
    return kind == VERDICT_INVALID || kind == VERDICT_HELD_BY_OTHER;
}

void import_report_start(struct import_report *report, int64_t ppm)
{
    report->meter.rows_before = report->rows;
    report->meter.ppm_before = ppm;
    report->started_us = report->drawn_us = clock_monotonic_us();
}

void import_report_open(struct import_report *report, const struct cli *cli, const struct import_kind *kind,
                        const struct column_map *map, const char *rejected_path)
{
    *report = (struct import_report){
        .cli = cli,
        .kind = kind,
        .map = map,
        .rejected_path = rejected_path,
        .line = BUFFER(LINE_BYTES_MAX),
        .summary_only = arguments_has(&cli->arguments, "summary"),
        .terminal = isatty(STDERR_FILENO),
    };
    import_report_start(report, 0);
}

static bool open_rejected_again(struct import_report *report, int64_t bytes)
{
    FILE *file = fopen(report->rejected_path, "r+be");
    if (!file)
        return false;
    bool whole = fseeko(file, 0, SEEK_END) == 0 && ftello(file) >= bytes;
    if (whole && ftruncate(fileno(file), bytes) == 0 && fseeko(file, bytes, SEEK_SET) == 0) {
        report->rejected = file;
        return true;
    }
    fclose(file);
    return false;
}

bool import_report_resume(struct import_report *report, const struct import_checkpoint *checkpoint)
{
    if (checkpoint->rejected_bytes > 0 && !open_rejected_again(report, checkpoint->rejected_bytes))
        return false;
    report->rows = checkpoint->rows;
    memcpy(report->counts, checkpoint->counts, sizeof report->counts);
    return true;
}

int import_report_checkpoint(struct import_report *report, struct import_checkpoint *checkpoint)
{
    if (fflush(stdout) != 0 || report->rejected_failed || (report->rejected && fflush(report->rejected) != 0))
        return -1;
    checkpoint->rows = report->rows;
    memcpy(checkpoint->counts, report->counts, sizeof checkpoint->counts);
    checkpoint->rejected_bytes = report->rejected ? ftello(report->rejected) : 0;
    return checkpoint->rejected_bytes < 0 ? -1 : 0;
}

static void clear_progress(struct import_report *report)
{
    if (report->drawn)
        fputs("\r\033[K", stderr);
    report->drawn = false;
}

void import_report_progress(struct import_report *report, int64_t ppm)
{
    struct buffer line = BUFFER(METER_BYTES_MAX);
    int64_t now = clock_monotonic_us();
    if (now - report->drawn_us < (report->terminal ? BAR_PAUSE_US : LINE_PAUSE_US))
        return;
    report->drawn_us = now;
    report->meter.rows = report->rows;
    report->meter.ppm = ppm;
    report->meter.elapsed_us = now - report->started_us;
    import_meter_print(&report->meter, report->terminal, report->cli->locale, &line);
    clear_progress(report);
    fprintf(stderr, report->terminal ? "%s" : "remuda: %s\n", line.data);
    report->drawn = report->terminal;
    buffer_release(&line);
}

static const char *title_of(const struct import_report *report, const struct import_row *row)
{
    const char *title = row->record.values[report->kind->title];
    return title && *title ? title : "-";
}

static void print_cells(const char *line, const char *verdict, const char *title, const char *id, const char *remark)
{
    text_print(stdout, line, WIDTH_LINE, true, false);
    fputs("  ", stdout);
    text_print(stdout, verdict, WIDTH_VERDICT, false, false);
    fputs("  ", stdout);
    text_print(stdout, title, WIDTH_TITLE, false, true);
    fputs("  ", stdout);
    text_print(stdout, id, WIDTH_ID, true, false);
    printf("%s%s\n", *remark ? "  " : "", remark);
}

static void print_row(struct import_report *report, const struct import_row *row)
{
    enum locale locale = report->cli->locale;
    char line[24], id[24] = "-";
    if (!report->heading_printed)
        print_cells(SAY(locale, "line", "行"), SAY(locale, "verdict", "结论"), SAY(locale, "what", "对象"),
                    SAY(locale, "id", "编号"), SAY(locale, "remarks", "说明"));
    report->heading_printed = true;
    snprintf(line, sizeof line, "%" PRIu64, row->file.line);
    if (row->verdict.id)
        snprintf(id, sizeof id, "%" PRId64, row->verdict.id);
    print_cells(line, verdict_text(row->verdict.kind, locale), title_of(report, row), id,
                record_findings_text(&row->record, report->map));
}

static void add_json_text(struct buffer *json, const char *before, const char *text)
{
    buffer_add_text(json, before);
    buffer_add_json_string(json, text, strlen(text));
}

static void add_problems(const struct import_report *report, const struct record *record, struct buffer *json)
{
    for (size_t i = 0; i < record->finding_count; i++) {
        const char *head = column_map_head(report->map, record->findings[i].field);
        add_json_text(json, i ? ",{\"field\":" : "{\"field\":", record->findings[i].field);
        if (head)
            add_json_text(json, ",\"column\":", head);
        add_json_text(json, ",\"message\":", record->findings[i].message);
        buffer_add_char(json, '}');
    }
}

static void print_row_json(struct import_report *report, const struct import_row *row)
{
    struct buffer *json = &report->line;
    buffer_clear(json);
    buffer_printf(json, "{\"line\":%" PRIu64 ",\"verdict\":\"%s\"", row->file.line, verdict_code(row->verdict.kind));
    add_json_text(json, ",\"title\":", title_of(report, row));
    buffer_add_text(json, ",\"problems\":[");
    add_problems(report, &row->record, json);
    buffer_add_char(json, ']');
    if (row->response_json)
        buffer_printf(json, ",\"response\":%s", row->response_json);
    buffer_add_char(json, '}');
    puts(json->data);
}

static void write_rejected_line(struct import_report *report, const char *const *values, size_t count)
{
    buffer_clear(&report->line);
    if (csv_row_write(&report->line, values, count) != 0 ||
        fwrite(report->line.data, 1, report->line.length, report->rejected) != report->line.length)
        report->rejected_failed = true;
}

/* The row's columns as they stood, without those of an earlier rejection, and then field and reason. */
static void write_rejected(struct import_report *report, const char *const *raw, size_t raw_count, const char *field,
                           const char *reason)
{
    const char *values[CSV_COLUMNS_MAX + 2];
    size_t count = 0;
    for (size_t i = 0; i < report->map->file_count; i++)
        if (!column_is_rejection(report->map->heads[i]))
            values[count++] = i < raw_count ? raw[i] : "";
    values[count++] = field;
    values[count++] = reason;
    write_rejected_line(report, values, count);
}

static void open_rejected(struct import_report *report)
{
    enum locale locale = report->cli->locale;
    report->rejected = fopen(report->rejected_path, "wbe");
    if (!report->rejected) {
        report->rejected_failed = true;
        error_set(&report->error, STATUS_INTERNAL, "rejected", "%s cannot be written: %s", "无法写入 %s：%s",
                  report->rejected_path, strerror(errno));
        return;
    }
    fputs(CSV_BOM, report->rejected);
    write_rejected(report, report->map->heads, report->map->file_count, rejection_field.in[locale],
                   rejection_reason.in[locale]);
}

static void keep_rejected(struct import_report *report, struct import_row *row)
{
    struct buffer fields = BUFFER(LINE_BYTES_MAX);
    for (size_t i = 0; i < row->record.finding_count; i++) {
        const char *field = row->record.findings[i].field;
        const char *head = column_map_head(report->map, field);
        buffer_printf(&fields, "%s%s", i ? "; " : "", head ? head : field);
    }
    if (!report->rejected && !report->rejected_failed)
        open_rejected(report);
    if (report->rejected)
        write_rejected(report, row->file.raw, row->file.raw ? row->file.column_count : 0,
                       fields.data ? fields.data : "", record_findings_text(&row->record, report->map));
    buffer_release(&fields);
}

void import_report_row(struct import_report *report, struct import_row *row)
{
    report->rows++;
    report->counts[row->verdict.kind]++;
    if (!report->summary_only) {
        clear_progress(report);
        if (report->cli->json)
            print_row_json(report, row);
        else
            print_row(report, row);
    }
    if (verdict_rejects(row->verdict.kind))
        keep_rejected(report, row);
}

static void print_summary(struct import_report *report)
{
    enum locale locale = report->cli->locale;
    printf(SAY(locale, "%s%" PRIu64 " rows", "%s共 %" PRIu64 " 行"), report->heading_printed ? "\n" : "", report->rows);
    for (int kind = 0; kind < VERDICT_COUNT; kind++)
        if (report->counts[kind])
            printf("%s%s %" PRIu64, SAY(locale, ", ", "，"), verdict_text((enum verdict_kind)kind, locale),
                   report->counts[kind]);
    puts(SAY(locale, ".", "。"));
    if (report->rejected)
        printf(SAY(locale, "Rejected rows, with the reason: %s. Mend them there and import that file.\n",
                   "被拒绝的行及原因：%s。改好后导入该文件即可。\n"),
               report->rejected_path);
}

static void print_summary_json(struct import_report *report)
{
    struct buffer *json = &report->line;
    buffer_clear(json);
    buffer_printf(json, "{\"summary\":{\"rows\":%" PRIu64, report->rows);
    for (int kind = 0; kind < VERDICT_COUNT; kind++)
        buffer_printf(json, ",\"%s\":%" PRIu64, verdict_code((enum verdict_kind)kind), report->counts[kind]);
    if (report->rejected)
        add_json_text(json, ",\"rejectedFile\":", report->rejected_path);
    buffer_add_text(json, "}}");
    puts(json->data);
}

void import_report_abandon(struct import_report *report)
{
    clear_progress(report);
    if (report->rejected)
        fclose(report->rejected);
    buffer_release(&report->line);
}

int import_report_close(struct import_report *report, struct error *error)
{
    clear_progress(report);
    if (report->cli->json)
        print_summary_json(report);
    else
        print_summary(report);
    if (report->rejected && fclose(report->rejected) != 0)
        report->rejected_failed = true;
    buffer_release(&report->line);
    if (!report->rejected_failed)
        return 0;
    if (report->rejected)
        return error_set(error, STATUS_INTERNAL, "rejected", "%s cannot be written completely.", "%s 未能完整写入。",
                         report->rejected_path);
    *error = report->error;
    return -1;
}
