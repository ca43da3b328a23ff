/*
 * A plan document: what a role is paid for in a period, as data. `pay_plan_read` takes it from JSON (plan.schema.json)
 * and finds everything that is wrong with it, each at its path. Inside, vehicles are counted in millionths, revenue in
 * fen, attainment in ppm, quality in points; a rate is fen a vehicle, ppm of revenue or of a bonus, or fen outright.
 * Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/int128.h"

#include <stdbool.h>
#include <string.h>

#define PLAN_CODE_MAX 64              /* bytes of a code or another word of a document */
#define PAY_DOCUMENT_MAX (256 * 1024) /* bytes of JSON */
#define PAY_COMPONENTS_MAX 64
#define PAY_STEPS_MAX 64
#define PAY_RATES_MAX 256
#define PAY_FINDINGS_MAX 64
#define PAY_RATE_MAX INT64_C(1000000000)      /* fen, or ppm: a thousandfold */
#define PAY_AMOUNT_MAX INT64_C(1000000000000) /* fen: ten thousand million yuan */
#define PAY_BASIS_MAX INT64_C(1000000000000)  /* as the document writes it: vehicles, fen, ppm, points */
#define PAY_UNIT 1000000                      /* one vehicle */
#define PAY_OPEN INT64_MAX                    /* the last step has no end */

enum pay_period { PAY_MONTH, PAY_QUARTER, PAY_YEAR, PAY_ITEM }; /* PAY_ITEM: accumulation alone, each item by itself */
enum pay_kind { PAY_PER_UNIT, PAY_STEPPED, PAY_INFORMATION };
enum pay_basis { PAY_BY_UNITS, PAY_BY_REVENUE, PAY_BY_ATTAINMENT, PAY_BY_QUALITY };
enum pay_mode { PAY_MARGINAL, PAY_WHOLE, PAY_INTERPOLATED, PAY_OVERAGE };
enum pay_object {
    PAY_FOR_UNITS,
    PAY_FOR_REVENUE,
    PAY_OF_BONUS,
    PAY_OUT_BONUS,
    PAY_FIXED
}; /* what the rate is applied to */
enum pay_rounding { PAY_ROUND_STEP, PAY_ROUND_LINE, PAY_ROUND_ITEM };
enum pay_rest { PAY_REST_LOST, PAY_REST_LATER };
enum pay_fact_kind { FACT_ATTAINMENT, FACT_VISITS, FACT_QUALITY, FACT_TARGET_UNITS, FACT_TARGET_FEN, FACT_KINDS };

/* Half-open: [from, to). */
struct pay_step {
    int64_t from, to;
    int64_t rate; /* fen or ppm, as the object of pay wants it */
};

/* A rate for the credits that have all that it names; NULL: any. Of several the first one counts. */
struct pay_rate {
    const char *product, *use, *business, *tier, *outcome;
    int64_t quality_from, quality_to; /* half-open */
    int64_t fen;
};

struct pay_gate {
    int64_t fact; /* enum pay_fact_kind, a gate's or an accelerator's */
    int64_t at_least;
    int64_t ppm; /* gate: what is paid below it; accelerator: what everything is multiplied by from it on */
};

struct pay_component {
    const char *code;
    int64_t kind, basis, mode, object, accumulate; /* the enums above */
    struct pay_rate *rates;
    size_t rate_count;
    struct pay_step *steps;
    size_t step_count;
    int64_t base;   /* overage: the rate up to the target; the steps multiply it */
    int64_t target; /* overage: 0 is the person's own target */
    int64_t bonus_fen;
    struct pay_gate *gates, *accelerators;
    size_t gate_count, accelerator_count;
    int64_t floor_fen, cap_fen; /* cap_fen -1: none */
    int64_t rest;               /* enum pay_rest: what lies above the cap */
    int64_t most_leads;         /* information: how many count in a period; 0 all */
};

struct pay_plan {
    const char *code, *role;
    int64_t version; /* 0 until it is stored */
    day_t from;      /* in force from this day */
    int64_t period;  /* enum pay_period */
    int64_t rounding;
    struct pay_component *components;
    size_t component_count;
    int64_t draw_fen; /* 0: none */
    int64_t draw_recoverable;
    const char **part_roles; /* how a credit of several roles is parted; none: each has it whole */
    int64_t *part_ppm;
    size_t part_count;
};

/* One thing that is wrong with a document. */
struct plan_finding {
    const char *field;  /* "components[0].steps[2].from" */
    const char *reason; /* "REQUIRED", "FORMAT", "OUT_OF_RANGE", "UNKNOWN" */
    const char *message[LOCALE_COUNT];
};

struct pay_findings {
    struct arena *arena;
    struct plan_finding list[PAY_FINDINGS_MAX];
    size_t count;
};

/* Adds one, its texts in the arena; those beyond PAY_FINDINGS_MAX are dropped. */
void pay_find(struct pay_findings *findings, const char *field, const char *reason, const char *en, const char *zh, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));

/* Reads and checks one document. The plan is whole when nothing was found. Everything lives in findings->arena. */
void pay_plan_read(const char *json, size_t length, struct pay_findings *findings, struct pay_plan *plan);
/* The same for a document or a list of documents (versions of one plan, plans of several roles). Returns how many. */
size_t pay_plans_read(const char *json, size_t length, struct pay_findings *findings, struct pay_plan **plans);
/* What is wrong with a plan whose fields have been read; paths begin with `prefix`. */
void pay_plan_check(const struct pay_plan *plan, const char *prefix, struct pay_findings *findings);
/* The word of an enum's value as the document writes it. */
const char *pay_word(const char *const *words, int64_t value);
extern const char *const pay_period_words[],
    *const pay_kind_words[], *const pay_basis_words[], *const pay_mode_words[], *const pay_object_words[],
                                                                                    *const pay_fact_words[];
