#include "scope.h"

#define SCOPE(backend, writes) (1u << (2 * (backend) + (writes)))

static const struct {
    scope_set scope;
    const char *name;
} scopes[] = {
    {SCOPE(BACKEND_DIRECTORY, 0), "directory.read"},
    {SCOPE(BACKEND_DIRECTORY, 1), "directory.write"},
    {SCOPE(BACKEND_LEAD_INTAKE, 0), "lead.read"},
    {SCOPE(BACKEND_LEAD_INTAKE, 1), "lead.write"},
    {SCOPE(BACKEND_CUSTOMER_TIERING, 0), "tiering.read"},
    {SCOPE(BACKEND_CUSTOMER_TIERING, 1), "tiering.write"},
    {SCOPE(BACKEND_TARGET_PLANNING, 0), "target.read"},
    {SCOPE(BACKEND_TARGET_PLANNING, 1), "target.write"},
    {SCOPE(BACKEND_INCENTIVE_CALCULATION, 0), "incentive.read"},
    {SCOPE(BACKEND_INCENTIVE_CALCULATION, 1), "incentive.write"},
    {SCOPE(BACKEND_GATEWAY, 0), "key.read"},
    {SCOPE(BACKEND_GATEWAY, 1), "key.write"},
};
#define SCOPE_COUNT (sizeof scopes / sizeof *scopes)

scope_set scope_of(enum backend backend, bool writes)
{
    return SCOPE(backend, writes);
}

const char *scope_name(scope_set one)
{
    for (size_t i = 0; i < SCOPE_COUNT; i++)
        if (scopes[i].scope == one)
            return scopes[i].name;
    return "";
}

scope_set scope_by_name(const char *name, size_t length)
{
    for (size_t i = 0; i < SCOPE_COUNT; i++)
        if (strlen(scopes[i].name) == length && memcmp(scopes[i].name, name, length) == 0)
            return scopes[i].scope;
    return 0;
}

scope_set scopes_read(const char *text)
{
    scope_set set = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        set |= scope_by_name(text, length);
        text += length + (text[length] == ' ');
    }
    return set;
}
