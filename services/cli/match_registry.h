/*
 * A file of known organisations in memory, for trying how names are recognised: by the rules and the index of
 * services/lead_intake.
 */
#pragma once

#include "cli.h"
#include "match.h"

struct match_registry;

/* One row of the registry. */
struct match_organisation {
    const char *id, *name;         /* as they stood */
    const char *uscc, *region_key; /* normal form, "" unknown */
};

/* A row's name, region and code in normal form, "" where there is none that can be used. */
struct match_texts {
    const char *key, *region_key, *uscc;
};

/* Texts live in the arena or are `name` itself. -1 when the name cannot be used (the rest is set). */
int match_texts_read(const char *name, const char *region, const char *uscc, struct arena *arena,
                     struct match_texts *texts, struct error *error);

/* Reads the file. Rows that cannot be used are told on standard error and counted in *rejected. NULL with `error` when
 * the file cannot be read or lacks a column. */
struct match_registry *match_registry_open(const struct cli *cli, const char *path, uint64_t *rejected,
                                           struct error *error);
void match_registry_close(struct match_registry *registry);

/* What the description means. *organisation: the likeliest, NULL when nothing speaks for any. */
void match_registry_find(struct match_registry *registry, const struct described *query, struct match *match,
                         const struct match_organisation **organisation);
