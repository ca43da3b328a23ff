#include "pages.h"

#include "base/parse.h"
#include "csv/csv_reader.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>

#define PAGE_ROWS 500
#define YUAN_ENDING "_yuan" /* a head "price_yuan" fills the field "price_fen" */
#define HEAD_MAX 64

/* What a column of the file fills. */
struct page_column {
    const ProtobufCFieldDescriptor *field;
    bool yuan;
};

struct page_load {
    struct cli *cli;
    const struct page_kind *kind;
    const char *path;
    const ProtobufCFieldDescriptor *list; /* of the request */
    const ProtobufCMessageDescriptor *element;
    struct page_column columns[CSV_COLUMNS_MAX];
    size_t column_count;
    struct csv_reader *reader;
    struct arena arena; /* one page */
    ProtobufCMessage *rows[PAGE_ROWS];
    uint64_t lines[PAGE_ROWS]; /* of the file */
    size_t row_count;
    int64_t stored;
};

static int find_column(const struct page_load *load, const char *head, struct page_column *column, struct error *error)
{
    char name[HEAD_MAX];
    size_t length = strlen(head), ending = strlen(YUAN_ENDING);
    column->yuan = length > ending && strcmp(head + length - ending, YUAN_ENDING) == 0;
    if (column->yuan)
        snprintf(name, sizeof name, "%.*s_fen", (int)(length - ending), head);
    else
        snprintf(name, sizeof name, "%s", head);
    column->field = protobuf_c_message_descriptor_get_field_by_name(load->element, name);
    if (column->field && column->field->label != PROTOBUF_C_LABEL_REPEATED &&
        column->field->type != PROTOBUF_C_TYPE_MESSAGE)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, head, "%s: there is no such column; heads are the fields of %s.",
                     "%s：没有这一列，表头应为 %s 的字段名。", load->path, load->element->name);
}

static int read_heads(struct page_load *load, struct error *error)
{
    struct csv_row heads = {0};
    int got = csv_reader_next(load->reader, &load->arena, &heads, error);
    if (got < 0)
        return -1;
    if (got == 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "%s is empty.", "%s 是空文件。", load->path);
    for (size_t i = 0; i < heads.column_count; i++)
        if (find_column(load, heads.values[i], &load->columns[i], error) != 0)
            return -1;
    load->column_count = heads.column_count;
    return 0;
}

static int set_field(struct page_load *load, const struct page_column *column, const char *text, ProtobufCMessage *row,
                     struct error *error)
{
    const ProtobufCFieldDescriptor *field = column->field;
    char *member = (char *)row + field->offset;
    int64_t number;
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        *(char **)(void *)member = arena_strdup(&load->arena, text);
        return 0;
    case PROTOBUF_C_TYPE_INT64:
        return column->yuan ? parse_money(text, field->name, (int64_t *)(void *)member, error)
                            : parse_int64(text, INT64_MIN, INT64_MAX, field->name, (int64_t *)(void *)member, error);
    case PROTOBUF_C_TYPE_INT32:
        if (parse_int64(text, INT32_MIN, INT32_MAX, field->name, &number, error) != 0)
            return -1;
        *(int32_t *)(void *)member = (int32_t)number;
        return 0;
    case PROTOBUF_C_TYPE_BOOL: {
        bool flag;
        if (parse_bool(text, field->name, &flag, error) != 0)
            return -1;
        *(protobuf_c_boolean *)(void *)member = flag;
        return 0;
    }
    case PROTOBUF_C_TYPE_ENUM:
        return enum_parse(field->descriptor, text, field->name, (int *)(void *)member, error);
    default:
        return error_set(error, STATUS_UNIMPLEMENTED, field->name, "A file cannot hold this field.",
                         "文件中不能包含此字段。");
    }
}

static int build_row(struct page_load *load, const struct csv_row *file, struct error *error)
{
    ProtobufCMessage *row = arena_alloc(&load->arena, load->element->sizeof_message);
    protobuf_c_message_init(load->element, row);
    if (file->error.status != STATUS_OK) {
        *error = file->error;
        return -1;
    }
    for (size_t i = 0; i < load->column_count && i < file->column_count; i++)
        if (*file->values[i] && set_field(load, &load->columns[i], file->values[i], row, error) != 0)
            return -1;
    load->lines[load->row_count] = file->line;
    load->rows[load->row_count++] = row;
    return 0;
}

/* "units[36].kind" -> "units.csv:38: units[36].kind": the line is what a person can find. */
static int name_line(const struct page_load *load, struct error *error)
{
    const char *bracket = strchr(error->field, '[');
    char *end = NULL;
    size_t index = bracket ? strtoul(bracket + 1, &end, 10) : load->row_count;
    char field[ERROR_FIELD_SIZE];
    snprintf(field, sizeof field, "%s", error->field);
    if (end && *end == ']' && index < load->row_count)
        snprintf(error->field, sizeof error->field, "%.80s:%" PRIu64 " %.40s", load->path, load->lines[index], field);
    else
        snprintf(error->field, sizeof error->field, "%.80s %.40s", load->path, field);
    return -1;
}

static int send_page(struct page_load *load, struct error *error)
{
    if (load->row_count == 0)
        return 0;
    ProtobufCMessage *request = arena_alloc(&load->arena, load->kind->request_type->sizeof_message);
    protobuf_c_message_init(load->kind->request_type, request);
    *(size_t *)(void *)((char *)request + load->list->quantifier_offset) = load->row_count;
    *(ProtobufCMessage ***)(void *)((char *)request + load->list->offset) = load->rows;
    if (!cli_call_into(load->cli, &load->arena, load->kind->service, load->kind->method, request,
                       load->kind->response_type, error))
        return name_line(load, error);
    load->stored += (int64_t)load->row_count;
    load->row_count = 0;
    arena_reset(&load->arena);
    return 0;
}

static int load_rows(struct page_load *load, struct error *error)
{
    struct csv_row row;
    int got;
    while (row = (struct csv_row){0}, (got = csv_reader_next(load->reader, &load->arena, &row, error)) > 0) {
        if (build_row(load, &row, error) != 0)
            return error_within(error, "%s:%" PRIu64, load->path, row.line);
        if (load->row_count == PAGE_ROWS && send_page(load, error) != 0)
            return -1;
    }
    return got < 0 ? -1 : send_page(load, error);
}

static void tell_stored(const struct page_load *load)
{
    if (load->cli->json)
        printf("{\"method\":\"%s\",\"rows\":%" PRId64 "}\n", load->kind->method, load->stored);
    else
        printf(SAY(load->cli->locale, "%s: %" PRId64 " rows stored\n", "%s：已保存 %" PRId64 " 行\n"), load->path,
               load->stored);
}

enum exit_code pages_load(struct cli *cli, const struct page_kind *kind, const char *path)
{
    struct page_load load = {.cli = cli, .kind = kind, .path = path, .list = &kind->request_type->fields[0]};
    struct error error;
    load.element = load.list->descriptor;
    load.reader = csv_reader_open(path, &error);
    bool loaded = load.reader && read_heads(&load, &error) == 0 && load_rows(&load, &error) == 0;
    csv_reader_close(load.reader);
    arena_release(&load.arena);
    if (!loaded)
        return cli_fail(cli, &error);
    tell_stored(&load);
    return EXIT_CODE_DONE;
}
