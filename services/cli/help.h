/* The pages of --help: of the program, of a group of commands ("lead"), of one command. */
#pragma once

#include "command.h"

#include <stdio.h>

void help_program(const struct command *table, enum locale locale, FILE *out);
void help_group(const struct command *table, const char *group, enum locale locale, FILE *out);
void help_command(const struct command *command, enum locale locale, FILE *out);
/* "lead" of "lead import": its length. */
size_t command_group_length(const struct command *command);
