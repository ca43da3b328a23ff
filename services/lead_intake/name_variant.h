/*
 * Whether two names can be one name written in two ways. A name that ends as registered names do is complete: two complete names
 * of one registry that differ in what tells them apart, 长虹电器 and 长江电器, are two organisations, however like they look.
 * So are two whose numbers differ, 第一中学 and 第二中学,
 * and sisters such as 城南 and 城北, 甲 and 乙. Pure.
 */
#pragma once

#include "organisation_name.h"

/* False when both are complete (they end in 公司, or name a place and a kind of body) and their cores or their trades tell two organisations, or both have numbers and others: a word may be left out of a trade, and of a
 * core of three characters one, of four one may be another. Short names can always be variants. */
bool name_variant_possible(const struct organisation_name *a, const struct organisation_name *b);
/* Whether the two differ by one wrong, missing or extra character of the core, or two that changed places, and in nothing else but place and
 * legal form. Of short cores, so do many that are two: what the rest tells decides (likeness_shared_weight). */
bool name_slip_possible(const struct organisation_name *a, const struct organisation_name *b);
