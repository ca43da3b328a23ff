#include "unit_tree.h"

static const char *const level_names[][LOCALE_COUNT] = {
    [LEVEL_HEADQUARTERS] = {"headquarters", "总部"},
    [LEVEL_REGION] = {"a region", "大区"},
    [LEVEL_AREA] = {"an area", "区域"},
    [LEVEL_DEALER] = {"a dealer", "经销商"},
};

static const char *level_name(int level, enum locale locale)
{
    return level_names[level][locale];
}

/* "%.0s" swallows the word of the other language: both formats take the same arguments. */
static int check_level(const struct roster *tree, const struct unit_change *change, struct fault *fault)
{
    const struct subject *known = roster_find(tree, change->code);

    if (change->level < LEVEL_HEADQUARTERS || change->level > LEVEL_DEALER)
        return fault_set(fault, "REQUIRED", "kind", "It is not given: use headquarters, region, area or dealer.",
                         "未填写：请填总部、大区、区域或经销商。");
    if (known != NULL && known->level != (int)change->level)
        return fault_set(fault, "CONFLICT", "kind",
                         "Unit \"%s\" is %s%.0s and stays so: close it and make a unit with another code.",
                         "单位“%s”是%.0s%s，类别不能改变：请关闭它并另建一个代码。", change->code,
                         level_name(known->level, LOCALE_EN), level_name(known->level, LOCALE_ZH_CN));
    for (size_t i = 0; known == NULL && change->level == LEVEL_HEADQUARTERS && i < tree->count; i++)
        if (tree->subjects[i].level == LEVEL_HEADQUARTERS)
            return fault_set(fault, "CONFLICT", "kind", "There is one headquarters, with code \"%s\": use that code.",
                             "总部只有一个，代码为“%s”：请使用该代码。", tree->subjects[i].code);
    return 0;
}

/* The unit must know no day on which its parent does not stand. */
static int check_parent_stands(const struct subject *parent, const struct period *period, struct fault *fault)
{
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];

    if (timeline_covers(&parent->timeline, period->from, period->to))
        return 0;
    return fault_set(fault, "CONFLICT", "parent_code",
                     "Unit \"%s\" does not stand all the time from %s to %s: choose another parent or other days.",
                     "单位“%s”在 %s 至 %s 期间并非一直存在：请更换上级或日期。", parent->code,
                     day_format(period->from, from), day_format(period->to, to));
}

static int check_parent(const struct roster *tree, const struct unit_change *change, struct fault *fault)
{
    const struct subject *parent = roster_find(tree, change->parent_code);
    int above = (int)change->level - 1;

    if (change->level == LEVEL_HEADQUARTERS && change->parent_code[0] != '\0')
        return fault_set(fault, "CONFLICT", "parent_code", "Headquarters stands above all: leave it empty.",
                         "总部没有上级：请留空。");
    if (change->level == LEVEL_HEADQUARTERS)
        return 0;
    if (change->parent_code[0] == '\0')
        return fault_set(fault, "REQUIRED", "parent_code", "It is empty: give the code of %s%.0s.",
                         "不能为空：请填写%.0s%s的代码。", level_name(above, LOCALE_EN),
                         level_name(above, LOCALE_ZH_CN));
    if (parent == NULL)
        return fault_set(fault, "UNKNOWN", "parent_code",
                         "Unit \"%.40s\" is not known: put it first, or correct the code.",
                         "单位“%.40s”不存在：请先建立该单位或更正代码。", change->parent_code);
    if (parent->level != above)
        return fault_set(fault, "CONFLICT", "parent_code",
                         "\"%s\" is %s%.0s, but %s%.0s stands directly below %s%.0s: give such a code.",
                         "“%s”是%.0s%s，而%.0s%s的上级应为%.0s%s：请填写这样的代码。", parent->code,
                         level_name(parent->level, LOCALE_EN), level_name(parent->level, LOCALE_ZH_CN),
                         level_name((int)change->level, LOCALE_EN), level_name((int)change->level, LOCALE_ZH_CN),
                         level_name(above, LOCALE_EN), level_name(above, LOCALE_ZH_CN));
    return 0;
}

/* A unit that closes, or that begins later than was known, must leave nothing standing below it. */
static int check_children_stand(const struct roster *tree, const struct subject *unit, struct fault *fault)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct timeline *below = &tree->subjects[i].timeline;

        for (size_t p = 0; p < below->count; p++)
            if (strcmp(below->periods[p].place, unit->code) == 0 &&
                !timeline_covers(&unit->timeline, below->periods[p].from, below->periods[p].to))
                return fault_set(fault, "CONFLICT", "valid_to",
                                 "Unit \"%s\" stands below it longer: move or close that one first.",
                                 "下级单位“%s”的有效期更长：请先调整或关闭该单位。", tree->subjects[i].code);
    }
    return 0;
}

int unit_tree_put(struct roster *tree, const struct unit_change *change, struct fault *fault)
{
    const struct period period = {.from = change->valid_from,
                                  .to = change->valid_to,
                                  .name = change->name,
                                  .place = change->parent_code,
                                  .job = ""};
    struct subject *unit;
    bool changed;

    if (check_code(change->code, "code", fault) < 0 || check_name(change->name, UNIT_NAME_MAX, "name", fault) < 0 ||
        check_level(tree, change, fault) < 0 || check_parent(tree, change, fault) < 0)
        return -1;
    unit = roster_add(tree, change->code, (int)change->level);
    if (timeline_put(&unit->timeline, tree->arena, &period, &changed, fault) < 0)
        return -1;
    unit->changed |= changed;
    if (!changed)
        return 0;
    if (change->level > LEVEL_HEADQUARTERS &&
        check_parent_stands(roster_find(tree, change->parent_code), timeline_at(&unit->timeline, change->valid_from),
                            fault) < 0)
        return -1;
    return check_children_stand(tree, unit, fault);
}
