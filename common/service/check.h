/*
 * `remuda-NAME --check`: whether the service of this environment is ready, asked at its own admin port. Container
 * engines and supervisors run it as their health check, so an image needs no other program for that.
 */
#pragma once

#include "base/error.h"

/* 0 when the admin port at `bind` (REMUDA_ADMIN_BIND) answers /readyz with 200 within two seconds; else -1 with what is
 * wrong. */
int check_ready(const char *bind, struct error *error);
