#include "lead_document.h"

#include "comment_quantity.h"
#include "header.h"
#include "prospect_facts.h"

#include "base/parse.h"

#include <ctype.h>
#include <strings.h>

#define MINUTE_MS 60000
#define DAY_MINUTES 1440
#define ISO_DAY_LENGTH 10
#define REQUEST_BYTES_MAX (64 * 1024)

bool lead_document_is_media_type(const char *content_type)
{
    return header_is_media_type(content_type, "application/x-adf+xml") ||
           header_is_media_type(content_type, "application/xml") || header_is_media_type(content_type, "text/xml");
}

const char *person_name(const char *family, const char *given, const char *middle, struct arena *arena)
{
    const bool is_latin = isascii((unsigned char)*family) && isascii((unsigned char)*given);
    if (!*family || !*given)
        return *family ? family : given;
    if (!is_latin)
        return arena_printf(arena, "%s%s%s", family, given, middle);
    return arena_printf(arena, "%s%s%s %s", given, *middle ? " " : "", middle, family);
}

/* --- days
 * ------------------------------------------------------------------------------------------------------------- */

/* "hh:mm" or "hhmm" at *text, in minutes; -1 when it is none. */
static int read_minutes(const char **text)
{
    const char *at = *text;
    const size_t minutes = at[0] && at[1] && at[2] == ':' ? 3 : 2;
    for (size_t i = 0; i < minutes + 2; i++)
        if (!(i == 2 && minutes == 3) && !isdigit((unsigned char)at[i]))
            return -1;
    *text += minutes + 2;
    return 60 * (10 * (at[0] - '0') + at[1] - '0') + 10 * (at[minutes] - '0') + at[minutes + 1] - '0';
}

/* A time of day with its zone, "T09:30:00.5+08:00", as minutes of UTC; false without a zone, or when it is something
 * else. */
static bool read_time(const char *text, int *utc_minutes)
{
    if (*text != 'T' && *text != ' ')
        return false;
    text++;
    const int minutes = read_minutes(&text);
    if (minutes < 0)
        return false;
    text += strspn(text, "0123456789:.,");
    text += strspn(text, " ");
    *utc_minutes = minutes;
    if (strcmp(text, "Z") == 0)
        return true;
    if (*text != '+' && *text != '-')
        return false;
    const int sign = *text++ == '+' ? 1 : -1, zone = read_minutes(&text);
    *utc_minutes -= sign * zone;
    return zone >= 0 && !*text;
}

/* An ISO 8601 date with or without time is the day in China; other dates are read as people type them. */
static int read_day(const char *text, const char *field, struct arena *arena, char **iso, struct error *error)
{
    char day_text[DATE_TEXT_SIZE], formatted[DATE_TEXT_SIZE];
    day_t day;
    int utc_minutes;
    snprintf(day_text, sizeof day_text, "%.*s", ISO_DAY_LENGTH, text);
    *iso = arena_strdup(arena, "");
    if (!*text)
        return 0;
    if (parse_day(day_text, field, &day, NULL) != 0) {
        if (parse_loose_day(text, field, &day, error) != 0)
            return -1;
    } else if (read_time(text + ISO_DAY_LENGTH, &utc_minutes)) {
        day = day_of_instant(((int64_t)day * DAY_MINUTES + utc_minutes) * MINUTE_MS);
    }
    *iso = arena_strdup(arena, day_format(day, formatted));
    return 0;
}

/* --- from facts to a request
 * ------------------------------------------------------------------------------------------ */

static char *copy(const char *text, struct arena *arena)
{
    return arena_strdup(arena, text ? text : "");
}

static char *remarks_of(const struct prospect_facts *facts, struct arena *arena)
{
    char *remarks = copy("", arena);
    for (size_t i = 0; i <= PROSPECT_COMMENTS_MAX; i++) {
        const char *more = i < PROSPECT_COMMENTS_MAX ? facts->comments[i] : facts->email;
        if (more && *more)
            remarks = arena_printf(arena, "%s%s%s", remarks, *remarks ? "\n" : "", more);
    }
    return remarks;
}

static int32_t quantity_of(const struct prospect_facts *facts)
{
    int64_t given;
    if (facts->quantity && parse_int64(facts->quantity, 1, COMMENT_QUANTITY_MAX, NULL, &given, NULL) == 0)
        return (int32_t)given;
    int32_t quantity = 0;
    for (size_t i = 0; i < PROSPECT_COMMENTS_MAX && quantity == 0; i++)
        quantity = facts->comments[i] ? comment_quantity(facts->comments[i]) : 0;
    return quantity;
}

static void copy_words(const char **to, const char *const *from)
{
    for (size_t i = 0; i < PROSPECT_WORDS_MAX; i++)
        if (from[i] && from[i][strspn(from[i], " ")])
            *to++ = from[i];
    *to = NULL;
}

static void fill_customer(Remuda__Lead__V1__CustomerDescription *customer, const struct prospect_facts *facts,
                          struct arena *arena)
{
    remuda__lead__v1__customer_description__init(customer);
    customer->name = copy(*facts->organisation ? facts->organisation : facts->person, arena);
    customer->contact_name = copy(facts->person, arena);
    customer->contact_phone = copy(facts->phone, arena);
    customer->region = strcmp(facts->province, facts->city) == 0
                           ? copy(facts->city, arena)
                           : arena_printf(arena, "%s%s", facts->province, facts->city);
}

static void fill(struct prospect *prospect, const struct prospect_facts *facts, struct arena *arena)
{
    Remuda__Lead__V1__FileLeadRequest *request = &prospect->request;
    remuda__lead__v1__file_lead_request__init(request);
    request->customer = ARENA_NEW(arena, Remuda__Lead__V1__CustomerDescription);
    fill_customer(request->customer, facts, arena);
    request->dealer_reference = copy(facts->reference, arena);
    request->quantity = quantity_of(facts);
    request->remarks = remarks_of(facts, arena);
    copy_words(prospect->dealer_words, facts->dealer_words);
    copy_words(prospect->product_words, facts->product_words);
    if (read_day(facts->requested_at, "found_on", arena, &request->found_on, &prospect->error) == 0)
        read_day(facts->latest && *facts->latest ? facts->latest : facts->earliest, "expected_on", arena,
                 &request->expected_on, &prospect->error);
    if (protobuf_c_message_get_packed_size(&request->base) > REQUEST_BYTES_MAX)
        error_set(&prospect->error, STATUS_INVALID_ARGUMENT, "remarks", "the texts are too long: shorten the comments",
                  "文本过长：请缩短 comments");
}

/* --- the document
 * ----------------------------------------------------------------------------------------------------- */

static const struct format {
    const char *root;
    size_t (*prospects)(const struct xml_element *root, struct prospect_facts *facts, size_t max, struct arena *arena);
} formats[] = {{"adf", adf_prospects}, {"ProcessSalesLead", star_prospects}};

static const struct format *format_of(const struct xml_element *root, struct error *error)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcasecmp(root->name, formats[i].root) == 0)
            return &formats[i];
    error_set(error, STATUS_INVALID_ARGUMENT, NULL,
              "the document's root is %.40s: send ADF 1.0 (adf) or STAR 5.4.4 (ProcessSalesLead)",
              "文档根元素为 %.40s：请发送 ADF 1.0（adf）或 STAR 5.4.4（ProcessSalesLead）", root->name);
    return NULL;
}

int lead_document_read(const void *bytes, size_t size, struct arena *arena, struct lead_document *document,
                       struct error *error)
{
    const struct xml_element *root = xml_document_read(bytes, size, arena, error);
    const struct format *format = root ? format_of(root, error) : NULL;
    struct prospect_facts *facts = ARENA_ARRAY(arena, struct prospect_facts, PROSPECTS_MAX);
    if (!format)
        return -1;
    document->count = format->prospects(root, facts, PROSPECTS_MAX, arena);
    if (document->count == 0 || document->count > PROSPECTS_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "the document has %zu prospects: send 1 to %d",
                         "文档含 %zu 条线索：请发送 1 至 %d 条", document->count, PROSPECTS_MAX);
    document->prospects = ARENA_ARRAY(arena, struct prospect, document->count);
    for (size_t i = 0; i < document->count; i++)
        fill(&document->prospects[i], &facts[i], arena);
    return 0;
}
