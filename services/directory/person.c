#include "person.h"

#include "unit_tree.h"

/* Jobs of the business, each with the level of unit that it is done in. */
static const struct {
    const char *job;
    int level;
    const char *where[LOCALE_COUNT];
} jobs[] = {
    {"department_staff", LEVEL_HEADQUARTERS, {"headquarters", "总部"}},
    {"key_account_manager", LEVEL_HEADQUARTERS, {"headquarters", "总部"}},
    {"region_director", LEVEL_REGION, {"a region", "大区"}},
    {"area_manager", LEVEL_AREA, {"an area", "区域"}},
    {"dealer_specialist", LEVEL_DEALER, {"a dealer", "经销商"}},
};
#define JOB_COUNT (sizeof(jobs) / sizeof(jobs[0]))

static int check_job(const char *job, const struct subject *unit, struct fault *fault)
{
    size_t i = 0;

    while (i < JOB_COUNT && strcmp(jobs[i].job, job) != 0)
        i++;
    if (i == JOB_COUNT)
        return fault_set(
            fault, "UNKNOWN", "job",
            "\"%.40s\" is no job: use department_staff, key_account_manager, region_director, area_manager "
            "or dealer_specialist.",
            "“%.40s”不是已知岗位：请用 department_staff、key_account_manager、region_director、area_manager "
            "或 dealer_specialist。",
            job);
    if (unit->level != jobs[i].level)
        return fault_set(fault, "CONFLICT", "unit_code",
                         "Job \"%s\" is done in %s%.0s, which \"%s\" is not: correct the unit or the job.",
                         "岗位“%s”属于%.0s%s，而“%s”不是：请更正单位或岗位。", job, jobs[i].where[LOCALE_EN],
                         jobs[i].where[LOCALE_ZH_CN], unit->code);
    return 0;
}

static int check_unit_stands(const struct subject *unit, const struct period *period, struct fault *fault)
{
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];

    if (timeline_covers(&unit->timeline, period->from, period->to))
        return 0;
    return fault_set(fault, "CONFLICT", "unit_code",
                     "Unit \"%s\" does not stand all the time from %s to %s: choose another unit or other days.",
                     "单位“%s”在 %s 至 %s 期间并非一直存在：请更换单位或日期。", unit->code,
                     day_format(period->from, from), day_format(period->to, to));
}

int person_put(struct roster *people, const struct roster *units, const struct person_change *change,
               struct fault *fault)
{
    const struct period period = {.from = change->valid_from,
                                  .to = change->valid_to,
                                  .name = change->name,
                                  .place = change->unit_code,
                                  .job = change->job};
    const struct subject *unit = roster_find(units, change->unit_code);
    struct subject *person;
    bool changed;

    if (check_code(change->code, "code", fault) < 0 || check_name(change->name, PERSON_NAME_MAX, "name", fault) < 0 ||
        check_code(change->unit_code, "unit_code", fault) < 0)
        return -1;
    if (unit == NULL)
        return fault_set(fault, "UNKNOWN", "unit_code", "Unit \"%s\" is not known: put it first, or correct the code.",
                         "单位“%s”不存在：请先建立该单位或更正代码。", change->unit_code);
    if (check_job(change->job, unit, fault) < 0)
        return -1;
    person = roster_add(people, change->code, 0);
    if (timeline_put(&person->timeline, people->arena, &period, &changed, fault) < 0)
        return -1;
    person->changed |= changed;
    return changed ? check_unit_stands(unit, timeline_at(&person->timeline, change->valid_from), fault) : 0;
}
