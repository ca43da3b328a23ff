#include "service/methods.h"

static const ProtobufCMethodDescriptor *descriptor_of(const ProtobufCServiceDescriptor *descriptor, const char *name)
{
    return protobuf_c_service_descriptor_get_method_by_name(descriptor, name);
}

static int add_one(struct method_table *table, const ProtobufCServiceDescriptor *service, const struct method *method,
                   struct error *error)
{
    const ProtobufCMethodDescriptor *descriptor = descriptor_of(service, method->name);
    if (!descriptor || table->count == METHODS_MAX)
        return error_set(error, STATUS_INTERNAL, method->name, "%s has no such method", "%s 中没有此方法",
                         service->name);
    if (!method->handle || ((method->flags & METHOD_INLINE) && (method->flags & METHOD_WRITES)))
        return error_set(error, STATUS_INTERNAL, method->name,
                         "%s: its row has no handler, or is inline although it writes",
                         "%s：该行没有处理函数，或写操作被设为内联", service->name);
    struct method_entry *entry = &table->entries[table->count];
    snprintf(entry->name, sizeof entry->name, "%s/%s", service->name, method->name);
    if (method_table_find(table, entry->name))
        return error_set(error, STATUS_INTERNAL, method->name, "%s has two rows for it", "%s 中有重复的行",
                         service->name);
    entry->method = method;
    entry->request_type = descriptor->input;
    entry->response_type = descriptor->output;
    entry->index = table->count++;
    HASH_ADD_STR(table->by_name, name, entry);
    return 0;
}

int method_table_add(struct method_table *table, const ProtobufCServiceDescriptor *descriptor,
                     const struct method *methods, struct error *error)
{
    size_t rows = 0;
    for (const struct method *method = methods; method->name; method++, rows++)
        if (add_one(table, descriptor, method, error) != 0)
            return -1;
    if (rows != descriptor->n_methods)
        return error_set(error, STATUS_INTERNAL, descriptor->name, "%zu methods have rows, the contract has %u",
                         "有 %zu 个方法有对应行，而契约中有 %u 个", rows, descriptor->n_methods);
    return 0;
}

const struct method_entry *method_table_find(const struct method_table *table, const char *name)
{
    struct method_entry *entry = NULL;
    HASH_FIND_STR(table->by_name, name, entry);
    return entry;
}

void method_table_release(struct method_table *table)
{
    HASH_CLEAR(hh, table->by_name);
}
