#include "csv/csv_reader.h"

#include "base/buffer.h"

/* A spreadsheet runs a cell that begins with one of these (OWASP, CSV injection), under some locales also with the full-width
 * forms. Plain negative numbers are none. */
static bool is_formula(const char *value)
{
    static const char *const full_width[] = {"＝", "＠", "＋", "－"};
    if (*value != '\0' && strchr("=@\t\r\n", *value))
        return true;
    for (size_t i = 0; i < sizeof full_width / sizeof *full_width; i++)
        if (strncmp(value, full_width[i], strlen(full_width[i])) == 0)
            return true;
    return (*value == '+' || *value == '-') && value[1 + strspn(value + 1, "0123456789.,% ")] != '\0';
}

static int write_value(struct buffer *out, const char *value)
{
    if (is_formula(value) && buffer_add_char(out, '\'') != 0)
        return -1;
    for (const char *c = value; *c; c++)
        if ((*c == '"' && buffer_add_char(out, '"') != 0) || buffer_add_char(out, *c) != 0)
            return -1;
    return 0;
}

static int write_cell(struct buffer *out, const char *value)
{
    bool quoted = value[strcspn(value, ",\"\r\n\t")] != '\0' || *value == ' ' ||
                  (*value != '\0' && value[strlen(value) - 1] == ' ');
    const char *quote = quoted ? "\"" : "";
    if (buffer_add_text(out, quote) != 0 || write_value(out, value) != 0)
        return -1;
    return buffer_add_text(out, quote);
}

int csv_row_write(struct buffer *out, const char *const *values, size_t count)
{
    size_t before = out->length;
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        result = i > 0 ? buffer_add_char(out, ',') : 0;
        if (result == 0)
            result = write_cell(out, values[i]);
    }
    if (result == 0)
        result = buffer_add_text(out, "\r\n");
    if (result != 0 && out->data) {
        out->length = before;
        out->data[before] = '\0';
    }
    return result;
}
