#include "cli.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/parse.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>

#define PATH_MAX_BYTES 4096
#define ERROR_JSON_MAX (8 * 1024)

extern char **environ;

void cli_release(struct cli *cli)
{
    for (int i = 0; i < SERVICE_COUNT; i++)
        if (cli->clients[i])
            client_destroy(cli->clients[i]);
    if (cli->settings_loaded)
        config_release(settings_table, &cli->settings);
    arena_release(&cli->arena);
}

enum exit_code exit_code_of(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return EXIT_CODE_DONE;
    case STATUS_INVALID_ARGUMENT:
    case STATUS_NOT_FOUND:
    case STATUS_ALREADY_EXISTS:
    case STATUS_FAILED_PRECONDITION:
    case STATUS_OUT_OF_RANGE:
    case STATUS_ABORTED:
        return EXIT_CODE_NO;
    case STATUS_UNAVAILABLE:
    case STATUS_DEADLINE_EXCEEDED:
    case STATUS_RESOURCE_EXHAUSTED:
        return EXIT_CODE_UNREACHED;
    case STATUS_PERMISSION_DENIED:
    case STATUS_UNAUTHENTICATED:
        return EXIT_CODE_NOT_PERMITTED;
    default:
        return EXIT_CODE_TROUBLE;
    }
}

static void print_error(const struct cli *cli, const struct error *error)
{
    const char *message = error->message[cli->locale];
    if (!cli->json) {
        fprintf(stderr, "remuda: %s%s%s\n", error->field, *error->field ? SAY(cli->locale, ": ", "：") : "", message);
        return;
    }
    struct buffer line = BUFFER(ERROR_JSON_MAX);
    buffer_printf(&line, "{\"error\":{\"code\":\"%s\",\"field\":", status_name(error->status));
    buffer_add_json_string(&line, error->field, strlen(error->field));
    buffer_add_text(&line, ",\"message\":");
    buffer_add_json_string(&line, message, strlen(message));
    buffer_add_text(&line, "}}");
    fprintf(stderr, "%s\n", line.data);
    buffer_release(&line);
}

enum exit_code cli_fail(const struct cli *cli, const struct error *error)
{
    print_error(cli, error);
    return cli->settings_refused ? EXIT_CODE_USAGE : exit_code_of(error->status);
}

enum exit_code cli_usage(const struct cli *cli, const struct error *error)
{
    print_error(cli, error);
    return EXIT_CODE_USAGE;
}

char *cli_text(struct cli *cli, const char *option)
{
    const char *value = arguments_value(&cli->arguments, option);
    return arena_strdup(&cli->arena, value ? value : "");
}

char *cli_positional(struct cli *cli, size_t index)
{
    return arena_strdup(&cli->arena, index < cli->arguments.positional_count ? cli->arguments.positionals[index] : "");
}

int cli_int64(struct cli *cli, const char *option, int64_t min, int64_t max, int64_t *value)
{
    const char *text = arguments_value(&cli->arguments, option);
    return text ? parse_int64(text, min, max, option, value, &cli->error) : 0;
}

int cli_int32(struct cli *cli, const char *option, int32_t min, int32_t max, int32_t *value)
{
    int64_t wide = *value;
    if (cli_int64(cli, option, min, max, &wide) != 0)
        return -1;
    *value = (int32_t)wide;
    return 0;
}

int cli_day(struct cli *cli, const char *option, char **value)
{
    const char *text = arguments_value(&cli->arguments, option);
    day_t day;
    if (!text)
        return 0;
    if (parse_loose_day(text, option, &day, &cli->error) != 0)
        return -1;
    char iso[DATE_TEXT_SIZE];
    *value = arena_strdup(&cli->arena, day_format(day, iso));
    return 0;
}

char *cli_file(struct cli *cli, const char *path, size_t max, size_t *size)
{
    char *text = arena_alloc(&cli->arena, max + 1);
    FILE *file = fopen(path, "rbe");
    if (!file) {
        error_set(&cli->error, STATUS_NOT_FOUND, "FILE", "%s cannot be opened: %s", "无法打开 %s：%s", path, strerror(errno));
        return NULL;
    }
    *size = fread(text, 1, max + 1, file);
    bool failed = ferror(file);
    fclose(file);
    if (!failed && *size <= max)
        return text;
    error_set(&cli->error, STATUS_INVALID_ARGUMENT, "FILE", "%s cannot be read, or is longer than %zu bytes", "%s 无法读取，或超过 %zu 字节",
              path, max);
    return NULL;
}

char *cli_today(struct cli *cli)
{
    char iso[DATE_TEXT_SIZE];
    return arena_strdup(&cli->arena, day_format(day_of_instant(clock_unix_ms()), iso));
}

int cli_month(struct cli *cli, const char *option, int32_t *year, int32_t *month)
{
    const char *text = arguments_value(&cli->arguments, option);
    if (!text)
        return 0;
    char first_day[DATE_TEXT_SIZE];
    day_t day;
    snprintf(first_day, sizeof first_day, "%s-01", text);
    if (strlen(text) != strlen("2014-09") || parse_day(first_day, option, &day, NULL) != 0)
        return error_set(&cli->error, STATUS_INVALID_ARGUMENT, option, "\"%s\" is no month. Write it as 2014-09.",
                         "“%s”不是月份，请写成 2014-09。", text);
    struct civil civil = day_civil(day);
    *year = civil.year;
    *month = civil.month;
    return 0;
}

int cli_enum(struct cli *cli, const char *option, const ProtobufCEnumDescriptor *type, int *value)
{
    const char *text = arguments_value(&cli->arguments, option);
    return text ? enum_parse(type, text, option, value, &cli->error) : 0;
}

static int load_settings(struct cli *cli, struct error *error)
{
    if (config_load(settings_table, &cli->settings, environ, error) != 0)
        return -1;
    cli->settings_loaded = true;
    if (!*cli->settings.key)
        return error_set(error, STATUS_FAILED_PRECONDITION, "REMUDA_KEY_FILE",
                         "Name the file with your secret key here. A key is made by: remuda key new --out NAME",
                         "请在此变量中给出私钥文件。密钥可用 remuda key new --out 名称 生成");
    if (!*cli->settings.server_keys)
        return error_set(error, STATUS_FAILED_PRECONDITION, "REMUDA_SERVER_KEYS",
                         "Name the folder with the services' public keys here (directory.public and so on).",
                         "请在此变量中给出存放各服务公钥（directory.public 等）的目录。");
    return curve_keys_from_secret(cli->settings.key, "REMUDA_KEY_FILE", &cli->keys, error);
}

static struct client *connect_service(struct cli *cli, enum service service, struct error *error)
{
    char path[PATH_MAX_BYTES], server_key[CURVE_KEY_SIZE];
    snprintf(path, sizeof path, "%s/%s.public", cli->settings.server_keys, service_name(service));
    if (curve_key_read(path, "REMUDA_SERVER_KEYS", server_key, error) != 0)
        return NULL;
    return client_create(
        &(struct client_options){
            .endpoints = cli->settings.endpoints[service],
            .server_public_key = server_key,
            .public_key = cli->keys.public_key,
            .secret_key = cli->keys.secret_key,
            .locale = cli->locale == LOCALE_ZH_CN ? "zh-CN" : "en",
            .timeout_ms = cli->timeout_ms,
        },
        error);
}

struct client *cli_connect(struct cli *cli, enum service service, struct error *error)
{
    bool ready = cli->settings_loaded || load_settings(cli, error) == 0;
    struct client *client = ready ? connect_service(cli, service, error) : NULL;
    cli->settings_refused = !client;
    return client;
}

struct client *cli_client(struct cli *cli, enum service service, struct error *error)
{
    if (!cli->clients[service])
        cli->clients[service] = cli_connect(cli, service, error);
    return cli->clients[service];
}

void *cli_call_into(struct cli *cli, struct arena *arena, enum service service, const char *method,
                    const ProtobufCMessage *request, const ProtobufCMessageDescriptor *response_type,
                    struct error *error)
{
    ProtobufCMessage *response = NULL;
    struct client *client = cli_client(cli, service, error);
    if (!client || client_call(client, method, request, response_type, NULL, arena, &response, error) != 0)
        return NULL;
    return response;
}

void *cli_call(struct cli *cli, enum service service, const char *method, const ProtobufCMessage *request,
               const ProtobufCMessageDescriptor *response_type, struct error *error)
{
    return cli_call_into(cli, &cli->arena, service, method, request, response_type, error);
}
