#include "bus/curve_keys.h"

#include <errno.h>
#include <zmq.h>

int curve_keys_generate(struct curve_keys *keys, struct error *error)
{
    if (zmq_curve_keypair(keys->public_key, keys->secret_key) != 0)
        return error_set(error, STATUS_INTERNAL, NULL, "no key pair can be made: %s", "无法生成密钥对：%s",
                         zmq_strerror(errno));
    return 0;
}

bool curve_key_well_formed(const char *key)
{
    static const char alphabet[] =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    return strlen(key) == CURVE_KEY_SIZE - 1 && strspn(key, alphabet) == CURVE_KEY_SIZE - 1;
}

int curve_keys_from_secret(const char *secret_key, const char *field, struct curve_keys *keys, struct error *error)
{
    uint8_t binary[32];
    if (!curve_key_well_formed(secret_key) || !zmq_z85_decode(binary, secret_key) ||
        zmq_curve_public(keys->public_key, secret_key) != 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "this is not a CURVE secret key: give the 40 characters that 'remuda key new' wrote",
                         "不是有效的 CURVE 私钥：请使用 remuda key new 生成的 40 个字符");
    memcpy(keys->secret_key, secret_key, CURVE_KEY_SIZE);
    return 0;
}

int curve_key_read(const char *path, const char *field, char key[static CURVE_KEY_SIZE], struct error *error)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set(error, STATUS_NOT_FOUND, field, "the key file %s cannot be opened: %s",
                         "无法打开密钥文件 %s：%s", path, strerror(errno));
    char line[CURVE_KEY_SIZE + 2] = "";
    size_t length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[length] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    if (!curve_key_well_formed(line))
        return error_set(error, STATUS_INVALID_ARGUMENT, field,
                         "the file %s holds no key: it must hold the 40 characters of one Z85 key",
                         "文件 %s 中没有密钥：应为一个 Z85 密钥的 40 个字符", path);
    memcpy(key, line, CURVE_KEY_SIZE);
    return 0;
}
