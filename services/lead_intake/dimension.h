/* Which of the three dimensions (三个维度) a lead belongs to, proposed from the customer's kind; people may correct it. Pure. */
#pragma once

#include <stdint.h>

/* Numbers as in the contract. */
enum dimension {
    DIMENSION_UNKNOWN = 0,
    DIMENSION_HEIGHT = 1, /* 高度: ministries, army */
    DIMENSION_DEPTH = 2,  /* 深度: tiered development in the provinces */
    DIMENSION_WIDTH = 3   /* 宽度: industries, converters, group purchase */
};

/* business_type as in the contract (0 unknown, 1 government, 2 enterprise, 3 small batch, 4 industry). */
enum dimension dimension_propose(int64_t business_type, const char *customer_name, const char *industry_code);
