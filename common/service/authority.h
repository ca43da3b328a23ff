/*
 * Who may do what: a snapshot of directory's published views (principals, keys, grants, units), read again whenever its
 * version changes, at most a second late. Immutable once made, so any thread may read it.
 */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each role includes what stands before it where the unit matches; ROLE_GATEWAY alone may act on behalf of others. */
enum role {
    ROLE_NONE = 0,          /* any authenticated principal */
    ROLE_VIEWER = 1,        /* sees its unit's subtree */
    ROLE_DEALER = 2,        /* files leads and deliveries for its dealer */
    ROLE_MANAGER = 3,       /* area manager, region director: decides in its subtree */
    ROLE_HEADQUARTERS = 4,  /* issues plans, policies, runs */
    ROLE_ADMINISTRATOR = 5, /* keys, directory, operations */
    ROLE_GATEWAY = 6        /* on behalf of principals of its subtree; for itself nothing but Ping and methods of this role */
};

struct grant {
    enum role role;
    int64_t unit_id;
};

struct principal {
    int64_t principal_id;
    const char *name;
    int64_t person_id; /* 0: not a person */
    const struct grant *grants;
    size_t grant_count;
};

struct authority;

/* Z85 public key -> principal; NULL: stranger, revoked or expired. */
const struct principal *authority_by_key(const struct authority *authority, const char *public_key);
const struct principal *authority_by_name(const struct authority *authority, const char *name);
/* The highest role that the principal has anywhere. */
enum role principal_highest_role(const struct principal *principal);
/* True when the principal has at least `role` on `unit_id` or on a unit above it. Unknown unit: false. */
bool authority_may(const struct authority *authority, const struct principal *principal, enum role role, int64_t unit_id);
/* The unit's parent today; 0 for the root or an unknown unit. */
int64_t authority_parent(const struct authority *authority, int64_t unit_id);
bool authority_unit_exists(const struct authority *authority, int64_t unit_id);
/* Level of a unit. */
enum unit_kind { UNIT_UNKNOWN, UNIT_HEADQUARTERS, UNIT_REGION, UNIT_AREA, UNIT_DEALER };
enum unit_kind authority_unit_kind(const struct authority *authority, int64_t unit_id);
/* The unit of that kind at or above `unit_id`; 0 when none. */
int64_t authority_ancestor(const struct authority *authority, int64_t unit_id, enum unit_kind kind);
/* unit_id by its business code ("D0001"); 0 when unknown. */
int64_t authority_unit_by_code(const struct authority *authority, const char *code);
