#include "options.h"

#define HINT_DISTANCE_MAX 3
#define WORD_MAX 64

const struct option global_options[] = {
    {"json", NULL, TEXT("machine-readable output: one JSON object, or one a line", "输出 JSON，供程序读取"), false},
    {"locale", "LOCALE", TEXT("language of the output: en or zh-CN", "输出语言：en 或 zh-CN"), false},
    {"timeout", "SECONDS",
     TEXT("how long to wait for a service, 1 to 3600; default 15", "等待服务的秒数，1 至 3600，默认 15"), false},
    {"help", NULL, TEXT("explain the command", "显示帮助"), false},
    {"version", NULL, TEXT("print the version", "显示版本"), false},
    {0},
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t edit_distance(const char *a, const char *b)
{
    size_t length = strlen(b), row[WORD_MAX + 1];
    if (length > WORD_MAX)
        return WORD_MAX;
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(replaced, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[length];
}

const struct option *option_find(const struct option *table, const char *token)
{
    if (!table || strncmp(token, "--", 2) != 0)
        return NULL;
    size_t length = strcspn(token + 2, "=");
    for (const struct option *option = table; option->name; option++)
        if (strlen(option->name) == length && strncmp(option->name, token + 2, length) == 0)
            return option;
    return NULL;
}

static void nearest_of(const struct option *table, const char *name, const struct option **nearest, size_t *distance)
{
    for (const struct option *option = table; option && option->name; option++) {
        size_t edits = edit_distance(name, option->name);
        /* What was cut short ("--quant") is nearer than any mistyped word. */
        if (*name && strncmp(option->name, name, strlen(name)) == 0)
            edits = 0;
        if (edits < *distance) {
            *distance = edits;
            *nearest = option;
        }
    }
}

static int unknown_option(const struct option *table, const char *token, struct error *error)
{
    char name[WORD_MAX];
    const char *word = token + strspn(token, "-");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    const struct option *nearest = NULL;
    size_t distance = HINT_DISTANCE_MAX + 1;
    nearest_of(table, name, &nearest, &distance);
    nearest_of(global_options, name, &nearest, &distance);
    if (nearest)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "There is no option %s here. Did you mean --%s?",
                         "没有选项 %s。是否指 --%s？", token, nearest->name);
    return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "There is no option %s here. --help lists the options.",
                     "没有选项 %s。用 --help 查看可用的选项。", token);
}

static int keep_option(const struct option *option, const char *value, struct arguments *arguments, struct error *error)
{
    if (arguments_has(arguments, option->name))
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "--%s is given twice. Give it once.",
                         "--%s 给出了两次，请只给一次。", option->name);
    if (arguments->given_count == ARGUMENTS_OPTIONS_MAX)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "More than %d options.", "选项超过 %d 个。",
                         ARGUMENTS_OPTIONS_MAX);
    arguments->given[arguments->given_count].option = option;
    arguments->given[arguments->given_count++].value = value;
    return 0;
}

/* Reads the option at argv[*i]; *i is left on its last word. */
static int parse_option(const struct option *table, int argc, const char *const *argv, int *i,
                        struct arguments *arguments, struct error *error)
{
    const char *token = strcmp(argv[*i], "-h") == 0 ? "--help" : argv[*i];
    const struct option *option = option_find(table, token);
    if (!option)
        option = option_find(global_options, token);
    if (!option)
        return unknown_option(table, token, error);
    const char *equals = strchr(token, '=');
    if (!option->value) {
        if (equals)
            return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "--%s takes no value.", "--%s 不带值。",
                             option->name);
        return keep_option(option, "", arguments, error);
    }
    if (equals)
        return keep_option(option, equals + 1, arguments, error);
    if (*i + 1 >= argc)
        return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "--%s needs a value: --%s %s.",
                         "--%s 需要一个值：--%s %s。", option->name, option->name, option->value);
    return keep_option(option, argv[++*i], arguments, error);
}

int arguments_parse(const struct option *table, int argc, const char *const *argv, struct arguments *arguments,
                    struct error *error)
{
    *arguments = (struct arguments){0};
    bool options_ended = false;
    for (int i = 0; i < argc; i++) {
        bool dashed = argv[i][0] == '-' && argv[i][1] != '\0';
        if (dashed && !options_ended && strcmp(argv[i], "--") == 0) {
            options_ended = true;
        } else if (dashed && !options_ended) {
            if (parse_option(table, argc, argv, &i, arguments, error) != 0)
                return -1;
        } else if (arguments->positional_count == ARGUMENTS_POSITIONALS_MAX) {
            return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "More than %d arguments.", "参数超过 %d 个。",
                             ARGUMENTS_POSITIONALS_MAX);
        } else {
            arguments->positionals[arguments->positional_count++] = argv[i];
        }
    }
    return 0;
}

int arguments_complete(const struct option *table, const struct arguments *arguments, struct error *error)
{
    for (const struct option *option = table; option && option->name; option++)
        if (option->required && !arguments_has(arguments, option->name))
            return error_set(error, STATUS_INVALID_ARGUMENT, NULL, "--%s %s is needed.", "缺少 --%s %s。", option->name,
                             option->value);
    return 0;
}

const char *arguments_value(const struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->given_count; i++)
        if (strcmp(arguments->given[i].option->name, name) == 0)
            return arguments->given[i].value;
    return NULL;
}

bool arguments_has(const struct arguments *arguments, const char *name)
{
    return arguments_value(arguments, name) != NULL;
}
