/*
 * Leads as documents of the trade: ADF 1.0 and STAR ProcessSalesLead (5.4.4), told apart by their root. Each prospect
 * of the document becomes a request of lead_intake; whose dealer and which product it is stands there in words, for the
 * catalogue to find. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"

#include <stdbool.h>

#define PROSPECTS_MAX 200 /* of a document */
#define PROSPECT_WORDS_MAX 8

/* One purchase opportunity. Texts live in the arena. */
struct prospect {
    Remuda__Lead__V1__FileLeadRequest request; /* all but dealer and product; quantity 0: the document says none */
    const char *dealer_words[PROSPECT_WORDS_MAX + 1]; /* codes or names, the likeliest first; NULL ends it */
    const char *product_words[PROSPECT_WORDS_MAX + 1];
    struct error error; /* status != OK: it cannot be read, the others can */
};

struct lead_document {
    struct prospect *prospects;
    size_t count;
};

/* application/x-adf+xml, application/xml, text/xml. */
bool lead_document_is_media_type(const char *content_type);
/* 0, or -1 when the document as a whole cannot be read. */
int lead_document_read(const void *bytes, size_t size, struct arena *arena, struct lead_document *document,
                       struct error *error);
