/*
 * The settings of one program as one table: name, type, default, help. They come from environment variables named
 * REMUDA_<NAME>; a secret from the file that REMUDA_<NAME>_FILE names. A REMUDA_ variable that is not in the table
 * is fatal, so a typing mistake never runs with a default. `--help` is printed from the table.
 */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum config_type {
    CONFIG_TEXT,    /* const char * */
    CONFIG_INTEGER, /* int64_t, within min..max */
    CONFIG_BOOL,    /* bool */
    CONFIG_SECRET   /* const char *, from REMUDA_<NAME>_FILE (one trailing newline dropped); REMUDA_<NAME> is accepted too */
};

struct config_option {
    const char *name; /* without REMUDA_: "BIND"; NULL ends the table */
    enum config_type type;
    const char *fallback; /* default as text; NULL: must be given */
    const char *help;     /* one line, in plain words, with the unit */
    size_t offset;        /* offsetof(struct ..., member) */
    int64_t min, max;     /* CONFIG_INTEGER only */
};

/* Fills `settings` (a struct with a member at each offset). Texts live until config_release; on failure there is nothing to
 * release. An empty variable counts as not set: compose files leave such behind. Errors name the variable ("REMUDA_WORKERS"). */
int config_load(const struct config_option *table, void *settings, char **environment, struct error *error);
/* Frees the texts, wipes the secrets. */
/* Only whether every REMUDA_ variable is one of the table: for what needs no settings, but must not run with a typing mistake. */
int config_check(const struct config_option *table, char **environment, struct error *error);
void config_release(const struct config_option *table, void *settings);
/* `--help`: the program's purpose and every variable with type, default and help. */
void config_print_help(const struct config_option *table, const char *program, const char *purpose, FILE *out);
