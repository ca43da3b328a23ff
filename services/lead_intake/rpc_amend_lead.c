/* AmendLead: the fields that are named become what the request holds. Both the lead and the request are messages of one type, so
 * that a field is carried over, and written into the history, by its descriptor. */
#include "identifier/identifier.h"
#include "lead_change.h"
#include "lead_details.h"
#include "remuda/event/v1/lead_events.pb-c.h"
#include "wire/wire.h"

#define REMARKS_MAX 8000 /* bytes: 2000 characters */
#define FIELD_JSON_MAX 65536

typedef Remuda__Lead__V1__AmendLeadRequest Request;
typedef Remuda__Lead__V1__LeadDetails Details;

/* --- one field by its descriptor ------------------------------------------------------------------------------------------- */

static size_t value_size(const ProtobufCFieldDescriptor *field)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        return sizeof(void *);
    return field->type == PROTOBUF_C_TYPE_STRING ? sizeof(char *) : sizeof(int32_t); /* else an enum or an int32 */
}

static void copy_field(const ProtobufCFieldDescriptor *field, const void *from, void *to)
{
    memcpy((char *)to + field->offset, (const char *)from + field->offset, value_size(field));
    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        memcpy((char *)to + field->quantifier_offset, (const char *)from + field->quantifier_offset, sizeof(size_t));
}

/* As the history shows it: text as it is, an enum by its name, a list as JSON. */
static const char *field_text(struct arena *arena, const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
    const char *value = (const char *)message + field->offset;
    int32_t number;
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        struct buffer json = BUFFER(FIELD_JSON_MAX);
        ProtobufCMessage *only = arena_calloc(arena, 1, message->descriptor->sizeof_message);
        protobuf_c_message_init(message->descriptor, only);
        copy_field(field, message, only);
        wire_to_json(only, WIRE_JSON_COMPACT, &json);
        const char *text = arena_strdup(arena, json.length ? json.data : "");
        buffer_release(&json);
        return text;
    }
    if (field->type == PROTOBUF_C_TYPE_STRING) {
        memcpy(&value, value, sizeof value);
        return value;
    }
    memcpy(&number, value, sizeof number);
    const ProtobufCEnumValue *word =
        field->type == PROTOBUF_C_TYPE_ENUM ? protobuf_c_enum_descriptor_get_value(field->descriptor, number) : NULL;
    return word ? word->name : arena_printf(arena, "%d", number);
}

static void amend_field(struct lead_change *change, const ProtobufCFieldDescriptor *field, const ProtobufCMessage *from,
                        ProtobufCMessage *to)
{
    struct arena *arena = change->batch->arena;
    const char *before = field_text(arena, field, to);
    copy_field(field, from, to);
    lead_entry_add(&change->entry, field->name, before, field_text(arena, field, to));
}

/* --- the lead as messages -------------------------------------------------------------------------------------------------- */

static char *unconst(const char *text)
{
    return (char *)(uintptr_t)text; /* protobuf-c's strings are not const; nothing writes to them */
}

static void to_message(const struct lead_row *row, Request *message)
{
    remuda__lead__v1__amend_lead_request__init(message);
    message->quantity = (int32_t)row->quantity;
    message->expected_on = unconst(row->expected_on);
    message->information_class = (Remuda__Lead__V1__InformationClass)row->information_class;
    message->purchase_mode = (Remuda__Lead__V1__PurchaseMode)row->purchase_mode;
    message->source = (Remuda__Lead__V1__LeadSource)row->source;
    message->contact_name = unconst(row->contact_name);
    message->contact_phone = unconst(row->contact_phone);
    message->remarks = unconst(row->remarks);
}

static void from_message(const Request *message, const Details *details, struct arena *arena, struct lead_row *row)
{
    row->quantity = message->quantity;
    row->expected_on = message->expected_on;
    row->information_class = message->information_class;
    row->purchase_mode = message->purchase_mode;
    row->source = message->source;
    row->contact_name = message->contact_name;
    row->contact_phone = message->contact_phone;
    row->remarks = message->remarks;
    row->details = lead_details_document(details, arena);
}

static bool is_amendable(const char *name)
{
    static const char *const names[] = {"quantity", "expected_on",  "information_class", "purchase_mode",
                                        "source",   "contact_name", "contact_phone",     "remarks"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static void amend(struct lead_change *change, const Request *request, Request *lead, Details *details)
{
    static const Details nothing = REMUDA__LEAD__V1__LEAD_DETAILS__INIT;
    const Details *given = request->details ? request->details : &nothing;
    for (size_t i = 0; i < request->n_fields && i < ENTRY_FIELDS_MAX; i++) {
        const char *name = request->fields[i];
        const ProtobufCFieldDescriptor *field =
            is_amendable(name) ? protobuf_c_message_descriptor_get_field_by_name(request->base.descriptor, name) : NULL;
        const ProtobufCFieldDescriptor *detail =
            protobuf_c_message_descriptor_get_field_by_name(&remuda__lead__v1__lead_details__descriptor, name);
        if (field)
            amend_field(change, field, &request->base, &lead->base);
        else if (detail)
            amend_field(change, detail, &given->base, &details->base);
        else
            call_violation(change->batch, change->call, "fields", "UNKNOWN",
                           "'%.40s' is no field that can be amended: see AmendLead's request", "“%.40s”不是可修改的字段：请参见 AmendLead 的请求",
                           name);
    }
}

/* --- checking ------------------------------------------------------------------------------------------------------------- */

static void check_phone(struct lead_change *change, Request *lead)
{
    char phone[PHONE_SIZE];
    struct error error;
    if (!*lead->contact_phone || lead->contact_phone == change->row.contact_phone)
        return;
    if (phone_normalise(lead->contact_phone, "contact_phone", phone, &error) != 0)
        call_violation_error(change->batch, change->call, "FORMAT", &error);
    else
        lead->contact_phone = arena_strdup(change->batch->arena, phone);
}

static void check(struct lead_change *change, const Request *request, Request *lead)
{
    struct batch *batch = change->batch;
    struct call *call = change->call;
    if (request->n_fields == 0 || request->n_fields > ENTRY_FIELDS_MAX)
        call_violation(batch, call, "fields", "REQUIRED", "name 1 to %d fields that are to change", "请列出 1 至 %d 个要修改的字段",
                       ENTRY_FIELDS_MAX);
    if (lead->quantity != change->row.quantity)
        rpc_check_quantity(batch, call, rpc_policy(batch), change->row.business_type, lead->quantity);
    rpc_read_date(batch, call, lead->expected_on, "expected_on");
    check_phone(change, lead);
    lead_change_read_text(change, lead->contact_name, "contact_name", CHANGE_NAME_MAX);
    lead_change_read_text(change, lead->remarks, "remarks", REMARKS_MAX);
    lead_details_check(batch, call, request->details);
    change->entry.reason = lead_change_read_text(change, request->reason, "reason", CHANGE_TEXT_MAX);
}

static void emit_amended(struct lead_change *change)
{
    struct lead_entry *entry = &change->entry;
    Remuda__Event__V1__LeadAmended event = REMUDA__EVENT__V1__LEAD_AMENDED__INIT;
    event.lead_id = change->row.lead_id;
    event.customer_id = change->row.customer_id;
    event.dealer_unit_id = change->row.hold.dealer_unit_id;
    event.quantity = (int32_t)change->row.quantity;
    event.fields = (char **)(uintptr_t)entry->fields;
    event.n_fields = entry->field_count;
    if (change->row.customer_id) /* nobody holds a lead in review */
        batch_emit(change->batch, change->call, change->row.customer_id, &event.base);
}

static int amend_one(struct batch *batch, struct call *call, struct error *error)
{
    const Request *request = (const Request *)call->request;
    struct lead_change change;
    Request lead;
    if (lead_change_begin(batch, call, request->lead_id, ROLE_DEALER, &change, error) != 0)
        return -1;
    lead_change_expect(&change, request->if_version);
    if (!lead_change_apply(&change, LEAD_EVENT_AMEND))
        return 0;
    Details *details = lead_details_parse(change.row.details, batch->arena, error);
    if (!details)
        return -1;
    to_message(&change.row, &lead);
    amend(&change, request, &lead, details);
    check(&change, request, &lead);
    if (!call_ok(call))
        return 0;
    from_message(&lead, details, batch->arena, &change.row);
    emit_amended(&change);
    return lead_change_end(&change, error);
}

int rpc_amend_lead(struct batch *batch, struct error *error)
{
    return batch_each(batch, amend_one, error);
}
