/*
 * Why a customer has its tier, in one or two sentences with the numbers that led to it ("every number explains
 * itself").
 */
#pragma once

#include "unit_tier.h"

#define TIER_REASON_SIZE 600 /* bytes with the closing NUL; the longest text takes about 400 */

/* Writes the reason of an assigned customer in one language; returns `text`. `as_of` is the run's day. */
char *unit_tier_reason(const struct unit_policy *policy, const struct unit_customer *customer, day_t as_of,
                  enum locale locale, char text[static TIER_REASON_SIZE]);
