#include "config/config.h"

#include "base/parse.h"
#include "config/secret_file.h"
#include "config/variable.h"

static void *member(const struct config_option *option, void *settings)
{
    return (char *)settings + option->offset;
}

static bool is_text(const struct config_option *option)
{
    return option->type == CONFIG_TEXT || option->type == CONFIG_SECRET;
}

/* The member is a `const char *`; what it points to is ours all the same. */
static char *get_text(const struct config_option *option, void *settings)
{
    char *text;
    memcpy(&text, member(option, settings), sizeof text);
    return text;
}

static void put_text(const struct config_option *option, void *settings, char *text)
{
    memcpy(member(option, settings), &text, sizeof text);
}

static int set_text(const struct config_option *option, void *settings, const char *value, const char *name,
                    struct error *error)
{
    char *text = strdup(value);
    put_text(option, settings, text);
    if (text)
        return 0;
    return error_set(error, STATUS_RESOURCE_EXHAUSTED, name,
                     "There is not enough memory to start. Free some and start again.",
                     "内存不足，无法启动。请释放内存后重新启动。");
}

static int set_value(const struct config_option *option, void *settings, const char *value, const char *name,
                     struct error *error)
{
    switch (option->type) {
    case CONFIG_INTEGER:
        return parse_int64(value, option->min, option->max, name, member(option, settings), error);
    case CONFIG_BOOL:
        return parse_bool(value, name, member(option, settings), error);
    case CONFIG_TEXT:
    case CONFIG_SECRET:
        break;
    }
    return set_text(option, settings, value, name, error);
}

static int refuse_missing(const struct config_option *option, const char *name, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, name, "This setting is required: %s. Set %s and start again.",
                     "必须给出此设置：%s。请设置 %s 后重新启动。", option->help, name);
}

static int refuse_two_sources(const char *name, const char *file_name, struct error *error)
{
    return error_set(error, STATUS_INVALID_ARGUMENT, name, "Both %s and %s are set. Unset one of them.",
                     "同时设置了 %s 和 %s。请取消其中一个。", name, file_name);
}

static int load_secret_file(const struct config_option *option, void *settings, const char *path, const char *file_name,
                            struct error *error)
{
    char *secret = secret_file_read(path, file_name, error);
    put_text(option, settings, secret);
    return secret ? 0 : -1;
}

static int load_option(const struct config_option *option, void *settings, char **environment, struct error *error)
{
    char name[CONFIG_NAME_SIZE], file_name[CONFIG_NAME_SIZE];
    bool is_secret = option->type == CONFIG_SECRET;
    const char *value = variable_value(environment, variable_name(option, false, name));
    const char *path = variable_value(environment, variable_name(option, true, file_name));
    if (is_secret && path)
        return value ? refuse_two_sources(name, file_name, error)
                     : load_secret_file(option, settings, path, file_name, error);
    if (!value)
        value = option->fallback;
    if (!value)
        return refuse_missing(option, is_secret ? file_name : name, error);
    return set_value(option, settings, value, name, error);
}

static void clear_texts(const struct config_option *table, void *settings)
{
    for (const struct config_option *option = table; option->name; option++) {
        if (is_text(option))
            put_text(option, settings, NULL);
    }
}

int config_check(const struct config_option *table, char **environment, struct error *error)
{
    return variables_check(environment, table, error);
}

int config_load(const struct config_option *table, void *settings, char **environment, struct error *error)
{
    clear_texts(table, settings);
    if (config_check(table, environment, error) != 0)
        return -1;
    for (const struct config_option *option = table; option->name; option++) {
        if (load_option(option, settings, environment, error) != 0) {
            config_release(table, settings);
            return -1;
        }
    }
    return 0;
}

void config_release(const struct config_option *table, void *settings)
{
    for (const struct config_option *option = table; option->name; option++) {
        if (!is_text(option))
            continue;
        char *text = get_text(option, settings);
        if (text && option->type == CONFIG_SECRET)
            explicit_bzero(text, strlen(text));
        free(text);
        put_text(option, settings, NULL);
    }
}
