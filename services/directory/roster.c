#include "roster.h"

void roster_init(struct roster *roster, struct arena *arena, size_t max)
{
    roster->arena = arena;
    roster->subjects = ARENA_ARRAY(arena, struct subject, max);
    roster->count = 0;
    code_index_init(&roster->index, arena, max);
}

struct subject *roster_find(const struct roster *roster, const char *code)
{
    size_t position = code_index_find(&roster->index, code);

    return position == CODE_INDEX_NONE ? NULL : &roster->subjects[position];
}

struct subject *roster_add(struct roster *roster, const char *code, int level)
{
    size_t position = code_index_add(&roster->index, code, roster->count);

    if (position != CODE_INDEX_NONE)
        return &roster->subjects[position];
    roster->subjects[roster->count] = (struct subject){.code = code, .level = level};
    return &roster->subjects[roster->count++];
}
