/* The two pyramids side by side as a drawing: of customers and of value. In black and white: tiers differ by their
 * pattern and are named. */
#pragma once

#include "pyramid_output.h"

int pyramid_svg_write(const char *path, const struct pyramids *pyramids, enum locale locale, struct error *error);
