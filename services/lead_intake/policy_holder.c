#include "policy_holder.h"

#include "policy_store.h"

const struct protection_policy *policy_holder_get(struct policy_holder *holder, struct arena *arena)
{
    struct protection_policy *copy = arena_alloc(arena, sizeof *copy);
    pthread_mutex_lock(&holder->lock);
    *copy = holder->policy.default_days ? holder->policy : PROTECTION_POLICY_DEFAULT;
    memcpy(copy->tier_days, holder->tier_days, sizeof copy->tier_days);
    pthread_mutex_unlock(&holder->lock);
    return copy;
}

void policy_holder_put(struct policy_holder *holder, const struct protection_policy *policy)
{
    pthread_mutex_lock(&holder->lock);
    if (policy->version > holder->policy.version)
        holder->policy = *policy;
    pthread_mutex_unlock(&holder->lock);
}

int policy_holder_refresh(struct policy_holder *holder, struct db *db, struct arena *arena, struct error *error)
{
    struct policy_version newest;
    struct protection_policy *policy = arena_alloc(arena, sizeof *policy);
    int64_t tier_days[TIER_POTENTIAL + 1] = {0};
    if (policy_store_newest(db, arena, policy_holder_get(holder, arena)->version, &newest, error) != 0 ||
        policy_store_tier_days(db, tier_days, error) != 0)
        return -1;
    pthread_mutex_lock(&holder->lock);
    memcpy(holder->tier_days, tier_days, sizeof tier_days);
    pthread_mutex_unlock(&holder->lock);
    if (!newest.version)
        return 0;
    if (policy_parse(&newest, arena, policy, error) != 0)
        return -1;
    policy_holder_put(holder, policy);
    return 0;
}
