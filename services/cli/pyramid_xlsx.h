/* The two pyramids as a spreadsheet: a sheet of levels, a sheet of Lorenz curves. */
#pragma once

#include "pyramid_output.h"

int pyramid_xlsx_write(const char *path, const struct pyramids *pyramids, enum locale locale, struct error *error);
