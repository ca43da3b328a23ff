#include "rpc.h"

#include "base/parse.h"
#include "timeline.h"
#include "unit_store.h"

int rpc_each(struct batch *batch, one_call *handle, struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        if (call_ok(&batch->calls[i]) && handle(batch, &batch->calls[i], error) < 0)
            return -1;
    return 0;
}

int rpc_each_change(struct batch *batch, one_call *handle, struct error *error)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct call *call = &batch->calls[i];

        if (!authority_may(batch->authority, call->principal, ROLE_ADMINISTRATOR, HEADQUARTERS_UNIT_ID))
            call_fail(call, STATUS_PERMISSION_DENIED, NULL,
                      "Only an administrator of headquarters changes the directory: ask one.",
                      "只有总部管理员可以修改组织目录：请联系管理员。");
    }
    if (directory_lock(batch->db, error) < 0)
        return -1;
    return rpc_each(batch, handle, error);
}

void rpc_refuse(struct batch *batch, struct call *call, const char *list, size_t row, const struct fault *fault)
{
    const char *field = fault->error.field;

    if (list != NULL)
        field = arena_printf(batch->arena, "%s[%zu].%s", list, row, fault->error.field);
    /* The sentences are complete: each format prints its own and swallows the other. */
    call_violation(batch, call, field, fault->reason, "%s%.0s", "%.0s%s", fault->error.message[LOCALE_EN],
                   fault->error.message[LOCALE_ZH_CN]);
}

bool rpc_check_count(struct batch *batch, struct call *call, const char *list, size_t n, size_t max)
{
    if (n > max)
        call_violation(batch, call, list, "OUT_OF_RANGE", "%zu rows in one call: send at most %zu, in several calls.",
                       "一次调用含 %zu 行：每次最多 %zu 行，请分批发送。", n, max);
    return n <= max;
}

void rpc_refuse_twice(struct batch *batch, struct call *call, const char *list, size_t row, const char *field,
                      size_t first)
{
    struct fault fault;

    fault_set(&fault, "CONFLICT", field, "It stands in row %zu (from 0) already: send it once.",
              "与第 %zu 行（从 0 起）重复：请只保留一行。", first);
    rpc_refuse(batch, call, list, row, &fault);
}

int rpc_day(const char *text, day_t fallback, const char *field, day_t *day, struct fault *fault)
{
    *day = fallback;
    if (text[0] == '\0')
        return 0;
    fault->reason = "FORMAT";
    return parse_day(text, field, day, &fault->error);
}

char *rpc_day_text(struct batch *batch, day_t day)
{
    char text[DATE_TEXT_SIZE];

    return day == DAY_OPEN ? rpc_text("") : arena_strdup(batch->arena, day_format(day, text));
}

char *rpc_text(const char *text)
{
    union {
        const char *read;
        char *field;
    } same = {.read = text};

    return same.field;
}

bool rpc_may_see(const struct batch *batch, const struct call *call, int64_t unit_id)
{
    return authority_may(batch->authority, call->principal, ROLE_VIEWER, HEADQUARTERS_UNIT_ID) ||
           authority_may(batch->authority, call->principal, ROLE_VIEWER, unit_id);
}
