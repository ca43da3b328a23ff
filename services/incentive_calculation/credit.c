#include "credit.h"

#include <string.h>

enum credit_scope credit_scope_of(const char *role)
{
    static const struct {
        const char *role;
        enum credit_scope scope;
    } paid[] = {{"dealer_specialist", CREDIT_PERSON},
                {"key_account_manager", CREDIT_PERSON},
                {"area_manager", CREDIT_UNIT},
                {"region_director", CREDIT_UNIT}};
    for (size_t i = 0; i < sizeof paid / sizeof *paid; i++)
        if (strcmp(role, paid[i].role) == 0)
            return paid[i].scope;
    return CREDIT_NONE;
}
