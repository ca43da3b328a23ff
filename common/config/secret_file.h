/* Secrets that stand in files, as container platforms and systemd hand them out. */
#pragma once

#include "base/error.h"

#define SECRET_FILE_MAX 4096 /* bytes */

/* The file's text without one trailing line end, in memory that the caller frees; errors name `field`. NULL on failure.
 */
char *secret_file_read(const char *path, const char *field, struct error *error);
