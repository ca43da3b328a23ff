/* Where a program listens for HTTP. */
#pragma once

#include "base/error.h"

#include <sys/socket.h>

/* "127.0.0.1:7201" or "[::1]:7201". `variable` names the setting in the error. */
int http_address_read(const char *bind, const char *variable, struct sockaddr_storage *address, struct error *error);
