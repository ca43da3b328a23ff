#include "organisation.h"

#include <stdbool.h>

#define SEED UINT64_C(2014)
#define CHARACTERS 3000 /* that cores are made of; the first of them are common, the last rare */
#define FIRST_CHARACTER 0x4E00u
#define CHARACTER_BYTES 3
#define CORE_MAX 3

static const char *const places[] = {"成都市", "重庆市", "北京",   "上海市", "广州市", "武汉",
                                     "西安市", "杭州",   "沈阳市", "昆明市", ""};
static const char *const trades[] = {"科技",     "电子", "建筑工程", "物流", "汽车销售", "商贸",     "农业",
                                     "食品",     "医药", "机械",     "建材", "文化传播", "物业管理", "环保科技",
                                     "信息技术", "投资", "置业",     "运输", "矿业",     "能源"};
static const char *const forms[] = {"有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司"};
#define PICK(list, random) ((list)[(random) % (sizeof(list) / sizeof((list)[0]))])

/* splitmix64 */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

struct parts {
    const char *place, *trade, *form;
    char core[CORE_MAX * CHARACTER_BYTES + 1];
};

/* Common characters come far more often than rare ones. */
static unsigned random_character(uint64_t *state)
{
    uint64_t a = next_random(state) % CHARACTERS, b = next_random(state) % CHARACTERS,
             c = next_random(state) % CHARACTERS;
    uint64_t lower = a < b ? a : b;
    return FIRST_CHARACTER + (unsigned)(lower < c ? lower : c);
}

static void make_parts(uint64_t number, struct parts *parts)
{
    uint64_t state = SEED + number * 97;
    parts->place = PICK(places, next_random(&state));
    parts->trade = PICK(trades, next_random(&state));
    parts->form = PICK(forms, next_random(&state));
    size_t length = 2 + (next_random(&state) % 5 == 0);
    char *end = parts->core;
    for (size_t i = 0; i < length; i++) {
        unsigned character = random_character(&state);
        *end++ = (char)(0xe0 | character >> 12);
        *end++ = (char)(0x80 | (character >> 6 & 0x3f));
        *end++ = (char)(0x80 | (character & 0x3f));
    }
    *end = 0;
}

void organisation_full_name(uint64_t number, char name[static ORGANISATION_NAME_SIZE])
{
    struct parts parts;
    make_parts(number, &parts);
    snprintf(name, ORGANISATION_NAME_SIZE, "%s%s%s%s", parts.place, parts.core, parts.trade, parts.form);
}

void organisation_written_name(uint64_t number, uint64_t way, char name[static ORGANISATION_NAME_SIZE])
{
    struct parts parts;
    make_parts(number, &parts);
    switch (way % 5) {
    case 0:
        snprintf(name, ORGANISATION_NAME_SIZE, "%s%s", parts.core, parts.trade);
        break;
    case 1:
        snprintf(name, ORGANISATION_NAME_SIZE, "%s%s%s公司", parts.place, parts.core, parts.trade);
        break;
    case 2:
        snprintf(name, ORGANISATION_NAME_SIZE, "%.3s%.3s%.3s", parts.place, parts.core, parts.trade);
        break;
    case 3:
        snprintf(name, ORGANISATION_NAME_SIZE, "%s%.3s%s%s", parts.place, parts.core, parts.trade, parts.form);
        break;
    default:
        snprintf(name, ORGANISATION_NAME_SIZE, "%s%s%s", parts.core, parts.trade, parts.form);
    }
}

const char *organisation_region(uint64_t number)
{
    struct parts parts;
    make_parts(number, &parts);
    return *parts.place ? parts.place : "成都市";
}
