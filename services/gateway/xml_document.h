/*
 * A stranger's XML as a tree. Document type declarations are refused, and with them entities of the document's own,
 * external or not; size, depth and number of elements are bounded. What senders of leads are known to get wrong is
 * mended first: xml_mend.h.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#define XML_DEPTH_MAX 32
#define XML_ELEMENTS_MAX 20000

struct xml_element {
    const char *name;              /* without a namespace's prefix */
    const char *const *attributes; /* name, value, ..., NULL */
    const char *text;              /* between its tags, without that of elements within, outer blanks dropped */
    struct xml_element *first, *last, *next;
};

/* UTF-8, UTF-16 or GB18030, told apart by the bytes. The root, in the arena; NULL with `error`, which names line and
 * column. */
const struct xml_element *xml_document_read(const void *bytes, size_t size, struct arena *arena, struct error *error);

/* Names are compared without case. `element` may be NULL: then there is nothing. */
const struct xml_element *xml_child(const struct xml_element *element, const char *name);
/* The next one of the same name beside it. */
const struct xml_element *xml_again(const struct xml_element *element);
/* The first one however deep, in the document's order. */
const struct xml_element *xml_within(const struct xml_element *element, const char *name);
/* Never NULL. */
const char *xml_text(const struct xml_element *element);
const char *xml_attribute(const struct xml_element *element, const char *name);
