/* STAR ProcessSalesLead, release 5.4.4: one prospect a SalesLead. Elements are looked for by name wherever they stand
 * below the part of the document that they belong to, since senders nest them differently. */
#include "prospect_facts.h"

static const char *text_within(const struct xml_element *element, const char *name)
{
    return xml_text(xml_within(element, name));
}

static const char *first_of(const char *one, const char *other)
{
    return *one ? one : other;
}

static const char *phone_of(const struct xml_element *customer, struct arena *arena)
{
    const struct xml_element *phone = xml_within(customer, "TelephoneCommunication");
    const char *complete = text_within(phone, "CompleteNumber");
    return *complete
               ? complete
               : arena_printf(arena, "%s%s", text_within(phone, "AreaNumberCode"), text_within(phone, "LocalNumber"));
}

static void read_customer(const struct xml_element *header, struct prospect_facts *facts, struct arena *arena)
{
    const struct xml_element *customer = xml_within(header, "CustomerProspect");
    facts->organisation = first_of(text_within(customer, "CompanyName"), text_within(customer, "OrganizationName"));
    facts->person = person_name(text_within(customer, "FamilyName"), text_within(customer, "GivenName"),
                                text_within(customer, "MiddleName"), arena);
    facts->phone = phone_of(customer, arena);
    facts->email = text_within(customer, "URIID");
    facts->province = text_within(customer, "StateOrProvinceCountrySub-DivisionID");
    facts->city = text_within(customer, "CityName");
}

static void read_vehicle(const struct xml_element *detail, struct prospect_facts *facts, struct arena *arena)
{
    const struct xml_element *line = xml_within(detail, "SalesLeadLineItem");
    const char *make = text_within(line, "MakeString"), *model = text_within(line, "Model"),
               *description = text_within(line, "ModelDescription");
    size_t count = 0;
    facts->product_words[count++] = text_within(line, "VehicleStockString");
    facts->product_words[count++] = model;
    facts->product_words[count++] = description;
    facts->product_words[count++] = arena_printf(arena, "%s %s", make, first_of(model, description));
    facts->product_words[count++] = text_within(line, "TrimCode");
    facts->quantity = first_of(text_within(line, "ItemQuantity"), text_within(line, "OrderQuantity"));
    facts->comments[0] = text_within(line, "VehicleNote");
}

static void read_dealer(const struct xml_element *root, const struct xml_element *header, struct prospect_facts *facts)
{
    const struct xml_element *party = xml_within(header, "DealerParty"), *destination = xml_within(root, "Destination"),
                             *sender = xml_within(root, "Sender");
    size_t count = 0;
    facts->dealer_words[count++] = text_within(party, "PartyID");
    facts->dealer_words[count++] = text_within(party, "CompanyName");
    facts->dealer_words[count++] = text_within(destination, "DealerNumberID");
    facts->dealer_words[count++] = text_within(destination, "DestinationNameCode");
    facts->dealer_words[count++] = text_within(sender, "DealerNumberID");
}

static void read_lead(const struct xml_element *root, const struct xml_element *lead, struct prospect_facts *facts,
                      struct arena *arena)
{
    const struct xml_element *header = xml_within(lead, "SalesLeadHeader");
    facts->reference = text_within(xml_within(header, "DocumentIdentificationGroup"), "DocumentID");
    facts->requested_at =
        first_of(text_within(header, "LeadCreationDateTime"),
                 first_of(text_within(header, "DocumentDateTime"), text_within(root, "CreationDateTime")));
    facts->earliest = facts->latest = text_within(header, "ExpectedPurchaseDate");
    read_vehicle(xml_child(lead, "SalesLeadDetail"), facts, arena);
    read_customer(header, facts, arena);
    read_dealer(root, header, facts);
    facts->comments[1] = text_within(header, "CustomerComments");
    facts->comments[2] = text_within(header, "LeadComments");
}

size_t star_prospects(const struct xml_element *root, struct prospect_facts *facts, size_t max, struct arena *arena)
{
    size_t count = 0;
    const struct xml_element *lead = xml_child(xml_child(root, "ProcessSalesLeadDataArea"), "SalesLead");
    for (; lead; lead = xml_again(lead)) {
        if (count < max)
            read_lead(root, lead, &facts[count], arena);
        count++;
    }
    return count;
}
