/*
 * An organisation's name read into its parts: 北京市 | 百度 | 网讯科技 | 有限公司 | 上海分公司

 * In: a name in the form of name_key. Out: characters with the part each belongs to, and the places named.
 * Pure; reading never fails: what no word of the lexicon explains is core, and a core is never empty.
 */
#pragma once

#include "base/banned.h"

#include <stdbool.h>
#include <stdint.h>

#define ORGANISATION_NAME_MAX 128 /* characters that are read; customers' names have at most 120 */
#define PLACE_CODES_MAX 8         /* divisions that share one name: 朝阳 */

enum name_part { NAME_PLACE, NAME_CORE, NAME_TRADE, NAME_KIND, NAME_FORM, NAME_BRANCH, NAME_PART_COUNT };

/* What one place name may mean. No code: the name tells no place. */
struct name_place {
    int32_t codes[PLACE_CODES_MAX]; /* GB/T 2260, 2, 4 or 6 digits */
    size_t count;
    bool is_nation; /* 中国 */
};

struct organisation_name {
    size_t length; /* characters */
    uint32_t characters[ORGANISATION_NAME_MAX];
    uint8_t parts[ORGANISATION_NAME_MAX];    /* enum name_part */
    bool starts_word[ORGANISATION_NAME_MAX]; /* the first character of a word */
    size_t part_length[NAME_PART_COUNT];     /* characters of each part */
    struct name_place place;                 /* the smallest place that the name itself names */
    char mark;                               /* the class of share in a short name of an exchange ('a', 'b'), 0 none */
};

/* Reads `key`. Marks that exchanges put around short names (*ST, XD, 退市, A, B) are no part of the name. */
void organisation_name_read(const char *key, struct organisation_name *name);

/* A place alone, as a region column gives it ("深圳", "广东省深圳市"). */
void name_place_read(const char *key, struct name_place *place);

/* Whether one of the two may lie in the other: 北京/北京市/朝阳区, and what names no place. */
bool name_place_agree(const struct name_place *a, const struct name_place *b);

/* The place that the character stands for, as 沪 and 申 for 上海; empty for others. */
void name_place_of_letter(uint32_t character, struct name_place *place);
