/* Any bytes as a document with leads: reading ends, within bounds; what is read is UTF-8 that a request can carry. */
#include "lead_document.h"

#include "wire/wire.h"

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct prospect *prospect, struct arena *arena)
{
    struct error error;
    size_t size;
    if (prospect->error.status != STATUS_OK)
        return;
    const uint8_t *packed = wire_pack(&prospect->request.base, arena, &size);
    must(wire_check(&remuda__lead__v1__file_lead_request__descriptor, packed, size, &error) == 0 ||
         error.status == STATUS_RESOURCE_EXHAUSTED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct lead_document document;
    struct error error = {0};
    if (lead_document_read(data, size, &arena, &document, &error) == 0) {
        must(document.count > 0 && document.count <= PROSPECTS_MAX);
        for (size_t i = 0; i < document.count; i++)
            check(&document.prospects[i], &arena);
    } else {
        must(error.status != STATUS_OK && *error.message[LOCALE_EN]);
    }
    arena_release(&arena);
    return 0;
}
