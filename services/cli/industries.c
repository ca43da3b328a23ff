#include "industries.h"

#include "remuda/directory/v1/directory.pb-c.h"

#include <stdio.h>
#include <strings.h>

struct industry {
    const char *code, *name_zh, *name_en;
};

void industries_load(struct industries *industries, struct cli *cli)
{
    Remuda__Directory__V1__ListReferenceCodesRequest request =
        REMUDA__DIRECTORY__V1__LIST_REFERENCE_CODES_REQUEST__INIT;
    struct error error;
    request.list = arena_strdup(&cli->arena, "industry");
    *industries = (struct industries){0};
    Remuda__Directory__V1__ListReferenceCodesResponse *response =
        cli_call(cli, SERVICE_DIRECTORY, "remuda.directory.v1.Directory/ListReferenceCodes", &request.base,
                 &remuda__directory__v1__list_reference_codes_response__descriptor, &error);
    if (!response || response->n_codes == 0) {
        fprintf(stderr, "remuda: %s%s\n",
                SAY(cli->locale, "industries are sent as they are written, because directory gave no list. ",
                    "未能从 directory 取得行业表，行业按原文发送。"),
                response ? "" : error.message[cli->locale]);
        return;
    }
    struct industry *entries = ARENA_ARRAY(&cli->arena, struct industry, response->n_codes);
    for (size_t i = 0; i < response->n_codes; i++)
        entries[i] =
            (struct industry){response->codes[i]->code, response->codes[i]->name_zh, response->codes[i]->name_en};
    *industries = (struct industries){entries, response->n_codes, true};
}

char *industry_code(const struct industries *industries, struct record *record, size_t column, bool lenient)
{
    char *word = record_text(record, column);
    if (!*word || !industries->known)
        return word;
    for (size_t i = 0; i < industries->count; i++) {
        const struct industry *industry = &industries->entries[i];
        if (strcasecmp(word, industry->code) == 0 || strcmp(word, industry->name_zh) == 0 ||
            strcasecmp(word, industry->name_en) == 0)
            return arena_strdup(record->arena, industry->code);
    }
    const char *field = record->columns[column].field;
    if (!lenient) {
        record_refuse(record, field,
                      arena_printf(record->arena,
                                   SAY(record->locale, "\"%s\" is none of the core industries", "“%s”不是核心行业"),
                                   word));
        return word;
    }
    record_remark(
        record, field,
        arena_printf(record->arena,
                     SAY(record->locale, "\"%s\" is none of the core industries; left out", "“%s”不是核心行业，已留空"),
                     word));
    return arena_strdup(record->arena, "");
}
