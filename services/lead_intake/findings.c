#include "findings.h"

void findings_add(struct findings *findings, bool is_warning, const char *reason, const struct error *error)
{
    if (findings->count == FINDINGS_MAX)
        return;
    struct error *kept = arena_alloc(findings->arena, sizeof *kept);
    *kept = *error;
    findings->items[findings->count++] = (struct finding){.is_warning = is_warning, .reason = reason, .error = kept};
}

void findings_fault(struct findings *findings, const char *field, const char *reason, const char *en, const char *zh, ...)
{
    struct error error;
    va_list arguments;
    va_start(arguments, zh);
    error_vset(&error, STATUS_INVALID_ARGUMENT, field, en, zh, arguments);
    va_end(arguments);
    findings_add(findings, false, reason, &error);
}

void findings_warn(struct findings *findings, const char *field, const char *reason, const char *en, const char *zh, ...)
{
    struct error error;
    va_list arguments;
    va_start(arguments, zh);
    error_vset(&error, STATUS_OK, field, en, zh, arguments);
    va_end(arguments);
    findings_add(findings, true, reason, &error);
}
