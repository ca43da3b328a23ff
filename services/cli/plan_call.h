/* What the commands of plans do alike. */
#pragma once

#include "cli.h"

#include <protobuf-c/protobuf-c.h>

typedef void print_response(struct cli *cli, const void *response);

/* Calls TargetPlanning's method and prints its response, with --json as it is. */
enum exit_code plan_call(struct cli *cli, const char *method, const ProtobufCMessage *request,
                         const ProtobufCMessageDescriptor *type, print_response *print);
/* A PlanDocument in a sentence. */
print_response plan_print_document;
