/*
 * What went wrong, for the caller: a status, the field it concerns, and one sentence in each language that says
 * what is wrong with the value and what to do. Functions that can fail take a `struct error *` last, fill it and return -1.
 * On failure nothing has changed.
 */
#pragma once

#include "base/banned.h"
#include "base/status.h"

#include <stdarg.h>
#include <stdint.h>

enum locale { LOCALE_EN, LOCALE_ZH_CN, LOCALE_COUNT };

#define ERROR_FIELD_SIZE 160   /* bytes with the closing NUL; longer paths are cut */
#define ERROR_MESSAGE_SIZE 400 /* bytes with the closing NUL; longer messages are cut between characters */

struct error {
    enum status status;
    uint32_t retry_after_ms; /* with UNAVAILABLE and RESOURCE_EXHAUSTED: when to try again; 0 not said */
    char field[ERROR_FIELD_SIZE]; /* path of the field ("lines[3].vin"); empty when it is about no field */
    char message[LOCALE_COUNT][ERROR_MESSAGE_SIZE];
};

/* "zh-CN", "zh", "zh-Hans-CN" give LOCALE_ZH_CN; everything else, NULL included, gives LOCALE_EN. */
enum locale locale_of(const char *tag);

/* Fills `error` (may be NULL) and returns -1. Both formats take the same arguments in the same order.
 * `field` may be NULL. */
int error_set(struct error *error, enum status status, const char *field, const char *en, const char *zh, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
int error_vset(struct error *error, enum status status, const char *field, const char *en, const char *zh, va_list);

/* Puts a prefix before the field ("lines[3]" + "vin" = "lines[3].vin", "weights" + "[2]" = "weights[2]") and returns -1. */
int error_within(struct error *error, const char *prefix_format, ...) __attribute__((format(printf, 2, 3)));
