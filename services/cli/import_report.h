/*
 * What an import tells: a line a row (or a JSON line), the file of rejected rows, how far it is (a bar on a terminal, else
 * a line now and then), a summary. The file of rejected rows keeps the columns as they stood and adds the field and the reason; mended, it can
 * be imported.
 */
#pragma once

#include "base/buffer.h"
#include "import.h"
#include "import_checkpoint.h"
#include "import_meter.h"

#include <stdio.h>

struct import_row {
    struct csv_row file; /* as read */
    struct record record;
    struct verdict verdict;
    const char *response_json; /* NULL: none */
};

struct import_report {
    const struct cli *cli;
    const struct import_kind *kind;
    const struct column_map *map;
    const char *rejected_path;
    FILE *rejected; /* opened with the first rejected row */
    struct buffer line;
    uint64_t rows, counts[VERDICT_COUNT];
    bool summary_only, terminal, heading_printed, rejected_failed;
    struct import_meter meter;
    int64_t started_us, drawn_us; /* of the rows; when the progress was told last */
    bool drawn;                   /* a bar stands on the terminal's line */
    struct error error;
};

void import_report_open(struct import_report *report, const struct cli *cli, const struct import_kind *kind,
                        const struct column_map *map, const char *rejected_path);
/* Counts on from an interrupted run. False when its file of rejected rows is not what it was: then nothing has changed. */
bool import_report_resume(struct import_report *report, const struct import_checkpoint *checkpoint);
/* Now the first row is read, with so much of the file before it: for rate and remaining time. */
void import_report_start(struct import_report *report, int64_t ppm);
/* What was told so far has left this program. Fills rows, counts and rejected_bytes. */
int import_report_checkpoint(struct import_report *report, struct import_checkpoint *checkpoint);
void import_report_row(struct import_report *report, struct import_row *row);
/* Share of the file that was read, in ppm; -1 when unknown. */
void import_report_progress(struct import_report *report, int64_t ppm);
/* Instead of closing: without a summary. */
void import_report_abandon(struct import_report *report);
/* Prints the summary and closes the file of rejected rows. -1 with `error` when that file could not be written. */
int import_report_close(struct import_report *report, struct error *error);
