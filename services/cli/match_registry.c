#include "match_registry.h"

#include "base/buffer.h"
#include "columns.h"
#include "csv/csv_reader.h"
#include "identifier/identifier.h"
#include "name_index.h"

#include <inttypes.h>

#define ALIAS_SEPARATORS ";|"
#define EXACT_MAX 16 /* names with one key or one code that are looked at */
#define CANDIDATES_MAX (EXACT_MAX + NAME_CANDIDATES_MAX)

enum { COLUMN_ID, COLUMN_NAME, COLUMN_REGION, COLUMN_USCC, COLUMN_ALIAS, COLUMN_COUNT };

static const struct column columns[COLUMN_COUNT] = {
    [COLUMN_ID] = {.field = "id", .name = TEXT("id", "编号"), .required = true},
    [COLUMN_NAME] = {.field = "name",
                     .name = TEXT("name", "名称"),
                     .words = {"full_name", "客户名称", "全称"},
                     .required = true},
    [COLUMN_REGION] = {.field = "region", .name = TEXT("region", "地区"), .words = {"区域"}},
    [COLUMN_USCC] = {.field = "uscc", .name = TEXT("uscc", "统一社会信用代码")},
    [COLUMN_ALIAS] = {.field = "alias", .name = TEXT("alias", "别名"), .words = {"aliases"}, .many = true},
};

/* One name of an organisation. */
struct entry {
    const char *key;
    uint32_t organisation;
    bool is_alias;
};

/* A key or a code, and a name of its organisation. */
struct exact {
    uint64_t hash;
    uint32_t entry;
};

struct match_registry {
    struct arena arena; /* of the texts */
    struct match_organisation *organisations;
    struct entry *entries;
    struct exact *exacts; /* by hash */
    size_t organisation_count, entry_count, exact_count, organisation_room, entry_room, exact_room;
    struct name_index *index;
    struct name_search *search;
    struct name_counts counts;
    struct name_weights weights;
    struct match_candidate candidates[CANDIDATES_MAX]; /* of the search under way */
    size_t candidate_count;
};

/* --- texts in normal form --- */

static const char *code_of(const char *text, struct arena *arena)
{
    struct identifier_report report;
    char code[USCC_SIZE];
    if (!*text)
        return "";
    uscc_examine(text, code, &report);
    return report.structure_ok ? arena_strdup(arena, code) : "";
}

static const char *key_or_nothing(const char *text, struct arena *arena)
{
    char key[NAME_KEY_SIZE];
    return *text && name_key(text, "region", key, NULL) == 0 ? arena_strdup(arena, key) : "";
}

int match_texts_read(const char *name, const char *region, const char *uscc, struct arena *arena,
                     struct match_texts *texts, struct error *error)
{
    char key[NAME_KEY_SIZE];
    *texts = (struct match_texts){"", key_or_nothing(region, arena), code_of(uscc, arena)};
    if (name_key(name, "name", key, error) != 0)
        return -1;
    texts->key = strcmp(key, name) == 0 ? name : arena_strdup(arena, key);
    return 0;
}

/* --- the registry in memory --- */

/* FNV-1a. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    return hash;
}

static void *make_room(void *rows, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return rows;
    *room = *room ? *room * 2 : 1024;
    rows = reallocarray(rows, *room, size);
    if (!rows)
        abort(); /* as the arena does */
    return rows;
}

static void add_exact(struct match_registry *registry, const char *text, uint32_t entry)
{
    registry->exacts = make_room(registry->exacts, registry->exact_count, &registry->exact_room, sizeof(struct exact));
    registry->exacts[registry->exact_count++] = (struct exact){hash_of(text), entry};
}

static int add_entry(struct match_registry *registry, const char *key, bool is_alias, struct error *error)
{
    struct organisation_name name;
    organisation_name_read(key, &name);
    if (name_index_add(registry->index, &name, error) != 0)
        return -1;
    if (!is_alias)
        name_counts_add(&registry->counts, &name);
    uint32_t entry = (uint32_t)registry->entry_count;
    registry->entries =
        make_room(registry->entries, registry->entry_count, &registry->entry_room, sizeof(struct entry));
    registry->entries[registry->entry_count++] =
        (struct entry){key, (uint32_t)registry->organisation_count - 1, is_alias};
    add_exact(registry, key, entry);
    return 0;
}

static int add_aliases(struct match_registry *registry, char *aliases, struct error *error)
{
    char key[NAME_KEY_SIZE], *rest = aliases, *alias;
    while ((alias = strsep(&rest, ALIAS_SEPARATORS))) {
        if (*alias && name_key(alias, "alias", key, NULL) == 0 &&
            add_entry(registry, arena_strdup(&registry->arena, key), true, error) != 0)
            return -1;
    }
    return 0;
}

static int refuse_missing(const char *field, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, field, "the row has no %s: fill it in", "该行缺少 %s：请补全",
                     field);
}

/* 0; -1 when this row cannot be used, -2 when no more can. */
static int add_row(struct match_registry *registry, const char *const *values, struct arena *row, struct error *error)
{
    struct match_texts texts;
    if (!*values[COLUMN_ID] || !*values[COLUMN_NAME])
        return refuse_missing(*values[COLUMN_ID] ? "name" : "id", error);
    const char *name = arena_strdup(&registry->arena, values[COLUMN_NAME]);
    if (match_texts_read(name, values[COLUMN_REGION], values[COLUMN_USCC], &registry->arena, &texts, error) != 0)
        return -1;
    registry->organisations = make_room(registry->organisations, registry->organisation_count,
                                        &registry->organisation_room, sizeof(struct match_organisation));
    registry->organisations[registry->organisation_count++] = (struct match_organisation){
        arena_strdup(&registry->arena, values[COLUMN_ID]), name, texts.uscc, texts.region_key};
    if (add_entry(registry, texts.key, false, error) != 0)
        return -2;
    if (*texts.uscc)
        add_exact(registry, texts.uscc, (uint32_t)registry->entry_count - 1);
    return add_aliases(registry, arena_strdup(row, values[COLUMN_ALIAS]), error) == 0 ? 0 : -2;
}

static int compare_exacts(const void *left, const void *right)
{
    const struct exact *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static void finish(struct match_registry *registry)
{
    if (registry->exact_count)
        qsort(registry->exacts, registry->exact_count, sizeof registry->exacts[0], compare_exacts);
    registry->search = name_search_create(registry->index);
    name_weights_set(&registry->weights, &registry->counts);
}

static int read_heads(const struct cli *cli, struct csv_reader *reader, struct column_map *map, struct arena *arena,
                      struct error *error)
{
    const char *defaults[COLUMN_COUNT] = {NULL};
    struct csv_row heads;
    int got = csv_reader_next(reader, arena, &heads, error);
    if (got == 0)
        return error_set(error, STATUS_INVALID_ARGUMENT, "registry",
                         "the registry is empty: its first row names the columns", "名录为空：首行应为列名");
    if (got < 0)
        return -1;
    column_map_init(map, columns, COLUMN_COUNT, &heads, arena);
    const char *missing = column_map_missing(map, defaults, cli->locale, arena);
    if (!*missing)
        return 0;
    return error_set(error, STATUS_INVALID_ARGUMENT, "registry",
                     "the registry has no column %s: name it in the first row", "名录缺少列 %s：请在首行写明", missing);
}

static int read_rows(const struct cli *cli, struct csv_reader *reader, struct match_registry *registry,
                     uint64_t *rejected, struct error *error)
{
    struct arena heads = {0}, arena = {0};
    struct column_map map;
    struct csv_row row;
    const char *values[COLUMN_COUNT];
    int got = read_heads(cli, reader, &map, &heads, error) == 0 ? 1 : -1;
    while (got > 0 && (got = csv_reader_next(reader, &arena, &row, error)) > 0) {
        int added = -1;
        column_map_row(&map, &row, values, &arena);
        if (row.error.status != STATUS_OK)
            *error = row.error;
        else
            added = add_row(registry, values, &arena, error);
        if (added == -1) {
            fprintf(stderr, "%" PRIu64 ": %s\n", row.line, error->message[cli->locale]);
            ++*rejected;
        }
        got = added == -2 ? -1 : got;
        arena_reset(&arena);
    }
    arena_release(&arena);
    arena_release(&heads);
    return got;
}

struct match_registry *match_registry_open(const struct cli *cli, const char *path, uint64_t *rejected,
                                           struct error *error)
{
    struct csv_reader *reader = csv_reader_open(path, error);
    if (!reader)
        return NULL;
    struct match_registry *registry = calloc(1, sizeof *registry);
    if (!registry)
        abort();
    registry->index = name_index_create();
    int result = read_rows(cli, reader, registry, rejected, error);
    csv_reader_close(reader);
    if (result == 0) {
        finish(registry);
        return registry;
    }
    match_registry_close(registry);
    return NULL;
}

void match_registry_close(struct match_registry *registry)
{
    if (!registry)
        return;
    name_search_destroy(registry->search);
    name_index_destroy(registry->index);
    free(registry->exacts);
    free(registry->entries);
    free(registry->organisations);
    arena_release(&registry->arena);
    free(registry);
}

/* --- search --- */

static void add_candidate(struct match_registry *registry, uint32_t number)
{
    const struct entry *entry = &registry->entries[number];
    const struct match_organisation *organisation = &registry->organisations[entry->organisation];
    for (size_t i = 0; i < registry->candidate_count; i++) {
        if (registry->candidates[i].described.key == entry->key)
            return;
    }
    struct match_candidate *candidate = &registry->candidates[registry->candidate_count++];
    candidate->customer = entry->organisation;
    candidate->is_alias = entry->is_alias;
    described_read(&candidate->described, entry->key, organisation->region_key, organisation->uscc);
}

static void add_exact_candidates(struct match_registry *registry, const char *text)
{
    uint64_t hash = hash_of(text);
    size_t low = 0, high = registry->exact_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (registry->exacts[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < registry->exact_count && registry->exacts[low].hash == hash; low++) {
        if (registry->candidate_count < EXACT_MAX)
            add_candidate(registry, registry->exacts[low].entry);
    }
}

void match_registry_find(struct match_registry *registry, const struct described *query, struct match *match,
                         const struct match_organisation **organisation)
{
    uint32_t found[NAME_CANDIDATES_MAX];
    registry->candidate_count = 0;
    if (*query->uscc)
        add_exact_candidates(registry, query->uscc);
    add_exact_candidates(registry, query->key);
    size_t count = name_search_find(registry->search, &query->named.name, found);
    for (size_t i = 0; i < count; i++)
        add_candidate(registry, found[i]);
    match_decide(query, registry->candidates, registry->candidate_count, &registry->weights, match);
    *organisation = match->candidate == MATCH_NO_CANDIDATE
                        ? NULL
                        : &registry->organisations[registry->candidates[match->candidate].customer];
}
