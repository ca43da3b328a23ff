#include "identifier/fold.h"

#include "identifier/unicode.h"

static char to_ascii(utf8proc_int32_t character)
{
    if (character >= 'a' && character <= 'z')
        return (char)(character - 'a' + 'A');
    if (character >= 0 && character < 0x80)
        return (char)character;
    return utf8proc_category(character) == UTF8PROC_CATEGORY_PD ? '-' : '?';
}

size_t identifier_fold(const char *text, char *out, size_t size)
{
    char *normal = unicode_is_plain(text) ? NULL : unicode_nfkc(text, 0);
    size_t count = 0;
    for (const char *at = normal ? normal : text; *at;) {
        utf8proc_int32_t character;
        at += unicode_next(at, &character);
        if (unicode_is_blank(character))
            continue;
        if (count + 1 < size)
            out[count] = to_ascii(character);
        count++;
    }
    out[count < size ? count : size - 1] = '\0';
    free(normal);
    return count;
}
