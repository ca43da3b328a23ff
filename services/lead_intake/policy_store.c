#include "policy_store.h"

#include "sql/policy_find.h"
#include "sql/policy_lock.h"
#include "sql/policy_newest.h"
#include "db/columns.h"
#include "sql/policy_put.h"
#include "sql/tier_protection_put.h"
#include "sql/tier_protection_read.h"
#include "wire/wire.h"

#include <string.h>

/* --- rows ----------------------------------------------------------------------------------------------------------------- */

static int find(struct db *db, struct arena *arena, const char *sql, int64_t number, struct policy_version *found, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    *found = (struct policy_version){0};
    db_bind_int64(&params, number);
    if (db_run(db, sql, &params, &result, error) != 0)
        return -1;
    if (result.rows)
        *found = (struct policy_version){
            .version = db_int64(&result, 0, 0),
            .document = arena_strdup(arena, db_text(&result, 0, 1)),
            .reason = arena_strdup(arena, db_text(&result, 0, 2)),
            .put_at = db_instant(&result, 0, 3),
        };
    db_result_clear(&result);
    return 0;
}

int policy_store_newest(struct db *db, struct arena *arena, int64_t above, struct policy_version *found, struct error *error)
{
    return find(db, arena, sql_policy_newest, above, found, error);
}

int policy_store_lock(struct db *db, struct error *error)
{
    return db_run(db, sql_policy_lock, NULL, NULL, error);
}

int policy_store_find(struct db *db, struct arena *arena, int64_t version, struct policy_version *found, struct error *error)
{
    return find(db, arena, sql_policy_find, version, found, error);
}

int policy_store_put(struct db *db, struct arena *arena, const char *document, const char *reason, int64_t principal_id, int64_t now,
                     int64_t *version, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_text(&params, document);
    db_bind_text(&params, reason);
    db_bind_int64(&params, principal_id);
    db_bind_instant(&params, now);
    if (db_run(db, sql_policy_put, &params, &result, error) != 0)
        return -1;
    *version = db_int64(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

int policy_store_tier_days(struct db *db, int64_t tier_days[static TIER_POTENTIAL + 1], struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_tier_protection_read, NULL, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++)
        tier_days[db_int64(&result, row, 0)] = db_int64(&result, row, 1);
    db_result_clear(&result);
    return 0;
}

int policy_store_put_tier_days(struct db *db, struct arena *arena, const struct tier_protection *told, size_t n, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    if (n == 0)
        return 0;
    DB_BIND_INT64_COLUMN(&params, told, n, tier);
    DB_BIND_INT64_COLUMN(&params, told, n, days);
    DB_BIND_INT64_COLUMN(&params, told, n, position);
    return db_run(db, sql_tier_protection_put, &params, NULL, error);
}

/* --- the document --------------------------------------------------------------------------------------------------------- */

static int read_code(const char *text, const char *field, char code[static PROTECTION_CODE_SIZE], struct error *error)
{
    if (strlen(text) >= PROTECTION_CODE_SIZE)
        return error_set(error, STATUS_INVALID_ARGUMENT, field, "the code has more than %d bytes: check it", "代码超过 %d 字节：请核对",
                         PROTECTION_CODE_SIZE - 1);
    memcpy(code, text, strlen(text) + 1);
    return 0;
}

static int read_rules(const Remuda__Lead__V1__ProtectionPolicy *message, struct protection_policy *policy, struct error *error)
{
    if (message->n_rules > PROTECTION_RULES_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "rules", "%zu rules: give at most %d", "有 %zu 条规则：最多 %d 条", message->n_rules,
                         PROTECTION_RULES_MAX);
    for (size_t i = 0; i < message->n_rules; i++) {
        const Remuda__Lead__V1__ProtectionRule *from = message->rules[i];
        struct protection_rule *rule = &policy->rules[policy->rule_count++];
        rule->tier = from->tier;
        rule->business_type = from->business_type;
        rule->days = from->days;
        if (read_code(from->product_line, "product_line", rule->product_line, error) != 0)
            return error_within(error, "rules[%zu]", i);
    }
    return 0;
}

static int read_pool_areas(const Remuda__Lead__V1__ProtectionPolicy *message, struct protection_policy *policy, struct error *error)
{
    if (message->n_pool_areas > PROTECTION_POOL_AREAS_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "pool_areas", "%zu areas: give at most %d", "有 %zu 个区域：最多 %d 个",
                         message->n_pool_areas, PROTECTION_POOL_AREAS_MAX);
    for (size_t i = 0; i < message->n_pool_areas; i++) {
        struct protection_pool_area *area = &policy->pool_areas[policy->pool_area_count++];
        if (read_code(message->pool_areas[i]->area_code, "area_code", area->area_code, error) != 0 ||
            read_code(message->pool_areas[i]->pool, "pool", area->pool, error) != 0)
            return error_within(error, "pool_areas[%zu]", i);
    }
    return 0;
}

static struct lead_quality_policy read_quality(const Remuda__Lead__V1__QualityPolicy *message)
{
    if (!message) /* versions that were put before there was one */
        return PROTECTION_POLICY_DEFAULT.quality;
    return (struct lead_quality_policy){
        .complete = message->complete,
        .valid = message->valid,
        .in_time = message->in_time,
        .not_overlapping = message->not_overlapping,
        .followed = message->followed,
        .in_time_days = message->in_time_days,
        .late_days = message->late_days,
        .wanted_feedbacks = message->wanted_feedbacks,
        .feedback_days = message->feedback_days,
    };
}

int policy_read(const Remuda__Lead__V1__ProtectionPolicy *message, struct protection_policy *policy, struct error *error)
{
    *policy = (struct protection_policy){
        .default_days = message->default_days,
        .won_before_days = message->won_before_days,
        .extension_days = message->extension_days,
        .longest_days = message->longest_days,
        .warning_days = message->warning_days,
        .least_small_batch = message->least_small_batch,
        .dealers_file_government_direct = message->dealers_file_government_direct,
        .claims_a_day = message->claims_a_day,
        .cool_down_days = message->cool_down_days,
        .pool_delay_hours = message->pool_delay_hours,
        .quality = read_quality(message->quality),
    };
    if (read_rules(message, policy, error) != 0 || read_pool_areas(message, policy, error) != 0)
        return -1;
    return protection_policy_check(policy, error);
}

static void write_lists(const struct protection_policy *policy, struct arena *arena, Remuda__Lead__V1__ProtectionPolicy *message)
{
    message->n_rules = policy->rule_count;
    message->rules = ARENA_ARRAY(arena, Remuda__Lead__V1__ProtectionRule *, policy->rule_count);
    for (size_t i = 0; i < policy->rule_count; i++) {
        Remuda__Lead__V1__ProtectionRule *rule = message->rules[i] = ARENA_NEW(arena, Remuda__Lead__V1__ProtectionRule);
        remuda__lead__v1__protection_rule__init(rule);
        rule->tier = (Remuda__Tiering__V1__Tier)policy->rules[i].tier;
        rule->business_type = (Remuda__Lead__V1__BusinessType)policy->rules[i].business_type;
        rule->product_line = arena_strdup(arena, policy->rules[i].product_line);
        rule->days = (int32_t)policy->rules[i].days;
    }
    message->n_pool_areas = policy->pool_area_count;
    message->pool_areas = ARENA_ARRAY(arena, Remuda__Lead__V1__PoolArea *, policy->pool_area_count);
    for (size_t i = 0; i < policy->pool_area_count; i++) {
        Remuda__Lead__V1__PoolArea *area = message->pool_areas[i] = ARENA_NEW(arena, Remuda__Lead__V1__PoolArea);
        remuda__lead__v1__pool_area__init(area);
        area->area_code = arena_strdup(arena, policy->pool_areas[i].area_code);
        area->pool = arena_strdup(arena, policy->pool_areas[i].pool);
    }
}

static Remuda__Lead__V1__QualityPolicy *quality_message(const struct lead_quality_policy *quality, struct arena *arena)
{
    Remuda__Lead__V1__QualityPolicy *message = ARENA_NEW(arena, Remuda__Lead__V1__QualityPolicy);
    remuda__lead__v1__quality_policy__init(message);
    message->complete = (int32_t)quality->complete;
    message->valid = (int32_t)quality->valid;
    message->in_time = (int32_t)quality->in_time;
    message->not_overlapping = (int32_t)quality->not_overlapping;
    message->followed = (int32_t)quality->followed;
    message->in_time_days = (int32_t)quality->in_time_days;
    message->late_days = (int32_t)quality->late_days;
    message->wanted_feedbacks = (int32_t)quality->wanted_feedbacks;
    message->feedback_days = (int32_t)quality->feedback_days;
    return message;
}

Remuda__Lead__V1__ProtectionPolicy *policy_message(const struct protection_policy *policy, struct arena *arena)
{
    Remuda__Lead__V1__ProtectionPolicy *message = ARENA_NEW(arena, Remuda__Lead__V1__ProtectionPolicy);
    remuda__lead__v1__protection_policy__init(message);
    message->default_days = (int32_t)policy->default_days;
    message->won_before_days = (int32_t)policy->won_before_days;
    message->extension_days = (int32_t)policy->extension_days;
    message->longest_days = (int32_t)policy->longest_days;
    message->warning_days = (int32_t)policy->warning_days;
    message->least_small_batch = (int32_t)policy->least_small_batch;
    message->dealers_file_government_direct = policy->dealers_file_government_direct;
    message->claims_a_day = (int32_t)policy->claims_a_day;
    message->cool_down_days = (int32_t)policy->cool_down_days;
    message->pool_delay_hours = (int32_t)policy->pool_delay_hours;
    message->quality = quality_message(&policy->quality, arena);
    write_lists(policy, arena, message);
    return message;
}

const char *policy_document(const struct protection_policy *policy, struct arena *arena)
{
    struct buffer json = BUFFER(WIRE_JSON_MAX);
    wire_to_json(&policy_message(policy, arena)->base, WIRE_JSON_COMPACT, &json); /* fits: its lists and codes are bounded */
    const char *document = arena_strdup(arena, json.data);
    buffer_release(&json);
    return document;
}

int policy_parse(const struct policy_version *version, struct arena *arena, struct protection_policy *policy, struct error *error)
{
    const ProtobufCMessage *message = wire_from_json(&remuda__lead__v1__protection_policy__descriptor, version->document,
                                                     strlen(version->document), arena, error);
    if (!message || policy_read((const Remuda__Lead__V1__ProtectionPolicy *)message, policy, error) != 0)
        return -1;
    policy->version = version->version;
    return 0;
}
