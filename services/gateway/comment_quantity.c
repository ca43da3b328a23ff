#include "comment_quantity.h"

#include "identifier/identifier.h"

#include <ctype.h>
#include <stdbool.h>
#include <strings.h>

#define COMMENT_BYTES_MAX 16384

struct symbol {
    const char *text;
    int64_t value;
};

static const struct symbol digits[] = {{"零", 0}, {"〇", 0}, {"一", 1}, {"二", 2}, {"两", 2}, {"三", 3},
                                       {"四", 4}, {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};
static const struct symbol powers[] = {{"十", 10}, {"百", 100}, {"千", 1000}, {"万", 10000}};
static const char *const counted[] = {"台",      "辆",   "units", "unit",   "vehicles",
                                      "vehicle", "cars", "car",   "trucks", "pcs"};
static const char *const labels[] = {"数量", "台数", "quantity", "qty"};
#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct symbol *symbol_at(const char *text, const struct symbol *symbols, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, symbols[i].text, strlen(symbols[i].text)) == 0)
            return &symbols[i];
    return NULL;
}

/* The length of the word at `text`, 0 when it is none of them. A Latin word ends where its letters end. */
static size_t word_at(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(words[i]);
        if (strncasecmp(text, words[i], length) == 0 &&
            !(isalpha((unsigned char)*words[i]) && isalpha((unsigned char)text[length])))
            return length;
    }
    return 0;
}

/* "一百零五", "两千", "十二". Returns the bytes read. */
static size_t read_chinese(const char *text, int64_t *number)
{
    const char *at = text;
    int64_t total = 0, digit = -1;
    while (total <= COMMENT_QUANTITY_MAX) {
        const struct symbol *power = symbol_at(at, powers, COUNT(powers));
        const struct symbol *symbol = power ? power : symbol_at(at, digits, COUNT(digits));
        if (!symbol)
            break;
        if (!power)
            digit = symbol->value;
        else if (power->value == 10000)
            total = (total + (digit > 0 ? digit : 0)) * power->value;
        else
            total += (digit < 0 ? 1 : digit) * power->value;
        if (power)
            digit = -1;
        at += strlen(symbol->text);
    }
    *number = total + (digit > 0 ? digit : 0);
    return (size_t)(at - text);
}

/* "1,200". Returns the bytes read. */
static size_t read_digits(const char *text, int64_t *number)
{
    size_t length = 0;
    *number = 0;
    while (isdigit((unsigned char)text[length]) || (text[length] == ',' && isdigit((unsigned char)text[length + 1]))) {
        if (text[length] != ',' && *number <= COMMENT_QUANTITY_MAX)
            *number = 10 * *number + (text[length] - '0');
        length++;
    }
    return length;
}

static size_t read_number(const char *text, int64_t *number)
{
    return isdigit((unsigned char)*text) ? read_digits(text, number) : read_chinese(text, number);
}

static bool is_possible(int64_t number)
{
    return number >= 1 && number <= COMMENT_QUANTITY_MAX;
}

/* "T70" is a model and "2.0" a capacity, not a number of vehicles: past all that belongs to a word or a decimal. */
static size_t pass_over(const char *text)
{
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || (length && text[length] == '.'))
        length++;
    return length ? length : 1;
}

static int32_t find_counted(const char *text)
{
    while (*text) {
        int64_t number;
        const size_t length = read_number(text, &number);
        const char *unit = text + length;
        if (length && word_at(unit + strspn(unit, " "), counted, COUNT(counted)) && is_possible(number))
            return (int32_t)number;
        text += length && *unit != '.' && !isalnum((unsigned char)*unit) ? length : pass_over(text);
    }
    return 0;
}

static int32_t find_labelled(const char *text)
{
    for (; *text; text++) {
        const size_t length = word_at(text, labels, COUNT(labels));
        int64_t number;
        if (length && read_number(text + length + strspn(text + length, " :="), &number) && is_possible(number))
            return (int32_t)number;
    }
    return 0;
}

int32_t comment_quantity(const char *text)
{
    char plain[COMMENT_BYTES_MAX];
    if (text_normalise(text, "comments", plain, sizeof plain, NULL) != 0)
        return 0;
    const int32_t number = find_counted(plain);
    return number ? number : find_labelled(plain);
}
