/* Names and values of environment variables, for config.c alone. */
#pragma once

#include "config/config.h"

#define CONFIG_PREFIX "REMUDA_"
#define CONFIG_NAME_SIZE 128 /* bytes of a variable's name with the NUL; longer ones are in no table */

/* "REMUDA_<NAME>", with "_FILE" after it when `of_file`. Returns `name`. */
char *variable_name(const struct config_option *option, bool of_file, char name[static CONFIG_NAME_SIZE]);

/* The value of a variable, NULL when it is not set or empty. It belongs to the environment. */
const char *variable_value(char **environment, const char *name);

/* 0 when each REMUDA_ variable stands in the table; else -1 naming the first that does not. */
int variables_check(char **environment, const struct config_option *table, struct error *error);
