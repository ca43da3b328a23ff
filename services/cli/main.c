/* remuda: the command line. The table of what it can do stands in commands.c. */
#include "command.h"

int main(int argc, char **argv)
{
    return commands_dispatch(commands, argc, (const char *const *)argv);
}
