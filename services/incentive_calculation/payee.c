#include "payee.h"

#include "base/apportion.h"
#include "base/money.h"

#include <inttypes.h>

/* --- one delivery ------------------------------------------------------------------------------ */

/* All parts of a delivery, and which of them is looked at. */
struct parts {
    int64_t *ppm;
    size_t count, dealers, roles, role; /* role: which is the plan's own */
};

static struct pay_credit pay_credit_of(const struct credit *credit, enum pay_credit_kind kind, const char *id)
{
    return (struct pay_credit){.id = id,
                               .day = credit->day,
                               .kind = kind,
                               .units = PAY_UNIT,
                               .whole_units = PAY_UNIT,
                               .revenue_fen = credit->price_fen,
                               .whole_revenue_fen = credit->price_fen,
                               .product = credit->product,
                               .use = credit->use,
                               .business = credit->business,
                               .tier = credit->tier,
                               .outcome = credit->outcome,
                               .quality = credit->quality,
                               .of = ""};
}

static const struct pay_plan *plan_on(const struct pay_person *person, day_t day)
{
    for (size_t i = 0; i < person->span_count; i++)
        if (person->spans[i].first <= day && day <= person->spans[i].last)
            return person->spans[i].plan;
    return NULL;
}

/* The parts of dealers, each parted over the roles that the plan names if it names its own. */
static int part_delivery(const struct credit *credit, const struct pay_plan *plan, struct arena *arena,
                         struct parts *parts, struct error *error)
{
    static const int64_t whole = PPM;
    const int64_t *dealers = credit->part_count ? credit->parts_ppm : &whole;
    *parts = (struct parts){.dealers = credit->part_count ? credit->part_count : 1, .roles = 1};
    for (size_t i = 0; plan && i < plan->part_count; i++)
        if (strcmp(plan->part_roles[i], plan->role) == 0) {
            parts->roles = plan->part_count;
            parts->role = i;
        }
    parts->count = parts->dealers * parts->roles;
    if (parts->count > CREDIT_PARTS_MAX)
        return error_set(error, STATUS_OUT_OF_RANGE, "parts", "a vehicle has %zu parts: at most %d",
                         "一台车有 %zu 份：最多 %d 份", parts->count, CREDIT_PARTS_MAX);
    parts->ppm = ARENA_ARRAY(arena, int64_t, parts->count);
    for (size_t i = 0; i < parts->dealers; i++)
        if (parts->roles == 1)
            parts->ppm[i] = dealers[i];
        else if (apportion_largest_remainder(dealers[i], plan->part_ppm, parts->roles, &parts->ppm[i * parts->roles],
                                             error) != 0)
            return -1;
    return 0;
}

/* What is cancelled or returned is taken back on that day. */
static void add_delivery(const struct credit *credit, struct pay_credit delivery, struct pay_credit *credits,
                         struct pay_person *person, struct arena *arena)
{
    credits[person->credit_count++] = delivery;
    if (!credit->is_cancelled)
        return;
    struct pay_credit taken = delivery;
    taken.id = arena_printf(arena, "C%s", delivery.id + 1);
    taken.kind = PAY_TAKEN_BACK;
    taken.of = delivery.id;
    if (credit->cancelled_on > delivery.day)
        taken.day = credit->cancelled_on;
    credits[person->credit_count++] = taken;
}

static int take_part(const struct credit *credit, const struct parts *parts, size_t part, struct pay_credit *delivery,
                     struct error *error)
{
    int64_t revenue[CREDIT_PARTS_MAX];
    if (apportion_largest_remainder(credit->price_fen, parts->ppm, parts->count, revenue, error) != 0)
        return -1;
    delivery->parts_ppm = parts->ppm;
    delivery->part_count = parts->count;
    delivery->part = part;
    delivery->units = parts->ppm[part];
    delivery->revenue_fen = revenue[part];
    return 0;
}

/* Who has the parts of several dealers has them one by one: D7.1, D7.3. */
static int add_parts(const struct credit *credit, const char *prefix, struct pay_credit *credits,
                     struct pay_person *person, struct arena *arena, struct error *error)
{
    struct parts parts;
    unsigned mine = credit->part_count ? credit->mine : 1;
    bool is_several = (mine & (mine - 1)) != 0;
    if (part_delivery(credit, plan_on(person, credit->day), arena, &parts, error) != 0)
        return -1;
    for (size_t dealer = 0; dealer < parts.dealers; dealer++) {
        if (!(mine & 1u << dealer))
            continue;
        const char *id = is_several ? arena_printf(arena, "%s%" PRId64 ".%zu", prefix, credit->id, dealer + 1)
                                    : arena_printf(arena, "%s%" PRId64, prefix, credit->id);
        struct pay_credit delivery = pay_credit_of(credit, PAY_DELIVERY, id);
        if (parts.count > 1 && take_part(credit, &parts, dealer * parts.roles + parts.role, &delivery, error) != 0)
            return -1;
        add_delivery(credit, delivery, credits, person, arena);
    }
    return 0;
}

/* Each part, and what it may be taken back by. */
static size_t room_for(const struct payee *payee)
{
    size_t room = payee->lead_count + 1;
    for (size_t i = 0; i < payee->delivery_count; i++)
        room += 2 * (payee->deliveries[i].part_count + 1);
    return room;
}

int payee_set_credits(const struct payee *payee, const struct credit *extra, size_t extra_count, struct arena *arena,
                      struct pay_person *person, struct error *error)
{
    struct pay_credit *credits = ARENA_ARRAY(arena, struct pay_credit, room_for(payee) + 2 * extra_count);
    person->credits = credits;
    person->credit_count = 0;
    for (size_t i = 0; i < payee->delivery_count; i++)
        if (add_parts(&payee->deliveries[i], "D", credits, person, arena, error) != 0)
            return -1;
    for (size_t i = 0; i < extra_count; i++)
        if (add_parts(&extra[i], "X", credits, person, arena, error) != 0)
            return -1;
    for (size_t i = 0; i < payee->lead_count; i++)
        credits[person->credit_count++] =
            pay_credit_of(&payee->leads[i], PAY_LEAD, arena_printf(arena, "L%" PRId64, payee->leads[i].id));
    return 0;
}

/* --- facts ------------------------------------------------------------------------------------- */

static bool tells(const struct pay_known *known, int64_t kind)
{
    for (size_t i = 0; i < known->fact_count; i++)
        if (known->facts[i].kind == kind)
            return true;
    return false;
}

struct pay_known payee_known(const struct payee *payee, const struct pay_known_people *told, struct arena *arena)
{
    struct pay_known known = {.left = DAY_MAX}, all;
    for (size_t i = 0; i < told->count; i++)
        if (strcmp(told->list[i].person, payee->code) == 0)
            known = told->list[i];
    all = known;
    all.person = payee->code;
    all.facts = ARENA_ARRAY(arena, struct pay_fact, known.fact_count + payee->fact_count + 1);
    if (known.fact_count > 0)
        memcpy(all.facts, known.facts, known.fact_count * sizeof *all.facts);
    for (size_t i = 0; i < payee->fact_count; i++)
        if (!tells(&known, payee->facts[i].fact.kind))
            all.facts[all.fact_count++] = payee->facts[i].fact;
    if (all.role_count == 0) {
        all.roles = payee->roles;
        all.role_count = payee->role_count;
    }
    return all;
}
