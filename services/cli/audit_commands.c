/* The audit (审计): who was refused what, and who read what is another unit's. Any service can tell that of all. */
#include "command.h"
#include "output.h"

#include "remuda/rpc/v1/operations.pb-c.h"

const struct option audit_list_options[] = {
    {"principal", "NAME", TEXT("of this one; default anybody", "某主体；默认全部"), false},
    {"refused", NULL, TEXT("refusals only", "仅列出被拒绝的"), false},
    {"limit", "N", TEXT("entries a page, 1 to 1000; default 100", "每页条数，1 至 1000，默认 100"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {0},
};

/* "lead 17" */
static const char *subject_text(struct arena *arena, const Remuda__Rpc__V1__AuditEntry *entry)
{
    return entry->subject_id ? arena_printf(arena, "%s %lld", entry->subject, (long long)entry->subject_id) : entry->subject;
}

static void print_entries(struct cli *cli, const Remuda__Rpc__V1__ReadAuditResponse *page, int32_t limit)
{
    static const struct column_head heads[] = {{TEXT("when", "时间"), false},   {TEXT("who", "主体"), false},
                                               {TEXT("method", "方法"), false}, {TEXT("outcome", "结果"), false},
                                               {TEXT("of what", "对象"), false}, {TEXT("unit", "单位"), true},
                                               {TEXT("field", "字段"), false}};
    struct table table;
    table_init(&table, heads, sizeof heads / sizeof *heads, cli->locale);
    for (size_t i = 0; i < page->n_entries; i++) {
        const Remuda__Rpc__V1__AuditEntry *entry = page->entries[i];
        const char *slash = strrchr(entry->method, '/');
        TABLE_ADD(&table, cell_instant(&table.arena, entry->at_unix_ms), entry->principal, slash ? slash + 1 : entry->method,
                  entry->outcome, subject_text(&table.arena, entry),
                  entry->unit_id ? cell_integer(&table.arena, entry->unit_id) : NULL, entry->field);
    }
    table_print(&table, stdout);
    table_release(&table);
    bool is_full = page->n_entries == (size_t)limit;
    print_next_page(cli, is_full ? cell_integer(&cli->arena, page->entries[page->n_entries - 1]->entry_id) : "");
}

enum exit_code audit_list(struct cli *cli)
{
    Remuda__Rpc__V1__ReadAuditRequest request = REMUDA__RPC__V1__READ_AUDIT_REQUEST__INIT;
    request.limit = 100;
    if (cli_int32(cli, "limit", 1, 1000, &request.limit) != 0 ||
        cli_int64(cli, "cursor", 1, INT64_MAX, &request.before_entry) != 0)
        return cli_usage(cli, &cli->error);
    request.principal = cli_text(cli, "principal");
    request.refused_only = arguments_has(&cli->arguments, "refused");
    const Remuda__Rpc__V1__ReadAuditResponse *page =
        cli_call(cli, SERVICE_LEAD_INTAKE, "remuda.rpc.v1.Operations/ReadAudit", &request.base,
                 &remuda__rpc__v1__read_audit_response__descriptor, &cli->error);
    if (!page)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, page);
    print_entries(cli, page, request.limit);
    return EXIT_CODE_DONE;
}
