/*
 * Names in memory, found by their candidate keys: which of a million could a name mean? It takes names at any time; who
 * searches meanwhile in another thread needs a lock around both. Pure.
 * 1,000,000 names take about 200 MB; see tests/bench for the time of a search.
 */
#pragma once

#include "base/error.h"
#include "candidate_keys.h"

#define NAME_INDEX_MAX 4000000 /* names */
#define NAME_CANDIDATES_MAX 32 /* that one search gives; twice as many find no more */
/* Entries of lists that one search reads, those of the rarest keys first: this bounds its time. */
#define NAME_SEARCH_READ 400000

struct name_index;

struct name_index *name_index_create(void);
void name_index_destroy(struct name_index *index);
/* Names are numbered from 0 in the order of adding. -1 with `error` when there are NAME_INDEX_MAX. */
int name_index_add(struct name_index *index, const struct organisation_name *name, struct error *error);
size_t name_index_count(const struct name_index *index);
/* The name that was added as `number`. */
void name_index_name(const struct name_index *index, uint32_t number, struct organisation_name *name);

/* Asks the memory for it: of several names, all are asked for before the first is read. */
void name_index_prefetch(const struct name_index *index, uint32_t number);

/* Memory of one searching thread. */
struct name_search;
struct name_search *name_search_create(const struct name_index *index);
void name_search_destroy(struct name_search *search);

/* The numbers of the names that have most in common with `name`, the likeliest first; of equals the shorter, then the
 * earlier. Returns how many. What all lists of the name's keys would tell is read when these are short; of a name whose keys
 * many others have, too, those that share only these are not found beside others that share a rare one. */
size_t name_search_find(struct name_search *search, const struct organisation_name *name,
                        uint32_t found[static NAME_CANDIDATES_MAX]);
