/*
 * Files of facts into a service: each row is read into a request, many calls are under way at once, each row gets a
 * verdict, in the file's order. What a kind of file is (leads, deliveries, customers) stands in a struct import_kind;
 * the engine is the same for all.
 */
#pragma once

#include "cli.h"
#include "columns.h"
#include "industries.h"
#include "record.h"

#define IMPORT_WINDOW 512 /* calls under way, and rows kept in memory: two full batches of a service */

enum verdict_kind {
    VERDICT_ACCEPTED,
    VERDICT_KNOWN_AGAIN,
    VERDICT_HELD_BY_OTHER,
    VERDICT_NEEDS_REVIEW,
    VERDICT_INVALID,
    VERDICT_UNANSWERED, /* the service was not reached or failed: the same file can be imported again */
    VERDICT_COUNT
};

struct verdict {
    enum verdict_kind kind;
    int64_t id; /* of the lead, delivery or customer; 0: none */
};

/* What building a request may need of other services. */
struct import_context {
    struct cli *cli;
    struct industries industries;
};

struct import_kind {
    const char *name; /* "lead": first part of the idempotency keys */
    const struct column *columns;
    size_t column_count;
    size_t title; /* the column by which a person knows the row */
    size_t code;  /* a column whose equal values mean the same customer or vehicle; may be the title */
    enum service service;
    const char *method;
    const ProtobufCMessageDescriptor *response_type;
    size_t industry; /* the column that needs directory's list of industries */
    /* The request in record->arena; what is wrong becomes findings of the record. */
    ProtobufCMessage *(*build)(struct import_context *context, struct record *record);
    void (*judge)(const ProtobufCMessage *response, struct record *record, struct verdict *verdict);
};

extern const struct import_kind lead_kind, delivery_kind, customer_kind;

/* Imports the file ("-" is standard input) with the options --rejected and --summary; options that name a column's
 * `option` give the value for rows that have none. */
enum exit_code import_run(struct cli *cli, const struct import_kind *kind, const char *path);

/* The request of a single call from the options, by the same columns. NULL after printing what is wrong. */
ProtobufCMessage *import_single(struct import_context *context, const struct import_kind *kind);

/* "accepted" and so on: the stable word of JSON output; and the word for people. */
const char *verdict_code(enum verdict_kind kind);
const char *verdict_text(enum verdict_kind kind, enum locale locale);
/* Rows with this verdict were not stored and go to the file of rejected rows. */
bool verdict_rejects(enum verdict_kind kind);
