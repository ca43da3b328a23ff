/* The methods that a service answers: its own contract's and remuda.rpc.v1.Operations, found by full name. */
#pragma once

#include "base/error.h"
#include "service/service.h"

#include <uthash.h>

#define METHODS_MAX 64

struct method_entry {
    char name[160]; /* "remuda.lead.v1.LeadIntake/FileLead" */
    const struct method *method;
    const ProtobufCMessageDescriptor *request_type, *response_type;
    size_t index; /* place in method_table.entries */
    UT_hash_handle hh;
};

struct method_table {
    struct method_entry entries[METHODS_MAX];
    size_t count;
    struct method_entry *by_name;
};

/* Adds each method of `methods`; every method of the descriptor must have exactly one row, and every row a method. */
int method_table_add(struct method_table *table, const ProtobufCServiceDescriptor *descriptor, const struct method *methods,
                     struct error *error);
const struct method_entry *method_table_find(const struct method_table *table, const char *name);
void method_table_release(struct method_table *table);
