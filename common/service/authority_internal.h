/* How a snapshot is put together: by authority_store.c from the views, by tests from arrays. */
#pragma once

#include "base/arena.h"
#include "bus/curve_keys.h"
#include "service/authority.h"

#include <stdatomic.h>
#include <uthash.h>

struct authority_unit {
    int64_t unit_id, parent_id;
    enum unit_kind kind;
    const char *code;
    UT_hash_handle hh, by_code;
};

struct authority_principal {
    struct principal principal;
    struct grant *grants;
    size_t grant_capacity;
    UT_hash_handle hh, by_name;
};

struct authority_key {
    char public_key[CURVE_KEY_SIZE];
    struct authority_principal *principal;
    UT_hash_handle hh;
};

struct authority {
    struct arena arena; /* everything below lives here, except uthash's tables */
    atomic_int references;
    int64_t version;
    struct authority_unit *units, *units_by_code;
    struct authority_principal *principals, *principals_by_name;
    struct authority_key *keys;
};

struct authority_holder;

struct authority *authority_create(void); /* one reference */
/* Takes the reference over: `fresh` is the current snapshot from now on. */
void authority_holder_replace(struct authority_holder *holder, struct authority *fresh);
void authority_add_unit(struct authority *, int64_t unit_id, int64_t parent_id, enum unit_kind kind, const char *code);
void authority_add_principal(struct authority *, int64_t principal_id, const char *name, int64_t person_id);
/* What names a principal that is not there is left out. */
void authority_add_grant(struct authority *, int64_t principal_id, enum role role, int64_t unit_id);
void authority_add_key(struct authority *, const char *public_key, int64_t principal_id);
