#include "config/variable.h"

char *variable_name(const struct config_option *option, bool of_file, char name[static CONFIG_NAME_SIZE])
{
    snprintf(name, CONFIG_NAME_SIZE, CONFIG_PREFIX "%s%s", option->name, of_file ? "_FILE" : "");
    return name;
}

/* What follows `name` and the equals sign, or NULL when this entry is of another variable. */
static const char *entry_value(const char *entry, const char *name)
{
    size_t length = strlen(name);
    return strncmp(entry, name, length) == 0 && entry[length] == '=' ? entry + length + 1 : NULL;
}

const char *variable_value(char **environment, const char *name)
{
    for (char **entry = environment; *entry; entry++) {
        const char *value = entry_value(*entry, name);
        if (value)
            return *value ? value : NULL;
    }
    return NULL;
}

static bool is_known(const char *entry, const struct config_option *table)
{
    char name[CONFIG_NAME_SIZE];
    for (const struct config_option *option = table; option->name; option++) {
        if (entry_value(entry, variable_name(option, false, name)))
            return true;
        if (option->type == CONFIG_SECRET && entry_value(entry, variable_name(option, true, name)))
            return true;
    }
    return false;
}

static int refuse_unknown(const char *entry, struct error *error)
{
    char name[CONFIG_NAME_SIZE];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(entry, "="), entry);
    return error_set(error, STATUS_INVALID_ARGUMENT, name,
                     "This program has no setting of this name. Correct the spelling or unset it; --help lists all.",
                     "本程序没有这个设置项。请更正拼写或取消该变量；--help 可列出全部设置。");
}

int variables_check(char **environment, const struct config_option *table, struct error *error)
{
    for (char **entry = environment; *entry; entry++) {
        bool is_ours = strncmp(*entry, CONFIG_PREFIX, sizeof CONFIG_PREFIX - 1) == 0;
        if (is_ours && !is_known(*entry, table))
            return refuse_unknown(*entry, error);
    }
    return 0;
}
