/* An import under way, for import.c (opening, going on, ending) and import_rows.c (its rows through the service) alone.
 */
#pragma once

#include "import_checkpoint.h"
#include "import_order.h"
#include "import_report.h"

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
    char rejected_path[PATH_BYTES_MAX], progress_path[PATH_BYTES_MAX], key_prefix[IMPORT_KEY_SIZE];
    const char *defaults[COLUMNS_MAX]; /* by column, from the options */
    struct csv_reader *reader;
    struct column_map map;
    struct client *client;
    struct import_report report;
    struct arena arena, reply_arena;
    struct slot *slots;            /* IMPORT_WINDOW; row n stands in slots[n % IMPORT_WINDOW] */
    uint64_t reported, sent, read; /* rows; at most one is read and waits to be sent */
    bool ended, stopped;           /* the file; the service, which did not answer */
    int64_t expected_id; /* what the first row must get when an earlier run is gone on with; 0: nothing yet to see */
    bool foreign;        /* it got another: that run was of another database */
    int64_t kept_us;     /* when the checkpoint was written last */
    bool unkept;         /* it cannot be written */
};

/* Sends, receives and reports until the file's end, or until nothing answers any more. -1 when the file cannot be read
 * further. */
int import_rows(struct import *import, struct error *error);
/* A line on standard error, when there is something in `list`. */
void import_note(const char *before, const char *list);
