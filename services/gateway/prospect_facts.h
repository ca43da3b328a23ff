/* What a document tells of one prospect, whatever its format calls it. */
#pragma once

#include "lead_document.h"
#include "xml_document.h"

#define PROSPECT_COMMENTS_MAX 4

/* Texts are "" where the document says nothing. */
struct prospect_facts {
    const char *reference;
    const char *requested_at, *earliest, *latest; /* when it was asked, and when it wants to buy */
    const char *organisation, *person;            /* the customer, and who speaks for it */
    const char *phone, *email, *province, *city;
    const char *quantity; /* where the format has an element for it */
    const char *comments[PROSPECT_COMMENTS_MAX];
    const char *dealer_words[PROSPECT_WORDS_MAX], *product_words[PROSPECT_WORDS_MAX];
};

/* The facts of each prospect. */
size_t adf_prospects(const struct xml_element *root, struct prospect_facts *facts, size_t max, struct arena *arena);
size_t star_prospects(const struct xml_element *root, struct prospect_facts *facts, size_t max, struct arena *arena);

/* "Doe" and "John" -> "John Doe", "张" and "三" -> "张三". */
const char *person_name(const char *family, const char *given, const char *middle, struct arena *arena);
