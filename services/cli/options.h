/*
 * Options and arguments of one command, parsed by a table. An option is "--name VALUE", "--name=VALUE" or, when it
 * takes no value, "--name"; "--" ends the options. An unknown option is refused with the nearest known one as a hint.
 */
#pragma once

#include "base/error.h"
#include "text.h"

#include <stdbool.h>
#include <stddef.h>

#define ARGUMENTS_POSITIONALS_MAX 64
#define ARGUMENTS_OPTIONS_MAX 32

struct option {
    const char *name;  /* without the dashes; NULL ends the table */
    const char *value; /* what the help calls the value: "CODE"; NULL: the option is a flag */
    struct text help;
    bool required;
};

struct arguments {
    const char *positionals[ARGUMENTS_POSITIONALS_MAX];
    size_t positional_count;
    struct {
        const struct option *option;
        const char *value;
    } given[ARGUMENTS_OPTIONS_MAX];
    size_t given_count;
};

/* The options that every command takes: --json, --locale, --timeout, --help, --version. */
extern const struct option global_options[];

/* Parses argv[0..argc) by both tables (`table` may be NULL). What is given lives in argv. Returns 0, or -1 with
 * `error`; missing required options are not checked here (see arguments_complete), so that --help can be asked for
 * without them. */
int arguments_parse(const struct option *table, int argc, const char *const *argv, struct arguments *arguments,
                    struct error *error);
/* -1 naming the first required option of `table` that was not given. */
int arguments_complete(const struct option *table, const struct arguments *arguments, struct error *error);
/* The option's value, "" for a flag that was given, NULL when it was not given. */
const char *arguments_value(const struct arguments *arguments, const char *name);
bool arguments_has(const struct arguments *arguments, const char *name);

/* The known option that `token` ("--name" or "--name=value") names; NULL when none of the table. */
const struct option *option_find(const struct option *table, const char *token);
/* Number of single edits between two words: for "did you mean". */
size_t edit_distance(const char *a, const char *b);
