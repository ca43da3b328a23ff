#include "customer.h"

#include "identifier/identifier.h"

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80; /* every byte of UTF-8 but continuations */
    return count;
}

/* A normalised copy, at most `max` bytes; "" with a finding when it does not fit. */
static const char *read_text(const char *text, const char *field, size_t max, struct arena *arena, struct findings *findings)
{
    struct error error;
    char *out = arena_alloc(arena, max + 1);
    if (text_normalise(text, field, out, max + 1, &error) == 0)
        return out;
    findings_add(findings, false, "FORMAT", &error);
    return "";
}

static void read_name(const char *text, const char *field, struct arena *arena, struct customer_draft *draft,
                      struct findings *findings)
{
    struct error error;
    draft->name_key = "";
    draft->name = read_text(text, field, 4 * CUSTOMER_NAME_MAX, arena, findings);
    size_t characters = count_characters(draft->name);
    if (characters == 0) {
        findings_fault(findings, field, "REQUIRED", "the customer's name is missing: give the full registered name",
                       "缺少客户名称：请填写注册全称");
        return;
    }
    if (characters < CUSTOMER_NAME_MIN || characters > CUSTOMER_NAME_MAX) {
        findings_fault(findings, field, "OUT_OF_RANGE", "the name has %zu characters: give %d to %d", "名称有 %zu 个字符：应为 %d 至 %d 个",
                       characters, CUSTOMER_NAME_MIN, CUSTOMER_NAME_MAX);
        return;
    }
    char key[NAME_KEY_SIZE];
    if (name_key(draft->name, field, key, &error) != 0)
        findings_add(findings, false, "FORMAT", &error);
    else
        draft->name_key = arena_strdup(arena, key);
}

static void read_uscc(const char *text, const char *field, struct arena *arena, struct customer_draft *draft,
                      struct findings *findings)
{
    struct identifier_report report;
    char code[USCC_SIZE];
    draft->uscc = "";
    if (!*text)
        return;
    uscc_examine(text, code, &report);
    if (report.structure_ok)
        draft->uscc = arena_strdup(arena, code);
    for (size_t i = 0; i < report.problem_count; i++) {
        struct error error;
        identifier_problem_error(&report.problems[i], field, &error);
        findings_add(findings, report.structure_ok, report.problems[i].code, &error);
    }
}

static void read_phone(const char *text, const char *field, struct arena *arena, struct customer_draft *draft,
                       struct findings *findings)
{
    struct error error;
    char phone[PHONE_SIZE];
    draft->contact_phone = "";
    if (!*text)
        return;
    if (phone_normalise(text, field, phone, &error) == 0) {
        draft->contact_phone = arena_strdup(arena, phone);
        return;
    }
    findings_add(findings, true, "FORMAT", &error);
    draft->contact_phone = read_text(text, field, CUSTOMER_TEXT_MAX, arena, findings);
}

void customer_read(const struct customer_text *text, struct arena *arena, struct customer_draft *draft,
                   struct findings *findings)
{
    read_name(text->name, "customer.name", arena, draft, findings);
    read_uscc(text->uscc, "customer.uscc", arena, draft, findings);
    draft->region = read_text(text->region, "customer.region", CUSTOMER_TEXT_MAX, arena, findings);
    draft->industry_code =
        read_text(text->industry_code, "customer.industry_code", CUSTOMER_TEXT_MAX, arena, findings);
    draft->contact_name =
        read_text(text->contact_name, "customer.contact_name", CUSTOMER_TEXT_MAX, arena, findings);
    read_phone(text->contact_phone, "customer.contact_phone", arena, draft, findings);
}

enum customer_identity customer_identify(const struct customer_evidence *evidence, int64_t *customer_id)
{
    *customer_id = evidence->by_decision;
    if (*customer_id)
        return CUSTOMER_SAME;
    *customer_id = evidence->by_uscc ? evidence->by_uscc : evidence->by_name ? evidence->by_name : evidence->by_alias;
    if (!*customer_id) {
        *customer_id = evidence->by_likeness;
        return !*customer_id ? CUSTOMER_NEW : evidence->likeness_in_doubt ? CUSTOMER_REVIEW : CUSTOMER_SAME;
    }
    bool two_customers = evidence->by_uscc && evidence->by_name && evidence->by_uscc != evidence->by_name;
    if (two_customers || (!evidence->by_uscc && evidence->by_name && evidence->name_has_other_uscc))
        return CUSTOMER_REVIEW;
    return CUSTOMER_SAME;
}

struct customer_candidate *customer_candidate_of(struct customer_candidate candidates[static CUSTOMER_CANDIDATES_MAX], size_t *count,
                                                 int64_t customer_id)
{
    for (size_t i = 0; i < *count; i++)
        if (candidates[i].customer_id == customer_id)
            return &candidates[i];
    if (*count == CUSTOMER_CANDIDATES_MAX)
        return NULL;
    candidates[*count] = (struct customer_candidate){.customer_id = customer_id};
    return &candidates[(*count)++];
}

size_t customer_candidates(const struct customer_evidence *evidence, struct customer_candidate candidates[static CUSTOMER_CANDIDATES_MAX])
{
    size_t count = 0;
    if (evidence->by_uscc)
        customer_candidate_of(candidates, &count, evidence->by_uscc)->same_uscc = true;
    if (evidence->by_name) {
        struct customer_candidate *candidate = customer_candidate_of(candidates, &count, evidence->by_name);
        candidate->same_name = true;
        candidate->other_uscc = evidence->name_has_other_uscc;
    }
    if (evidence->by_alias)
        customer_candidate_of(candidates, &count, evidence->by_alias)->same_alias = true;
    return count;
}
