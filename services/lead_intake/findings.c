#include "findings.h"

static struct finding *next(struct findings *findings, const char *reason)
{
    if (findings->count == FINDINGS_MAX)
        return NULL;
    struct finding *finding = &findings->items[findings->count++];
    finding->is_warning = false;
    finding->reason = reason;
    return finding;
}

void findings_add(struct findings *findings, const char *reason, const struct error *error)
{
    struct finding *finding = next(findings, reason);
    if (finding)
        finding->error = *error;
}

void findings_fault(struct findings *findings, const char *field, const char *reason, const char *en, const char *zh, ...)
{
    struct finding *finding = next(findings, reason);
    va_list arguments;
    va_start(arguments, zh);
    if (finding)
        error_vset(&finding->error, STATUS_INVALID_ARGUMENT, field, en, zh, arguments);
    va_end(arguments);
}

void findings_warn(struct findings *findings, const char *field, const char *reason, const char *en, const char *zh, ...)
{
    struct finding *finding = next(findings, reason);
    va_list arguments;
    va_start(arguments, zh);
    if (finding) {
        finding->is_warning = true;
        error_vset(&finding->error, STATUS_OK, field, en, zh, arguments);
    }
    va_end(arguments);
}

bool findings_refuse(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (!findings->items[i].is_warning)
            return true;
    return false;
}
