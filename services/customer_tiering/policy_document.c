#include "policy_document.h"

#include "base/money.h"
#include "policy_measures.h"

#define PERCENT (PPM / 100)
#define SCORE_MAX (POLICY_POINTS_MAX * MICRO)

static const char *const tier_words[] = {"key", "secondary", "potential", NULL};

static int read_tier(const json_t *object, enum tier *tier, struct error *error)
{
    int index = 0;
    if (document_word(object, "tier", true, tier_words, &index, error) != 0)
        return -1;
    *tier = (enum tier)(index + 1);
    return 0;
}

static int read_condition(const json_t *object, struct arena *arena, struct policy_condition *condition,
                          struct error *error)
{
    static const char *const members[] = {"region", "segment", "business_type", "industry", NULL};
    int result = document_members(object, members, error);
    for (enum attribute i = 0; i < ATTRIBUTE_COUNT && result == 0; i++)
        result = document_texts(object, attribute_names[i], POLICY_WORDS_MAX, POLICY_TEXT_MAX, arena,
                                &condition->values[i], &condition->counts[i], error);
    return result;
}

static int read_scope(const json_t *document, struct arena *arena, struct policy_condition *scope, struct error *error)
{
    const json_t *value = json_object_get(document, "scope");
    if (!value || (json_is_string(value) && strcmp(json_string_value(value), "national") == 0))
        return 0;
    if (json_is_string(value))
        return error_set(error, STATUS_INVALID_ARGUMENT, "scope",
                         "must be \"national\", or an object such as {\"region\": \"...\"}",
                         "必须是 \"national\"，或形如 {\"region\": \"...\"} 的对象");
    return read_condition(value, arena, scope, error) == 0 ? 0 : error_within(error, "scope");
}

static int read_cuts(const json_t *document, struct policy_cuts *cuts, struct error *error)
{
    static const char *const members[] = {"by", "key", "secondary", "on_line", NULL};
    static const char *const by_words[] = {"value_share", "customer_share", "score", NULL};
    static const char *const line_words[] = {"including", "up", "down", NULL};
    const json_t *object = json_object_get(document, "cuts");
    int by = CUT_BY_VALUE_SHARE, on_line = ON_LINE_INCLUDING;
    if (object && (document_members(object, members, error) != 0 ||
                   document_word(object, "by", false, by_words, &by, error) != 0 ||
                   document_word(object, "on_line", false, line_words, &on_line, error) != 0))
        return -1;
    *cuts = (struct policy_cuts){(enum cut_by)by, (enum on_line)on_line, 80 * PERCENT, 95 * PERCENT};
    if (by == CUT_BY_CUSTOMER_SHARE)
        cuts->key = 20 * PERCENT, cuts->secondary = 50 * PERCENT;
    bool by_score = by == CUT_BY_SCORE;
    int64_t scale = by_score ? MICRO : PERCENT, least = by_score ? 1 : PERCENT, most = by_score ? SCORE_MAX : PPM;
    if (document_decimal(object, "key", by_score, scale, least, most, &cuts->key, error) != 0)
        return -1;
    return document_decimal(object, "secondary", by_score, scale, least, most, &cuts->secondary, error);
}

static int read_rule(const json_t *object, struct arena *arena, struct policy_rule *rule, struct error *error)
{
    static const char *const members[] = {"name", "when", "tier", NULL};
    rule->name = "";
    if (document_members(object, members, error) != 0 ||
        document_text(object, "name", false, POLICY_TEXT_MAX, arena, &rule->name, error) != 0 ||
        read_tier(object, &rule->tier, error) != 0)
        return -1;
    const json_t *when = json_object_get(object, "when");
    if (!when || json_object_size(when) == 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, "when",
                         "is missing: state whom the rule is about, such as {\"business_type\": \"government\"}",
                         "缺少此项：请写明适用的客户，如 {\"business_type\": \"government\"}");
    return read_condition(when, arena, &rule->when, error) == 0 ? 0 : error_within(error, "when");
}

static int read_rules(const json_t *document, const char *member, struct arena *arena, struct policy_rules *rules,
                      struct error *error)
{
    const json_t *list;
    if (document_list(document, member, 0, POLICY_RULES_MAX, &list, error) != 0)
        return -1;
    for (size_t i = 0; i < json_array_size(list); i++, rules->count++)
        if (read_rule(json_array_get(list, i), arena, &rules->rules[i], error) != 0)
            return error_within(error, "%s[%zu]", member, i);
    return 0;
}

static int read_hysteresis(const json_t *document, struct tier_policy *policy, struct error *error)
{
    static const char *const members[] = {"runs", "band", NULL};
    const json_t *object = json_object_get(document, "hysteresis");
    if (!object)
        return 0;
    bool by_score = policy->cuts.by == CUT_BY_SCORE;
    if (document_members(object, members, error) == 0 &&
        document_int32(object, "runs", true, 1, 100, &policy->hysteresis_runs, error) == 0 &&
        document_decimal(object, "band", false, by_score ? MICRO : PERCENT, 0, by_score ? SCORE_MAX : PPM,
                         &policy->hysteresis_band, error) == 0)
        return 0;
    return error_within(error, "hysteresis");
}

/* A customer is named by its number or, in a trial, by what stands in the file. */
static int read_customer(const json_t *object, struct arena *arena, const char **customer, struct error *error)
{
    const json_t *value = json_object_get(object, "customer");
    if (!json_is_integer(value))
        return document_text(object, "customer", true, POLICY_TEXT_MAX, arena, customer, error);
    *customer = arena_printf(arena, "%lld", (long long)json_integer_value(value));
    return 0;
}

static int read_override(const json_t *object, struct arena *arena, struct policy_override *override,
                         struct error *error)
{
    static const char *const members[] = {"customer", "tier", "reason", "approver", "until", NULL};
    if (document_members(object, members, error) != 0 ||
        read_customer(object, arena, &override->customer, error) != 0 ||
        read_tier(object, &override->tier, error) != 0 ||
        document_text(object, "reason", true, POLICY_TEXT_MAX, arena, &override->reason, error) != 0 ||
        document_text(object, "approver", true, POLICY_TEXT_MAX, arena, &override->approver, error) != 0)
        return -1;
    if (!json_object_get(object, "until"))
        return error_set(error, STATUS_INVALID_ARGUMENT, "until",
                         "an override needs an end: give its last day, such as \"2026-12-31\"",
                         "人工调整必须有截止日：请填写最后一天，如 \"2026-12-31\"");
    return document_day(object, "until", true, &override->until, error);
}

static int read_overrides(const json_t *document, struct arena *arena, struct tier_policy *policy, struct error *error)
{
    const json_t *list;
    if (document_list(document, "overrides", 0, POLICY_OVERRIDES_MAX, &list, error) != 0)
        return -1;
    policy->overrides = ARENA_ARRAY(arena, struct policy_override, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++, policy->override_count++)
        if (read_override(json_array_get(list, i), arena, &policy->overrides[i], error) != 0)
            return error_within(error, "overrides[%zu]", i);
    return 0;
}

static int read_tier_resources(const json_t *object, struct arena *arena, struct policy_resources *resources,
                               struct error *error)
{
    static const char *const members[] = {"owner_level", "visits_per_month", "protection_days", "approvals", NULL};
    const char *const *approvals = NULL;
    if (document_members(object, members, error) != 0 ||
        document_text(object, "owner_level", true, POLICY_TEXT_MAX, arena, &resources->owner_level, error) != 0 ||
        document_int32(object, "visits_per_month", true, 0, 31, &resources->visits_per_month, error) != 0 ||
        document_int32(object, "protection_days", true, 1, 365, &resources->protection_days, error) != 0 ||
        document_texts(object, "approvals", POLICY_APPROVALS_MAX, POLICY_TEXT_MAX, arena, &approvals,
                       &resources->approval_count, error))
        return -1;
    for (size_t i = 0; i < resources->approval_count; i++)
        resources->approvals[i] = approvals[i];
    return 0;
}

static int read_resources(const json_t *document, struct arena *arena, struct tier_policy *policy, struct error *error)
{
    const json_t *object = json_object_get(document, "resources");
    if (object && document_members(object, tier_words, error) != 0)
        return error_within(error, "resources");
    for (int i = 0; object && tier_words[i]; i++) {
        const json_t *tier = json_object_get(object, tier_words[i]);
        if (!tier)
            return error_set(error, STATUS_INVALID_ARGUMENT, "resources", "%s is missing: state all three tiers",
                             "缺少 %s：请写明三个级别", tier_words[i]);
        if (read_tier_resources(tier, arena, &policy->resources[i + 1], error) != 0)
            return error_within(error, "resources.%s", tier_words[i]);
    }
    return 0;
}

static int read_start(const json_t *document, struct tier_policy *policy, struct error *error)
{
    static const char *const release_words[] = {"by_person", "at_once", NULL};
    int release = 0;
    policy->has_start = json_object_get(document, "in_force_from") != NULL;
    if (document_day(document, "in_force_from", false, &policy->in_force_from, error) != 0 ||
        document_word(document, "release", false, release_words, &release, error) != 0)
        return -1;
    policy->release_at_once = release == 1;
    return 0;
}

static int read_policy(const json_t *document, struct arena *arena, struct tier_policy *policy, struct error *error)
{
    static const char *const members[] = {"name",       "in_force_from", "scope",   "measures",  "normalisation",
                                          "cuts",       "ties",          "fixed",   "floors",    "ceilings",
                                          "hysteresis", "overrides",     "release", "resources", NULL};
    policy->name = "";
    if (document_members(document, members, error) != 0 ||
        document_text(document, "name", false, POLICY_TEXT_MAX, arena, &policy->name, error) != 0 ||
        read_start(document, policy, error) != 0 || read_scope(document, arena, &policy->scope, error) != 0 ||
        policy_measures_read(document, policy, error) != 0 || policy_ties_read(document, policy, error) != 0)
        return -1;
    if (read_cuts(document, &policy->cuts, error) != 0)
        return error_within(error, "cuts");
    if (read_rules(document, "fixed", arena, &policy->fixed, error) != 0 ||
        read_rules(document, "floors", arena, &policy->floors, error) != 0 ||
        read_rules(document, "ceilings", arena, &policy->ceilings, error) != 0 ||
        read_hysteresis(document, policy, error) != 0 || read_overrides(document, arena, policy, error) != 0)
        return -1;
    return read_resources(document, arena, policy, error);
}

struct tier_policy *policy_document_read_stored(const char *text, size_t size, struct arena *arena, struct error *error)
{
    if (size > POLICY_DOCUMENT_MAX) {
        error_set(error, STATUS_INVALID_ARGUMENT, NULL, "the document is longer than %d bytes: shorten it",
                  "文档超过 %d 字节：请精简", POLICY_DOCUMENT_MAX);
        return NULL;
    }
    json_t *document = document_parse(text, size, error);
    struct tier_policy *policy = ARENA_NEW(arena, struct tier_policy);
    int result = document ? read_policy(document, arena, policy, error) : -1;
    json_decref(document);
    return result == 0 ? policy : NULL;
}

struct tier_policy *policy_document_read(const char *text, size_t size, day_t today, struct arena *arena,
                                         struct error *error)
{
    struct tier_policy *policy = policy_document_read_stored(text, size, arena, error);
    return policy && tier_policy_check(policy, today, error) == 0 ? policy : NULL;
}

const char *policy_document_scope(const char *text, struct arena *arena)
{
    json_t *document = json_loads(text, 0, NULL);
    const json_t *scope = json_object_get(document, "scope");
    char *dumped = scope ? json_dumps(scope, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) : NULL;
    const char *copy = arena_strdup(arena, dumped ? dumped : "\"national\"");
    free(dumped);
    json_decref(document);
    return copy;
}
