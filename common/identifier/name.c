#include "identifier/identifier.h"
#include "identifier/unicode.h"

#include <stdint.h>

static int refuse_encoding(const char *field, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, field,
                     "The text is not valid UTF-8. Send it in UTF-8, or save the file again as UTF-8.",
                     "文本不是有效的 UTF-8。请以 UTF-8 编码发送，或将文件另存为 UTF-8。");
}

static int refuse_length(size_t most, const char *field, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, field,
                     "The text is too long. Shorten it to at most %zu bytes (%zu Chinese characters).",
                     "文本过长。请缩短到 %zu 字节以内（%zu 个汉字）。", most, most / 3);
}

/* Letters with their marks, and numbers: what tells one name from another. */
static bool counts_in_a_name(utf8proc_int32_t character)
{
    utf8proc_category_t category = utf8proc_category(character);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Text under construction in a caller's array. */
struct target {
    char *text;
    size_t length, size; /* `size` with the NUL */
};

static int target_add(struct target *target, const char *bytes, size_t length)
{
    if (length >= target->size - target->length)
        return -1;
    memcpy(target->text + target->length, bytes, length);
    target->length += length;
    return 0;
}

static int copy_name_characters(const char *normal, struct target *key)
{
    for (const char *at = normal; *at;) {
        utf8proc_int32_t character;
        size_t length = unicode_next(at, &character);
        if (counts_in_a_name(character) && target_add(key, at, length) != 0)
            return -1;
        at += length;
    }
    return 0;
}

static bool has_capitals(const char *text)
{
    for (; *text; text++)
        if (*text >= 'A' && *text <= 'Z')
            return true;
    return false;
}

int name_key(const char *name, const char *field, char key[static NAME_KEY_SIZE], struct error *error)
{
    bool plain = unicode_is_plain(name) && !has_capitals(name);
    char *normal = plain ? NULL : unicode_nfkc(name, UTF8PROC_CASEFOLD);
    if (!plain && !normal)
        return refuse_encoding(field, error);
    char built[NAME_KEY_SIZE];
    struct target target = {.text = built, .size = sizeof built};
    int result = copy_name_characters(plain ? name : normal, &target);
    free(normal);
    if (result != 0)
        return refuse_length(NAME_KEY_SIZE - 1, field, error);
    if (target.length == 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "The name has no letter or digit. Write the organisation's full name.",
                         "名称中没有文字或数字。请填写单位全称。");
    memcpy(key, built, target.length);
    key[target.length] = '\0';
    return 0;
}

static int copy_with_single_blanks(const char *normal, struct target *out)
{
    bool blank_waits = false;
    for (const char *at = normal; *at;) {
        utf8proc_int32_t character;
        size_t length = unicode_next(at, &character);
        bool blank = unicode_is_blank(character);
        if (!blank) {
            if (blank_waits && out->length > 0 && target_add(out, " ", 1) != 0)
                return -1;
            if (target_add(out, at, length) != 0)
                return -1;
        }
        blank_waits = blank;
        at += length;
    }
    return 0;
}

int text_normalise(const char *text, const char *field, char *out, size_t size, struct error *error)
{
    bool plain = unicode_is_plain(text);
    char *normal = plain ? NULL : unicode_nfkc(text, 0);
    if (!plain && !normal)
        return refuse_encoding(field, error);
    struct target target = {.text = out, .size = size};
    int result = copy_with_single_blanks(plain ? text : normal, &target);
    free(normal);
    out[result == 0 ? target.length : 0] = '\0';
    return result == 0 ? 0 : refuse_length(size - 1, field, error);
}
