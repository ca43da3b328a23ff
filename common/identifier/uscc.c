#include "identifier/division.h"
#include "identifier/fold.h"
#include "identifier/report.h"

#define USCC_LENGTH (USCC_SIZE - 1)
#define REGISTRARS "123456789ANY" /* GB 32100-2015 table 1 */
#define DIVISION_AT 2             /* characters 3-8 */
#define ORGANISATION_AT 8         /* characters 9-17 */
#define ORGANISATION_LENGTH 8     /* without its check character */

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* without I, O, S, V, Z */

static const struct identifier_problem wrong_length = {
    "LENGTH",
    {"A unified social credit code has 18 characters. Copy the whole code from the business licence.",
     "统一社会信用代码应为 18 位。请从营业执照上完整抄录。"}};
static const struct identifier_problem wrong_character = {
    "CHARACTER",
    {"A unified social credit code has only digits and capital letters other than I, O, S, V, Z. Check for 1, 0, 5, 2 in their place.",
     "统一社会信用代码只含数字和除 I、O、S、V、Z 以外的大写字母。请检查是否应为 1、0、5、2。"}};
static const struct identifier_problem wrong_registrar = {
    "REGISTRAR",
    {"The first character names the registering authority and must be 1 to 9, A, N or Y. Compare it with the licence.",
     "第 1 位为登记管理部门代码，只能是 1 至 9、A、N 或 Y。请与证照核对。"}};
static const struct identifier_problem wrong_digits = {
    "DIGITS",
    {"Characters 2 to 8 must be digits in a code of this registering authority. Compare them with the licence.",
     "该登记管理部门的代码第 2 至 8 位应为数字。请与证照核对。"}};
static const struct identifier_problem wrong_check = {
    "CHECK_DIGIT",
    {"The last character, the check of the whole code (GB 32100), does not agree with the others. Compare the code with the licence.",
     "第 18 位校验码（GB 32100）与其他各位不符。请与证照核对。"}};
static const struct identifier_problem wrong_organisation_check = {
    "ORGANISATION_CHECK_DIGIT",
    {"Character 17, the check of the organisation code in characters 9 to 17 (GB 11714), does not agree. Compare the code with the licence.",
     "第 17 位，即第 9 至 17 位组织机构代码（GB 11714）的校验码不符。请与证照核对。"}};
static const struct identifier_problem wrong_division = {
    "DIVISION",
    {"Characters 3 to 8 name an administrative division that cannot exist. Compare them with the licence.",
     "第 3 至 8 位的行政区划代码不可能存在。请与证照核对。"}};

static int alphabet_value(char c)
{
    const char *found = c ? strchr(alphabet, c) : NULL;
    return found ? (int)(found - alphabet) : -1;
}

static bool all_in_alphabet(const char *code)
{
    for (size_t i = 0; i < USCC_LENGTH; i++) {
        if (alphabet_value(code[i]) < 0)
            return false;
    }
    return true;
}

static bool has_digits(const char *code, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (code[i] < '0' || code[i] > '9')
            return false;
    }
    return true;
}

static bool registrar_uses_digits(const char *code)
{
    return code[0] >= '1' &&
           code[0] <= '9'; /* codes of the army (A), of villages (N) and of others (Y) may have letters */
}

static bool code_check_holds(const char *code)
{
    static const int weights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    int sum = 0;
    for (size_t i = 0; i < USCC_LENGTH - 1; i++)
        sum += alphabet_value(code[i]) * weights[i];
    return code[USCC_LENGTH - 1] == alphabet[(31 - sum % 31) % 31];
}

/* Here letters count in the order of the whole alphabet: A = 10 … Z = 35. */
static bool organisation_check_holds(const char *organisation)
{
    static const int weights[ORGANISATION_LENGTH] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (size_t i = 0; i < ORGANISATION_LENGTH; i++) {
        char c = organisation[i];
        sum += (c <= '9' ? c - '0' : c - 'A' + 10) * weights[i];
    }
    return organisation[ORGANISATION_LENGTH] == "0X987654321"[sum % 11]; /* 11 - sum mod 11; 10 is X, 11 is 0 */
}

static void examine_structure(const char *code, struct identifier_report *report)
{
    if (!all_in_alphabet(code))
        report_add(report, &wrong_character);
    if (!strchr(REGISTRARS, code[0]))
        report_add(report, &wrong_registrar);
    if (registrar_uses_digits(code) && !has_digits(code, 1, ORGANISATION_AT))
        report_add(report, &wrong_digits);
    report->structure_ok = report->problem_count == 0;
}

static void examine_checks(const char *code, struct identifier_report *report)
{
    if (!code_check_holds(code))
        report_add(report, &wrong_check);
    if (!organisation_check_holds(code + ORGANISATION_AT))
        report_add(report, &wrong_organisation_check);
    report->checks_ok = report->problem_count == 0;
}

void uscc_examine(const char *text, char code[static USCC_SIZE], struct identifier_report *report)
{
    *report = (struct identifier_report){0};
    if (identifier_fold(text, code, USCC_SIZE) != USCC_LENGTH) {
        code[0] = '\0';
        report_add(report, &wrong_length);
        return;
    }
    examine_structure(code, report);
    if (!report->structure_ok)
        return;
    examine_checks(code, report);
    report->valid = report->checks_ok;
    if (registrar_uses_digits(code) && !division_can_exist(code + DIVISION_AT))
        report_add(report, &wrong_division); /* only a warning: tables of divisions are never complete */
}
