/* What people decide: reviews (待审), conflicts (撞单), merged customers (客户合并). */
#include "command.h"
#include "output.h"
#include "words.h"

#include "base/parse.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"

#define PARTS_MAX 8

const struct option review_list_options[] = {
    {"limit", "N", TEXT("reviews a page, 1 to 100; default 20", "每页条数，1 至 100，默认 20"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {0},
};

const struct option review_decide_options[] = {
    {"outcome", "WORD", TEXT("same or different", "同一客户或不同客户"), true},
    {"reason", "TEXT", TEXT("why", "原因"), true},
    {"customer-id", "ID", TEXT("which candidate, when same; default the likeliest", "同一客户时的候选；默认最可能者"), false},
    {0},
};

const struct option conflict_list_options[] = {
    {"state", "STATE", TEXT("open, decided, appealed, closed", "待裁决、已裁决、已申诉、已终裁"), false},
    {"limit", "N", TEXT("conflicts a page, 1 to 200; default 50", "每页条数，1 至 200，默认 50"), false},
    {"cursor", "CURSOR", TEXT("go on where the page before ended", "从上一页结束处继续"), false},
    {0},
};

const struct option conflict_decide_options[] = {
    {"outcome", "WORD", TEXT("rejected, transferred or shared", "驳回、转移或共享"), true},
    {"reason", "TEXT", TEXT("why", "原因"), true},
    {"parts", "DEALER:SHARE,...", TEXT("when shared: who is credited with how much, together 100%", "共享时各家份额，合计 100%"),
     false},
    {0},
};

const struct option reason_options[] = {
    {"reason", "TEXT", TEXT("why", "原因"), true},
    {0},
};

const struct option merge_options[] = {
    {"reason", "TEXT", TEXT("why", "原因"), true},
    {"override", "TEXT", TEXT("why all the same, when a review decided that the two are never the same", "已裁定“永不相同”时，仍须合并的理由"), false},
    {0},
};

/* One call; prints its answer as JSON or by `print`. */
static enum exit_code run_call(struct cli *cli, const char *method, const ProtobufCMessage *request,
                               const ProtobufCMessageDescriptor *type, void (*print)(struct cli *cli, const void *response))
{
    const void *response = cli_call(cli, SERVICE_LEAD_INTAKE, method, request, type, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    print(cli, response);
    return EXIT_CODE_DONE;
}

static int number_argument(struct cli *cli, size_t index, const char *name, int64_t *value)
{
    return parse_int64(cli->arguments.positionals[index], 1, INT64_MAX, name, value, &cli->error);
}

/* --- review ----------------------------------------------------------------------------------------------------------- */

static void add_side(struct table *table, const char *lead, const Remuda__Lead__V1__CustomerRecord *record, const char *evidence)
{
    TABLE_ADD(table, lead, record->customer_id ? cell_integer(&table->arena, record->customer_id) : NULL, record->name, record->uscc,
              record->region, evidence, cell_instant(&table->arena, record->since_unix_ms));
}

static const char *evidence_text(struct arena *arena, const Remuda__Lead__V1__ReviewCandidate *candidate)
{
    const char *text = "";
    for (size_t i = 0; i < candidate->n_evidence; i++)
        text = arena_printf(arena, "%s%s%s", text, i ? ", " : "", candidate->evidence[i]);
    return text;
}

static void print_reviews(struct cli *cli, const void *answer)
{
    static const struct column_head heads[] = {
        {TEXT("lead", "信息编号"), true},    {TEXT("customer", "客户编号"), true}, {TEXT("name", "名称"), false},
        {TEXT("code", "统一代码"), false},   {TEXT("region", "所在地"), false},    {TEXT("evidence", "依据"), false},
        {TEXT("since", "报备或登记"), false}};
    const Remuda__Lead__V1__ListReviewsResponse *page = answer;
    struct table table;
    table_init(&table, heads, 7, cli->locale);
    for (size_t i = 0; i < page->n_reviews; i++) {
        const Remuda__Lead__V1__Review *review = page->reviews[i];
        add_side(&table, cell_integer(&table.arena, review->lead_id), review->filed, SAY(cli->locale, "as filed", "报备内容"));
        for (size_t c = 0; c < review->n_candidates; c++)
            add_side(&table, NULL, review->candidates[c]->record, evidence_text(&table.arena, review->candidates[c]));
    }
    table_print(&table, stdout);
    print_next_page(cli, page->next_cursor);
    table_release(&table);
}

enum exit_code review_list(struct cli *cli)
{
    Remuda__Lead__V1__ListReviewsRequest request = REMUDA__LEAD__V1__LIST_REVIEWS_REQUEST__INIT;
    if (cli_int32(cli, "limit", 1, 100, &request.limit) != 0)
        return cli_usage(cli, &cli->error);
    request.cursor = cli_text(cli, "cursor");
    return run_call(cli, "remuda.lead.v1.LeadIntake/ListReviews", &request.base, &remuda__lead__v1__list_reviews_response__descriptor,
                    print_reviews);
}

static void print_review_decided(struct cli *cli, const void *answer)
{
    const Remuda__Lead__V1__DecideReviewResponse *response = answer;
    printf(SAY(cli->locale, "Lead %lld is of customer %lld.\n", "信息 %lld 属于客户 %lld。\n"), (long long)response->lead_id,
           (long long)response->customer_id);
    if (response->is_held)
        printf(SAY(cli->locale, "Held until %s.\n", "报备有效，至 %s。\n"), cell_instant(&cli->arena, response->protected_until_unix_ms));
    else if (response->conflict_id)
        printf(SAY(cli->locale, "Another dealer holds it: conflict %lld.\n", "已被其他经销商持有：撞单 %lld。\n"),
               (long long)response->conflict_id);
    else
        puts(SAY(cli->locale, "The dealer holds it already.", "该经销商已持有。"));
}

enum exit_code review_decide(struct cli *cli)
{
    Remuda__Lead__V1__DecideReviewRequest request = REMUDA__LEAD__V1__DECIDE_REVIEW_REQUEST__INIT;
    int outcome = 0;
    if (number_argument(cli, 0, "LEAD_ID", &request.lead_id) != 0 ||
        cli_enum(cli, "outcome", &remuda__lead__v1__review_outcome__descriptor, &outcome) != 0 ||
        cli_int64(cli, "customer-id", 1, INT64_MAX, &request.customer_id) != 0)
        return cli_usage(cli, &cli->error);
    request.outcome = (Remuda__Lead__V1__ReviewOutcome)outcome;
    request.reason = cli_text(cli, "reason");
    return run_call(cli, "remuda.lead.v1.LeadIntake/DecideReview", &request.base, &remuda__lead__v1__decide_review_response__descriptor,
                    print_review_decided);
}

/* --- conflict --------------------------------------------------------------------------------------------------------- */

static void print_conflicts(struct cli *cli, const void *answer)
{
    static const struct column_head heads[] = {
        {TEXT("conflict", "撞单编号"), true}, {TEXT("state", "状态"), false},      {TEXT("outcome", "结论"), false},
        {TEXT("lead", "信息编号"), true},     {TEXT("holder", "持有方"), true},    {TEXT("claimant", "申请方"), true},
        {TEXT("customer", "客户"), false},    {TEXT("product", "产品"), false},    {TEXT("held since", "持有自"), false},
        {TEXT("claimed at", "申请时间"), false},
        {TEXT("marked", "标记"), false}};
    const Remuda__Lead__V1__ListConflictsResponse *page = answer;
    struct table table;
    table_init(&table, heads, sizeof heads / sizeof *heads, cli->locale);
    for (size_t i = 0; i < page->n_conflicts; i++) {
        const Remuda__Lead__V1__Conflict *c = page->conflicts[i];
        struct arena *arena = &table.arena;
        TABLE_ADD(&table, cell_integer(arena, c->conflict_id),
                  enum_text(&remuda__lead__v1__conflict_state__descriptor, (int)c->state, cli->locale),
                  c->outcome ? enum_text(&remuda__lead__v1__conflict_outcome__descriptor, (int)c->outcome, cli->locale) : NULL,
                  c->lead_id ? cell_integer(arena, c->lead_id) : NULL, c->holder_unit_id ? cell_integer(arena, c->holder_unit_id) : NULL,
                  c->claimant_unit_id ? cell_integer(arena, c->claimant_unit_id) : NULL, c->claimed ? c->claimed->name : NULL,
                  c->product_code, cell_instant(arena, c->held_since_unix_ms), cell_instant(arena, c->claimed_at_unix_ms),
                  c->quality && c->quality->is_overlapping ? SAY(cli->locale, "overlapping", "重复") : NULL);
    }
    table_print(&table, stdout);
    print_next_page(cli, page->next_cursor);
    table_release(&table);
}

enum exit_code conflict_list(struct cli *cli)
{
    Remuda__Lead__V1__ListConflictsRequest request = REMUDA__LEAD__V1__LIST_CONFLICTS_REQUEST__INIT;
    int state = 0;
    if (cli_int32(cli, "limit", 1, 200, &request.limit) != 0 ||
        cli_enum(cli, "state", &remuda__lead__v1__conflict_state__descriptor, &state) != 0)
        return cli_usage(cli, &cli->error);
    request.state = (Remuda__Lead__V1__ConflictState)state;
    request.cursor = cli_text(cli, "cursor");
    return run_call(cli, "remuda.lead.v1.LeadIntake/ListConflicts", &request.base, &remuda__lead__v1__list_conflicts_response__descriptor,
                    print_conflicts);
}

/* "D0001:60%,D0002:40%" */
static int read_parts(struct cli *cli, Remuda__Lead__V1__DecideConflictRequest *request)
{
    char *text = cli_text(cli, "parts");
    request->parts = ARENA_ARRAY(&cli->arena, Remuda__Lead__V1__CreditPart *, PARTS_MAX);
    while (*text) {
        size_t length = strcspn(text, ","), name = strcspn(text, ":");
        if (request->n_parts == PARTS_MAX || name >= length)
            return error_set(&cli->error, STATUS_INVALID_ARGUMENT, "parts", "give at most %d parts, such as D0001:60%%,D0002:40%%",
                             "最多 %d 份，例如 D0001:60%%,D0002:40%%", PARTS_MAX);
        Remuda__Lead__V1__CreditPart *part = ARENA_NEW(&cli->arena, Remuda__Lead__V1__CreditPart);
        remuda__lead__v1__credit_part__init(part);
        part->dealer_code = arena_strndup(&cli->arena, text, name);
        if (parse_ppm(arena_strndup(&cli->arena, text + name + 1, length - name - 1), "parts", &part->credit_ppm, &cli->error) != 0)
            return -1;
        request->parts[request->n_parts++] = part;
        text += length + (text[length] == ',');
    }
    return 0;
}

static void print_conflict_decided(struct cli *cli, const void *answer)
{
    const Remuda__Lead__V1__DecideConflictResponse *response = answer;
    if (response->holder_lead_id)
        printf(SAY(cli->locale, "Conflict %lld is decided: lead %lld of unit %lld holds.\n", "撞单 %lld 已裁决：由信息 %lld（单位 %lld）持有。\n"),
               (long long)response->conflict_id, (long long)response->holder_lead_id, (long long)response->holder_unit_id);
    else
        printf(SAY(cli->locale, "Conflict %lld is decided: nobody holds.\n", "撞单 %lld 已裁决：无人持有。\n"),
               (long long)response->conflict_id);
}

enum exit_code conflict_decide(struct cli *cli)
{
    Remuda__Lead__V1__DecideConflictRequest request = REMUDA__LEAD__V1__DECIDE_CONFLICT_REQUEST__INIT;
    int outcome = 0;
    if (number_argument(cli, 0, "CONFLICT_ID", &request.conflict_id) != 0 ||
        cli_enum(cli, "outcome", &remuda__lead__v1__conflict_outcome__descriptor, &outcome) != 0 || read_parts(cli, &request) != 0)
        return cli_usage(cli, &cli->error);
    request.outcome = (Remuda__Lead__V1__ConflictOutcome)outcome;
    request.reason = cli_text(cli, "reason");
    return run_call(cli, "remuda.lead.v1.LeadIntake/DecideConflict", &request.base,
                    &remuda__lead__v1__decide_conflict_response__descriptor, print_conflict_decided);
}

static void print_appealed(struct cli *cli, const void *answer)
{
    const Remuda__Lead__V1__AppealConflictResponse *response = answer;
    printf(SAY(cli->locale, "Conflict %lld is appealed.\n", "撞单 %lld 已申诉。\n"), (long long)response->conflict_id);
}

enum exit_code conflict_appeal(struct cli *cli)
{
    Remuda__Lead__V1__AppealConflictRequest request = REMUDA__LEAD__V1__APPEAL_CONFLICT_REQUEST__INIT;
    if (number_argument(cli, 0, "CONFLICT_ID", &request.conflict_id) != 0)
        return cli_usage(cli, &cli->error);
    request.reason = cli_text(cli, "reason");
    return run_call(cli, "remuda.lead.v1.LeadIntake/AppealConflict", &request.base,
                    &remuda__lead__v1__appeal_conflict_response__descriptor, print_appealed);
}

/* --- customer --------------------------------------------------------------------------------------------------------- */

static void print_merged(struct cli *cli, const void *answer)
{
    const Remuda__Lead__V1__MergeCustomersResponse *response = answer;
    printf(SAY(cli->locale, "Merged (%lld); leads set aside: %zu.\n", "已合并（%lld）；搁置信息 %zu 条。\n"), (long long)response->merge_id,
           response->n_set_aside_lead_ids);
}

enum exit_code customer_merge(struct cli *cli)
{
    Remuda__Lead__V1__MergeCustomersRequest request = REMUDA__LEAD__V1__MERGE_CUSTOMERS_REQUEST__INIT;
    if (number_argument(cli, 0, "SURVIVOR_ID", &request.survivor_id) != 0 ||
        number_argument(cli, 1, "MERGED_ID", &request.merged_id) != 0)
        return cli_usage(cli, &cli->error);
    request.reason = cli_text(cli, "reason");
    request.override_reason = cli_text(cli, "override");
    return run_call(cli, "remuda.lead.v1.LeadIntake/MergeCustomers", &request.base,
                    &remuda__lead__v1__merge_customers_response__descriptor, print_merged);
}

static void print_unmerged(struct cli *cli, const void *answer)
{
    const Remuda__Lead__V1__UnmergeCustomersResponse *response = answer;
    printf(SAY(cli->locale, "Merge %lld is undone; leads restored: %zu, conflicts withdrawn: %zu.\n",
               "合并 %lld 已撤销；恢复信息 %zu 条，撤回撞单 %zu 件。\n"),
           (long long)response->merge_id, response->n_restored_lead_ids, response->n_withdrawn_conflict_ids);
    for (size_t i = 0; i < response->n_not_returned; i++)
        printf(SAY(cli->locale, "Lead %lld does not come back: %s.\n", "信息 %lld 未恢复：%s。\n"), (long long)response->not_returned[i]->lead_id,
               response->not_returned[i]->message);
}

enum exit_code customer_unmerge(struct cli *cli)
{
    Remuda__Lead__V1__UnmergeCustomersRequest request = REMUDA__LEAD__V1__UNMERGE_CUSTOMERS_REQUEST__INIT;
    if (number_argument(cli, 0, "MERGED_ID", &request.merged_id) != 0)
        return cli_usage(cli, &cli->error);
    request.reason = cli_text(cli, "reason");
    return run_call(cli, "remuda.lead.v1.LeadIntake/UnmergeCustomers", &request.base,
                    &remuda__lead__v1__unmerge_customers_response__descriptor, print_unmerged);
}
