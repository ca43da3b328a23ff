/* How many vehicles a free text asks for: formats of the retail trade have no element for it. Pure. */
#pragma once

#include "base/banned.h"

#include <stdint.h>

#define COMMENT_QUANTITY_MAX 100000

/*
 * The first number that is counted in vehicles ("采购警用车 52 台", "５２辆", "五十二台", "52 units"), else the first
 * after a word for quantity ("数量：52", "qty 52"). 0 when there is none of 1 to COMMENT_QUANTITY_MAX.
 */
int32_t comment_quantity(const char *text);
