/*
 * Names in memory, found by their candidate keys: which of a million could a name mean? Pure.
 * 1,000,000 names take about 200 MB once closed; see tests/bench for the time of a search.
 */
#pragma once

#include "base/error.h"
#include "candidate_keys.h"

#define NAME_INDEX_MAX 4000000 /* names */
#define NAME_CANDIDATES_MAX 64 /* that one search gives; twice as many find no more */
/* Entries of lists that one search reads, those of the rarest keys first: this bounds its time. */
#define NAME_SEARCH_READ 400000

struct name_index;

/* An empty index. It takes names until it is closed and can be searched from then on. */
struct name_index *name_index_create(void);
/* Names are numbered from 0 in the order of adding. -1 with `error` when there are NAME_INDEX_MAX. */
int name_index_add(struct name_index *index, const struct organisation_name *name, struct error *error);
void name_index_close(struct name_index *index);
void name_index_destroy(struct name_index *index);

/* Memory of one searching thread. */
struct name_search;
struct name_search *name_search_create(const struct name_index *index);
void name_search_destroy(struct name_search *search);

/* The numbers of the names that have most in common with `name`, the likeliest first; of equals the shorter, then the
 * earlier. Returns how many. */
size_t name_search_find(struct name_search *search, const struct organisation_name *name,
                        uint32_t found[static NAME_CANDIDATES_MAX]);
