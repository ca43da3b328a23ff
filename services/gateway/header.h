/* What the headers of a stranger's request say. Pure. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

#define REQUEST_ID_SIZE 65
#define TRACEPARENT_SIZE 56
#define IDEMPOTENCY_KEY_MAX 128

/* The language of the answers: zh-CN or en, whichever the caller wants more. NULL, nothing known: English. */
enum locale header_locale(const char *accept_language);
/* The key of "Idempotency-Key", quoted (RFC 8941) or, as many send it, bare. `value` may be NULL: it is missing. 0, or
 * -1. */
int header_idempotency_key(const char *value, struct arena *arena, const char **key, struct error *error);
/* "Bearer TOKEN" -> TOKEN; "" for everything else. */
const char *header_bearer(const char *authorization);
/* The caller's own id when it is 1 to 64 of A-Z a-z 0-9 - _ . : else false. */
bool header_request_id(const char *value, char id[static REQUEST_ID_SIZE]);
/* True when it is a version 00 traceparent of W3C Trace Context. */
bool header_traceparent(const char *value);
/* "application/json; charset=utf-8" is "application/json"; case does not matter. */
/* The version that `If-Match: "7"` names; "" for `*`, any. Weak tags and lists are refused. */
int header_if_match(const char *value, struct arena *arena, const char **version, struct error *error);
/* Whether `If-None-Match` has the version's tag, or `*`. */
bool header_has_tag(const char *if_none_match, const char *version);
/* Whether a compressed answer may be sent. */
bool header_accepts_gzip(const char *accept_encoding);
/* Whether one of the names in a list like "a, b" is `name`, as browsers' origins are compared. */
bool header_list_has(const char *list, const char *name);
bool header_is_media_type(const char *content_type, const char *media_type);
