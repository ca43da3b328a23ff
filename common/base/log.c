#include "base/log.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/date.h"

#include <limits.h>
#include <stdatomic.h>
#include <unistd.h>

#define LINE_MAX_BYTES PIPE_BUF /* what one write puts into a pipe unmixed with others' */
#define LINE_END_BYTES 16       /* room for the end of a line that had to be cut */

const char *const log_level_names[] = {"debug", "info", "warning", "error"};
static const char *service_name = "remuda";
static _Atomic int lowest_level = LOG_LEVEL_INFO;
static _Thread_local char trace[33];

void log_open(const char *service, enum log_level level)
{
    service_name = service;
    atomic_store(&lowest_level, (int)level);
}

void log_set_level(enum log_level level)
{
    atomic_store(&lowest_level, (int)level);
}

void log_set_trace(const char *trace_id)
{
    snprintf(trace, sizeof trace, "%s", trace_id ? trace_id : "");
}

static void add_time(struct buffer *line)
{
    int64_t now = clock_unix_ms();
    char day[DATE_TEXT_SIZE];
    int64_t in_day = now % 86400000;
    day_format((day_t)(now / 86400000), day);
    buffer_printf(line, "{\"time\":\"%sT%02d:%02d:%02d.%03dZ\"", day, (int)(in_day / 3600000),
                  (int)(in_day / 60000 % 60), (int)(in_day / 1000 % 60), (int)(in_day % 1000));
}

static int add_field(struct buffer *line, const struct log_field *field)
{
    size_t start = line->length;
    int result = buffer_printf(line, ",\"%s\":", field->name);
    if (result == 0)
        result = field->text ? buffer_add_json_string(line, field->text, strlen(field->text))
                             : buffer_printf(line, "%lld", (long long)field->number);
    if (result != 0)
        line->length = start; /* a name without its value would not be JSON */
    return result;
}

static void add_fields(struct buffer *line, const struct log_field *fields)
{
    bool cut = false;
    for (const struct log_field *field = fields; field->name; field++)
        cut |= add_field(line, field) != 0;
    line->max = LINE_MAX_BYTES;
    buffer_add_text(line, cut ? ",\"cut\":true}\n" : "}\n");
}

void log_write(enum log_level level, const char *event, const struct log_field *fields)
{
    if ((int)level < atomic_load_explicit(&lowest_level, memory_order_relaxed))
        return;
    struct buffer line = BUFFER(LINE_MAX_BYTES - LINE_END_BYTES);
    add_time(&line);
    buffer_printf(&line, ",\"level\":\"%s\",\"service\":\"%s\",\"event\":\"%s\"", log_level_names[level], service_name,
                  event);
    if (*trace)
        add_field(&line, &(struct log_field)LOG_TEXT("trace", trace));
    add_fields(&line, fields);
    /* One write a line: lines of several threads and processes do not mix. A log that cannot be written is not an
     * error. */
    ssize_t written = write(STDERR_FILENO, line.data, line.length);
    (void)written;
    buffer_release(&line);
}
