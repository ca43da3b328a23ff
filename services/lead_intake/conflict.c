#include "conflict.h"

static const struct {
    enum conflict_state from;
    enum conflict_event event;
    enum conflict_state to;
} transitions[] = {
    {CONFLICT_OPEN, CONFLICT_DECIDE, CONFLICT_DECIDED},
    {CONFLICT_DECIDED, CONFLICT_APPEAL, CONFLICT_APPEALED},
    {CONFLICT_APPEALED, CONFLICT_DECIDE, CONFLICT_CLOSED},
};

int conflict_next(enum conflict_state state, enum conflict_event event, enum conflict_state *next, struct error *error)
{
    for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++)
        if (transitions[i].from == state && transitions[i].event == event) {
            *next = transitions[i].to;
            return 0;
        }
    if (event == CONFLICT_APPEAL)
        return error_set(error, STATUS_FAILED_PRECONDITION, "conflict_id",
                         "only a decision can be appealed, and once: this conflict is not decided yet or was appealed before",
                         "只能对裁决申诉一次：该撞单尚未裁决或已申诉过");
    return error_set(error, STATUS_FAILED_PRECONDITION, "conflict_id",
                     "this conflict is decided: its dealers may appeal once, which opens it again", "该撞单已裁决：当事经销商可申诉一次，申诉后可再次裁决");
}

static bool path_has(const struct unit_path *path, int64_t unit_id)
{
    for (size_t i = 0; i < path->count; i++)
        if (path->unit_ids[i] == unit_id)
            return true;
    return false;
}

int64_t conflict_decider(const struct unit_path *holder, const struct unit_path *claimant, enum conflict_state state)
{
    bool is_appealed = state == CONFLICT_APPEALED || state == CONFLICT_CLOSED;
    for (size_t i = 0; i < holder->count; i++)
        if (path_has(claimant, holder->unit_ids[i]))
            return is_appealed && i + 1 < holder->count ? holder->unit_ids[i + 1] : holder->unit_ids[i];
    return 0;
}

enum conflict_move conflict_move(enum conflict_outcome outcome, bool claim_holds)
{
    if (outcome == CONFLICT_TRANSFERRED && !claim_holds)
        return CONFLICT_TO_CLAIMANT;
    if (outcome == CONFLICT_REJECTED && claim_holds)
        return CONFLICT_BACK_TO_HOLDER;
    return CONFLICT_KEEP;
}

static bool parts_have(const struct credit_part *parts, size_t n, int64_t unit_id)
{
    for (size_t i = 0; i < n; i++)
        if (parts[i].unit_id == unit_id)
            return true;
    return false;
}

int conflict_check_parts(const struct credit_part *parts, size_t n, int64_t holder_unit_id, int64_t claimant_unit_id, struct error *error)
{
    int64_t sum = 0;
    if (n > CREDIT_PARTS_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, "parts", "%zu parts: give at most %d", "有 %zu 份：最多 %d 份", n, CREDIT_PARTS_MAX);
    if (!parts_have(parts, n, holder_unit_id) || !parts_have(parts, n, claimant_unit_id))
        return error_set(error, STATUS_INVALID_ARGUMENT, "parts", "a dealer of this conflict has no part: give the holder's and the claimant's",
                         "缺少当事经销商的份额：请同时填写持有方与申请方");
    for (size_t i = 0; i < n; i++) {
        if (parts_have(parts, i, parts[i].unit_id))
            return error_set(error, STATUS_INVALID_ARGUMENT, "parts", "part %zu names a dealer again: give each once",
                             "第 %zu 份的经销商重复：每家只填一次", i + 1);
        if (parts[i].credit_ppm <= 0 || parts[i].credit_ppm >= WHOLE_PPM)
            return error_set(error, STATUS_INVALID_ARGUMENT, "parts", "part %zu is %lld ppm: give more than 0 and less than %d",
                             "第 %zu 份为百万分之 %lld：应大于 0 且小于 %d", i + 1, (long long)parts[i].credit_ppm, WHOLE_PPM);
        sum += parts[i].credit_ppm;
    }
    if (sum != WHOLE_PPM)
        return error_set(error, STATUS_INVALID_ARGUMENT, "parts", "the parts sum to %lld ppm: they must sum to %d", "各份合计为百万分之 %lld：应为 %d",
                         (long long)sum, WHOLE_PPM);
    return 0;
}
