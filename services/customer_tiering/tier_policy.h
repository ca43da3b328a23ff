/*
 * The policy by which customers are put into tiers (分级政策), as the department writes it. A version of it that was
 * approved never changes.
 */
#pragma once

#include "measure.h"

#define POLICY_MEASURES_MAX 12
#define POLICY_BANDS_MAX 20
#define POLICY_RULES_MAX 50
#define POLICY_WORDS_MAX 50 /* values of one condition */
#define POLICY_OVERRIDES_MAX 1000
#define POLICY_APPROVALS_MAX 8
#define POLICY_TEXT_MAX 1000                  /* bytes of a name, a reason, a value of a condition */
#define POLICY_POINTS_MAX INT64_C(1000000000) /* points of one unit, or of one band */
#define POLICY_STAGES 8                       /* of buying, as in the contract of leads; 0: not known */

/* The numbers are stored and go over the wire; a smaller one matters more. */
enum tier { TIER_NONE = 0, TIER_KEY = 1, TIER_SECONDARY = 2, TIER_POTENTIAL = 3, TIER_COUNT };

enum normalisation {
    NORMALISE_POINTS, /* points a unit, or the points of the band in which the amount lies */
    NORMALISE_SHARE,  /* percent of the amount of all */
    NORMALISE_RANK    /* percent of the customers with an amount that stand not higher */
};

struct policy_band {
    int64_t from, points; /* micro: an amount of `from` or more, up to the next band, has these points */
};

struct policy_measure {
    enum measure measure;
    struct window window;
    char key[MEASURE_KEY_SIZE]; /* name and window: "delivered_units_12m" */
    int64_t weight_ppm;
    enum normalisation normalisation;
    int64_t points_per_unit; /* micro; of NORMALISE_POINTS without bands */
    struct policy_band bands[POLICY_BANDS_MAX];
    size_t band_count;
    int64_t replacement_ppm;                /* of fleet_renewal: share of the fleet renewed a year */
    int64_t probability_ppm[POLICY_STAGES]; /* of open_demand, by stage */
};

enum cut_by { CUT_BY_VALUE_SHARE, CUT_BY_CUSTOMER_SHARE, CUT_BY_SCORE };

/* What becomes of the customer on the line: the one in whose part of the whole the line falls. */
enum on_line {
    ON_LINE_INCLUDING, /* in, if with it the line is reached but not passed ("up to and including the line") */
    ON_LINE_UP,        /* in */
    ON_LINE_DOWN       /* out */
};

struct policy_cuts {
    enum cut_by by;
    enum on_line on_line;
    int64_t key, secondary; /* shares in ppm, scores in micro */
};

enum attribute { ATTRIBUTE_REGION, ATTRIBUTE_SEGMENT, ATTRIBUTE_BUSINESS_TYPE, ATTRIBUTE_INDUSTRY, ATTRIBUTE_COUNT };
extern const char *const attribute_names[ATTRIBUTE_COUNT];

/* What is known of a customer beside its measures; "" not known. */
struct customer_attributes {
    const char *of[ATTRIBUTE_COUNT];
};

/* All attributes that it names must have one of the values; one that names none holds for everybody. */
struct policy_condition {
    const char *const *values[ATTRIBUTE_COUNT];
    size_t counts[ATTRIBUTE_COUNT];
};

struct policy_rule {
    const char *name; /* for the reason */
    struct policy_condition when;
    enum tier tier;
};

struct policy_rules {
    struct policy_rule rules[POLICY_RULES_MAX];
    size_t count;
};

struct policy_override {
    const char *customer; /* its number, or its name in a trial */
    enum tier tier;
    const char *reason, *approver;
    day_t until; /* the last day */
};

/* Who owns a customer of a tier, and what it is given (资源政策). */
struct policy_resources {
    const char *owner_level;
    int32_t visits_per_month, protection_days;
    const char *approvals[POLICY_APPROVALS_MAX]; /* that a special policy (一单一议) needs */
    size_t approval_count;
};

struct tier_policy {
    const char *name;
    bool has_start;
    day_t in_force_from;
    struct policy_condition scope;
    struct policy_measure measures[POLICY_MEASURES_MAX];
    size_t measure_count;
    struct policy_cuts cuts;
    size_t ties[POLICY_MEASURES_MAX]; /* measures that break ties, by index; the customer's number comes last */
    size_t tie_count;
    struct policy_rules fixed, floors, ceilings;
    int32_t hysteresis_runs; /* a customer leaves its tier in the n-th run outside the band; 0 or 1: at once */
    int64_t hysteresis_band; /* beyond the line, as the cuts: ppm or micro */
    struct policy_override *overrides;
    size_t override_count;
    bool release_at_once;
    struct policy_resources resources[TIER_COUNT];
};

/*
 * What a reader of the document cannot see in one field alone: weights that sum to 100 %, cuts that do not overlap, no
 * measure twice, nothing in force from a day before `today`. 0, or -1 naming the field's path and the remedy.
 */
int tier_policy_check(const struct tier_policy *policy, day_t today, struct error *error);

bool policy_condition_holds(const struct policy_condition *condition, const struct customer_attributes *attributes);
/* NULL: none. Of several the first in the document. */
const struct policy_rule *policy_rules_find(const struct policy_rules *rules,
                                            const struct customer_attributes *attributes);
/* The override of a customer that is in force on the day; NULL: none. */
const struct policy_override *policy_override_find(const struct tier_policy *policy, const char *customer, day_t as_of);
