#include "identifier/fold.h"
#include "identifier/report.h"

#define VIN_LENGTH (VIN_SIZE - 1)
#define CHECK_AT 8            /* position 9 */
#define SMALL_MAKER_MARK_AT 2 /* position 3 */
#define SMALL_MAKER_AT 11     /* positions 12-14 */
#define MAKER_LENGTH 3

static const struct identifier_problem wrong_length = {
    "LENGTH",
    {"A vehicle identification number has 17 characters. Copy the whole number from the vehicle or its certificate.",
     "车辆识别代号应为 17 位。请从车辆或合格证上完整抄录。"}};
static const struct identifier_problem wrong_character = {
    "CHARACTER",
    {"A vehicle identification number has only digits and capital letters other than I, O, Q. Check for 1 or 0 in their place.",
     "车辆识别代号只含数字和除 I、O、Q 以外的大写字母。请检查是否应为 1 或 0。"}};
static const struct identifier_problem wrong_check = {
    "CHECK_DIGIT",
    {"Position 9, the check digit, does not agree with the other characters. Compare the number with the vehicle.",
     "第 9 位检验位与其他各位不符。请与车辆核对。"}};

/* ISO 3779: digits count as themselves, A-H 1-8, J-N 1-5, P 7, R 9, S-Z 2-9. -1: not a character of a VIN. */
static int character_value(char c)
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
    static const char values[] = "12345678123457923456789";
    if (c >= '0' && c <= '9')
        return c - '0';
    const char *found = c ? strchr(letters, c) : NULL;
    return found ? values[found - letters] - '0' : -1;
}

static bool all_characters_allowed(const char *vin)
{
    for (size_t i = 0; i < VIN_LENGTH; i++) {
        if (character_value(vin[i]) < 0)
            return false;
    }
    return true;
}

static bool check_holds(const char *vin)
{
    static const int weights[VIN_LENGTH] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    int sum = 0;
    for (size_t i = 0; i < VIN_LENGTH; i++)
        sum += character_value(vin[i]) * weights[i];
    return vin[CHECK_AT] == "0123456789X"[sum % 11];
}

void vin_examine(const char *text, char vin[static VIN_SIZE], struct identifier_report *report)
{
    *report = (struct identifier_report){0};
    if (identifier_fold(text, vin, VIN_SIZE) != VIN_LENGTH) {
        vin[0] = '\0';
        report_add(report, &wrong_length);
        return;
    }
    report->structure_ok = all_characters_allowed(vin);
    report->checks_ok = report->structure_ok && check_holds(vin);
    report->valid = report->checks_ok;
    if (!report->structure_ok)
        report_add(report, &wrong_character);
    else if (!report->checks_ok)
        report_add(report, &wrong_check);
}

void vin_maker(const char *vin, char maker[static VIN_MAKER_SIZE])
{
    memcpy(maker, vin, MAKER_LENGTH);
    size_t length = MAKER_LENGTH;
    if (vin[SMALL_MAKER_MARK_AT] == '9') {
        memcpy(maker + length, vin + SMALL_MAKER_AT, MAKER_LENGTH);
        length += MAKER_LENGTH;
    }
    maker[length] = '\0';
}
