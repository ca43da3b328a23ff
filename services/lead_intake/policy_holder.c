#include "policy_holder.h"

#include "policy_store.h"

const struct protection_policy *policy_holder_get(struct policy_holder *holder, struct arena *arena)
{
    struct protection_policy *copy = arena_alloc(arena, sizeof *copy);
    pthread_mutex_lock(&holder->lock);
    *copy = holder->policy;
    pthread_mutex_unlock(&holder->lock);
    return copy->default_days ? copy : &PROTECTION_POLICY_DEFAULT;
}

int policy_holder_refresh(struct policy_holder *holder, struct db *db, struct arena *arena, struct error *error)
{
    struct policy_version newest;
    struct protection_policy *policy = arena_alloc(arena, sizeof *policy);
    if (policy_store_newest(db, arena, holder->policy.version, &newest, error) != 0)
        return -1;
    if (!newest.version)
        return 0;
    if (policy_parse(&newest, arena, policy, error) != 0)
        return -1;
    pthread_mutex_lock(&holder->lock);
    holder->policy = *policy;
    pthread_mutex_unlock(&holder->lock);
    return 0;
}
