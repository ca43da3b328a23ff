/* try match: which organisations of a file the names of another file mean. Offline, by the rules of
 * services/lead_intake. */
#include "command.h"
#include "output.h"

#include "base/buffer.h"
#include "columns.h"
#include "csv/csv_reader.h"
#include "match_registry.h"

#include <inttypes.h>

#define LINE_MAX_BYTES (256 * 1024)

const struct option try_match_options[] = {
    {"registry", "FILE",
     TEXT("known organisations: id, name; region, uscc, alias if you have them",
          "名录：id、name，可有 region、uscc、alias"),
     true},
    {"queries", "FILE",
     TEXT("names to recognise: query; region, uscc if you have them", "待识别名称：query，可有 region、uscc"), true},
    {0},
};

enum { COLUMN_QUERY, COLUMN_REGION, COLUMN_USCC, COLUMN_COUNT };

static const struct column columns[COLUMN_COUNT] = {
    [COLUMN_QUERY] = {.field = "query",
                      .name = TEXT("query", "查询"),
                      .words = {"name", "名称", "客户名称"},
                      .required = true},
    [COLUMN_REGION] = {.field = "region", .name = TEXT("region", "地区"), .words = {"区域"}},
    [COLUMN_USCC] = {.field = "uscc", .name = TEXT("uscc", "统一社会信用代码")},
};

struct trial {
    const struct cli *cli;
    struct match_registry *registry;
    struct csv_reader *reader;
    struct column_map map;
    struct arena heads, row;
    struct buffer line;
    uint64_t rejected;
};

static const char *evidence_word(enum likeness_evidence evidence)
{
    static const char *const words[] = {"missing", "same", "partly", "different"};
    return words[evidence];
}

static void add_json_text(struct buffer *line, const char *name, const char *text)
{
    buffer_printf(line, "%s\"%s\":", line->length > 1 ? "," : "", name);
    buffer_add_json_string(line, text, strlen(text));
}

static void add_evidence(struct buffer *line, const struct likeness *likeness)
{
    buffer_printf(line,
                  ",\"evidence\":{\"core\":\"%s\",\"place\":\"%s\",\"branch\":\"%s\",\"onlyPlaceOrFormDiffer\":%s}",
                  evidence_word(likeness->core), evidence_word(likeness->place), evidence_word(likeness->branch),
                  likeness->same_essence ? "true" : "false");
}

static void print_json_line(struct trial *trial, const char *query, const struct match *match,
                            const struct match_organisation *organisation)
{
    struct buffer *line = &trial->line;
    buffer_clear(line);
    buffer_add_char(line, '{');
    add_json_text(line, "query", query);
    add_json_text(line, "id", organisation ? organisation->id : "");
    add_json_text(line, "name", organisation ? organisation->name : "");
    buffer_printf(line, ",\"score\":%" PRId32, match->score);
    add_json_text(line, "verdict", match_verdict_word(match->verdict));
    add_json_text(line, "by", match_reason_word(match->reason));
    if (match->reason == MATCH_BY_LIKENESS)
        add_evidence(line, &match->likeness);
    buffer_add_char(line, '}');
    puts(line->data);
}

static void print_tsv_line(const char *query, const struct match *match, const struct match_organisation *organisation)
{
    print_tsv_cell(query);
    putchar('\t');
    print_tsv_cell(organisation ? organisation->id : "");
    printf("\t%" PRId32 "\t%s\n", match->score, match_verdict_word(match->verdict));
}

/* The query as it stood in the file. A file of one column has no separators: what looks like one is part of the name.
 */
static const char *query_text(struct trial *trial, const struct csv_row *row, const char *value, const char **raw)
{
    *raw = "";
    for (size_t i = 0; i < row->column_count && i < trial->map.file_count; i++) {
        if (trial->map.column_of[i] == COLUMN_QUERY)
            *raw = row->raw[i];
    }
    if (trial->map.file_count > 1)
        return value;
    for (size_t i = 1; i < row->column_count; i++) {
        value = arena_printf(&trial->row, "%s,%s", value, row->values[i]);
        *raw = arena_printf(&trial->row, "%s, %s", *raw, row->raw[i]);
    }
    return value;
}

static void try_row(struct trial *trial, const struct csv_row *row)
{
    const char *values[COLUMN_COUNT], *raw;
    const struct match_organisation *organisation = NULL;
    struct described query;
    struct match_texts texts;
    struct match match = {.candidate = MATCH_NO_CANDIDATE};
    struct error error;
    column_map_row(&trial->map, row, values, &trial->row);
    const char *name = query_text(trial, row, values[COLUMN_QUERY], &raw);
    int usable = match_texts_read(name, values[COLUMN_REGION], values[COLUMN_USCC], &trial->row, &texts, &error);
    if (row->error.status != STATUS_OK) {
        error = row->error;
        usable = -1;
    }
    if (usable == 0 || *texts.uscc) {
        described_read(&query, texts.key, texts.region_key, texts.uscc);
        match_registry_find(trial->registry, &query, &match, &organisation);
    }
    if (usable != 0) {
        fprintf(stderr, "%" PRIu64 ": %s\n", row->line, error.message[trial->cli->locale]);
        trial->rejected++;
    }
    if (trial->cli->json)
        print_json_line(trial, raw, &match, organisation);
    else
        print_tsv_line(raw, &match, organisation);
}

static int read_heads(struct trial *trial, struct error *error)
{
    const char *defaults[COLUMN_COUNT] = {NULL};
    struct csv_row heads;
    int got = csv_reader_next(trial->reader, &trial->heads, &heads, error);
    if (got < 0)
        return -1;
    if (got > 0) {
        column_map_init(&trial->map, columns, COLUMN_COUNT, &heads, &trial->heads);
        if (!*column_map_missing(&trial->map, defaults, trial->cli->locale, &trial->heads))
            return 0;
    }
    return error_set(error, STATUS_INVALID_ARGUMENT, "queries",
                     "the file has no column query: name it in the first row", "文件缺少 query 列：请在首行写明");
}

static int try_rows(struct trial *trial, struct error *error)
{
    struct csv_row row;
    int got;
    if (read_heads(trial, error) != 0)
        return -1;
    if (!trial->cli->json)
        puts("query\tid\tscore\tverdict");
    while ((got = csv_reader_next(trial->reader, &trial->row, &row, error)) > 0) {
        try_row(trial, &row);
        arena_reset(&trial->row);
    }
    return got;
}

enum exit_code try_match(struct cli *cli)
{
    struct error error;
    struct trial trial = {.cli = cli, .line = BUFFER(LINE_MAX_BYTES)};
    trial.registry = match_registry_open(cli, cli_text(cli, "registry"), &trial.rejected, &error);
    if (trial.registry)
        trial.reader = csv_reader_open(cli_text(cli, "queries"), &error);
    int result = trial.reader ? try_rows(&trial, &error) : -1;
    if (trial.reader)
        csv_reader_close(trial.reader);
    match_registry_close(trial.registry);
    buffer_release(&trial.line);
    arena_release(&trial.row);
    arena_release(&trial.heads);
    if (result != 0)
        return cli_fail(cli, &error);
    return trial.rejected ? EXIT_CODE_ROWS_REJECTED : EXIT_CODE_DONE;
}
