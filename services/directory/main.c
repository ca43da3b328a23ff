/* Organisation units, dealers, people, principals and their keys, products, calendar, reference codes. */
#include "bootstrap.h"
#include "rpc.h"

struct directory {
    struct service_settings service;
    const char *bootstrap_key;
};

static struct directory directory;

static const struct config_option options[] = {
    {.name = "BOOTSTRAP_KEY",
     .type = CONFIG_SECRET,
     .fallback = "",
     .help = "public key of the first administrator, principal \"operator\" (Z85, 40 characters)",
     .offset = offsetof(struct directory, bootstrap_key)},
    {0},
};

static const struct method methods[] = {
    {"PutUnits", ROLE_ADMINISTRATOR, METHOD_WRITES, 1, rpc_put_units},
    {"PutPeople", ROLE_ADMINISTRATOR, METHOD_WRITES, 1, rpc_put_people},
    {"PutProducts", ROLE_ADMINISTRATOR, METHOD_WRITES, 1, rpc_put_products},
    {"PutCalendar", ROLE_ADMINISTRATOR, METHOD_WRITES, 1, rpc_put_calendar},
    {"PutReferenceCodes", ROLE_ADMINISTRATOR, METHOD_WRITES, 1, rpc_put_reference_codes},
    {"GrantKey", ROLE_ADMINISTRATOR, METHOD_WRITES, 64, rpc_grant_key},
    {"RevokeKey", ROLE_ADMINISTRATOR, METHOD_WRITES, 64, rpc_revoke_key},
    {"GetUnit", ROLE_VIEWER, METHOD_READS, 64, rpc_get_unit},
    {"ListUnits", ROLE_VIEWER, METHOD_READS, 4, rpc_list_units},
    {"ListProducts", ROLE_NONE, METHOD_READS, 4, rpc_list_products},
    {"GetCalendar", ROLE_NONE, METHOD_READS, 16, rpc_get_calendar},
    {"ListReferenceCodes", ROLE_NONE, METHOD_READS, 4, rpc_list_reference_codes},
    {0},
};

static int start(struct db *db, void *context, struct error *error)
{
    const struct directory *settings = context;

    return bootstrap_operator(db, settings->bootstrap_key, error);
}

int main(int argc, char **argv)
{
    const struct service_definition definition = {
        .name = "directory",
        .purpose = "Remuda's directory: units, people, principals and keys, products, calendar, reference codes",
        .schema_change = "directory",
        .default_port = 7101,
        .descriptor = &remuda__directory__v1__directory__descriptor,
        .methods = methods,
        .context = &directory,
        .start = start,
        .options = options,
        .settings = &directory.service,
    };

    return service_main(&definition, argc, argv);
}
