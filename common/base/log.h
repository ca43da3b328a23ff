/*
 * One JSON line an event on standard error:
 *   {"time":"2014-09-01T08:00:00.123Z","level":"info","service":"lead_intake","event":"call_refused","trace":"...","method":"..."}
 * `event` is a fixed lower-case name, values stand in fields. A line has at most PIPE_BUF bytes: fields that do not fit
 * are left out, and "cut":true says so. Personal data and secrets are never fields above LOG_LEVEL_DEBUG.
 */
#pragma once

#include "base/banned.h"

#include <stdint.h>

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };
extern const char *const log_level_names[]; /* as in the log and in settings */

struct log_field {
    const char *name; /* NULL ends the list */
    const char *text; /* NULL: the value is `number` */
    int64_t number;
};

static inline const char *log_text(const char *value)
{
    return value ? value : "";
}

#define LOG_TEXT(key, value) {.name = (key), .text = log_text(value)} /* NULL is written as "" */
#define LOG_NUMBER(key, value) {.name = (key), .number = (value)}

/* The name that stands in "service"; must outlive the process. Level: what is below it is dropped. */
void log_open(const char *service, enum log_level level);
void log_set_level(enum log_level level);
/* The W3C trace id (32 hex digits) of what this thread works on; NULL or "" for none. Copied. */
void log_set_trace(const char *trace_id);
void log_write(enum log_level level, const char *event, const struct log_field *fields);

#define LOG_AT(level, event, ...) log_write(level, event, (const struct log_field[]){__VA_ARGS__ __VA_OPT__(,) {0}})
#define log_debug(...) LOG_AT(LOG_LEVEL_DEBUG, __VA_ARGS__)
#define log_info(...) LOG_AT(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_warning(...) LOG_AT(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_error(...) LOG_AT(LOG_LEVEL_ERROR, __VA_ARGS__)
