#include "import_checkpoint.h"

#include "base/parse.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#define TEXT_MAX 1024
#define TITLE "remuda-import 1\n"
#define PATH_BYTES_MAX 4200

int import_checkpoint_format(const struct import_checkpoint *checkpoint, struct buffer *text)
{
    buffer_printf(text, TITLE "key %s\nrows %" PRIu64 "\nrejected_bytes %" PRId64 "\nnext_id %" PRId64 "\n",
                  checkpoint->key, checkpoint->rows, checkpoint->rejected_bytes, checkpoint->next_id);
    for (int kind = 0; kind < VERDICT_COUNT; kind++)
        buffer_printf(text, "%s %" PRIu64 "\n", verdict_code((enum verdict_kind)kind), checkpoint->counts[kind]);
    return text->overflowed ? -1 : 0;
}

/* Takes "name value\n" off *text. -1 when the next line is no such one, or too long. */
static int take_line(const char **text, const char *name, char *value, size_t size)
{
    size_t name_length = strlen(name), length = strcspn(*text, "\n");
    if (strncmp(*text, name, name_length) != 0 || (*text)[name_length] != ' ' || (*text)[length] != '\n')
        return -1;
    snprintf(value, size, "%.*s", (int)(length - name_length - 1), *text + name_length + 1);
    if (strlen(value) != length - name_length - 1)
        return -1;
    *text += length + 1;
    return 0;
}

static int take_number(const char **text, const char *name, int64_t *number)
{
    char value[32];
    if (take_line(text, name, value, sizeof value) != 0)
        return -1;
    return parse_int64(value, 0, INT64_MAX, name, number, NULL);
}

static int take_count(const char **text, const char *name, uint64_t *count)
{
    int64_t number;
    if (take_number(text, name, &number) != 0)
        return -1;
    *count = (uint64_t)number;
    return 0;
}

int import_checkpoint_parse(const char *text, struct import_checkpoint *checkpoint)
{
    *checkpoint = (struct import_checkpoint){0};
    if (strncmp(text, TITLE, strlen(TITLE)) != 0)
        return -1;
    text += strlen(TITLE);
    if (take_line(&text, "key", checkpoint->key, sizeof checkpoint->key) != 0 ||
        take_count(&text, "rows", &checkpoint->rows) != 0 ||
        take_number(&text, "rejected_bytes", &checkpoint->rejected_bytes) != 0 ||
        take_number(&text, "next_id", &checkpoint->next_id) != 0)
        return -1;
    for (int kind = 0; kind < VERDICT_COUNT; kind++)
        if (take_count(&text, verdict_code((enum verdict_kind)kind), &checkpoint->counts[kind]) != 0)
            return -1;
    return *text ? -1 : 0;
}

static void read_text(const char *path, char text[static TEXT_MAX])
{
    FILE *file = fopen(path, "rbe");
    size_t length = file ? fread(text, 1, TEXT_MAX - 1, file) : 0;
    if (file)
        fclose(file);
    text[length] = '\0';
}

static bool is_anothers(const char *path)
{
    char text[TEXT_MAX];
    read_text(path, text);
    return access(path, F_OK) == 0 && strncmp(text, TITLE, strlen(TITLE)) != 0;
}

static int write_text(const char *path, const struct buffer *text)
{
    FILE *file = fopen(path, "wbe");
    if (!file)
        return -1;
    size_t written = fwrite(text->data, 1, text->length, file);
    return fclose(file) == 0 && written == text->length ? 0 : -1;
}

static int replace(const char *path, const struct buffer *text)
{
    char fresh[PATH_BYTES_MAX];
    if (is_anothers(path)) {
        errno = EEXIST;
        return -1;
    }
    snprintf(fresh, sizeof fresh, "%s.new", path);
    if (write_text(fresh, text) == 0 && rename(fresh, path) == 0)
        return 0;
    int why = errno;
    unlink(fresh);
    errno = why;
    return -1;
}

int import_checkpoint_write(const char *path, const struct import_checkpoint *checkpoint, struct error *error)
{
    struct buffer text = BUFFER(TEXT_MAX);
    int result = import_checkpoint_format(checkpoint, &text);
    if (result == 0)
        result = replace(path, &text);
    if (result != 0)
        error_set(error, STATUS_INTERNAL, "FILE",
                  "%s cannot be written (%s): after an interruption this import asks from the first row again.",
                  "无法写入 %s（%s）：中断后将从第一行重新询问。", path, strerror(errno));
    buffer_release(&text);
    return result;
}

bool import_checkpoint_read(const char *path, const char *key, struct import_checkpoint *checkpoint)
{
    char text[TEXT_MAX];
    read_text(path, text);
    return import_checkpoint_parse(text, checkpoint) == 0 && strcmp(checkpoint->key, key) == 0;
}

int import_checkpoint_delete(const char *path)
{
    return is_anothers(path) ? 0 : unlink(path);
}
