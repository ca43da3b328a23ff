/*
 * The JSON of `remuda try split`: a table's totals, weights and bounds. services/target_planning/README.md has its
 * schema.
 */
#pragma once

#include "cli.h"

#include "table_split.h"

struct split_input {
    struct table_wish wish;
    const char **row_names, **column_names;
};

/* Reads and checks the file; what is written lives in `arena`. -1 names the place: "weights[2]", "fixed[0].row". */
int split_input_read(const char *path, struct arena *arena, struct split_input *input, struct error *error);
