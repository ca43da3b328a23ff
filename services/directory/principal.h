/* Principals and their CURVE keys. */
#pragma once

#include "base/date.h"
#include "fault.h"

#include <stdbool.h>
#include <stdint.h>

#define PUBLIC_KEY_LENGTH 40 /* characters of Z85 for 32 bytes */

/* What is known of a key that is to be granted. */
struct known_key {
    bool exists, revoked;
    int64_t principal_id;
};

/* 1 to 64 of A-Z a-z 0-9 - _ . @ . 0, or -1 with `fault` on "principal_name". */
int principal_check_name(const char *name, struct fault *fault);
/* Z85 (https://rfc.zeromq.org/spec/32/) of 32 bytes. 0, or -1 with `fault` on "public_key". */
int principal_check_key(const char *public_key, struct fault *fault);
/* May `principal_id` (0: a new one) have this key? A revoked key cannot come back, a key says who one is.
 * 0, or -1 with `fault` on "public_key". */
int principal_check_owner(const struct known_key *key, int64_t principal_id, struct fault *fault);
/* 0, or -1 with `fault` on "expires_on": the last day must not be over. */
int principal_check_expiry(day_t expires_on, day_t today, struct fault *fault);
