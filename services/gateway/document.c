#include "document.h"

extern const unsigned char openapi_document[], openapi_page[];
extern const size_t openapi_document_size, openapi_page_size;

#define JSON "application/json"
#define HTML "text/html; charset=utf-8"

const struct document *document_find(const char *path)
{
    static const struct document documents[] = {
        {"/openapi.json", JSON, openapi_document, &openapi_document_size},
        {"/", HTML, openapi_page, &openapi_page_size},
        {"/docs", HTML, openapi_page, &openapi_page_size},
    };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        if (strcmp(documents[i].path, path) == 0)
            return &documents[i];
    return NULL;
}
