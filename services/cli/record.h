/*
 * One row of a file, or the options of one call, read field by field into a request: each reader returns the value and
 * keeps what is wrong as a finding, so that one pass tells everything that a person must mend.
 */
#pragma once

#include "base/arena.h"
#include "columns.h"

#include <protobuf-c/protobuf-c.h>
#include <stdint.h>

#define RECORD_FINDINGS_MAX 8 /* further ones are dropped */

struct finding {
    const char *field, *message;
};

struct record {
    const struct column *columns;
    const char *values[COLUMNS_MAX]; /* by column; "" where nothing is given */
    struct arena *arena;             /* requests and findings live here */
    enum locale locale;
    struct finding findings[RECORD_FINDINGS_MAX];
    size_t finding_count;
    bool refused; /* a finding that forbids sending; the others are remarks */
};

/* All return copies in the arena, "" or 0 when nothing is given; a required column without a value is a finding. */
char *record_text(struct record *record, size_t column);
int32_t record_int32(struct record *record, size_t column, int32_t min, int32_t max);
int64_t record_int64(struct record *record, size_t column, int64_t min, int64_t max);
char *record_day(struct record *record, size_t column);     /* ISO */
int64_t record_money(struct record *record, size_t column); /* yuan -> fen, not negative */
int record_enum(struct record *record, size_t column, const ProtobufCEnumDescriptor *type);

void record_refuse(struct record *record, const char *field, const char *message);
void record_remark(struct record *record, const char *field, const char *message);
/* The findings as one line, each with the head of the file (`map` may be NULL) or the field's path. */
const char *record_findings_text(const struct record *record, const struct column_map *map);
