/*
 * The words that organisations' names are made of: divisions of China (divisions.csv), legal forms, kinds of
 * organisation, trades and common words (organisation_words.txt), as one sorted table that the build makes.
 * Pure. Texts are in the form of name_key.
 */
#pragma once

#include "base/banned.h"

#include <stdint.h>

/* What a word can be; a word may be several. */
enum lexicon_kind {
    LEXICON_PLACE = 1 << 0,  /* a division, in full or short: 北京市, 北京 */
    LEXICON_LETTER = 1 << 1, /* the one character that stands for a division: 京, 沪, 粤 */
    LEXICON_NATION = 1 << 2, /* 中国 */
    LEXICON_FORM = 1 << 3,   /* 股份有限公司, 集团 */
    LEXICON_KIND = 1 << 4,   /* 局, 大学, 研究所 */
    LEXICON_BRANCH = 1 << 5, /* 分公司, 支行 */
    LEXICON_TRADE = 1 << 6,  /* 科技, 制药 */
    LEXICON_WORD = 1 << 7    /* no more than a word */
};

struct lexicon_row {
    const char *text;
    uint8_t kind;
    int32_t code; /* of the division, 2, 4 or 6 digits; 0: none */
};

/* One word at the beginning of a text: its rows stand together. */
struct lexicon_match {
    const struct lexicon_row *rows;
    uint16_t row_count;
    uint16_t bytes;
    uint8_t kinds;
};

#define LEXICON_MATCHES_MAX 16

/* All words that `text` begins with, the shortest first. Returns how many. */
size_t lexicon_find(const char *text, struct lexicon_match matches[static LEXICON_MATCHES_MAX]);

/* The shortest name of a division: "上海" of 31. NULL when there is none. */
const char *lexicon_place(int32_t code);
