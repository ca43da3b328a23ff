#include "lead_details.h"

#include "wire/wire.h"

#define NAME_MAX_BYTES 200
#define NEEDS_MAX 8000
#define NOTE_MAX 2000
#define NOTES_MAX 40
#define ATTACHMENTS_MAX 40
#define FILE_NAME_MAX 255

static void check_length(struct batch *batch, struct call *call, const char *text, const char *field, size_t max)
{
    if (strlen(text) > max)
        call_violation(batch, call, field, "OUT_OF_RANGE", "the text has more than %zu bytes: shorten it", "文字超过 %zu 字节：请缩短", max);
}

static void check_note(struct batch *batch, struct call *call, const Remuda__Lead__V1__DeciderNote *note, size_t i)
{
    const char *field = arena_printf(batch->arena, "details.deciders[%zu]", i);
    if (!note->group)
        call_violation(batch, call, arena_printf(batch->arena, "%s.group", field), "REQUIRED",
                       "the group is missing: give environment, organisation, people or person", "缺少类别：请填写环境、组织、人际或个人");
    if (!*note->note)
        call_violation(batch, call, arena_printf(batch->arena, "%s.note", field), "REQUIRED", "the note is empty: say what is known",
                       "内容为空：请填写所了解的情况");
    check_length(batch, call, note->topic, arena_printf(batch->arena, "%s.topic", field), NAME_MAX_BYTES);
    check_length(batch, call, note->note, arena_printf(batch->arena, "%s.note", field), NOTE_MAX);
}

void lead_details_check(struct batch *batch, struct call *call, const Remuda__Lead__V1__LeadDetails *details)
{
    if (!details)
        return;
    check_length(batch, call, details->competitor, "details.competitor", NAME_MAX_BYTES);
    check_length(batch, call, details->needs, "details.needs", NEEDS_MAX);
    if (details->n_deciders > NOTES_MAX)
        call_violation(batch, call, "details.deciders", "OUT_OF_RANGE", "%zu notes: give at most %d", "有 %zu 条：最多 %d 条",
                       details->n_deciders, NOTES_MAX);
    for (size_t i = 0; i < details->n_deciders && i < NOTES_MAX; i++)
        check_note(batch, call, details->deciders[i], i);
    if (details->n_attachments > ATTACHMENTS_MAX)
        call_violation(batch, call, "details.attachments", "OUT_OF_RANGE", "%zu attachments: give at most %d", "有 %zu 个附件：最多 %d 个",
                       details->n_attachments, ATTACHMENTS_MAX);
    for (size_t i = 0; i < details->n_attachments && i < ATTACHMENTS_MAX; i++)
        check_length(batch, call, details->attachments[i], "details.attachments", FILE_NAME_MAX);
}

const char *lead_details_document(const Remuda__Lead__V1__LeadDetails *details, struct arena *arena)
{
    struct buffer json = BUFFER(WIRE_JSON_MAX);
    if (!details || protobuf_c_message_get_packed_size(&details->base) == 0)
        return "";
    wire_to_json(&details->base, WIRE_JSON_COMPACT, &json); /* fits: lead_details_check has bounded it */
    const char *document = arena_strdup(arena, json.data);
    buffer_release(&json);
    return document;
}

Remuda__Lead__V1__LeadDetails *lead_details_parse(const char *document, struct arena *arena, struct error *error)
{
    if (*document)
        return (Remuda__Lead__V1__LeadDetails *)wire_from_json(&remuda__lead__v1__lead_details__descriptor, document, strlen(document),
                                                               arena, error);
    Remuda__Lead__V1__LeadDetails *details = ARENA_NEW(arena, Remuda__Lead__V1__LeadDetails);
    remuda__lead__v1__lead_details__init(details);
    return details;
}
