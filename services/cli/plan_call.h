/* What the commands of plans do alike. */
#pragma once

#include "cli.h"

#include <protobuf-c/protobuf-c.h>

typedef void print_response(struct cli *cli, const void *response);

/* Calls TargetPlanning's method and prints its response, with --json as it is. */
enum exit_code plan_call(struct cli *cli, const char *method, const ProtobufCMessage *request,
                         const ProtobufCMessageDescriptor *type, print_response *print);
/* The next "KEY:VALUE" of a comma-separated list; the rest is after it. -1 when there is no colon. */
int plan_next_pair(struct cli *cli, const char *option, char **list, char **key, char **value);
/* PlanTargets by month. */
print_response plan_print_targets;
/* A PlanDocument in a sentence. */
print_response plan_print_document;
