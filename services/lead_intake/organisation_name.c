#include "organisation_name.h"

#include "lexicon.h"

/* One word of the name, or a character that is part of no known word. */
struct word {
    uint16_t start, length;     /* characters */
    struct lexicon_match match; /* kinds 0: no word */
};

struct reading {
    struct organisation_name *name;
    struct word words[ORGANISATION_NAME_MAX];
    size_t count;
};

static size_t character_read(const char *text, uint32_t *character)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t bytes = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    *character = bytes == 1 ? at[0] : at[0] & (0xFFU >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++) {
        if ((at[i] & 0xC0) != 0x80) /* name_key gives none; whoever calls without it gets a byte a character */
            return 1;
        *character = *character << 6 | (at[i] & 0x3FU);
    }
    return bytes;
}

static bool is_plain(uint32_t character)
{
    return character < 0x80;
}

/* --- marks of exchanges --- */

static const char *const leading_marks[] = {"退市", "sst", "nst", "st", "xd", "xr", "dr", "s", "g", "n", "c"};
static const char trailing_marks[] = "abhuwv"; /* classes of shares, and what the new boards mark */
#define TRAILING_MARKS_MAX 2
#define MARKED_LENGTH_MAX 8 /* characters of a short name with its marks */

static const char *skip_leading_mark(const char *key)
{
    for (size_t i = 0; i < sizeof leading_marks / sizeof leading_marks[0]; i++) {
        size_t bytes = strlen(leading_marks[i]);
        if (strncmp(key, leading_marks[i], bytes) == 0 && (unsigned char)key[bytes] >= 0x80)
            return key + bytes;
    }
    return key;
}

static void drop_trailing_marks(struct organisation_name *name)
{
    while (name->length > 2 && name->characters[name->length - 1] == 0x9000) /* 退: delisted */
        name->length--;
    size_t plain = 0;
    while (plain < name->length && is_plain(name->characters[name->length - 1 - plain]))
        plain++;
    if (plain == 0 || plain > TRAILING_MARKS_MAX || name->length < plain + 2)
        return;
    for (size_t i = name->length - plain; i < name->length; i++) {
        if (!strchr(trailing_marks, (int)name->characters[i]))
            return;
    }
    name->mark = (char)name->characters[name->length - plain];
    name->length -= plain;
}

static size_t read_characters(const char *key, struct organisation_name *name)
{
    const char *at = key;
    while (*at && name->length < ORGANISATION_NAME_MAX)
        at += character_read(at, &name->characters[name->length++]);
    return (size_t)(at - key);
}

/* --- words: the division into the fewest and best known ones --- */

#define COST_UNKNOWN 4
#define COST_SINGLE 3 /* a word of one character */
#define COST_WORD 2

struct choice {
    uint32_t cost;
    struct word word; /* that begins here */
};

static void consider(struct choice *choices, size_t start, size_t length, uint32_t cost,
                     const struct lexicon_match *match)
{
    uint32_t total = cost + choices[start + length].cost;
    if (total > choices[start].cost) /* of equals the longer word, which comes later */
        return;
    choices[start].cost = total;
    choices[start].word = (struct word){.start = (uint16_t)start, .length = (uint16_t)length};
    if (match)
        choices[start].word.match = *match;
}

static size_t count_characters(const char *text, size_t bytes)
{
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

static void consider_words(struct choice *choices, size_t start, size_t length, const char *text)
{
    struct lexicon_match matches[LEXICON_MATCHES_MAX];
    size_t count = lexicon_find(text, matches);
    choices[start].cost = UINT32_MAX;
    consider(choices, start, 1, start + 1 == length ? COST_UNKNOWN + 1 : COST_UNKNOWN, NULL);
    for (size_t i = 0; i < count; i++) {
        size_t characters = count_characters(text, matches[i].bytes);
        bool is_word = (matches[i].kinds & ~LEXICON_LETTER) != 0;
        if (is_word && start + characters <= length)
            consider(choices, start, characters, characters == 1 ? COST_SINGLE : COST_WORD, &matches[i]);
    }
}

/* `text` are the bytes of the name's characters. */
static void divide_into_words(struct reading *reading, const char *text)
{
    struct choice choices[ORGANISATION_NAME_MAX + 1];
    size_t offsets[ORGANISATION_NAME_MAX];
    size_t length = reading->name->length, at = 0;
    for (size_t i = 0; i < length; i++) {
        uint32_t character;
        offsets[i] = at;
        at += character_read(text + at, &character);
    }
    choices[length].cost = 0;
    for (size_t i = length; i-- > 0;)
        consider_words(choices, i, length, text + offsets[i]);
    for (size_t i = 0; i < length; i += choices[i].word.length)
        reading->words[reading->count++] = choices[i].word;
}

/* --- places --- */

static int32_t widen(int32_t code, int32_t below)
{
    while (code >= below * 100)
        code /= 100;
    return code;
}

/* Whether a division lies in another or is it: codes of GB/T 2260 begin with the code of what they lie in. */
static bool lies_in(int32_t inner, int32_t outer)
{
    int32_t scale = outer < 100 ? 1 : outer < 10000 ? 100 : 10000;
    return inner >= outer && widen(inner, scale) == outer;
}

bool name_place_agree(const struct name_place *a, const struct name_place *b)
{
    if ((a->count == 0 && !a->is_nation) || (b->count == 0 && !b->is_nation))
        return true;
    if (a->is_nation || b->is_nation)
        return a->is_nation && b->is_nation;
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            if (lies_in(a->codes[i], b->codes[j]) || lies_in(b->codes[j], a->codes[i]))
                return true;
        }
    }
    return false;
}

static void place_of_match(const struct lexicon_match *match, uint8_t kind, struct name_place *place)
{
    *place = (struct name_place){.is_nation = (match->kinds & LEXICON_NATION) != 0};
    for (size_t i = 0; i < match->row_count && place->count < PLACE_CODES_MAX; i++) {
        if (match->rows[i].kind == kind)
            place->codes[place->count++] = match->rows[i].code;
    }
}

/* Takes the place that follows `outer` in a name, 成都市 after 四川省. False when it does not lie there. */
static bool place_narrow(struct name_place *outer, const struct name_place *inner)
{
    struct name_place narrow = {0};
    if (outer->count == 0 && !outer->is_nation) {
        *outer = *inner;
        return true;
    }
    for (size_t i = 0; i < inner->count; i++) {
        for (size_t j = 0; j < outer->count; j++) {
            if (lies_in(inner->codes[i], outer->codes[j])) {
                narrow.codes[narrow.count++] = inner->codes[i];
                break;
            }
        }
    }
    if (narrow.count > 0)
        *outer = narrow;
    return narrow.count > 0;
}

void name_place_of_letter(uint32_t character, struct name_place *place)
{
    struct lexicon_match matches[LEXICON_MATCHES_MAX];
    *place = (struct name_place){0};
    if (character < 0x800 || character > 0xFFFF)
        return;
    const char text[] = {(char)(0xE0 | character >> 12), (char)(0x80 | (character >> 6 & 0x3F)),
                         (char)(0x80 | (character & 0x3F)), '\0'};
    if (lexicon_find(text, matches) > 0 && (matches[0].kinds & LEXICON_LETTER))
        place_of_match(&matches[0], LEXICON_LETTER, place);
}

/* --- parts --- */

static uint8_t kinds_of(const struct reading *reading, size_t word)
{
    return reading->words[word].match.kinds;
}

static void set_part(struct reading *reading, size_t word, enum name_part part)
{
    const struct word *at = &reading->words[word];
    for (size_t i = at->start; i < (size_t)at->start + at->length; i++)
        reading->name->parts[i] = (uint8_t)part;
}

static enum name_part part_of(const struct reading *reading, size_t word)
{
    return reading->name->parts[reading->words[word].start];
}

/* The word with which the branch begins, or `count` for none: what follows the last legal form or kind of organisation,
 * or, without one, the place before the word for the branch. */
static size_t find_branch(const struct reading *reading)
{
    size_t last = reading->count - 1, first;
    if (last == 0 || !(kinds_of(reading, last) & LEXICON_BRANCH))
        return reading->count;
    for (first = last; first > 0; first--) {
        if (kinds_of(reading, first - 1) & (LEXICON_FORM | LEXICON_KIND))
            return first;
    }
    if (kinds_of(reading, last) & LEXICON_KIND) /* 成都办事处 is an organisation of its own */
        return reading->count;
    for (first = last; first > 1 && (kinds_of(reading, first - 1) & (LEXICON_PLACE | LEXICON_WORD)); first--)
        ;
    return first;
}

/* Marks the suffix that ends before word `end`; returns where it begins, at least 1. */
static size_t take_suffix(struct reading *reading, size_t end)
{
    size_t begin = end;
    while (begin > 1 && (kinds_of(reading, begin - 1) & LEXICON_FORM))
        set_part(reading, --begin, NAME_FORM);
    if (begin == end && begin > 1 && (kinds_of(reading, begin - 1) & LEXICON_KIND))
        set_part(reading, --begin, NAME_KIND);
    return begin;
}

static bool is_place_word(const struct reading *reading, size_t word)
{
    return (kinds_of(reading, word) & (LEXICON_PLACE | LEXICON_NATION)) != 0;
}

/* Marks the places with which the name begins, and one that stands in brackets before the suffix
 * (建科机械(天津)有限公司). Something must be left before word `end`. Returns where the places in front end. */
static size_t take_places(struct reading *reading, size_t end)
{
    struct name_place *place = &reading->name->place, next;
    size_t first = 0;
    while (first + 1 < end && is_place_word(reading, first)) {
        place_of_match(&reading->words[first].match, LEXICON_PLACE, &next);
        if (!place_narrow(place, &next))
            break;
        set_part(reading, first++, NAME_PLACE);
    }
    if (end >= first + 2 && is_place_word(reading, end - 1)) {
        place_of_match(&reading->words[end - 1].match, LEXICON_PLACE, &next);
        place_narrow(place, &next);
        set_part(reading, end - 1, NAME_PLACE);
    }
    return first;
}

/* The words from `begin` to `end` are core, then trade; the first is core whatever it says. */
static void take_trade(struct reading *reading, size_t begin, size_t end)
{
    while (end > begin && part_of(reading, end - 1) == NAME_PLACE)
        end--;
    while (end > begin + 1 && reading->words[end - 1].length > 1 &&
           (kinds_of(reading, end - 1) & (LEXICON_TRADE | LEXICON_KIND | LEXICON_FORM)))
        set_part(reading, --end, NAME_TRADE);
}

static void take_parts(struct reading *reading)
{
    size_t branch = find_branch(reading);
    for (size_t i = branch; i < reading->count; i++)
        set_part(reading, i, NAME_BRANCH);
    size_t suffix = take_suffix(reading, branch);
    take_trade(reading, take_places(reading, suffix), suffix);
}

void organisation_name_read(const char *key, struct organisation_name *name)
{
    *name = (struct organisation_name){0};
    struct reading reading = {.name = name};
    const char *unmarked = skip_leading_mark(key);
    read_characters(unmarked, name);
    if (name->length <= MARKED_LENGTH_MAX)
        drop_trailing_marks(name);
    memset(name->parts, NAME_CORE, name->length);
    if (name->length == 0)
        return;
    divide_into_words(&reading, unmarked);
    for (size_t i = 0; i < reading.count; i++)
        name->starts_word[reading.words[i].start] = true;
    take_parts(&reading);
    for (size_t i = 0; i < name->length; i++)
        name->part_length[name->parts[i]]++;
}

void name_place_read(const char *key, struct name_place *place)
{
    struct organisation_name name = {0};
    struct reading reading = {.name = &name};
    *place = (struct name_place){0};
    read_characters(key, &name);
    if (name.length == 0)
        return;
    divide_into_words(&reading, key);
    for (size_t i = 0; i < reading.count && is_place_word(&reading, i); i++) {
        struct name_place next;
        place_of_match(&reading.words[i].match, LEXICON_PLACE, &next);
        if (!place_narrow(place, &next))
            return;
    }
}
