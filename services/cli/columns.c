#include "columns.h"

#include "base/buffer.h"

#include <ctype.h>
#include <stdint.h>

#define HEAD_MAX 200
#define LIST_MAX 4000

const struct text rejection_field = TEXT("rejected_field", "拒绝字段");
const struct text rejection_reason = TEXT("rejected_reason", "拒绝原因");

bool column_is_rejection(const char *head)
{
    for (int i = 0; i < LOCALE_COUNT; i++)
        if (strcmp(head, rejection_field.in[i]) == 0 || strcmp(head, rejection_reason.in[i]) == 0)
            return true;
    return false;
}

static void plain_head(const char *head, char plain[static HEAD_MAX])
{
    size_t length = 0;
    for (; *head && length + 1 < HEAD_MAX; head++) {
        if (*head == '(' || strncmp(head, "（", strlen("（")) == 0)
            break;
        if (*head != ' ' && *head != '*' && *head != '\t' && *head != '\r' && *head != '\n')
            plain[length++] = (char)tolower((unsigned char)*head);
    }
    plain[length] = '\0';
}

static bool word_is(const char *word, const char *plain)
{
    char own[HEAD_MAX];
    if (!word)
        return false;
    size_t length = strlen(word);
    if (length > 1 && word[length - 1] == '*')
        return strncmp(word, plain, length - 1) == 0;
    plain_head(word, own);
    return strcmp(own, plain) == 0;
}

static bool column_is(const struct column *column, const char *plain)
{
    const char *dot = strrchr(column->field, '.');
    if (word_is(column->field, plain) || word_is(dot ? dot + 1 : NULL, plain))
        return true;
    for (int i = 0; i < LOCALE_COUNT; i++)
        if (word_is(column->name.in[i], plain))
            return true;
    for (size_t i = 0; i < COLUMN_WORDS_MAX && column->words[i]; i++)
        if (word_is(column->words[i], plain))
            return true;
    return false;
}

size_t column_of_head(const struct column *columns, size_t count, const char *head)
{
    char plain[HEAD_MAX];
    plain_head(head, plain);
    for (size_t i = 0; *plain && i < count; i++)
        if (column_is(&columns[i], plain))
            return i;
    return COLUMN_ALIEN;
}

void column_map_init(struct column_map *map, const struct column *columns, size_t count, const struct csv_row *heads,
                     struct arena *arena)
{
    bool taken[COLUMNS_MAX] = {false};
    *map = (struct column_map){.columns = columns, .count = count, .file_count = heads->column_count};
    map->heads = ARENA_ARRAY(arena, const char *, heads->column_count);
    for (size_t i = 0; i < heads->column_count; i++) {
        size_t column = column_of_head(columns, count, heads->values[i]);
        /* Of two heads for one field the first counts. */
        if (column != COLUMN_ALIEN && taken[column] && !columns[column].many)
            column = COLUMN_ALIEN;
        if (column != COLUMN_ALIEN)
            taken[column] = true;
        map->column_of[i] = column;
        map->heads[i] = arena_strdup(arena, heads->raw[i]);
    }
}

void column_map_row(const struct column_map *map, const struct csv_row *row, const char **values, struct arena *arena)
{
    for (size_t i = 0; i < map->count; i++)
        values[i] = "";
    for (size_t i = 0; i < map->file_count && i < row->column_count; i++) {
        size_t column = map->column_of[i];
        const char *value = row->values[i];
        if (column == COLUMN_ALIEN || !*value)
            continue;
        /* The mark by which csv_row_write keeps a spreadsheet from running a value as a formula. */
        if (value[0] == '\'' && value[1] && strchr("=+-@", value[1]))
            value++;
        values[column] = *values[column] ? arena_printf(arena, "%s;%s", values[column], value) : value;
    }
}

const char *column_map_head(const struct column_map *map, const char *field)
{
    for (size_t i = 0; i < map->file_count; i++)
        if (map->column_of[i] != COLUMN_ALIEN && strcmp(map->columns[map->column_of[i]].field, field) == 0)
            return map->heads[i];
    return NULL;
}

static void add_to_list(struct buffer *list, const char *word)
{
    if (*word)
        buffer_printf(list, "%s%s", list->length ? ", " : "", word);
}

static const char *list_text(struct buffer *list, struct arena *arena)
{
    const char *text = arena_strdup(arena, list->data ? list->data : "");
    buffer_release(list);
    return text;
}

const char *column_map_missing(const struct column_map *map, const char *const *defaults, enum locale locale,
                               struct arena *arena)
{
    struct buffer list = BUFFER(LIST_MAX);
    for (size_t i = 0; i < map->count; i++)
        if (map->columns[i].required && !defaults[i] && !column_map_head(map, map->columns[i].field))
            add_to_list(&list, map->columns[i].name.in[locale]);
    return list_text(&list, arena);
}

const char *column_map_known(const struct column_map *map, enum locale locale, struct arena *arena)
{
    struct buffer list = BUFFER(LIST_MAX);
    for (size_t i = 0; i < map->count; i++)
        add_to_list(&list, map->columns[i].name.in[locale]);
    return list_text(&list, arena);
}

const char *column_map_unused(const struct column_map *map, struct arena *arena)
{
    struct buffer list = BUFFER(LIST_MAX);
    for (size_t i = 0; i < map->file_count; i++)
        if (map->column_of[i] == COLUMN_ALIEN && !column_is_rejection(map->heads[i]))
            add_to_list(&list, map->heads[i]);
    return list_text(&list, arena);
}
