/* What runs in the gateway besides the frame of every service: the keys in memory, the ways to the services, the door.
 */
#pragma once

#include "door.h"

#include "service/service.h"

struct gateway_settings {
    struct service_settings service;
    const char *http_bind, *server_keys, *tls_certificate, *tls_key, *trusted_proxies, *cors_origins;
    const char *endpoints[BACKEND_COUNT];
    int64_t call_timeout_ms, connections_max, connections_per_address_max, connections_per_principal_max;
    int64_t requests_a_second, idle_seconds, request_seconds, threads;
};

struct gateway {
    struct gateway_settings settings;
    struct exchange_context context;
    char *cors_origins; /* a copy: the door serves while the settings are released */
    _Atomic(struct door *) door; /* the operators' port asks for it from its own thread; NULL before it is open */
};

/* service_definition.start: reads the keys, opens the door. Context is the gateway. */
int gateway_start(struct db *db, void *context, struct error *error);
/* service_definition.periodic: the keys afresh. */
int gateway_refresh(struct db *db, struct arena *arena, int64_t now_ms, void *context, bool *more, struct error *error);
int gateway_print_metrics(struct buffer *out, void *context);
/* service_definition.reload: certificate and key afresh. */
void gateway_reload(void *context);
/* After the frame has ended: requests under way get their answers. */
void gateway_stop(struct gateway *gateway);
