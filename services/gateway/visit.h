/* One request of a connection, as libmicrohttpd tells of it: headers, body, end. What it means is exchange.c's. */
#pragma once

#include "door_state.h"

#include <microhttpd.h>

/* Callbacks of the daemon; their first argument is the door. */
void visit_connection(void *door, struct MHD_Connection *connection, void **guest,
                      enum MHD_ConnectionNotificationCode what);
void *visit_begin(void *door, const char *uri, struct MHD_Connection *connection);
enum MHD_Result visit_receive(void *door, struct MHD_Connection *connection, const char *url, const char *verb,
                              const char *version, const char *bytes, size_t *size, void **visit);
void visit_end(void *door, struct MHD_Connection *connection, void **visit, enum MHD_RequestTerminationCode code);
