#include "config/secret_file.h"

#include <errno.h>
#include <stdbool.h>

static void *refuse_unreadable(const char *path, int cause, const char *field, struct error *error)
{
    error_set(error, STATUS_FAILED_PRECONDITION, field,
              "The file %s cannot be read (%s). Create it, or let this program's user read it.",
              "无法读取文件 %s（%s）。请创建该文件，或允许本程序的用户读取。", path, strerror(cause));
    return NULL;
}

static void *refuse_content(const char *path, const char *field, struct error *error)
{
    error_set(error, STATUS_FAILED_PRECONDITION, field,
              "The file %s holds no secret: it must be one text of 1 to %d bytes. Write the secret into it.",
              "文件 %s 中没有密钥：内容应为 1 至 %d 字节的文本。请将密钥写入该文件。", path, SECRET_FILE_MAX);
    return NULL;
}

static size_t without_line_end(const char *text, size_t length)
{
    if (length > 0 && text[length - 1] == '\n')
        length--;
    if (length > 0 && text[length - 1] == '\r')
        length--;
    return length;
}

char *secret_file_read(const char *path, const char *field, struct error *error)
{
    char text[SECRET_FILE_MAX + 2]; /* with its line end, and one byte to see that it is too long */
    FILE *file = fopen(path, "re");
    if (!file)
        return refuse_unreadable(path, errno, field, error);
    setvbuf(file, NULL, _IONBF, 0); /* leaves no copy behind */
    size_t length = fread(text, 1, sizeof text, file);
    int cause = ferror(file) ? errno : 0;
    fclose(file);
    if (cause)
        return refuse_unreadable(path, cause, field, error);
    length = without_line_end(text, length);
    bool usable = length > 0 && length <= SECRET_FILE_MAX && !memchr(text, '\0', length);
    char *secret = usable ? strndup(text, length) : NULL;
    explicit_bzero(text, sizeof text);
    return secret ? secret : refuse_content(path, field, error);
}
