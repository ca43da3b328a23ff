/*
 * One run of the program: the command, what was given to it, the settings, and the connections to the services.
 * Commands report trouble through cli_fail / cli_usage and return what those return: the program's exit code.
 */
#pragma once

#include "base/arena.h"
#include "bus/client.h"
#include "bus/curve_keys.h"
#include "options.h"
#include "services.h"
#include "settings.h"
#include "text.h"

enum exit_code {
    EXIT_CODE_DONE = 0,
    EXIT_CODE_NO = 1,            /* the answer is no: refused by a rule, not found, not free, not valid */
    EXIT_CODE_USAGE = 2,         /* the command line or the settings are wrong */
    EXIT_CODE_UNREACHED = 3,     /* a service did not answer */
    EXIT_CODE_ROWS_REJECTED = 4, /* an import went through and some rows were rejected */
    EXIT_CODE_NOT_PERMITTED = 5, /* the caller's key has not the role */
    EXIT_CODE_TROUBLE = 6        /* a file, the machine or the service failed */
};

struct command;

struct cli {
    const struct command *command;
    struct arguments arguments;
    enum locale locale;
    bool json;
    int timeout_ms;
    bool settings_loaded, settings_refused;
    struct settings settings;
    struct client *clients[SERVICE_COUNT]; /* connected when first needed */
    struct curve_keys keys;                /* the caller's own */
    struct arena arena;                    /* lives as long as the command */
    struct error error;                    /* of the option readers below */
};

void cli_release(struct cli *cli);

/* Prints the error (with --json as {"error":{...}}) on standard error and returns its exit code; that of settings which
 * do not suffice is EXIT_CODE_USAGE. */
enum exit_code cli_fail(const struct cli *cli, const struct error *error);
/* The same for a mistake on the command line: EXIT_CODE_USAGE. */
enum exit_code cli_usage(const struct cli *cli, const struct error *error);
enum exit_code exit_code_of(enum status status);

/* Option readers. An option that was not given leaves *value as it is. Texts come as copies in cli->arena, "" when not
 * given. -1 with cli->error set. */
char *cli_text(struct cli *cli, const char *option);
char *cli_positional(struct cli *cli, size_t index);
int cli_int64(struct cli *cli, const char *option, int64_t min, int64_t max, int64_t *value);
int cli_int32(struct cli *cli, const char *option, int32_t min, int32_t max, int32_t *value);
/* "2014-09-01" and what people write for it; stored as ISO text in *value. */
int cli_day(struct cli *cli, const char *option, char **value);
/* The whole file in the arena; NULL with cli->error when it cannot be read or has more than `max` bytes. */
char *cli_file(struct cli *cli, const char *path, size_t max, size_t *size);
char *cli_today(struct cli *cli); /* in China, where the business keeps its days */
/* "2014-09" */
int cli_month(struct cli *cli, const char *option, int32_t *year, int32_t *month);
/* A word of the enum, Chinese or English (words.h). */
int cli_enum(struct cli *cli, const char *option, const ProtobufCEnumDescriptor *type, int *value);

/* The shared connection to a service; NULL with `error` when the settings do not suffice. */
struct client *cli_client(struct cli *cli, enum service service, struct error *error);
/* A connection of the caller's own, to be destroyed by it: for many calls under way at once. */
struct client *cli_connect(struct cli *cli, enum service service, struct error *error);

/* One call; the response (in cli->arena), or NULL with `error`. */
void *cli_call(struct cli *cli, enum service service, const char *method, const ProtobufCMessage *request,
               const ProtobufCMessageDescriptor *response_type, struct error *error);
/* The same with the response in `arena`: for pages that need not be kept. */
void *cli_call_into(struct cli *cli, struct arena *arena, enum service service, const char *method,
                    const ProtobufCMessage *request, const ProtobufCMessageDescriptor *response_type,
                    struct error *error);
