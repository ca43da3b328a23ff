/* Administrative divisions of China as six digits, GB/T 2260. */
#pragma once

#include <stdbool.h>

/* Whether the code can be, or can ever have been, one of a division: numbers are given out in order and never again, so
 * retired ones lie below the highest that is known. Says true where it cannot be sure. `digits`: at least six digits.
 */
bool division_can_exist(const char *digits);
