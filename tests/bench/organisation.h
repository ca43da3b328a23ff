/* Organisations for the benchmarks of recognition: number i always has the same name, as the register has it and as people write it. */
#pragma once

#include "base/banned.h"

#include <stdint.h>

#define ORGANISATION_NAME_SIZE 128

void organisation_full_name(uint64_t number, char name[static ORGANISATION_NAME_SIZE]);
/* The ways, `way` mod 5: short, another legal form, a few characters, with a slip, without the place. */
void organisation_written_name(uint64_t number, uint64_t way, char name[static ORGANISATION_NAME_SIZE]);
const char *organisation_region(uint64_t number);
