#include "import_key.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>

#define HASH_BYTES 16
#define CHUNK_BYTES (64 * 1024)

static int add_content(crypto_generichash_state *state, const char *path, struct error *error)
{
    static unsigned char chunk[CHUNK_BYTES];
    FILE *file = fopen(path, "rbe");
    if (!file)
        return error_set(error, STATUS_NOT_FOUND, "FILE", "%s cannot be opened: %s", "无法打开 %s：%s", path,
                         strerror(errno));
    size_t length;
    while ((length = fread(chunk, 1, sizeof chunk, file)) > 0)
        crypto_generichash_update(state, chunk, length);
    int failed = ferror(file);
    fclose(file);
    if (failed)
        return error_set(error, STATUS_INTERNAL, "FILE", "%s cannot be read.", "无法读取 %s。", path);
    return 0;
}

int import_key_prefix(const char *path, const char *kind, const char *const *defaults, size_t count,
                      char prefix[static IMPORT_KEY_SIZE], struct error *error)
{
    crypto_generichash_state state;
    unsigned char hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    for (size_t i = 0; i < count; i++) {
        const char *value = defaults[i] ? defaults[i] : "";
        crypto_generichash_update(&state, (const unsigned char *)value, strlen(value) + 1);
    }
    if (add_content(&state, path, error) != 0)
        return -1;
    crypto_generichash_final(&state, hash, sizeof hash);
    snprintf(prefix, IMPORT_KEY_SIZE, "%s-%s", kind, sodium_bin2hex(hex, sizeof hex, hash, sizeof hash));
    return 0;
}

char *import_key_row(const char *prefix, uint64_t line, char key[static IMPORT_KEY_SIZE])
{
    snprintf(key, IMPORT_KEY_SIZE, "%s-%" PRIu64, prefix, line);
    return key;
}
