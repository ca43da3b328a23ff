#include "route.h"

#include <protobuf-c/protobuf-c.h>

#define READS false
#define WRITES true
#define ROUTE(verb, path, backend, method, writes) {#verb, path, BACKEND_##backend, #method, writes},
const struct route routes[] = {
#include "routes.def"
};
const size_t route_count = sizeof routes / sizeof *routes;

const ProtobufCMethodDescriptor *route_method(const struct route *route)
{
    const ProtobufCServiceDescriptor *service = backend_descriptor_of(route->backend, route->method);
    return service ? protobuf_c_service_descriptor_get_method_by_name(service, route->method) : NULL;
}

bool route_has_in_path(const struct route *route, const char *field)
{
    const size_t length = strlen(field);
    for (const char *at = strchr(route->path, '{'); at; at = strchr(at + 1, '{'))
        if (strncmp(at + 1, field, length) == 0 && at[1 + length] == '}')
            return true;
    return false;
}

/* How many bytes of `path` a "{field}" takes: up to the next "/", or to the custom verb's ":", which is the last one.
 */
static size_t value_length(const char *path, char after)
{
    size_t length = strcspn(path, "/");
    if (after == ':')
        while (length > 0 && path[--length] != ':')
            ;
    return length;
}

/* Whether the path fits the pattern; with `target` its values are added. 1 fits, 0 does not, -1 a value cannot be read.
 */
static int fit(const char *pattern, const char *path, struct target *target, struct arena *arena, struct error *error)
{
    while (*pattern) {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return 0;
            continue;
        }
        const char *end = strchr(pattern, '}');
        const size_t length = value_length(path, end[1]);
        if (length == 0)
            return 0;
        if (target &&
            target_add_from_path(target, arena, arena_strndup(arena, pattern + 1, (size_t)(end - pattern - 1)), path,
                                 length, error) != 0)
            return -1;
        pattern = end + 1;
        path += length;
    }
    return *path == '\0';
}

/* "/v1/leads/{lead_id}" fits "/v1/leads/7:advance" too: a path with a custom verb is for the pattern that has it. */
static bool is_better(const struct route *route, const struct route *than)
{
    return !than || strlen(route->path) > strlen(than->path);
}

const struct route *route_find(const char *verb, struct target *target, struct arena *arena, const char **allow,
                               struct error *error)
{
    const struct route *pattern = NULL, *found = NULL;
    *allow = "";
    for (size_t i = 0; i < route_count; i++)
        if (is_better(&routes[i], pattern) && fit(routes[i].path, target->path, NULL, arena, error) == 1)
            pattern = &routes[i];
    for (size_t i = 0; pattern && i < route_count; i++) {
        if (strcmp(routes[i].path, pattern->path) != 0)
            continue;
        *allow = arena_printf(arena, "%s%s%s", *allow, **allow ? ", " : "", routes[i].verb);
        if (strcmp(routes[i].verb, verb) == 0)
            found = &routes[i];
    }
    if (!pattern)
        error_set(error, STATUS_NOT_FOUND, NULL, "there is nothing at this path: see /openapi.json for what there is",
                  "该路径不存在：可用路径见 /openapi.json");
    else if (!found)
        error_set(error, STATUS_UNIMPLEMENTED, NULL, "this path takes %s only", "该路径仅支持 %s", *allow);
    return found && fit(found->path, target->path, target, arena, error) == 1 ? found : NULL;
}
