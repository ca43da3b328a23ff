/*
 * What an import tells: a line a row (or a JSON line), the file of rejected rows, a progress bar on a terminal, a
 * summary. The file of rejected rows keeps the columns as they stood and adds the field and the reason; mended, it can
 * be imported.
 */
#pragma once

#include "base/buffer.h"
#include "import.h"

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
    int64_t drawn_us; /* when the progress bar was drawn last */
    struct error error;
};

void import_report_open(struct import_report *report, const struct cli *cli, const struct import_kind *kind,
                        const struct column_map *map, const char *rejected_path);
void import_report_row(struct import_report *report, struct import_row *row);
/* Share of the file that was read, in ppm; -1 when unknown. */
void import_report_progress(struct import_report *report, int64_t ppm);
/* Prints the summary and closes the file of rejected rows. -1 with `error` when that file could not be written. */
int import_report_close(struct import_report *report, struct error *error);
