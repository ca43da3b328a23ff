#include "lead_quality.h"

#include "base/parse.h"
#include "identifier/identifier.h"

#include <string.h>

#define WEIGHTS_SUM 100
#define DAYS_MAX 3650
#define FEEDBACKS_MAX 1000
#define DAY_MS INT64_C(86400000)

int lead_quality_policy_check(const struct lead_quality_policy *policy, struct error *error)
{
    const struct {
        const char *field;
        int64_t value, min, max;
    } numbers[] = {
        {"complete", policy->complete, 0, WEIGHTS_SUM},
        {"valid", policy->valid, 0, WEIGHTS_SUM},
        {"in_time", policy->in_time, 0, WEIGHTS_SUM},
        {"not_overlapping", policy->not_overlapping, 0, WEIGHTS_SUM},
        {"followed", policy->followed, 0, WEIGHTS_SUM},
        {"in_time_days", policy->in_time_days, 0, DAYS_MAX},
        {"late_days", policy->late_days, policy->in_time_days + 1, DAYS_MAX + 1},
        {"wanted_feedbacks", policy->wanted_feedbacks, 1, FEEDBACKS_MAX},
        {"feedback_days", policy->feedback_days, 1, DAYS_MAX},
    };
    int64_t sum = policy->complete + policy->valid + policy->in_time + policy->not_overlapping + policy->followed;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].value < numbers[i].min || numbers[i].value > numbers[i].max)
            return error_set(error, STATUS_INVALID_ARGUMENT, numbers[i].field, "%lld is out of range: give %lld to %lld",
                             "%lld 超出范围：请填 %lld 至 %lld", (long long)numbers[i].value, (long long)numbers[i].min,
                             (long long)numbers[i].max);
    if (sum != WEIGHTS_SUM)
        return error_set(error, STATUS_INVALID_ARGUMENT, "complete", "the five weights sum to %lld: make it %d",
                         "五项权重之和为 %lld：应为 %d", (long long)sum, WEIGHTS_SUM);
    return 0;
}

/* --- the aspects ---------------------------------------------------------------------------------------------------------- */

static void find(struct lead_quality_reason *reason, enum quality_finding finding)
{
    reason->findings[reason->finding_count++] = finding;
}

static int64_t rate_complete(const struct lead_quality_facts *facts, int64_t weight, struct lead_quality_reason *reason)
{
    const struct {
        bool is_given;
        enum quality_finding finding;
    } wanted[QUALITY_FINDINGS_MAX] = {
        {*facts->uscc != 0, QUALITY_NO_USCC},
        {*facts->region != 0, QUALITY_NO_REGION},
        {*facts->contact_name != 0, QUALITY_NO_CONTACT_NAME},
        {*facts->contact_phone != 0, QUALITY_NO_CONTACT_PHONE},
        {*facts->found_on != 0, QUALITY_NO_FOUND_ON},
        {*facts->expected_on != 0, QUALITY_NO_EXPECTED_ON},
        {facts->information_class != 0, QUALITY_NO_INFORMATION_CLASS},
        {facts->purchase_mode != 0, QUALITY_NO_PURCHASE_MODE},
        {facts->source != 0, QUALITY_NO_SOURCE},
        {facts->has_notes, QUALITY_NO_NOTES},
    };
    int64_t given = 0;
    for (size_t i = 0; i < QUALITY_FINDINGS_MAX; i++) {
        given += wanted[i].is_given;
        if (!wanted[i].is_given)
            find(reason, wanted[i].finding);
    }
    return weight * given / QUALITY_FINDINGS_MAX;
}

/* Half for the code, half for the phone. */
static int64_t rate_valid(const struct lead_quality_facts *facts, int64_t weight, struct lead_quality_reason *reason)
{
    struct identifier_report report = {0};
    char code[USCC_SIZE], phone[PHONE_SIZE];
    int64_t points = weight;
    if (*facts->uscc)
        uscc_examine(facts->uscc, code, &report);
    if (!report.valid) {
        find(reason, *facts->uscc ? QUALITY_WRONG_USCC : QUALITY_NO_USCC);
        points -= weight / 2;
    }
    if (!*facts->contact_phone || phone_normalise(facts->contact_phone, NULL, phone, NULL) != 0) {
        find(reason, *facts->contact_phone ? QUALITY_WRONG_PHONE : QUALITY_NO_CONTACT_PHONE);
        points -= weight - weight / 2;
    }
    return points;
}

static int64_t rate_in_time(const struct lead_quality_policy *policy, const struct lead_quality_facts *facts,
                            struct lead_quality_reason *reason)
{
    day_t found_on;
    if (!*facts->found_on || parse_day(facts->found_on, NULL, &found_on, NULL) != 0) {
        find(reason, QUALITY_NO_FOUND_ON);
        return 0;
    }
    int64_t days = reason->number = day_of_instant(facts->filed_at) - found_on;
    if (days < 0) {
        find(reason, QUALITY_FOUND_AFTER_FILING);
        return 0;
    }
    if (days <= policy->in_time_days)
        return policy->in_time;
    find(reason, QUALITY_FILED_LATE);
    return days >= policy->late_days ? 0
                                     : policy->in_time * (policy->late_days - days) / (policy->late_days - policy->in_time_days);
}

static int64_t rate_overlap(const struct lead_quality_facts *facts, int64_t weight, struct lead_quality_reason *reason)
{
    if (!facts->is_overlapping)
        return weight;
    find(reason, QUALITY_OTHER_CAME_FIRST);
    return 0;
}

static int64_t rate_followed(const struct lead_quality_policy *policy, const struct lead_quality_facts *facts,
                             struct lead_quality_reason *reason)
{
    int64_t count = reason->number = facts->feedback_count;
    if (count < policy->wanted_feedbacks)
        find(reason, QUALITY_FEW_FEEDBACKS);
    int64_t points = count < policy->wanted_feedbacks ? policy->followed * count / policy->wanted_feedbacks : policy->followed;
    if (count == 0 || facts->as_of - facts->feedback_at <= policy->feedback_days * DAY_MS)
        return points;
    find(reason, QUALITY_FEEDBACK_OLD);
    return points / 2;
}

/* --- the score ------------------------------------------------------------------------------------------------------------ */

static struct lead_quality_reason *begin(struct lead_quality *quality, enum quality_aspect aspect, int64_t out_of)
{
    struct lead_quality_reason *reason = &quality->reasons[quality->reason_count++];
    reason->aspect = aspect;
    reason->out_of = out_of;
    return reason;
}

void lead_quality_rate(const struct lead_quality_policy *policy, const struct lead_quality_facts *facts, struct lead_quality *quality)
{
    struct lead_quality_reason *reason;
    *quality = (struct lead_quality){.is_overlapping = facts->is_overlapping, .is_invalid = facts->is_invalid};
    reason = begin(quality, QUALITY_COMPLETE, policy->complete);
    reason->points = rate_complete(facts, policy->complete, reason);
    reason = begin(quality, QUALITY_VALID, policy->valid);
    reason->points = rate_valid(facts, policy->valid, reason);
    reason = begin(quality, QUALITY_IN_TIME, policy->in_time);
    reason->points = rate_in_time(policy, facts, reason);
    reason = begin(quality, QUALITY_NOT_OVERLAPPING, policy->not_overlapping);
    reason->points = rate_overlap(facts, policy->not_overlapping, reason);
    reason = begin(quality, QUALITY_FOLLOWED, policy->followed);
    reason->points = rate_followed(policy, facts, reason);
    for (size_t i = 0; i < quality->reason_count; i++)
        quality->score += quality->reasons[i].points;
    if (!facts->is_invalid)
        return;
    reason = begin(quality, QUALITY_DECIDED_INVALID, 0);
    reason->points = -quality->score;
    find(reason, QUALITY_INVALID_FILING);
    quality->score = 0;
}

/* --- for people ----------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *en, *zh;
    const char *en_after, *zh_after; /* not NULL: the reason's number stands between */
} texts[QUALITY_FINDING_COUNT] = {
    [QUALITY_NO_USCC] = {"no social credit code", "缺统一社会信用代码", NULL, NULL},
    [QUALITY_NO_REGION] = {"no region", "缺所在地", NULL, NULL},
    [QUALITY_NO_CONTACT_NAME] = {"no contact person", "缺联系人", NULL, NULL},
    [QUALITY_NO_CONTACT_PHONE] = {"no phone", "缺联系电话", NULL, NULL},
    [QUALITY_NO_FOUND_ON] = {"no day on which it was found", "缺发现日期", NULL, NULL},
    [QUALITY_NO_EXPECTED_ON] = {"no expected day of purchase", "缺预计采购日期", NULL, NULL},
    [QUALITY_NO_INFORMATION_CLASS] = {"no information class", "缺信息分类", NULL, NULL},
    [QUALITY_NO_PURCHASE_MODE] = {"no purchase mode", "缺采购方式", NULL, NULL},
    [QUALITY_NO_SOURCE] = {"no source", "缺信息渠道", NULL, NULL},
    [QUALITY_NO_NOTES] = {"neither remarks nor details", "缺备注与需求说明", NULL, NULL},
    [QUALITY_WRONG_USCC] = {"the code fails its check", "代码校验不符", NULL, NULL},
    [QUALITY_WRONG_PHONE] = {"the phone is no phone number", "电话号码无效", NULL, NULL},
    [QUALITY_FILED_LATE] = {"filed ", "发现后 ", " days after it was found", " 天才报备"},
    [QUALITY_FOUND_AFTER_FILING] = {"found after it was filed", "发现日期晚于报备", NULL, NULL},
    [QUALITY_OTHER_CAME_FIRST] = {"another dealer came first", "其他经销商先报备", NULL, NULL},
    [QUALITY_FEW_FEEDBACKS] = {"", "反馈 ", " feedbacks so far", " 次，尚不足"},
    [QUALITY_FEEDBACK_OLD] = {"the last feedback is old", "最近一次反馈已久", NULL, NULL},
    [QUALITY_INVALID_FILING] = {"closed as invalid", "已判定无效", NULL, NULL},
};

void lead_quality_describe(const struct lead_quality_reason *reason, enum locale locale, struct buffer *out)
{
    bool is_chinese = locale == LOCALE_ZH_CN;
    for (size_t i = 0; i < reason->finding_count; i++) {
        enum quality_finding finding = reason->findings[i];
        const char *after = is_chinese ? texts[finding].zh_after : texts[finding].en_after;
        buffer_add_text(out, i == 0 ? "" : is_chinese ? "；" : "; ");
        buffer_add_text(out, is_chinese ? texts[finding].zh : texts[finding].en);
        if (after)
            buffer_printf(out, "%lld%s", (long long)reason->number, after);
    }
}
