/* ADF 1.0: adf/prospect+ (id*, requestdate, vehicle+, customer, vendor, provider?). Tags that it does not declare are
 * passed over. */
#include "prospect_facts.h"

#include <strings.h>

static bool is_wanted(const struct xml_element *vehicle)
{
    const char *interest = xml_attribute(vehicle, "interest");
    return strcasecmp(interest, "sell") != 0 && strcasecmp(interest, "trade-in") != 0;
}

/* The one that the customer wants to have: it may offer others for it. */
static const struct xml_element *wanted_vehicle(const struct xml_element *prospect)
{
    const struct xml_element *vehicle = xml_child(prospect, "vehicle");
    while (vehicle && !is_wanted(vehicle))
        vehicle = xml_again(vehicle);
    return vehicle;
}

static const char *name_part(const struct xml_element *contact, const char *part, bool of_business)
{
    for (const struct xml_element *name = xml_child(contact, "name"); name; name = xml_again(name)) {
        const char *is = xml_attribute(name, "part");
        const bool is_business = strcasecmp(xml_attribute(name, "type"), "business") == 0;
        if (is_business == of_business && strcasecmp(*is ? is : "full", part) == 0 && *name->text)
            return name->text;
    }
    return "";
}

static const char *person_of(const struct xml_element *contact, struct arena *arena)
{
    const char *full = name_part(contact, "full", false), *family = name_part(contact, "last", false);
    if (*full)
        return full;
    return person_name(*family ? family : name_part(contact, "surname", false), name_part(contact, "first", false),
                       name_part(contact, "middle", false), arena);
}

/* What can be called: of several the one that the customer prefers, else the first. */
static const char *phone_of(const struct xml_element *contact)
{
    const char *chosen = "";
    for (const struct xml_element *phone = xml_child(contact, "phone"); phone; phone = xml_again(phone)) {
        const char *type = xml_attribute(phone, "type");
        if (strcasecmp(type, "fax") == 0 || strcasecmp(type, "pager") == 0)
            continue;
        if (strcmp(xml_attribute(phone, "preferredcontact"), "1") == 0)
            return phone->text;
        if (!*chosen)
            chosen = phone->text;
    }
    return chosen;
}

static void read_customer(const struct xml_element *customer, struct prospect_facts *facts, struct arena *arena)
{
    const struct xml_element *contact = xml_child(customer, "contact"), *address = xml_child(contact, "address"),
                             *timeframe = xml_child(customer, "timeframe");
    facts->organisation = name_part(contact, "full", true);
    facts->person = person_of(contact, arena);
    facts->phone = phone_of(contact);
    facts->email = xml_text(xml_child(contact, "email"));
    facts->province = xml_text(xml_child(address, "regioncode"));
    facts->city = xml_text(xml_child(address, "city"));
    facts->earliest = xml_text(xml_child(timeframe, "earliestdate"));
    facts->latest = xml_text(xml_child(timeframe, "latestdate"));
    facts->comments[1] = xml_text(xml_child(customer, "comments"));
    facts->comments[2] = xml_text(xml_child(timeframe, "description"));
}

static void read_vehicle(const struct xml_element *vehicle, struct prospect_facts *facts, struct arena *arena)
{
    const char *make = xml_text(xml_child(vehicle, "make")), *model = xml_text(xml_child(vehicle, "model")),
               *trim = xml_text(xml_child(vehicle, "trim"));
    size_t count = 0;
    facts->product_words[count++] = xml_text(xml_within(vehicle, "manufacturercode"));
    facts->product_words[count++] = xml_text(xml_child(vehicle, "stock"));
    facts->product_words[count++] = arena_printf(arena, "%s %s %s", make, model, trim);
    facts->product_words[count++] = arena_printf(arena, "%s %s", model, trim);
    facts->product_words[count++] = arena_printf(arena, "%s %s", make, model);
    facts->product_words[count++] = model;
    facts->product_words[count++] = trim;
    facts->comments[0] = xml_text(xml_child(vehicle, "comments"));
}

/* Some senders put it beside the prospect. */
static void read_vendor(const struct xml_element *vendor, struct prospect_facts *facts)
{
    size_t count = 0;
    for (const struct xml_element *id = xml_child(vendor, "id"); id && count < PROSPECT_WORDS_MAX - 2;
         id = xml_again(id))
        facts->dealer_words[count++] = id->text;
    facts->dealer_words[count++] = xml_text(xml_child(vendor, "vendorname"));
    facts->dealer_words[count] = xml_text(xml_child(xml_child(vendor, "contact"), "name"));
}

size_t adf_prospects(const struct xml_element *root, struct prospect_facts *facts, size_t max, struct arena *arena)
{
    size_t count = 0;
    for (const struct xml_element *prospect = xml_child(root, "prospect"); prospect; prospect = xml_again(prospect)) {
        if (count < max) {
            const struct xml_element *vendor = xml_child(prospect, "vendor");
            facts[count].reference = xml_text(xml_child(prospect, "id"));
            facts[count].requested_at = xml_text(xml_child(prospect, "requestdate"));
            read_vehicle(wanted_vehicle(prospect), &facts[count], arena);
            read_customer(xml_child(prospect, "customer"), &facts[count], arena);
            read_vendor(vendor ? vendor : xml_child(root, "vendor"), &facts[count]);
        }
        count++;
    }
    return count;
}
