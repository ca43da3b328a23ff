#include "tier_text.h"

#include "base/money.h"

static char *drop_zeros(char *text)
{
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        text[--length] = '\0';
    if (text[length - 1] == '.')
        text[--length] = '\0';
    return text;
}

char *micro_format(int64_t micro, char text[static NUMBER_TEXT_SIZE])
{
    snprintf(text, NUMBER_TEXT_SIZE, "%s%lld.%06lld", micro < 0 ? "-" : "", llabs(micro / MICRO), llabs(micro % MICRO));
    return drop_zeros(text);
}

char *percent_format(int64_t ppm, char text[static NUMBER_TEXT_SIZE])
{
    const int64_t percent = PPM / 100;
    snprintf(text, NUMBER_TEXT_SIZE, "%s%lld.%04lld", ppm < 0 ? "-" : "", llabs(ppm / percent), llabs(ppm % percent));
    return drop_zeros(text);
}

const char *tier_word(enum tier tier)
{
    static const char *const words[TIER_COUNT] = {"none", "key", "secondary", "potential"};
    return words[tier];
}

const char *tier_name(enum tier tier, enum locale locale)
{
    static const char *const names[TIER_COUNT][LOCALE_COUNT] = {
        {"None", "未分级"}, {"Key", "重点客户"}, {"Secondary", "次重点客户"}, {"Potential", "潜力客户"}};
    return names[tier][locale];
}
