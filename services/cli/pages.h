/*
 * Files whose heads are the field names of a contract's message, sent in pages: the sample company, sales history.
 * Everything is known from descriptors: the request has one list, its elements have the columns.
 */
#pragma once

#include "cli.h"

struct page_kind {
    const char *file; /* name inside a folder; NULL: given by the caller */
    enum service service;
    const char *method;
    const ProtobufCMessageDescriptor *request_type, *response_type;
};

/* Sends the whole file and prints how many rows were stored. The first row that cannot be read ends it. */
enum exit_code pages_load(struct cli *cli, const struct page_kind *kind, const char *path);
