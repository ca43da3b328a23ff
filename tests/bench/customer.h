/* The customers of the benchmark: number i always has the same name and unified social credit code. */
#pragma once

#include "base/banned.h"

#include <stdint.h>

#define CUSTOMER_NAME_SIZE 64
#define CUSTOMER_USCC_SIZE 19

void customer_name(int64_t number, char name[static CUSTOMER_NAME_SIZE]);
void customer_uscc(int64_t number, char uscc[static CUSTOMER_USCC_SIZE]); /* number 0..99,999,999 */
