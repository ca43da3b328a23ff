#include "target_store.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/columns.h"
#include "db/copy.h"
#include "trace_store.h"

#include "sql/copy_targets.h"
#include "sql/drop_node_targets.h"
#include "sql/drop_targets.h"
#include "sql/fixed_cells.h"
#include "sql/node_cells.h"
#include "sql/put_cell.h"

#include <math.h>

#define SENT_ROWS 1000 /* at a time: the server stores them while the next ones are computed */
#define PROGRESS_US 1000000
#define COLUMNS 8
#define MILLIONTHS 1e6

/* Targets on their way into the table. */
struct writer {
    struct db *db;
    const struct plan *plan;
    const struct basis *basis;
    struct arena arena; /* of the rows that are not sent */
    struct db_copy copy;
    size_t waiting; /* rows that are not sent */
    size_t nodes;
    int64_t told_us;
    bool has_failed; /* the database, not the split */
};

static int send_rows(struct writer *writer, struct error *error)
{
    int result = db_copy_send(writer->db, sql_copy_targets, &writer->copy, error);
    writer->has_failed = result != 0;
    writer->waiting = 0;
    return result;
}

static void tell_progress(struct writer *writer)
{
    int64_t now_us = clock_monotonic_us();
    if (now_us - writer->told_us < PROGRESS_US)
        return;
    writer->told_us = now_us;
    log_info("plan_split", LOG_NUMBER("plan_id", writer->plan->plan_id), LOG_NUMBER("nodes", (int64_t)writer->nodes),
             LOG_NUMBER("of", (int64_t)writer->basis->tree.count), LOG_NUMBER("targets", (int64_t)writer->copy.rows));
}

static int take_table(void *context, size_t node, const int64_t *cells, const double *exact, struct error *error)
{
    struct writer *writer = context;
    const struct basis *basis = writer->basis;
    size_t kinds = basis->axes.products * basis->axes.business_types;
    for (size_t cell = 0; cell < plan_cells(&basis->axes); cell++) {
        if (cells[cell] == 0)
            continue;
        db_copy_row(&writer->copy);
        db_copy_int64(&writer->copy, writer->plan->plan_id);
        db_copy_int64(&writer->copy, basis->tree.nodes[node].unit_id);
        db_copy_int64(&writer->copy, basis->tree.nodes[node].person_id);
        db_copy_int16(&writer->copy, (int16_t)(cell / kinds + 1));
        db_copy_text(&writer->copy, basis->product_codes[cell % kinds / basis->axes.business_types]);
        db_copy_int16(&writer->copy, (int16_t)basis->business_types[cell % basis->axes.business_types]);
        db_copy_int64(&writer->copy, cells[cell]);
        if (exact)
            db_copy_int64(&writer->copy, llround(exact[cell] * MILLIONTHS));
        else
            db_copy_null(&writer->copy);
        writer->waiting++;
    }
    writer->nodes++;
    tell_progress(writer);
    return writer->waiting >= SENT_ROWS ? send_rows(writer, error) : 0;
}

/* --- what is fixed
 * ----------------------------------------------------------------------------------------------------- */

static size_t node_of(const struct plan_tree *tree, int64_t unit_id, int64_t person_id)
{
    size_t node = 0;
    while (node < tree->count && (tree->nodes[node].unit_id != unit_id || tree->nodes[node].person_id != person_id))
        node++;
    return node;
}

/* Rows come by node; those of a node or cell that the plan has no more, and of months that are not split, are left out.
 */
static int load_fixed(struct db *db, struct arena *arena, int64_t plan_id, struct basis *basis, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    if (db_run(db, sql_fixed_cells, &params, &result, error))
        return -1;
    struct fixed_cell *fixed = ARENA_ARRAY(arena, struct fixed_cell, (size_t)result.rows);
    size_t count = 0;
    for (size_t i = 0; i < basis->tree.count; i++)
        basis->tree.nodes[i].fixed_count = 0;
    for (int row = 0; row < result.rows; row++) {
        size_t node = node_of(&basis->tree, db_int64(&result, row, 0), db_int64(&result, row, 1));
        size_t cell =
            basis_cell(basis, (int)db_int64(&result, row, 2), db_text(&result, row, 3), db_int64(&result, row, 4));
        if (node == basis->tree.count || cell == plan_cells(&basis->axes) ||
            db_int64(&result, row, 2) < basis->first_month)
            continue;
        struct plan_node *fixed_node = &basis->tree.nodes[node];
        if (fixed_node->fixed_count == 0)
            fixed_node->fixed = &fixed[count];
        fixed_node->fixed_count++;
        fixed[count++] = (struct fixed_cell){cell, db_int64(&result, row, 5)};
    }
    db_result_clear(&result);
    return 0;
}

int target_store_drop(struct db *db, struct arena *arena, int64_t plan_id, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    if (db_run(db, sql_drop_targets, &params, NULL, error))
        return -1;
    return trace_store_drop(db, arena, plan_id, error);
}

/* --- splitting
 * ----------------------------------------------------------------------------------------------------------- */

/* 0 with `refused` set when it was the split that failed. */
static int finish(struct writer *writer, int result, struct error *trouble, struct error *refused, struct error *error)
{
    if (result == 0) {
        result = db_copy_run(writer->db, sql_copy_targets, &writer->copy, trouble);
        writer->has_failed = result != 0;
    } else if (!writer->has_failed) {
        db_copy_abandon(writer->db, sql_copy_targets, &writer->copy);
    }
    arena_release(&writer->arena);
    if (result && writer->has_failed) {
        *error = *trouble;
        return -1;
    }
    if (result)
        *refused = *trouble;
    return 0;
}

static struct writer writer_of(struct db *db, const struct plan *plan, const struct basis *basis)
{
    return (struct writer){.db = db, .plan = plan, .basis = basis, .told_us = clock_monotonic_us()};
}

int target_store_split(struct db *db, struct arena *arena, const struct plan *plan, int64_t total, struct basis *basis,
                       int64_t *stored, struct error *refused, struct error *error)
{
    struct writer writer = writer_of(db, plan, basis);
    struct error trouble = {0};
    if (load_fixed(db, arena, plan->plan_id, basis, error))
        return -1;
    writer.copy = DB_COPY(&writer.arena, COLUMNS);
    int result = plan_split((enum apportion_method)plan->method, total, &basis->axes, &basis->tree, take_table, &writer,
                            &trouble);
    if (finish(&writer, result, &trouble, refused, error))
        return -1;
    *stored = (int64_t)writer.copy.rows;
    return refused->status == STATUS_OK ? trace_store_add(db, arena, plan->plan_id, basis, error) : 0;
}

/* The tables of the first nodes, which no driver made, then what stands below the last level of them. */
static int take_given(struct writer *writer, const int64_t *tables, size_t n, struct error *trouble)
{
    const struct basis *basis = writer->basis;
    size_t cells = plan_cells(&basis->axes);
    for (size_t i = 0; i < n; i++)
        if (take_table(writer, i, tables + i * cells, NULL, trouble))
            return -1;
    for (size_t i = 0; i < n; i++)
        if (basis->labels[i].kind == basis->labels[n - 1].kind &&
            plan_split_below((enum apportion_method)writer->plan->method, &basis->axes, &basis->tree, i,
                             tables + i * cells, take_table, writer, trouble))
            return -1;
    return 0;
}

int target_store_give(struct db *db, struct arena *arena, const struct plan *plan, struct basis *basis,
                      const int64_t *tables, size_t n, int64_t *stored, struct error *refused, struct error *error)
{
    struct writer writer = writer_of(db, plan, basis);
    struct error trouble = {0};
    if (load_fixed(db, arena, plan->plan_id, basis, error))
        return -1;
    writer.copy = DB_COPY(&writer.arena, COLUMNS);
    int result = take_given(&writer, tables, n, &trouble);
    if (finish(&writer, result, &trouble, refused, error))
        return -1;
    *stored = (int64_t)writer.copy.rows;
    return refused->status == STATUS_OK ? trace_store_add(db, arena, plan->plan_id, basis, error) : 0;
}

static bool is_below(const struct plan_tree *tree, size_t node, size_t above)
{
    while (node > above)
        node = tree->nodes[node].parent;
    return node == above;
}

static int drop_below(struct db *db, struct arena *arena, int64_t plan_id, const struct basis *basis, size_t node,
                      struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct plan_node *nodes = ARENA_ARRAY(arena, struct plan_node, basis->tree.count);
    size_t n = 0;
    for (size_t i = node + 1; i < basis->tree.count; i++)
        if (is_below(&basis->tree, i, node))
            nodes[n++] = basis->tree.nodes[i];
    db_bind_int64(&params, plan_id);
    DB_BIND_INT64_COLUMN(&params, nodes, n, unit_id);
    DB_BIND_INT64_COLUMN(&params, nodes, n, person_id);
    return db_run(db, sql_drop_node_targets, &params, NULL, error);
}

static int put_cell(struct db *db, struct arena *arena, int64_t plan_id, const struct basis *basis, size_t node,
                    size_t cell, int64_t units, struct error *error)
{
    size_t types = basis->axes.business_types, kinds = basis->axes.products * types;
    struct db_params params = DB_PARAMS(arena);
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, basis->tree.nodes[node].unit_id);
    db_bind_int64(&params, basis->tree.nodes[node].person_id);
    db_bind_int64(&params, (int64_t)(cell / kinds) + 1);
    db_bind_text(&params, basis->product_codes[cell % kinds / types]);
    db_bind_int64(&params, basis->business_types[cell % types]);
    db_bind_int64(&params, units);
    return db_run(db, sql_put_cell, &params, NULL, error);
}

int target_store_move(struct db *db, struct arena *arena, const struct plan *plan, struct basis *basis, size_t node,
                      const int64_t *cells, size_t cell, struct error *refused, struct error *error)
{
    struct writer writer = writer_of(db, plan, basis);
    struct error trouble = {0};
    if (put_cell(db, arena, plan->plan_id, basis, node, cell, cells[cell], error) ||
        drop_below(db, arena, plan->plan_id, basis, node, error) || load_fixed(db, arena, plan->plan_id, basis, error))
        return -1;
    writer.copy = DB_COPY(&writer.arena, COLUMNS);
    int result = plan_split_below((enum apportion_method)plan->method, &basis->axes, &basis->tree, node, cells,
                                  take_table, &writer, &trouble);
    return finish(&writer, result, &trouble, refused, error);
}

int target_store_cells(struct db *db, struct arena *arena, int64_t plan_id, const struct basis *basis, size_t node,
                       int64_t **cells, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    struct db_result result;
    db_bind_int64(&params, plan_id);
    db_bind_int64(&params, basis->tree.nodes[node].unit_id);
    db_bind_int64(&params, basis->tree.nodes[node].person_id);
    if (db_run(db, sql_node_cells, &params, &result, error))
        return -1;
    *cells = ARENA_ARRAY(arena, int64_t, plan_cells(&basis->axes) + 1);
    for (int row = 0; row < result.rows; row++)
        (*cells)[basis_cell(basis, (int)db_int64(&result, row, 0), db_text(&result, row, 1),
                            db_int64(&result, row, 2))] = db_int64(&result, row, 3);
    db_result_clear(&result);
    return 0;
}
