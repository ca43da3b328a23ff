#include "identifier/identifier.h"

int identifier_problem_error(const struct identifier_problem *problem, const char *field, struct error *error)
{
    error_set(error, STATUS_INVALID_ARGUMENT, field, "%s", "%s", "");
    if (error)
        for (int i = 0; i < LOCALE_COUNT; i++)
            snprintf(error->message[i], sizeof error->message[i], "%s", problem->message[i]);
    return -1;
}
