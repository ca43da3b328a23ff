/* Offline: seasonal indices and controlled rounding, by the rules of services/target_planning. */
#include "command.h"

#include "base/buffer.h"
#include "base/parse.h"
#include "season.h"
#include "split_input.h"

#include <inttypes.h>

#define JSON_MAX (256 * 1024 * 1024)

const struct option try_season_options[] = {
    {"period", "P", TEXT("values in one cycle: 12 months, 4 quarters", "一个周期的期数：12 个月或 4 个季度"), true},
    {"series", "A,B,C", TEXT("whole units, oldest first, two cycles or more", "整数序列，最早在前，至少两个周期"),
     true},
    {0},
};

const struct option try_split_options[] = {
    {"input", "FILE", TEXT("the table's totals, weights and bounds (JSON)", "表格的合计、权重与限制（JSON）"), true},
    {0},
};

/* --- season
 * ------------------------------------------------------------------------------------------------------------ */

/* One ten-thousandth of a percent is a part per million. */
static void add_percent(struct buffer *text, int64_t ppm)
{
    buffer_printf(text, "%" PRId64 ".%04" PRId64, ppm / 10000, ppm % 10000);
}

/* "2": 440.75 for each instant whose cycle is complete. */
static void add_points(struct buffer *json, const struct season_point *points, size_t n, bool ratios)
{
    const char *comma = "";
    for (size_t i = 0; i < n; i++) {
        if (points[i].average == 0)
            continue;
        buffer_printf(json, "%s\"%zu\":", comma, i);
        if (ratios)
            add_percent(json, points[i].ratio_ppm);
        else
            buffer_printf(json, "%" PRId64 ".%09" PRId64, points[i].average / SEASON_SCALE,
                          points[i].average % SEASON_SCALE);
        comma = ",";
    }
}

static void print_season_json(int64_t period, const struct season_point *points, size_t n, const int64_t *index_ppm)
{
    struct buffer json = BUFFER(JSON_MAX);
    buffer_printf(&json, "{\"period\":%" PRId64 ",\"cma\":{", period);
    add_points(&json, points, n, false);
    buffer_add_text(&json, "},\"ratio_pct\":{");
    add_points(&json, points, n, true);
    buffer_add_text(&json, "},\"index_pct\":[");
    for (int64_t season = 0; season < period; season++) {
        buffer_add_text(&json, season ? "," : "");
        add_percent(&json, index_ppm[season]);
    }
    buffer_add_text(&json, "],\"index_ppm\":[");
    for (int64_t season = 0; season < period; season++)
        buffer_printf(&json, "%s%" PRId64, season ? "," : "", index_ppm[season]);
    buffer_add_text(&json, "]}");
    puts(json.data);
    buffer_release(&json);
}

static void print_season(int64_t period, const int64_t *index_ppm)
{
    struct buffer line = BUFFER(JSON_MAX);
    for (int64_t season = 0; season < period; season++) {
        buffer_add_text(&line, season ? "," : "");
        add_percent(&line, index_ppm[season]);
    }
    puts(line.data);
    buffer_release(&line);
}

enum exit_code try_season(struct cli *cli)
{
    int64_t period = 0, index_ppm[SEASON_PERIOD_MAX];
    size_t count = 0;
    int64_t *series = ARENA_ARRAY(&cli->arena, int64_t, SEASON_SERIES_MAX);
    struct season_point *points = ARENA_ARRAY(&cli->arena, struct season_point, SEASON_SERIES_MAX);
    if (cli_int64(cli, "period", 2, SEASON_PERIOD_MAX, &period) != 0 ||
        parse_int64_list(arguments_value(&cli->arguments, "series"), SEASON_SERIES_MAX, "series", series, &count,
                         &cli->error) != 0 ||
        season_indices(period, series, count, points, index_ppm, &cli->error) != 0)
        return cli_usage(cli, &cli->error);
    if (cli->json)
        print_season_json(period, points, count, index_ppm);
    else
        print_season(period, index_ppm);
    return EXIT_CODE_DONE;
}

/* --- split
 * ------------------------------------------------------------------------------------------------------------- */

static void add_totals(struct buffer *json, const char *field, const int64_t *totals, size_t n)
{
    buffer_printf(json, ",\"%s\":[", field);
    for (size_t i = 0; i < n; i++)
        buffer_printf(json, "%s%" PRId64, i ? "," : "", totals[i]);
    buffer_add_char(json, ']');
}

/* A matrix: before each cell what it begins with, after each row its end. */
static const char *opening(size_t cell, size_t columns)
{
    return cell % columns ? "," : cell ? "],[" : "[";
}

static void print_table_json(const struct split_input *input, const int64_t *cells, const double *exact)
{
    const struct table_wish *wish = &input->wish;
    struct buffer json = BUFFER(JSON_MAX);
    buffer_add_text(&json, "{\"feasible\":true");
    add_totals(&json, "rows", wish->row_totals, wish->rows);
    add_totals(&json, "columns", wish->column_totals, wish->columns);
    buffer_add_text(&json, ",\"cells\":[");
    for (size_t cell = 0; cell < wish->rows * wish->columns; cell++)
        buffer_printf(&json, "%s%" PRId64, opening(cell, wish->columns), cells[cell]);
    buffer_add_text(&json, "]],\"exact\":[");
    for (size_t cell = 0; cell < wish->rows * wish->columns; cell++)
        buffer_printf(&json, "%s%.6f", opening(cell, wish->columns), exact[cell]);
    buffer_add_text(&json, "]]}");
    puts(json.data);
    buffer_release(&json);
}

static void print_table(const struct table_wish *wish, const int64_t *cells)
{
    for (size_t cell = 0; cell < wish->rows * wish->columns; cell++)
        printf("%" PRId64 "%c", cells[cell], (cell + 1) % wish->columns ? ',' : '\n');
}

static bool is_about_cell(enum constraint_kind kind)
{
    return kind == CONSTRAINT_FLOOR || kind == CONSTRAINT_CEILING || kind == CONSTRAINT_WEIGHT;
}

static const char *kind_word(const struct table_wish *wish, const struct constraint *constraint)
{
    static const char *const words[] = {
        [CONSTRAINT_ROW] = "row",         [CONSTRAINT_COLUMN] = "column", [CONSTRAINT_FLOOR] = "floor",
        [CONSTRAINT_CEILING] = "ceiling", [CONSTRAINT_WEIGHT] = "weight", [CONSTRAINT_ROWS] = "rows",
        [CONSTRAINT_COLUMNS] = "columns"};
    size_t cell = constraint->row * wish->columns + constraint->column;
    bool is_fixed = is_about_cell(constraint->kind) && wish->floors[cell] == wish->ceilings[cell];
    return is_fixed ? "fixed" : words[constraint->kind];
}

static void add_name(struct buffer *json, const char *field, const char *name)
{
    buffer_printf(json, ",\"%s\":", field);
    buffer_add_json_string(json, name, strlen(name));
}

static void print_contradiction_json(const struct split_input *input, const struct contradiction *contradiction)
{
    struct buffer json = BUFFER(JSON_MAX);
    buffer_add_text(&json, "{\"feasible\":false,\"contradiction\":[");
    for (size_t i = 0; i < contradiction->count; i++) {
        const struct constraint *constraint = &contradiction->constraints[i];
        buffer_printf(&json, "%s{\"kind\":\"%s\"", i ? "," : "", kind_word(&input->wish, constraint));
        if (constraint->kind == CONSTRAINT_ROW || is_about_cell(constraint->kind))
            add_name(&json, "row", input->row_names[constraint->row]);
        if (constraint->kind == CONSTRAINT_COLUMN || is_about_cell(constraint->kind))
            add_name(&json, "column", input->column_names[constraint->column]);
        buffer_printf(&json, ",\"value\":%" PRId64 "}", constraint->value);
    }
    buffer_add_text(&json, "]}");
    puts(json.data);
    buffer_release(&json);
}

static void print_contradiction(const struct split_input *input, const struct contradiction *contradiction)
{
    for (size_t i = 0; i < contradiction->count; i++) {
        const struct constraint *constraint = &contradiction->constraints[i];
        bool row = constraint->kind == CONSTRAINT_ROW || is_about_cell(constraint->kind);
        bool column = constraint->kind == CONSTRAINT_COLUMN || is_about_cell(constraint->kind);
        fprintf(stderr, "  %s %s %s: %" PRId64 "\n", kind_word(&input->wish, constraint),
                row ? input->row_names[constraint->row] : "", column ? input->column_names[constraint->column] : "",
                constraint->value);
    }
}

enum exit_code try_split(struct cli *cli)
{
    struct split_input input;
    struct contradiction contradiction;
    if (split_input_read(arguments_value(&cli->arguments, "input"), &cli->arena, &input, &cli->error) != 0)
        return cli_usage(cli, &cli->error);
    size_t n = input.wish.rows * input.wish.columns;
    int64_t *cells = ARENA_ARRAY(&cli->arena, int64_t, n);
    double *exact = ARENA_ARRAY(&cli->arena, double, n);
    if (table_split(&input.wish, &cli->arena, cells, exact, &contradiction, &cli->error) == 0) {
        if (cli->json)
            print_table_json(&input, cells, exact);
        else
            print_table(&input.wish, cells);
        return EXIT_CODE_DONE;
    }
    if (contradiction.count == 0)
        return cli_usage(cli, &cli->error);
    enum exit_code code = cli_fail(cli, &cli->error);
    if (cli->json)
        print_contradiction_json(&input, &contradiction);
    else
        print_contradiction(&input, &contradiction);
    return code;
}
