#include "xml_mend.h"

#include <ctype.h>

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Past `end`, or at the text's end. */
static const char *after(const char *text, const char *end)
{
    const char *found = strstr(text, end);
    return found ? found + strlen(end) : text + strlen(text);
}

static void add(struct buffer *mended, const char *from, const char *to)
{
    buffer_add(mended, from, (size_t)(to - from));
}

static const char *drop(const char *from, const char *to, struct buffer *mended)
{
    for (; from < to; from++)
        if (*from == '\n')
            buffer_add_char(mended, '\n');
    return to;
}

/* "&amp;", "&#22269;" are left as they are. */
static void add_ampersand(const char *text, struct buffer *mended)
{
    size_t length = text[1] == '#' ? 2 : 1;
    while (isalnum((unsigned char)text[length]))
        length++;
    buffer_add_text(mended, text[length] == ';' && length > 1 ? "&" : "&amp;");
}

/* Text or a value up to `end`. */
static const char *add_until(const char *text, char end, struct buffer *mended)
{
    const char stops[] = {end, '&', '\0'};
    for (;;) {
        const size_t length = strcspn(text, stops);
        buffer_add(mended, text, length);
        text += length;
        if (*text != '&')
            return text;
        add_ampersand(text++, mended);
    }
}

static const char *add_value(const char *text, struct buffer *mended)
{
    if (*text == '"' || *text == '\'') {
        const char quote = *text;
        buffer_add_char(mended, quote);
        text = add_until(text + 1, quote, mended);
        if (*text)
            buffer_add_char(mended, *text++);
        return text;
    }
    const char *end = text + strcspn(text, " \t\r\n>");
    if (end > text && *end == '>' && end[-1] == '/')
        end--;
    buffer_add_char(mended, '"');
    add(mended, text, end);
    buffer_add_char(mended, '"');
    return end;
}

static const char *add_tag(const char *text, struct buffer *mended)
{
    while (*text && *text != '>') {
        const char *end = text + strcspn(text, "=>");
        add(mended, text, end);
        text = end;
        if (*text != '=')
            continue;
        buffer_add_char(mended, *text++);
        text = add_value(text + strspn(text, " \t\r\n"), mended);
    }
    return text;
}

int xml_mend(const char *text, struct buffer *mended)
{
    while (*text && !mended->overflowed) {
        if (begins(text, "<?")) {
            text = drop(text, after(text, "?>"), mended);
        } else if (begins(text, "<!--")) {
            text = drop(text, after(text, "-->"), mended);
        } else if (begins(text, "<![CDATA[")) {
            const char *end = after(text, "]]>");
            add(mended, text, end);
            text = end;
        } else if (*text == '<' && text[1] != '!') {
            text = add_tag(text, mended);
        } else {
            if (*text == '<') /* a declaration: the parser refuses it */
                buffer_add_char(mended, *text++);
            text = add_until(text, '<', mended);
        }
    }
    return mended->overflowed ? -1 : 0;
}
