/* How the JSON mapping names fields. */
#pragma once

#include "base/banned.h"

#include <stdbool.h>
#include <stddef.h>

#define JSON_NAME_SIZE 128 /* bytes of a field's name with the NUL; no contract comes near */

/* lower_snake_case -> lowerCamelCase exactly as protoc does it: an underscore goes and raises the letter after it, all
 * else stays. Returns `json`. A name that does not fit is cut. */
char *json_name(const char *name, char json[static JSON_NAME_SIZE]);
/* True when `text` names the field in either style. */
bool json_name_matches(const char *name, const char *text, size_t length);
