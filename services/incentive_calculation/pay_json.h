/* A statement as JSON. The same statement gives the same bytes. Pure. */
#pragma once

#include "base/buffer.h"
#include "pay_statement.h"

/* {"person":…,"period":…,"lines":[…],"adjustments":[…],…,"total_fen":…} */
void pay_json_add(struct buffer *json, const char *person, const struct pay_statement *statement, int64_t period);
