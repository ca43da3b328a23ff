/* From the words of the command line to the command: which one is meant, its help, a hint for what is mistyped. */
#include "command.h"
#include "help.h"

#include "base/parse.h"

#include <stdio.h>

#ifndef REMUDA_VERSION
#error "the build defines REMUDA_VERSION"
#endif

#define ARGUMENT_COUNT_MAX 256
#define TIMEOUT_DEFAULT_SECONDS 15
#define HINT_DISTANCE_MAX 2
#define PHRASE_MAX 64

extern char **environ;

/* The command line taken apart: up to two leading words, and all the rest in order. */
struct request {
    const char *words[2];
    size_t word_count;
    const char *rest[ARGUMENT_COUNT_MAX];
    int rest_count;
};

static bool is_group(const struct command *table, const char *word)
{
    for (const struct command *command = table; command->words; command++)
        if (strlen(word) == command_group_length(command) && strncmp(command->words, word, strlen(word)) == 0)
            return true;
    return false;
}

/* Options of every command may stand before the words, so a value of theirs must not be taken for a word. */
static int take_words(const struct command *table, int argc, const char *const *argv, struct request *request,
                      struct error *error)
{
    if (argc > ARGUMENT_COUNT_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "More than %d arguments.", "参数超过 %d 个。",
                         ARGUMENT_COUNT_MAX);
    for (int i = 0; i < argc; i++) {
        const struct option *option = option_find(global_options, argv[i]);
        if (request->word_count == 0 && strcmp(argv[i], "help") == 0) {
            request->rest[request->rest_count++] = "--help"; /* "remuda help lead import" */
            continue;
        }
        bool word = argv[i][0] != '-' &&
                    (request->word_count == 0 || (request->word_count == 1 && is_group(table, request->words[0])));
        if (word) {
            request->words[request->word_count++] = argv[i];
            continue;
        }
        request->rest[request->rest_count++] = argv[i];
        if (option && option->value && !strchr(argv[i], '=') && i + 1 < argc)
            request->rest[request->rest_count++] = argv[++i];
    }
    return 0;
}

static const struct command *find_command(const struct command *table, const char *phrase)
{
    for (const struct command *command = table; command->words; command++)
        if (strcmp(command->words, phrase) == 0)
            return command;
    return NULL;
}

static enum exit_code unknown_command(const struct cli *cli, const struct command *table, const char *phrase)
{
    const struct command *nearest = NULL;
    size_t distance = HINT_DISTANCE_MAX + 1;
    for (const struct command *command = table; command->words; command++) {
        size_t edits = edit_distance(phrase, command->words);
        if (edits < distance) {
            distance = edits;
            nearest = command;
        }
    }
    struct error error;
    if (nearest)
        error_set(&error, STATUS_INVALID_ARGUMENT, NULL, "There is no command \"%s\". Did you mean \"%s\"?",
                  "没有命令“%s”。是否指“%s”？", phrase, nearest->words);
    else
        error_set(&error, STATUS_INVALID_ARGUMENT, NULL, "There is no command \"%s\". remuda --help lists them.",
                  "没有命令“%s”。用 remuda --help 查看全部命令。", phrase);
    return cli_usage(cli, &error);
}

static int check_positionals(const struct command *command, const struct arguments *arguments, struct error *error)
{
    if (arguments->positional_count < command->least)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "Something is missing: remuda %s %s",
                         "缺少参数：remuda %s %s", command->words, command->arguments);
    if (arguments->positional_count > command->most)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "\"%s\" is too much: remuda %s %s",
                         "多余的参数“%s”：remuda %s %s", arguments->positionals[command->most], command->words,
                         command->arguments);
    return 0;
}

static int apply_global_options(struct cli *cli)
{
    int64_t seconds = TIMEOUT_DEFAULT_SECONDS;
    cli->json = arguments_has(&cli->arguments, "json");
    cli->locale = settings_locale(arguments_value(&cli->arguments, "locale"));
    int result = cli_int64(cli, "timeout", 1, 3600, &seconds);
    cli->timeout_ms = (int)seconds * 1000;
    return result;
}

static enum exit_code run_command(struct cli *cli, const struct command *command, const struct request *request)
{
    struct error error;
    cli->command = command;
    if (arguments_parse(command->options, request->rest_count, request->rest, &cli->arguments, &error) != 0)
        return cli_usage(cli, &error);
    if (apply_global_options(cli) != 0)
        return cli_usage(cli, &cli->error);
    if (arguments_has(&cli->arguments, "help")) {
        help_command(command, cli->locale, stdout);
        return EXIT_CODE_DONE;
    }
    if (config_check(settings_table, environ, &error) != 0 || check_positionals(command, &cli->arguments, &error) != 0 ||
        arguments_complete(command->options, &cli->arguments, &error) != 0)
        return cli_usage(cli, &error);
    return command->run(cli);
}

/* No command named: --help, --version, a group's page, or a mistake. */
static enum exit_code run_without_command(struct cli *cli, const struct command *table, const struct request *request)
{
    struct error error;
    if (arguments_parse(NULL, request->rest_count, request->rest, &cli->arguments, &error) != 0 &&
        request->word_count == 0)
        return cli_usage(cli, &error);
    if (apply_global_options(cli) != 0)
        return cli_usage(cli, &cli->error);
    bool asked = arguments_has(&cli->arguments, "help");
    if (request->word_count == 0 && arguments_has(&cli->arguments, "version")) {
        puts("remuda " REMUDA_VERSION);
        return EXIT_CODE_DONE;
    }
    FILE *out = asked ? stdout : stderr;
    if (request->word_count == 1 && is_group(table, request->words[0]))
        help_group(table, request->words[0], cli->locale, out);
    else
        help_program(table, cli->locale, out);
    return asked ? EXIT_CODE_DONE : EXIT_CODE_USAGE;
}

static enum exit_code dispatch(struct cli *cli, const struct command *table, int argc, const char *const *argv)
{
    struct request request = {0};
    struct error error;
    char phrase[PHRASE_MAX];
    if (take_words(table, argc, argv, &request, &error) != 0)
        return cli_usage(cli, &error);
    snprintf(phrase, sizeof phrase, "%s%s%s", request.word_count ? request.words[0] : "",
             request.word_count > 1 ? " " : "", request.word_count > 1 ? request.words[1] : "");
    const struct command *command = find_command(table, phrase);
    if (command)
        return run_command(cli, command, &request);
    if (request.word_count == 0 || (request.word_count == 1 && is_group(table, request.words[0])))
        return run_without_command(cli, table, &request);
    return unknown_command(cli, table, phrase);
}

int commands_dispatch(const struct command *table, int argc, const char *const *argv)
{
    struct cli cli = {.locale = settings_locale(NULL)};
    enum exit_code code = dispatch(&cli, table, argc - 1, argv + 1);
    cli_release(&cli);
    if (fflush(stdout) != 0 && code == EXIT_CODE_DONE)
        code = EXIT_CODE_TROUBLE; /* a full disk or a closed pipe: what was asked for did not arrive */
    return (int)code;
}
