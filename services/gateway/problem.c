#include "problem.h"

#include "wire/json_name.h"

#define POINTER_MAX 512

unsigned problem_http_status(enum status status, const char *field)
{
    const size_t length = strlen(field);
    static const char key[] = "idempotency_key";
    const bool about_key = length >= sizeof key - 1 && strcmp(field + length - (sizeof key - 1), key) == 0;
    switch (status) {
    case STATUS_INVALID_ARGUMENT:
    case STATUS_OUT_OF_RANGE:
        return 400;
    case STATUS_UNAUTHENTICATED:
        return 401;
    case STATUS_PERMISSION_DENIED:
        return 403;
    case STATUS_NOT_FOUND:
        return 404;
    case STATUS_ALREADY_EXISTS:
        return about_key ? 422 : 409;
    case STATUS_FAILED_PRECONDITION:
        return 409;
    case STATUS_ABORTED:
        return strcmp(field, "if_version") == 0 ? 412 : 409;
    case STATUS_RESOURCE_EXHAUSTED:
        return 429;
    case STATUS_UNAVAILABLE:
    case STATUS_DEADLINE_EXCEEDED:
        return 503;
    default:
        return 500;
    }
}

int problem_pointer(const char *field, struct buffer *pointer)
{
    int result = 0;
    while (*field && result == 0) {
        char name[JSON_NAME_SIZE], json[JSON_NAME_SIZE];
        field += strspn(field, ".[]");
        size_t length = strcspn(field, ".[]");
        if (length == 0)
            break;
        snprintf(name, sizeof name, "%.*s", (int)length, field);
        result = buffer_printf(pointer, "/%s", json_name(name, json));
        field += length;
    }
    return result;
}

static void add_text(struct buffer *out, const char *name, const char *value)
{
    buffer_printf(out, "%s\"%s\":", out->data[out->length - 1] == '{' ? "" : ",", name);
    buffer_add_json_string(out, value, strlen(value));
}

/* The header that says what a service knows as a field; NULL when it is none. */
static const char *header_of(const char *field)
{
    if (strcmp(field, "if_version") == 0 || strcmp(field, "call.if_match") == 0)
        return "If-Match";
    if (strcmp(field, "call.idempotency_key") == 0)
        return "Idempotency-Key";
    return strncmp(field, "call.", 5) == 0 ? field + 5 : NULL;
}

static void add_place(struct buffer *out, const struct problem *problem, const char *field)
{
    char json[JSON_NAME_SIZE];
    struct buffer pointer = BUFFER(POINTER_MAX);
    const char *header = header_of(field);
    if (header) {
        add_text(out, "header", header);
    } else if (!problem->has_body) {
        add_text(out, "parameter", json_name(field, json));
    } else if (buffer_add_char(&pointer, '#') == 0 && problem_pointer(field, &pointer) == 0) {
        add_text(out, "pointer", pointer.data);
    }
    buffer_release(&pointer);
}

int problem_write(const struct problem *problem, struct buffer *out)
{
    buffer_add_char(out, '{');
    buffer_printf(out, "\"type\":\"urn:remuda:problem:%s\",\"status\":%u", status_name(problem->status),
                  problem->http_status);
    add_text(out, "title", status_name(problem->status));
    add_text(out, "detail", problem->detail);
    add_text(out, "requestId", problem->request_id);
    buffer_add_text(out, problem->violation_count ? ",\"errors\":[" : "");
    for (size_t i = 0; i < problem->violation_count; i++) {
        buffer_add_text(out, i ? ",{" : "{");
        if (*problem->violations[i].field)
            add_place(out, problem, problem->violations[i].field);
        add_text(out, "reason", problem->violations[i].reason);
        add_text(out, "detail", problem->violations[i].message);
        buffer_add_char(out, '}');
    }
    buffer_add_text(out, problem->violation_count ? "]}" : "}");
    return out->overflowed ? -1 : 0;
}
