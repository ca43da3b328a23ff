/* The two clocks. Rules never read them: the time is an argument there. */
#pragma once

#include "base/banned.h"

#include <stdint.h>

int64_t clock_unix_ms(void);      /* wall clock, milliseconds since 1970-01-01T00:00:00Z */
int64_t clock_monotonic_us(void); /* for durations, microseconds */
