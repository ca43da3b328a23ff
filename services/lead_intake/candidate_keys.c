#include "candidate_keys.h"

#include "lexicon.h"

#define PAIR_SHIFT 32
#define COMPANY_LAST 0x53F8 /* 司, the last character of 公司 */

/* Characters before the legal form, which half of all names have in common. A form alone (海德股份) is kept: in a short
 * name it may stand for a word of the full one. */
static size_t telling_length(const struct organisation_name *name)
{
    size_t length = name->length;
    if (length == 0 || name->parts[length - 1] != NAME_FORM || name->characters[length - 1] != COMPANY_LAST)
        return length;
    while (length > 1 && !name->starts_word[length - 1])
        length--;
    return length - 1;
}

static int compare_keys(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static uint64_t pair_of(uint32_t first, uint32_t second)
{
    return (uint64_t)first << PAIR_SHIFT | second;
}

static size_t add_own_keys(const struct organisation_name *name, uint64_t *keys)
{
    size_t length = telling_length(name), count = 0;
    for (size_t i = 0; i < length; i++) {
        keys[count++] = name->characters[i];
        if (i + 1 < length)
            keys[count++] = pair_of(name->characters[i], name->characters[i + 1]);
    }
    return count;
}

static size_t add_place_keys(const struct organisation_name *name, uint64_t *keys, size_t count)
{
    struct name_place place = {0};
    if (name->length > 0)
        name_place_of_letter(name->characters[0], &place);
    for (size_t i = 0; i < place.count; i++) {
        struct organisation_name full;
        const char *text = lexicon_place(place.codes[i]);
        if (!text)
            continue;
        organisation_name_read(text, &full);
        if (full.length > 1)
            keys[count++] = pair_of(full.characters[0], full.characters[1]);
    }
    return count;
}

static size_t keep_distinct(uint64_t *keys, size_t count)
{
    size_t distinct = 0;
    qsort(keys, count, sizeof keys[0], compare_keys);
    for (size_t i = 0; i < count; i++) {
        if (distinct == 0 || keys[distinct - 1] != keys[i])
            keys[distinct++] = keys[i];
    }
    return distinct;
}

size_t candidate_keys(const struct organisation_name *name, uint64_t keys[static CANDIDATE_KEYS_MAX])
{
    return keep_distinct(keys, add_own_keys(name, keys));
}

size_t candidate_query_keys(const struct organisation_name *name, uint64_t keys[static CANDIDATE_KEYS_MAX])
{
    return keep_distinct(keys, add_place_keys(name, keys, add_own_keys(name, keys)));
}

static char *add_character(char *out, uint32_t character)
{
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t bytes = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = bytes; i-- > 1;) {
        out[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    out[0] = (char)(leads[bytes] | character);
    return out + bytes;
}

void candidate_key_text(uint64_t key, char text[static CANDIDATE_KEY_TEXT_SIZE])
{
    char *end = text;
    if (key >> PAIR_SHIFT)
        end = add_character(end, (uint32_t)(key >> PAIR_SHIFT));
    end = add_character(end, (uint32_t)key);
    *end = '\0';
}
