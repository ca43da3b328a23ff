/*
 * The policy's document: JSON as README.md and tier_policy.schema.json describe it, to struct tier_policy.
 * Input: untrusted text. Errors name the path ("measures[1].weight") and the remedy.
 */
#pragma once

#include "base/arena.h"
#include "tier_policy.h"

#define POLICY_DOCUMENT_MAX (128 * 1024) /* bytes */

/* Reads and checks a policy that would be put on `today`. NULL with `error`. All of it lives in `arena`. */
struct tier_policy *policy_document_read(const char *text, size_t size, day_t today, struct arena *arena,
                                         struct error *error);
/* The same of one that was accepted before: its start may have passed. */
struct tier_policy *policy_document_read_stored(const char *text, size_t size, struct arena *arena,
                                                struct error *error);
/* Its scope as text that is the same for the same scope: policies of one scope follow each other. The document must
 * have been read before. */
const char *policy_document_scope(const char *text, struct arena *arena);
