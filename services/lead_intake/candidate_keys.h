/*
 * By which customers are found that a name could mean: its characters and its pairs of neighbouring characters, without
 * the legal form at its end. Pure.
 */
#pragma once

#include "organisation_name.h"

#define CANDIDATE_KEYS_MAX (2 * ORGANISATION_NAME_MAX + PLACE_CODES_MAX)
#define CANDIDATE_KEY_TEXT_SIZE 9 /* two characters of UTF-8 and NUL */

/* Distinct keys, ascending; returns how many (0 only for a name without characters). */
size_t candidate_keys(const struct organisation_name *name, uint64_t keys[static CANDIDATE_KEYS_MAX]);
/* The same for a name that is looked for: also the place that its first character may stand for, 上海 for 沪. */
size_t candidate_query_keys(const struct organisation_name *name, uint64_t keys[static CANDIDATE_KEYS_MAX]);
/* The key as text: "康", "康佳". */
void candidate_key_text(uint64_t key, char text[static CANDIDATE_KEY_TEXT_SIZE]);
