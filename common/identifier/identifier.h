/*
 * Identifiers of the trade: unified social credit codes, vehicle identification numbers, phone numbers, organisation
 * names. Pure: no I/O, no clock. Refuse what is not `structure_ok`; warn of the rest: codes that were really issued
 * fail their check digit.
 */
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define IDENTIFIER_PROBLEMS_MAX 8
#define USCC_SIZE 19      /* 18 characters and NUL */
#define VIN_SIZE 18       /* 17 characters and NUL */
#define VIN_MAKER_SIZE 7  /* 6 characters and NUL */
#define PHONE_SIZE 24     /* "+86" form and NUL */
#define NAME_KEY_SIZE 400 /* normalised organisation name and NUL */

/* One finding: a stable code and a sentence in each language.
 * LENGTH, CHARACTER, REGISTRAR, DIGITS break the structure; CHECK_DIGIT (GB 32100, or a VIN's position 9) and
 * ORGANISATION_CHECK_DIGIT (GB 11714) the checks; DIVISION only warns and leaves the report valid. */
struct identifier_problem {
    const char *code;
    const char *message[LOCALE_COUNT];
};

struct identifier_report {
    bool structure_ok; /* length, alphabet and fixed positions */
    bool checks_ok;    /* all check digits hold (false when the structure is broken) */
    bool valid;        /* structure_ok && checks_ok */
    struct identifier_problem problems[IDENTIFIER_PROBLEMS_MAX];
    size_t problem_count;
};

/* The finding as an error about `field`. Returns -1. */
int identifier_problem_error(const struct identifier_problem *problem, const char *field, struct error *error);

/* GB 32100-2015, and GB 11714 for characters 9-17. Full-width characters and blanks are folded, lower case raised;
 * the normal form is written to `code` (empty when the length is wrong; '?' stands for a character outside ASCII). */
void uscc_examine(const char *text, char code[static USCC_SIZE], struct identifier_report *report);

/* ISO 3779 / GB 16735 with the check digit at position 9. Folding as above. */
void vin_examine(const char *text, char vin[static VIN_SIZE], struct identifier_report *report);

/* Who made the vehicle, of a `vin` whose structure is right: positions 1-3; with 9 as third character, which makers of
 * fewer than 1,000 vehicles a year have (converters mostly), positions 12-14 after them. */
void vin_maker(const char *vin, char maker[static VIN_MAKER_SIZE]);

/* Mobile, landline with area code, 400/800 numbers -> "+8613612345678", "+861012345678", "+864008608608".
 * Returns 0, or -1 with the error naming `field`. */
int phone_normalise(const char *text, const char *field, char phone[static PHONE_SIZE], struct error *error);

/* The key under which an organisation's name is compared: NFKC, case folded, blanks, brackets and punctuation dropped.
 * "中国石油（集团） 有限公司" and "中国石油(集团)有限公司" give the same key.
 * Returns 0, or -1 (naming `field`) when nothing is left or it is too long. */
int name_key(const char *name, const char *field, char key[static NAME_KEY_SIZE], struct error *error);

/* NFKC with outer blanks removed, inner blanks and control characters folded to one blank: how a text of a spreadsheet
 * or a form is kept. Full-width digits and letters become ordinary ones, invisible characters go.
 * Writes at most `size` (> 0) bytes with the NUL, apart from `text`. Returns 0 (`out` may be empty), or -1 (naming
 * `field`, `out` empty) when the text is not UTF-8 or does not fit. */
int text_normalise(const char *text, const char *field, char *out, size_t size, struct error *error);
