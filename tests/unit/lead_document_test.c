/* Leads as ADF and STAR documents, as senders really write them. */
#include "unit.h"

#include "comment_quantity.h"
#include "lead_document.h"
#include "xml_document.h"

#define DOCUMENT_MAX (64 * 1024)

static struct arena arena;

static struct lead_document read_text(const char *text)
{
    struct lead_document document = {0};
    struct error error = {0};
    if (lead_document_read(text, strlen(text), &arena, &document, &error) != 0)
        fail_msg("%s", error.message[LOCALE_EN]);
    return document;
}

static struct error refusal_of(const char *text)
{
    struct lead_document document;
    struct error error = {0};
    assert_int_equal(lead_document_read(text, strlen(text), &arena, &document, &error), -1);
    return error;
}

/* The file of the samples, or the test is skipped: they are not ours to ship. */
static struct lead_document read_sample(const char *name)
{
    struct lead_document document = {0};
    struct error error = {0};
    char *bytes = arena_alloc(&arena, DOCUMENT_MAX);
    FILE *file = fopen(arena_printf(&arena, SHARED_DATA "/adf/%s", name), "rbe");
    if (!file) {
        print_message("skipped: there is no " SHARED_DATA "/adf\n");
        skip();
    }
    const size_t size = fread(bytes, 1, DOCUMENT_MAX, file);
    fclose(file);
    assert_int_equal(lead_document_read(bytes, size, &arena, &document, &error), 0);
    return document;
}

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* --- samples
 * ---------------------------------------------------------------------------------------------------------- */

static void the_common_form_is_read(void **state)
{
    (void)state;
    const struct lead_document document = read_sample("01_basic_ok.xml");
    const struct prospect *prospect = document.prospects;
    assert_int_equal(document.count, 1);
    assert_string_equal(prospect->request.customer->name, "John Doe");
    assert_string_equal(prospect->request.customer->contact_phone, "393-999-3922");
    assert_string_equal(prospect->request.found_on, "2020-02-10"); /* 18:26 in New York is the next morning in China */
    assert_string_equal(prospect->dealer_words[0], "Acura of Bellevue");
    assert_string_equal(prospect->product_words[1], "Blazer ");
    assert_int_equal(prospect->request.quantity, 0);
}

static void the_customary_prolog_and_bare_attributes_are_mended(void **state)
{
    (void)state;
    const struct lead_document document = read_sample("02_spec_prolog_malformed.xml");
    assert_string_equal(document.prospects[0].request.dealer_reference, "L1");
    assert_string_equal(document.prospects[0].request.customer->name, "John Doe");
}

static void an_organisation_in_gb18030_is_read_with_the_quantity_of_its_comments(void **state)
{
    (void)state;
    const struct lead_document document = read_sample("05_business_gb18030.xml");
    const struct prospect *prospect = document.prospects;
    assert_string_equal(prospect->request.customer->name, "内蒙古自治区机关事务管理局");
    assert_string_equal(prospect->request.dealer_reference, "BB20140901-001");
    assert_string_equal(prospect->request.found_on, "2014-09-01");
    assert_int_equal(prospect->request.quantity, 52);
    assert_string_equal(prospect->dealer_words[0], "示例经销商（呼和浩特）有限公司");
}

/* --- ADF
 * -------------------------------------------------------------------------------------------------------------- */

#define CUSTOMER "<customer><contact><name>某局</name><phone>13612345678</phone></contact></customer>"

static void what_senders_get_wrong_is_mended(void **state)
{
    (void)state;
    const struct lead_document document =
        read_text("\xEF\xBB\xBF <?ADF VERSION \"1.0\"?>\n<?XML VERSION \"1.0\"?>\n<ADF><Prospect status=new>"
                  "<id sequence=1 source='DMS & Co'>7</id><requestdate>2014-09-01T09:30+08:00</requestdate><vehicle/>"
                  "<leadtype>sales & service &amp; more</leadtype>" CUSTOMER "</Prospect>"
                  "<vendor><contact><name part=full>成都一店</name></contact></vendor></ADF>\n");
    const struct prospect *prospect = document.prospects;
    assert_string_equal(prospect->request.dealer_reference, "7");
    assert_string_equal(prospect->request.found_on, "2014-09-01");
    assert_string_equal(prospect->dealer_words[0], "成都一店");
    assert_null(prospect->product_words[0]);
}

static void prospects_come_in_the_documents_order(void **state)
{
    (void)state;
    const struct lead_document document = read_text(
        "<adf><prospect><id>1</id>" CUSTOMER "</prospect><prospect><id>2</id><requestdate>soon</requestdate>" CUSTOMER
        "</prospect><prospect><id>3</id>" CUSTOMER "</prospect></adf>");
    assert_int_equal(document.count, 3);
    assert_string_equal(document.prospects[1].request.dealer_reference, "2");
    assert_int_equal(document.prospects[0].error.status, STATUS_OK);
    assert_string_equal(document.prospects[1].error.field, "found_on");
    assert_string_equal(document.prospects[2].request.dealer_reference, "3");
}

static void people_are_named_by_parts_and_called_by_phone_not_by_fax(void **state)
{
    (void)state;
    const struct lead_document document = read_text(
        "<adf><prospect><customer><contact><name type='business'>某建筑公司</name><name part='surname'>张</name>"
        "<name part='first'>三</name><phone type='fax'>1</phone><phone>2</phone><phone type='cellphone' preferredcontact='1'>3"
        "</phone><email>z@example.com</email><address><city>成都市</city><regioncode>四川省</regioncode></address></contact>"
        "<timeframe><description>年内</description><latestdate>2014-12-31</latestdate></timeframe></customer></prospect></adf>");
    const Remuda__Lead__V1__FileLeadRequest *request = &document.prospects[0].request;
    assert_string_equal(request->customer->name, "某建筑公司");
    assert_string_equal(request->customer->contact_name, "张三");
    assert_string_equal(request->customer->contact_phone, "3");
    assert_string_equal(request->customer->region, "四川省成都市");
    assert_string_equal(request->expected_on, "2014-12-31");
    assert_string_equal(request->remarks, "年内\nz@example.com");
}

static void what_the_customer_gives_in_payment_is_not_what_it_wants(void **state)
{
    (void)state;
    const struct lead_document document = read_text(
        "<adf><prospect><vehicle interest='trade-in'><model>旧车</model><comments>9 台</comments></vehicle>"
        "<vehicle interest='buy'><stock>SUV-C1</stock><model>野马</model></vehicle>" CUSTOMER "</prospect></adf>");
    assert_string_equal(document.prospects[0].product_words[0], "SUV-C1");
    assert_int_equal(document.prospects[0].request.quantity, 0);
}

static void days_are_days_in_china(void **state)
{
    static const struct {
        const char *sent, *day;
    } cases[] = {{"2014-09-01", "2014-09-01"},
                 {"2014-09-01T23:59", "2014-09-01"},
                 {"2014-09-01T16:00:00Z", "2014-09-02"},
                 {"2014-09-01T15:59:59.999Z", "2014-09-01"},
                 {"2014-12-31T20:00-0500", "2015-01-01"},
                 {"2014-09-01 01:00:00 +09:00", "2014-09-01"},
                 {"2014-09-01T00:30:00+09:00", "2014-08-31"},
                 {"2014年9月1日", "2014-09-01"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct lead_document document = read_text(arena_printf(
            &arena, "<adf><prospect><requestdate>%s</requestdate>" CUSTOMER "</prospect></adf>", cases[i].sent));
        assert_string_equal(document.prospects[0].request.found_on, cases[i].day);
    }
}

static void the_quantity_is_read_from_free_text(void **state)
{
    static const struct {
        const char *text;
        int32_t quantity;
    } cases[] = {{"采购警用车 52 台", 52},
                 {"公务用车５２辆，其中 12 辆越野", 52},
                 {"2014年9月采购 T70 2.0T 排量，共1,200台", 1200},
                 {"五十二台", 52},
                 {"十二辆", 12},
                 {"一百零五台", 105},
                 {"两千台", 2000},
                 {"一万二千台", 12000},
                 {"数量：30，预算 600 万", 30},
                 {"Needs 52 units by June", 52},
                 {"qty 8", 8},
                 {"2.0 台", 0},
                 {"预算 1200 万元", 0},
                 {"0 台", 0},
                 {"1000000000000000000000 台", 0},
                 {"52 unitsomething", 0},
                 {"", 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (comment_quantity(cases[i].text) != cases[i].quantity)
            fail_msg("%s: %d", cases[i].text, comment_quantity(cases[i].text));
}

/* --- STAR
 * ------------------------------------------------------------------------------------------------------------- */

static void a_star_lead_is_read_the_same_way(void **state)
{
    (void)state;
    const struct lead_document document = read_text(
        "<?xml version=\"1.0\"?><star:ProcessSalesLead xmlns:star=\"http://www.starstandard.org/STAR/5\" releaseID=\"5.4.4\">"
        "<star:ApplicationArea><star:CreationDateTime>2014-09-01T09:30:00+08:00</star:CreationDateTime>"
        "<star:Destination><star:DealerNumberID>D0001</star:DealerNumberID></star:Destination></star:ApplicationArea>"
        "<star:ProcessSalesLeadDataArea><star:Process/><star:SalesLead><star:SalesLeadHeader>"
        "<star:DocumentIdentificationGroup><star:DocumentIdentification><star:DocumentID>S-1</star:DocumentID>"
        "</star:DocumentIdentification></star:DocumentIdentificationGroup><star:LeadComments>采购 8 台</star:LeadComments>"
        "<star:CustomerProspect><star:ProspectParty><star:SpecifiedOrganization><star:CompanyName>某出租车公司</star:CompanyName>"
        "<star:PrimaryContact><star:GivenName>三</star:GivenName><star:FamilyName>张</star:FamilyName>"
        "<star:TelephoneCommunication><star:CompleteNumber>010-12345678</star:CompleteNumber></star:TelephoneCommunication>"
        "</star:PrimaryContact></star:SpecifiedOrganization></star:ProspectParty></star:CustomerProspect></star:SalesLeadHeader>"
        "<star:SalesLeadDetail><star:SalesLeadLineItem><star:SalesLeadVehicleLineItem><star:SalesLeadVehicle>"
        "<star:Model>SUV-C1</star:Model><star:MakeString>野马</star:MakeString></star:SalesLeadVehicle>"
        "</star:SalesLeadVehicleLineItem></star:SalesLeadLineItem></star:SalesLeadDetail></star:SalesLead>"
        "<star:SalesLead><star:SalesLeadHeader/></star:SalesLead></star:ProcessSalesLeadDataArea></star:ProcessSalesLead>");
    const struct prospect *prospect = document.prospects;
    assert_int_equal(document.count, 2);
    assert_string_equal(prospect->request.dealer_reference, "S-1");
    assert_string_equal(prospect->request.found_on, "2014-09-01");
    assert_string_equal(prospect->request.customer->name, "某出租车公司");
    assert_string_equal(prospect->request.customer->contact_name, "张三");
    assert_string_equal(prospect->request.customer->contact_phone, "010-12345678");
    assert_int_equal(prospect->request.quantity, 8);
    assert_string_equal(prospect->dealer_words[0], "D0001");
    assert_string_equal(prospect->product_words[0], "SUV-C1");
}

/* --- what is refused
 * -------------------------------------------------------------------------------------------------- */

static void doctypes_and_entities_are_refused(void **state)
{
    static const char *const documents[] = {
        "<!DOCTYPE adf SYSTEM \"http://example.com/adf.dtd\"><adf><prospect/></adf>",
        "<?xml version=\"1.0\"?><!DOCTYPE adf [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><adf><prospect><id>&b;</id></prospect></adf>",
        "<!DOCTYPE adf [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><adf><prospect><id>&f;</id></prospect></adf>",
        "<adf><prospect><id>&unknown;</id></prospect></adf>", "<!doctype adf><adf/>"};
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        assert_int_equal(refusal_of(documents[i]).status, STATUS_INVALID_ARGUMENT);
    assert_non_null(strstr(refusal_of(documents[0]).message[LOCALE_EN], "DOCTYPE"));
}

static void what_is_no_document_is_refused_with_its_place(void **state)
{
    (void)state;
    assert_non_null(strstr(refusal_of("<adf>\n<prospect></adf>").message[LOCALE_EN], "line 2"));
    assert_non_null(strstr(refusal_of("<html/>").message[LOCALE_EN], "html"));
    assert_non_null(strstr(refusal_of("<adf/>").message[LOCALE_EN], "0 prospects"));
    refusal_of("");
    refusal_of("{\"dealerCode\": 1}");
    refusal_of("<adf><prospect><id>\xC3(\xFF</id></prospect></adf>");
}

static void depth_and_numbers_are_bounded(void **state)
{
    char deep[8 * XML_DEPTH_MAX] = "", *many = arena_alloc(&arena, 12 * (PROSPECTS_MAX + 2));
    size_t length = 0;
    (void)state;
    for (int i = 0; i <= XML_DEPTH_MAX; i++)
        length += (size_t)snprintf(deep + length, sizeof deep - length, "<adf>");
    assert_non_null(strstr(refusal_of(deep).message[LOCALE_EN], "nested"));
    length = (size_t)snprintf(many, 6, "<adf>");
    for (int i = 0; i <= PROSPECTS_MAX; i++)
        length += (size_t)snprintf(many + length, 12, "<prospect/>");
    snprintf(many + length, 7, "</adf>");
    assert_non_null(strstr(refusal_of(many).message[LOCALE_EN], "201 prospects"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_common_form_is_read, release),
        cmocka_unit_test_teardown(the_customary_prolog_and_bare_attributes_are_mended, release),
        cmocka_unit_test_teardown(an_organisation_in_gb18030_is_read_with_the_quantity_of_its_comments, release),
        cmocka_unit_test_teardown(what_senders_get_wrong_is_mended, release),
        cmocka_unit_test_teardown(prospects_come_in_the_documents_order, release),
        cmocka_unit_test_teardown(people_are_named_by_parts_and_called_by_phone_not_by_fax, release),
        cmocka_unit_test_teardown(what_the_customer_gives_in_payment_is_not_what_it_wants, release),
        cmocka_unit_test_teardown(days_are_days_in_china, release),
        cmocka_unit_test_teardown(the_quantity_is_read_from_free_text, release),
        cmocka_unit_test_teardown(a_star_lead_is_read_the_same_way, release),
        cmocka_unit_test_teardown(doctypes_and_entities_are_refused, release),
        cmocka_unit_test_teardown(what_is_no_document_is_refused_with_its_place, release),
        cmocka_unit_test_teardown(depth_and_numbers_are_bounded, release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
