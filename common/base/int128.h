/* What products of two 64-bit numbers are kept in on the way. GNU C has the type, ISO C has not. */
#pragma once

#include "base/banned.h"

__extension__ typedef __int128 int128_t;
