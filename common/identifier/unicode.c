#include "identifier/unicode.h"

char *unicode_nfkc(const char *text, utf8proc_option_t more)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE | more);
    return length < 0 ? NULL : (char *)mapped;
}

/* Bytes of the character at `text` when it is one of CJK Unified Ideographs (U+4E00..U+9FFF), else 0. */
static size_t ideograph(const unsigned char *text)
{
    if (text[0] < 0xE4 || text[0] > 0xE9 || (text[1] & 0xC0) != 0x80 || (text[2] & 0xC0) != 0x80)
        return 0;
    return text[0] == 0xE4 && text[1] < 0xB8 ? 0 : 3; /* U+4000..U+4DFF are other blocks */
}

bool unicode_is_plain(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        size_t length = *at < 0x80 ? 1 : ideograph(at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

size_t unicode_next(const char *text, utf8proc_int32_t *character)
{
    utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, character);
    if (length > 0)
        return (size_t)length;
    *character = -1;
    return 1;
}

bool unicode_is_blank(utf8proc_int32_t character)
{
    utf8proc_category_t category = utf8proc_category(character);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP ||
           category == UTF8PROC_CATEGORY_CC;
}
