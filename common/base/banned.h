/*
 * Calls that cannot be used safely are compile errors. Included by every other header of common/base.
 * Instead: parse.h for numbers and dates, buffer.h and arena.h for text, date.h for calendars.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison atoi atol atoll atof sscanf fscanf strcpy strcat sprintf vsprintf strtok gets gmtime localtime
#pragma GCC poison rand srand
