#include "api_key.h"

#include <sodium.h>
#include <stdio.h>

#define SECRET_BYTES 32
#define SECRET_SIZE 44 /* base64url without padding, and NUL */
#define PREFIX_AT 4    /* after "rmd_" */

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";

void api_key_make(char key[static API_KEY_SIZE])
{
    unsigned char secret[SECRET_BYTES];
    char prefix[API_KEY_PREFIX_SIZE] = "", text[SECRET_SIZE];
    for (size_t i = 0; i < API_KEY_PREFIX_SIZE - 1; i++)
        prefix[i] = alphabet[randombytes_uniform(sizeof alphabet - 1)];
    randombytes_buf(secret, sizeof secret);
    sodium_bin2base64(text, sizeof text, secret, sizeof secret, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    snprintf(key, API_KEY_SIZE, "rmd_%s_%s", prefix, text);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(text, sizeof text);
}

bool api_key_is_prefix(const char *text)
{
    return strspn(text, alphabet) == API_KEY_PREFIX_SIZE - 1 && !text[API_KEY_PREFIX_SIZE - 1];
}

void api_key_read(const char *text, char prefix[static API_KEY_PREFIX_SIZE], uint8_t hash[static API_KEY_HASH_SIZE])
{
    const size_t length = strlen(text);
    *prefix = '\0';
    if (length == API_KEY_SIZE - 1) {
        memcpy(prefix, text + PREFIX_AT, API_KEY_PREFIX_SIZE - 1);
        prefix[API_KEY_PREFIX_SIZE - 1] = '\0';
    }
    crypto_generichash(hash, API_KEY_HASH_SIZE, (const unsigned char *)text, length, NULL, 0);
}
