#include "lexicon.h"

#include "lexicon_rows.h"

#include <stdbool.h>

#define ROW_COUNT (sizeof lexicon_rows / sizeof lexicon_rows[0])

static bool comes_before(const char *row_text, const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        unsigned char a = (unsigned char)row_text[i], b = (unsigned char)text[i];
        if (a != b)
            return a < b;
    }
    return false;
}

/* The first row whose text is not before the `bytes` first bytes of `text`. */
static size_t lower_bound(const char *text, size_t bytes)
{
    size_t low = 0, high = ROW_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (comes_before(lexicon_rows[middle].text, text, bytes))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t first_character_bytes(const char *text)
{
    size_t bytes = 1;
    while (((unsigned char)text[bytes] & 0xC0) == 0x80)
        bytes++;
    return bytes;
}

static void match_add_row(struct lexicon_match *match, const struct lexicon_row *row)
{
    match->row_count++;
    match->kinds |= row->kind;
}

/* Bytes of the row's text when `text` begins with it, else 0. */
static size_t prefix_bytes(const char *row_text, const char *text)
{
    size_t bytes = 0;
    while (row_text[bytes] && row_text[bytes] == text[bytes])
        bytes++;
    return row_text[bytes] ? 0 : bytes;
}

size_t lexicon_find(const char *text, struct lexicon_match matches[static LEXICON_MATCHES_MAX])
{
    size_t count = 0;
    if (!*text)
        return 0;
    size_t lead = first_character_bytes(text);
    for (size_t i = lower_bound(text, lead); i < ROW_COUNT; i++) {
        const struct lexicon_row *row = &lexicon_rows[i];
        size_t bytes = prefix_bytes(row->text, text);
        if (bytes == 0 && strncmp(row->text, text, lead) != 0)
            break;
        if (bytes == 0)
            continue;
        if (count > 0 && matches[count - 1].bytes == bytes) {
            match_add_row(&matches[count - 1], row);
        } else if (count < LEXICON_MATCHES_MAX) {
            matches[count] = (struct lexicon_match){.rows = row, .bytes = (uint16_t)bytes};
            match_add_row(&matches[count++], row);
        }
    }
    return count;
}

const char *lexicon_place(int32_t code)
{
    const char *shortest = NULL;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const struct lexicon_row *row = &lexicon_rows[i];
        if (row->code == code && row->kind == LEXICON_PLACE && (!shortest || strlen(row->text) < strlen(shortest)))
            shortest = row->text;
    }
    return shortest;
}
