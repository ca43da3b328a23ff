#include "config/variable.h"

static void print_type(const struct config_option *option, FILE *out)
{
    switch (option->type) {
    case CONFIG_TEXT:
        fputs("text", out);
        break;
    case CONFIG_INTEGER:
        fprintf(out, "number from %lld to %lld", (long long)option->min, (long long)option->max);
        break;
    case CONFIG_BOOL:
        fputs("true or false", out);
        break;
    case CONFIG_SECRET:
        fputs("path of a file with the secret", out);
        break;
    }
}

static void print_default(const struct config_option *option, FILE *out)
{
    if (!option->fallback)
        fputs("required", out);
    else if (*option->fallback)
        fprintf(out, "default %s", option->fallback);
    else
        fputs("default empty", out);
}

static void print_option(const struct config_option *option, FILE *out)
{
    char name[CONFIG_NAME_SIZE];
    fprintf(out, "\n  %s (", variable_name(option, option->type == CONFIG_SECRET, name));
    print_type(option, out);
    fputs("; ", out);
    print_default(option, out);
    fprintf(out, ")\n      %s\n", option->help);
    if (option->type == CONFIG_SECRET)
        fprintf(out, "      For trials the secret itself may stand in %s.\n", variable_name(option, false, name));
}

void config_print_help(const struct config_option *table, const char *program, const char *purpose, FILE *out)
{
    fprintf(out,
            "%s: %s\n\nIts settings are environment variables. A variable that begins with " CONFIG_PREFIX
            " and is not listed here stops the start.\n",
            program, purpose);
    for (const struct config_option *option = table; option->name; option++)
        print_option(option, out);
}
