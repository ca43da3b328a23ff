#include "service/authority_internal.h"

#define TREE_DEPTH_MAX 32 /* headquarters, region, area, dealer are four; a cycle must not hang us */

struct authority *authority_create(void)
{
    struct authority *authority = calloc(1, sizeof *authority);
    if (!authority)
        abort(); /* as arena_alloc */
    atomic_init(&authority->references, 1);
    return authority;
}

void authority_add_unit(struct authority *authority, int64_t unit_id, int64_t parent_id, enum unit_kind kind,
                        const char *code)
{
    struct authority_unit *unit = ARENA_NEW(&authority->arena, struct authority_unit);
    unit->unit_id = unit_id;
    unit->parent_id = parent_id;
    unit->kind = kind;
    unit->code = arena_strdup(&authority->arena, code);
    HASH_ADD(hh, authority->units, unit_id, sizeof unit->unit_id, unit);
    HASH_ADD_KEYPTR(by_code, authority->units_by_code, unit->code, strlen(unit->code), unit);
}

static struct authority_principal *find_principal(const struct authority *authority, int64_t principal_id)
{
    struct authority_principal *found = NULL;
    HASH_FIND(hh, authority->principals, &principal_id, sizeof principal_id, found);
    return found;
}

void authority_add_principal(struct authority *authority, int64_t principal_id, const char *name, int64_t person_id)
{
    struct authority_principal *added = ARENA_NEW(&authority->arena, struct authority_principal);
    added->principal.principal_id = principal_id;
    added->principal.name = arena_strdup(&authority->arena, name);
    added->principal.person_id = person_id;
    HASH_ADD(hh, authority->principals, principal.principal_id, sizeof added->principal.principal_id, added);
    HASH_ADD_KEYPTR(by_name, authority->principals_by_name, added->principal.name, strlen(added->principal.name),
                    added);
}

void authority_add_grant(struct authority *authority, int64_t principal_id, enum role role, int64_t unit_id)
{
    struct authority_principal *holder = find_principal(authority, principal_id);
    if (!holder)
        return;
    size_t count = holder->principal.grant_count;
    if (count == holder->grant_capacity) {
        size_t capacity = count ? 2 * count : 4;
        struct grant *grants = ARENA_ARRAY(&authority->arena, struct grant, capacity);
        if (count)
            memcpy(grants, holder->grants, count * sizeof *grants);
        holder->grants = grants;
        holder->grant_capacity = capacity;
    }
    holder->grants[count] = (struct grant){.role = role, .unit_id = unit_id};
    holder->principal.grants = holder->grants;
    holder->principal.grant_count = count + 1;
}

void authority_add_key(struct authority *authority, const char *public_key, int64_t principal_id)
{
    struct authority_principal *holder = find_principal(authority, principal_id);
    if (!holder || strlen(public_key) != CURVE_KEY_SIZE - 1)
        return;
    struct authority_key *key = ARENA_NEW(&authority->arena, struct authority_key);
    memcpy(key->public_key, public_key, CURVE_KEY_SIZE);
    key->principal = holder;
    HASH_ADD_STR(authority->keys, public_key, key);
}

/* --- questions
 * ---------------------------------------------------------------------------------------------------------- */

const struct principal *authority_by_key(const struct authority *authority, const char *public_key)
{
    struct authority_key *key = NULL;
    HASH_FIND_STR(authority->keys, public_key, key);
    return key ? &key->principal->principal : NULL;
}

const struct principal *authority_by_name(const struct authority *authority, const char *name)
{
    struct authority_principal *found = NULL;
    HASH_FIND(by_name, authority->principals_by_name, name, strlen(name), found);
    return found ? &found->principal : NULL;
}

enum role principal_highest_role(const struct principal *principal)
{
    enum role highest = ROLE_NONE;
    for (size_t i = 0; i < principal->grant_count; i++)
        if (principal->grants[i].role != ROLE_GATEWAY && principal->grants[i].role > highest)
            highest = principal->grants[i].role;
    return highest;
}

static const struct authority_unit *find_unit(const struct authority *authority, int64_t unit_id)
{
    struct authority_unit *found = NULL;
    HASH_FIND(hh, authority->units, &unit_id, sizeof unit_id, found);
    return found;
}

static bool has_role_on(const struct principal *principal, enum role role, int64_t unit_id)
{
    for (size_t i = 0; i < principal->grant_count; i++) {
        const struct grant *grant = &principal->grants[i];
        if (grant->unit_id == unit_id && grant->role >= role && (grant->role != ROLE_GATEWAY || role == ROLE_GATEWAY))
            return true;
    }
    return false;
}

bool authority_may(const struct authority *authority, const struct principal *principal, enum role role,
                   int64_t unit_id)
{
    const struct authority_unit *unit = find_unit(authority, unit_id);
    for (int depth = 0; unit && depth < TREE_DEPTH_MAX; depth++) {
        if (has_role_on(principal, role, unit->unit_id))
            return true;
        unit = find_unit(authority, unit->parent_id);
    }
    return false;
}

int64_t authority_parent(const struct authority *authority, int64_t unit_id)
{
    const struct authority_unit *unit = find_unit(authority, unit_id);
    return unit ? unit->parent_id : 0;
}

bool authority_unit_exists(const struct authority *authority, int64_t unit_id)
{
    return find_unit(authority, unit_id) != NULL;
}

enum unit_kind authority_unit_kind(const struct authority *authority, int64_t unit_id)
{
    const struct authority_unit *unit = find_unit(authority, unit_id);
    return unit ? unit->kind : UNIT_UNKNOWN;
}

int64_t authority_ancestor(const struct authority *authority, int64_t unit_id, enum unit_kind kind)
{
    const struct authority_unit *unit = find_unit(authority, unit_id);
    for (int depth = 0; unit && depth < TREE_DEPTH_MAX; depth++) {
        if (unit->kind == kind)
            return unit->unit_id;
        unit = find_unit(authority, unit->parent_id);
    }
    return 0;
}

int64_t authority_unit_by_code(const struct authority *authority, const char *code)
{
    struct authority_unit *found = NULL;
    HASH_FIND(by_code, authority->units_by_code, code, strlen(code), found);
    return found ? found->unit_id : 0;
}
