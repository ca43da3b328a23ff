#include "dimension.h"

#include "base/banned.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { GOVERNMENT = 1, ENTERPRISE = 2, SMALL_BATCH = 3, INDUSTRY = 4 };

static bool names_one_of(const char *name, const char *const *words)
{
    for (; *words; words++)
        if (strstr(name, *words))
            return true;
    return false;
}

enum dimension dimension_propose(int64_t business_type, const char *customer_name, const char *industry_code)
{
    /* DOMAIN.md, "Dimensions": ministries and army are height; converters are width. */
    static const char *const highest[] = {"中央", "国家", "国务院", "解放军", "部队", "武警", "军区", "军分区", "中华人民共和国", NULL};
    static const char *const converters[] = {"改装", "专用车", "专用汽车", NULL};
    switch (business_type) {
    case GOVERNMENT:
        return names_one_of(customer_name, highest) ? DIMENSION_HEIGHT : DIMENSION_DEPTH;
    case ENTERPRISE:
        return names_one_of(customer_name, converters) ? DIMENSION_WIDTH : DIMENSION_DEPTH;
    case SMALL_BATCH:
        return DIMENSION_DEPTH;
    case INDUSTRY:
        return DIMENSION_WIDTH;
    default:
        return *industry_code ? DIMENSION_WIDTH : DIMENSION_UNKNOWN;
    }
}
