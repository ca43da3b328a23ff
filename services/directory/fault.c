#include "fault.h"

#include <stdbool.h>

#define CODE_MAX 32

int fault_set(struct fault *fault, const char *reason, const char *field, const char *en, const char *zh, ...)
{
    va_list arguments;

    fault->reason = reason;
    va_start(arguments, zh);
    error_vset(&fault->error, STATUS_INVALID_ARGUMENT, field, en, zh, arguments);
    va_end(arguments);
    return -1;
}

static int required(const char *field, struct fault *fault)
{
    return fault_set(fault, "REQUIRED", field, "It is empty: give a value.", "不能为空：请填写。");
}

static bool is_code_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

int check_code(const char *text, const char *field, struct fault *fault)
{
    size_t length = 0;

    if (text[0] == '\0')
        return required(field, fault);
    while (is_code_character(text[length]))
        length++;
    if (text[length] != '\0' || length > CODE_MAX)
        return fault_set(fault, "FORMAT", field, "\"%.40s\" is no code: use 1 to 32 of A-Z, a-z, 0-9, - and _.",
                         "“%.40s”不是合法代码：请用 1 到 32 个字母、数字、- 或 _。", text);
    return 0;
}

int check_name(const char *text, size_t max, const char *field, struct fault *fault)
{
    size_t characters = 0;

    if (text[0] == '\0')
        return required(field, fault);
    for (const char *c = text; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return fault_set(fault, "FORMAT", field, "It holds a control character: remove line breaks and tabs.",
                             "含有控制字符：请去掉换行和制表符。");
        characters += ((unsigned char)*c & 0xc0) != 0x80;
    }
    if (characters > max)
        return fault_set(fault, "OUT_OF_RANGE", field, "It has %zu characters: shorten it to at most %zu.",
                         "共 %zu 个字符：请缩短到 %zu 个以内。", characters, max);
    return 0;
}
