#include "xml_document.h"

#include "xml_mend.h"

#include "base/buffer.h"
#include "csv/csv_decoder.h"

#include <expat.h>
#include <strings.h>

#define TEXT_MAX (1024 * 1024)
#define DECODED_MAX (3 * TEXT_MAX) /* a character of two bytes has at most three in UTF-8 */

struct reading {
    struct arena *arena;
    struct error *error; /* filled by who stops the parser */
    XML_Parser parser;
    struct xml_element *root, *open[XML_DEPTH_MAX];
    struct buffer texts[XML_DEPTH_MAX]; /* what has come between the tags of each open element */
    size_t depth, count;
};

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static const char **copy_attributes(const char **attributes, struct arena *arena)
{
    size_t count = 0;
    while (attributes[count])
        count++;
    const char **copy = ARENA_ARRAY(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(arena, i % 2 ? attributes[i] : local_name(attributes[i]));
    return copy;
}

static void begin_element(void *context, const char *name, const char **attributes)
{
    struct reading *reading = context;
    if (reading->depth == XML_DEPTH_MAX || reading->count == XML_ELEMENTS_MAX) {
        error_set(reading->error, STATUS_INVALID_ARGUMENT, NULL,
                  "the document is nested too deeply or has too many elements: send it in several",
                  "文档嵌套过深或元素过多：请分多次发送");
        XML_StopParser(reading->parser, XML_FALSE);
        return;
    }
    struct xml_element *element = ARENA_NEW(reading->arena, struct xml_element);
    element->name = arena_strdup(reading->arena, local_name(name));
    element->attributes = copy_attributes(attributes, reading->arena);
    if (reading->depth) {
        struct xml_element *parent = reading->open[reading->depth - 1];
        *(parent->last ? &parent->last->next : &parent->first) = element;
        parent->last = element;
    } else {
        reading->root = element;
    }
    buffer_clear(&reading->texts[reading->depth]);
    reading->open[reading->depth++] = element;
    reading->count++;
}

static const char *trimmed(const struct buffer *text, struct arena *arena)
{
    static const char blanks[] = " \t\r\n";
    const char *from = text->length ? text->data : "";
    size_t length = text->length;
    while (length && strchr(blanks, *from))
        from++, length--;
    while (length && strchr(blanks, from[length - 1]))
        length--;
    return arena_strndup(arena, from, length);
}

static void end_element(void *context, const char *name)
{
    struct reading *reading = context;
    (void)name;
    reading->depth--;
    reading->open[reading->depth]->text = trimmed(&reading->texts[reading->depth], reading->arena);
}

static void add_text(void *context, const char *text, int length)
{
    struct reading *reading = context;
    if (reading->depth)
        buffer_add(&reading->texts[reading->depth - 1], text, (size_t)length);
}

static void refuse_doctype(void *context, const char *name, const char *system, const char *public, int has_internal)
{
    struct reading *reading = context;
    (void)name, (void)system, (void)public, (void)has_internal;
    error_set(reading->error, STATUS_INVALID_ARGUMENT, NULL,
              "document type declarations and entities are refused: leave <!DOCTYPE ...> out",
              "不接受文档类型声明与实体：请去掉 <!DOCTYPE ...>");
    XML_StopParser(reading->parser, XML_FALSE);
}

static int parse(struct reading *reading, const char *text, size_t size)
{
    reading->parser = XML_ParserCreate("UTF-8");
    if (!reading->parser)
        return error_set(reading->error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
    reading->error->status = STATUS_OK;
    XML_SetUserData(reading->parser, reading);
    XML_SetElementHandler(reading->parser, begin_element, end_element);
    XML_SetCharacterDataHandler(reading->parser, add_text);
    XML_SetStartDoctypeDeclHandler(reading->parser, refuse_doctype);
    const bool is_read = XML_Parse(reading->parser, text, (int)size, XML_TRUE) == XML_STATUS_OK;
    if (!is_read && reading->error->status == STATUS_OK)
        error_set(reading->error, STATUS_INVALID_ARGUMENT, NULL,
                  "the body stops being XML at line %lu, column %lu (%s): mend it there",
                  "请求体自第 %lu 行第 %lu 列起不是合法的 XML（%s）：请在此处修正",
                  (unsigned long)XML_GetCurrentLineNumber(reading->parser),
                  (unsigned long)XML_GetCurrentColumnNumber(reading->parser) + 1,
                  XML_ErrorString(XML_GetErrorCode(reading->parser)));
    XML_ParserFree(reading->parser);
    return is_read ? 0 : -1;
}

static int decode(const void *bytes, size_t size, struct arena *arena, struct buffer *text, struct error *error)
{
    struct csv_decoder *decoder = ARENA_NEW(arena, struct csv_decoder);
    char *piece = arena_alloc(arena, CSV_RAW_SIZE);
    ssize_t length = csv_decoder_open_memory(decoder, bytes, size, error);
    while (length >= 0 && (length = csv_decoder_read(decoder, piece, CSV_RAW_SIZE, error)) > 0)
        if (buffer_add(text, piece, (size_t)length) != 0)
            length = error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "the document is too large: send it in several",
                               "文档过大：请分多次发送");
    csv_decoder_close(decoder);
    return length < 0 ? -1 : 0;
}

const struct xml_element *xml_document_read(const void *bytes, size_t size, struct arena *arena, struct error *error)
{
    struct reading reading = {.arena = arena, .error = error};
    struct buffer text = BUFFER(DECODED_MAX), mended = BUFFER(2 * DECODED_MAX);
    for (size_t i = 0; i < XML_DEPTH_MAX; i++)
        reading.texts[i] = BUFFER(DECODED_MAX);
    bool is_read = decode(bytes, size, arena, &text, error) == 0;
    if (is_read && xml_mend(text.data ? text.data : "", &mended) != 0)
        is_read = error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "the document is too large: send it in several",
                            "文档过大：请分多次发送") == 0;
    is_read = is_read && parse(&reading, mended.data ? mended.data : "", mended.length) == 0;
    for (size_t i = 0; i < XML_DEPTH_MAX; i++)
        buffer_release(&reading.texts[i]);
    buffer_release(&mended);
    buffer_release(&text);
    return is_read ? reading.root : NULL;
}

/* --- looking around
 * --------------------------------------------------------------------------------------------------- */

static const struct xml_element *named(const struct xml_element *element, const char *name)
{
    while (element && strcasecmp(element->name, name) != 0)
        element = element->next;
    return element;
}

const struct xml_element *xml_child(const struct xml_element *element, const char *name)
{
    return element ? named(element->first, name) : NULL;
}

const struct xml_element *xml_again(const struct xml_element *element)
{
    return named(element->next, element->name);
}

const struct xml_element *xml_within(const struct xml_element *element, const char *name)
{
    for (const struct xml_element *child = element ? element->first : NULL; child; child = child->next) {
        const struct xml_element *found =
            strcasecmp(child->name, name) == 0 ? child : xml_within(child, name); /* as deep as XML_DEPTH_MAX at most */
        if (found)
            return found;
    }
    return NULL;
}

const char *xml_text(const struct xml_element *element)
{
    return element ? element->text : "";
}

const char *xml_attribute(const struct xml_element *element, const char *name)
{
    for (const char *const *attribute = element ? element->attributes : NULL; attribute && *attribute; attribute += 2)
        if (strcasecmp(attribute[0], name) == 0)
            return attribute[1];
    return "";
}
