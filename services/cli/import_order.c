#include "import_order.h"

#include "identifier/identifier.h"

/* The form under which the services compare names; it does for codes too. */
static const char *order_key(const struct record *record, size_t column)
{
    char key[NAME_KEY_SIZE];
    struct error error;
    if (name_key(record->values[column], "", key, &error) != 0)
        return "";
    return arena_strdup(record->arena, key);
}

void import_order_read(struct import_order *order, const struct import_kind *kind, const struct record *record)
{
    order->keys[0] = order_key(record, kind->title);
    order->keys[1] = order_key(record, kind->code);
}

bool import_order_binds(const struct import_order *earlier, const struct import_order *later)
{
    for (int i = 0; i < IMPORT_ORDER_KEYS; i++)
        if (*later->keys[i] && strcmp(earlier->keys[i], later->keys[i]) == 0)
            return true;
    return false;
}
