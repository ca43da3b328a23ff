#include "principal.h"

#define PRINCIPAL_NAME_MAX 64

static const char name_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.@";
/* In order of the digits' values. */
static const char z85_alphabet[] =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

int principal_check_name(const char *name, struct fault *fault)
{
    size_t length = strlen(name);

    if (length == 0 || length > PRINCIPAL_NAME_MAX || strspn(name, name_alphabet) != length)
        return fault_set(fault, "FORMAT", "principal_name",
                         "\"%.70s\" is no name of a principal: use 1 to 64 of A-Z, a-z, 0-9, - _ . and @.",
                         "“%.70s”不是合法的主体名称：请用 1 到 64 个字母、数字或 - _ . @。", name);
    return 0;
}

/* Five digits of base 85 must fit 32 bits. */
static bool is_z85_group(const char *digits)
{
    uint64_t value = 0;

    for (int i = 0; i < 5; i++)
        value = value * 85 + (uint64_t)(strchr(z85_alphabet, digits[i]) - z85_alphabet);
    return value <= UINT32_MAX;
}

int principal_check_key(const char *public_key, struct fault *fault)
{
    bool ok = strlen(public_key) == PUBLIC_KEY_LENGTH && strspn(public_key, z85_alphabet) == PUBLIC_KEY_LENGTH;

    for (size_t i = 0; ok && i < PUBLIC_KEY_LENGTH; i += 5)
        ok = is_z85_group(public_key + i);
    if (!ok)
        return fault_set(
            fault, "FORMAT", "public_key",
            "It is no public key: give the 40 characters of the file NAME.public that `remuda key new` made.",
            "不是合法的公钥：请填写 `remuda key new` 生成的 NAME.public 文件中的 40 个字符。");
    return 0;
}

int principal_check_owner(const struct known_key *key, int64_t principal_id, struct fault *fault)
{
    if (key->exists && key->revoked)
        return fault_set(fault, "CONFLICT", "public_key",
                         "This key was revoked and cannot come back: make a new one with `remuda key new`.",
                         "该公钥已被吊销，不能恢复：请用 `remuda key new` 生成新密钥。");
    if (key->exists && key->principal_id != principal_id)
        return fault_set(fault, "CONFLICT", "public_key",
                         "This key belongs to another principal: make a new one with `remuda key new`.",
                         "该公钥属于其他主体：请用 `remuda key new` 生成新密钥。");
    return 0;
}

int principal_check_expiry(day_t expires_on, day_t today, struct fault *fault)
{
    char day[DATE_TEXT_SIZE];

    if (expires_on < today)
        return fault_set(fault, "OUT_OF_RANGE", "expires_on", "%s is over: give a later day or leave it empty.",
                         "%s 已过：请填写更晚的日期或留空。", day_format(expires_on, day));
    return 0;
}
