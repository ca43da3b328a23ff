#include "policy_measures.h"

#include "base/money.h"

#define PERCENT (PPM / 100)

static const char *const normalisation_words[] = {"points", "share", "rank", NULL};
static const char *const stage_words[POLICY_STAGES + 1] = {
    "unknown", "need_found", "deliberation", "plan", "requirements", "tendering", "evaluation", "commitment", NULL};

static int read_kind(const json_t *object, struct policy_measure *measure, struct error *error)
{
    const json_t *name = json_object_get(object, "measure");
    char names[MEASURE_NAMES_SIZE];
    measure->measure = json_is_string(name) ? measure_find(json_string_value(name)) : MEASURE_COUNT;
    if (measure->measure != MEASURE_COUNT)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, "measure", "%s is not a measure: use one of %s",
                     "%s 不是已知指标：请使用 %s 之一", json_is_string(name) ? json_string_value(name) : "this",
                     measure_names(names));
}

/* Of revenue in 10,000 yuan a unit is worth as many points as 10,000 of a yuan; so there is one unit a measure. */
static int read_unit(const json_t *object, const struct measure_kind *kind, struct error *error)
{
    const char *const words[] = {kind->unit, NULL};
    int ignored;
    return document_word(object, "unit", false, words, &ignored, error);
}

static int read_window(const json_t *object, struct policy_measure *measure, struct error *error)
{
    const struct measure_kind *kind = measure_kind(measure->measure);
    struct window *window = &measure->window;
    const json_t *months = json_object_get(object, "window_months"), *days = json_object_get(object, "window_days");
    if (kind->window == WINDOW_NONE && (months || days))
        return error_set(error, STATUS_INVALID_ARGUMENT, months ? "window_months" : "window_days",
                         "%s has no window: leave it out", "%s 没有窗口：请删除此项", kind->name);
    if (months && days)
        return error_set(error, STATUS_INVALID_ARGUMENT, "window_days",
                         "a window is given in months or in days: leave one of them out",
                         "窗口以月或以天计：请删除其中一项");
    if (kind->window == WINDOW_REQUIRED && !months && !days)
        return error_set(error, STATUS_INVALID_ARGUMENT, "window_months",
                         "%s needs a window: give months or window_days", "%s 需要窗口：请填写月数或 window_days",
                         kind->name);
    if (document_int32(object, "window_months", false, 1, MEASURE_WINDOW_MONTHS_MAX, &window->months, error) != 0)
        return -1;
    return document_int32(object, "window_days", false, 1, MEASURE_WINDOW_DAYS_MAX, &window->days, error);
}

static void set_key(struct policy_measure *measure)
{
    const char *name = measure_kind(measure->measure)->name;
    if (measure->window.months > 0)
        snprintf(measure->key, sizeof measure->key, "%s_%dm", name, measure->window.months);
    else if (measure->window.days > 0)
        snprintf(measure->key, sizeof measure->key, "%s_%dd", name, measure->window.days);
    else
        snprintf(measure->key, sizeof measure->key, "%s", name);
}

static int read_band(const json_t *object, const struct policy_band *before, struct policy_band *band,
                     struct error *error)
{
    static const char *const members[] = {"from", "points", NULL};
    if (document_members(object, members, error) != 0 ||
        document_decimal(object, "from", true, MICRO, 0, INT64_C(1000000000) * MICRO, &band->from, error) != 0)
        return -1;
    if (before && band->from <= before->from)
        return error_set(error, STATUS_INVALID_ARGUMENT, "from", "must be above the one of the band before",
                         "必须大于上一档的起点");
    return document_decimal(object, "points", true, MICRO, 0, POLICY_POINTS_MAX * MICRO, &band->points, error);
}

static int read_points(const json_t *object, struct policy_measure *measure, struct error *error)
{
    const json_t *bands;
    measure->points_per_unit = MICRO;
    if (document_decimal(object, "points_per_unit", false, MICRO, 1, POLICY_POINTS_MAX * MICRO,
                         &measure->points_per_unit, error) != 0 ||
        document_list(object, "bands", 0, POLICY_BANDS_MAX, &bands, error) != 0)
        return -1;
    for (; measure->band_count < json_array_size(bands); measure->band_count++) {
        size_t i = measure->band_count;
        if (read_band(json_array_get(bands, i), i ? &measure->bands[i - 1] : NULL, &measure->bands[i], error) != 0)
            return error_within(error, "bands[%zu]", i);
    }
    const char *given = bands ? "bands" : json_object_get(object, "points_per_unit") ? "points_per_unit" : NULL;
    if (given && measure->normalisation != NORMALISE_POINTS)
        return error_set(error, STATUS_INVALID_ARGUMENT, given, "is for the normalisation points: leave it out",
                         "仅用于 points 方式：请删除此项");
    return 0;
}

/* How certain it is that the vehicles of a lead in a stage come; in a stage that is not named they count in full. */
static int read_probabilities(const json_t *object, struct policy_measure *measure, struct error *error)
{
    const json_t *stages = json_object_get(object, "stage_probability");
    for (size_t i = 0; i < POLICY_STAGES; i++)
        measure->probability_ppm[i] = PPM;
    if (!stages)
        return 0;
    if (measure->measure != MEASURE_OPEN_DEMAND)
        return error_set(error, STATUS_INVALID_ARGUMENT, "stage_probability", "is for open_demand: leave it out",
                         "仅用于 open_demand：请删除此项");
    int result = document_members(stages, stage_words, error);
    for (size_t i = 0; i < POLICY_STAGES && result == 0; i++)
        result = document_decimal(stages, stage_words[i], false, PERCENT, 0, PPM, &measure->probability_ppm[i], error);
    return result == 0 ? 0 : error_within(error, "stage_probability");
}

static int read_measure(const json_t *object, int normalisation, struct policy_measure *measure, struct error *error)
{
    static const char *const members[] = {
        "measure",         "unit",  "window_months",    "window_days",       "weight", "normalisation",
        "points_per_unit", "bands", "replacement_rate", "stage_probability", NULL};
    if (document_members(object, members, error) != 0 || read_kind(object, measure, error) != 0 ||
        read_unit(object, measure_kind(measure->measure), error) != 0 || read_window(object, measure, error) != 0 ||
        document_decimal(object, "weight", true, PERCENT, 1, PPM, &measure->weight_ppm, error) != 0 ||
        document_word(object, "normalisation", false, normalisation_words, &normalisation, error) != 0)
        return -1;
    measure->normalisation = (enum normalisation)normalisation;
    set_key(measure);
    bool is_fleet = measure->measure == MEASURE_FLEET_RENEWAL;
    if (!is_fleet && json_object_get(object, "replacement_rate"))
        return error_set(error, STATUS_INVALID_ARGUMENT, "replacement_rate", "is for fleet_renewal: leave it out",
                         "仅用于 fleet_renewal：请删除此项");
    if (document_decimal(object, "replacement_rate", is_fleet, PERCENT, 1, PPM, &measure->replacement_ppm, error) !=
            0 ||
        read_points(object, measure, error) != 0)
        return -1;
    return read_probabilities(object, measure, error);
}

int policy_measures_read(const json_t *document, struct tier_policy *policy, struct error *error)
{
    const json_t *list;
    int normalisation = NORMALISE_POINTS;
    if (document_word(document, "normalisation", false, normalisation_words, &normalisation, error) != 0 ||
        document_list(document, "measures", 0, POLICY_MEASURES_MAX, &list, error) != 0)
        return -1;
    if (!list) {
        policy->measures[0] = (struct policy_measure){.measure = MEASURE_VALUE,
                                                      .weight_ppm = PPM,
                                                      .normalisation = (enum normalisation)normalisation,
                                                      .points_per_unit = MICRO};
        set_key(&policy->measures[0]);
        policy->measure_count = 1;
        return 0;
    }
    for (size_t i = 0; i < json_array_size(list); i++, policy->measure_count++)
        if (read_measure(json_array_get(list, i), normalisation, &policy->measures[i], error) != 0)
            return error_within(error, "measures[%zu]", i);
    return 0;
}

static int read_tie(const json_t *text, bool is_last, struct tier_policy *policy, struct error *error)
{
    const char *key = json_is_string(text) ? json_string_value(text) : "";
    if (is_last && strcmp(key, "customer") == 0)
        return 0;
    for (size_t i = 0; i < policy->measure_count; i++)
        if (strcmp(policy->measures[i].key, key) == 0) {
            policy->ties[policy->tie_count++] = i;
            return 0;
        }
    return error_set(error, STATUS_INVALID_ARGUMENT, NULL,
                     "must be one of the policy's measures with its window, such as %s, or at the end customer",
                     "必须是政策中的指标（含窗口），如 %s；最后一项可为 customer", policy->measures[0].key);
}

int policy_ties_read(const json_t *document, struct tier_policy *policy, struct error *error)
{
    const json_t *list;
    if (document_list(document, "ties", 0, POLICY_MEASURES_MAX, &list, error) != 0)
        return -1;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (read_tie(json_array_get(list, i), i + 1 == json_array_size(list), policy, error) != 0)
            return error_within(error, "ties[%zu]", i);
    return 0;
}
