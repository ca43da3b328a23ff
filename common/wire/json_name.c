#include "wire/json_name.h"

char *json_name(const char *name, char json[static JSON_NAME_SIZE])
{
    bool raise = false;
    size_t length = 0;
    for (; *name && length + 1 < JSON_NAME_SIZE; name++) {
        if (*name == '_') {
            raise = true;
            continue;
        }
        json[length++] = raise && *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name;
        raise = false;
    }
    json[length] = '\0';
    return json;
}

bool json_name_matches(const char *name, const char *text, size_t length)
{
    char json[JSON_NAME_SIZE];
    json_name(name, json);
    return (strlen(json) == length && memcmp(json, text, length) == 0) ||
           (strlen(name) == length && memcmp(name, text, length) == 0);
}
