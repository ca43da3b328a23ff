/* The company's master data from files: units, people, products, calendar, reference codes. */
#include "command.h"
#include "pages.h"

#include "remuda/directory/v1/directory.pb-c.h"

#include <unistd.h>

#define PATH_MAX_BYTES 4096
/* Services look for changes of the directory every second; whoever goes on with a script finds them all up to date. */
#define SERVICES_LEARN_US 1500000

/* In the order of what needs what: people stand in units. */
static const struct page_kind kinds[] = {
    {"units.csv", SERVICE_DIRECTORY, "remuda.directory.v1.Directory/PutUnits",
     &remuda__directory__v1__put_units_request__descriptor, &remuda__directory__v1__put_units_response__descriptor},
    {"people.csv", SERVICE_DIRECTORY, "remuda.directory.v1.Directory/PutPeople",
     &remuda__directory__v1__put_people_request__descriptor, &remuda__directory__v1__put_people_response__descriptor},
    {"products.csv", SERVICE_DIRECTORY, "remuda.directory.v1.Directory/PutProducts",
     &remuda__directory__v1__put_products_request__descriptor,
     &remuda__directory__v1__put_products_response__descriptor},
    {"calendar.csv", SERVICE_DIRECTORY, "remuda.directory.v1.Directory/PutCalendar",
     &remuda__directory__v1__put_calendar_request__descriptor,
     &remuda__directory__v1__put_calendar_response__descriptor},
    {"reference_codes.csv", SERVICE_DIRECTORY, "remuda.directory.v1.Directory/PutReferenceCodes",
     &remuda__directory__v1__put_reference_codes_request__descriptor,
     &remuda__directory__v1__put_reference_codes_response__descriptor},
};

/* Loads what the folder holds; *found counts its files. */
static enum exit_code load_folder(struct cli *cli, const char *folder, size_t *found)
{
    char path[PATH_MAX_BYTES];
    enum exit_code code = EXIT_CODE_DONE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && code == EXIT_CODE_DONE; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, kinds[i].file);
        if (access(path, F_OK) != 0)
            continue;
        ++*found;
        code = pages_load(cli, &kinds[i], path);
    }
    return code;
}

enum exit_code directory_load(struct cli *cli)
{
    for (size_t i = 0; i < cli->arguments.positional_count; i++) {
        size_t found = 0;
        enum exit_code code = load_folder(cli, cli->arguments.positionals[i], &found);
        if (code != EXIT_CODE_DONE)
            return code;
        if (found)
            continue;
        error_set(&cli->error, STATUS_NOT_FOUND, "DIR",
                  "%s holds none of: units.csv, people.csv, products.csv, calendar.csv, reference_codes.csv.",
                  "%s 中没有 units.csv、people.csv、products.csv、calendar.csv、reference_codes.csv。",
                  cli->arguments.positionals[i]);
        return cli_usage(cli, &cli->error);
    }
    usleep(SERVICES_LEARN_US);
    return EXIT_CODE_DONE;
}
