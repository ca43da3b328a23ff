#include "columns.h"
#include "import.h"
#include "record.h"
#include "unit.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"

#define LIST(...) ((const char *[]){__VA_ARGS__})
#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A file of two rows, heads and values, and what becomes of it. */
struct file {
    struct arena arena;
    struct column_map map;
    struct import_context context;
    struct record record;
};

static void map_heads(struct file *file, const struct import_kind *kind, const char **heads, size_t count)
{
    const struct csv_row row = {.column_count = count, .values = heads, .raw = heads};
    column_map_init(&file->map, kind->columns, kind->column_count, &row, &file->arena);
}

static ProtobufCMessage *build(struct file *file, const struct import_kind *kind, const char **values, size_t count)
{
    const struct csv_row row = {.column_count = count, .values = values, .raw = values};
    file->record = (struct record){.columns = kind->columns, .arena = &file->arena, .locale = LOCALE_EN};
    column_map_row(&file->map, &row, file->record.values, &file->arena);
    return kind->build(&file->context, &file->record);
}

#define READ(file, kind, heads, values)                                                                                \
    (map_heads((file), (kind), (heads), COUNT(heads)), build((file), (kind), (values), COUNT(values)))

static const char *dealers_heads[] = {"经销商代码",   "经销商编号", "客户名称*", "统一社会信用代码", "地区",
                                      "行业",         "联系人",     "联系电话",  "产品代码",         "数量（台）",
                                      "业务结构",     "信息分类",   "采购方式",  "信息渠道",         "发现日期",
                                      "预计采购日期", "专员代码",   "备注"};

static void a_dealers_row_becomes_a_request(void **state)
{
    (void)state;
    struct file file = {0};
    const char *values[] = {
        "D0001",       "D0001-001",     "成都市公安局", "",         "四川省成都市", "public_security", "李娜",
        "13612345678", "SUV-C1",        "12",           "政府采购", "招投标",       "招标采购",        "车管所",
        "2014/9/1",    "2014年12月1日", "P0091",        ""};
    const Remuda__Lead__V1__FileLeadRequest *request =
        (Remuda__Lead__V1__FileLeadRequest *)READ(&file, &lead_kind, dealers_heads, values);
    assert_false(file.record.refused);
    assert_string_equal(request->dealer_code, "D0001");
    assert_string_equal(request->dealer_reference, "D0001-001");
    assert_string_equal(request->customer->name, "成都市公安局");
    assert_int_equal(request->quantity, 12);
    assert_int_equal(request->business_type, REMUDA__LEAD__V1__BUSINESS_TYPE__GOVERNMENT);
    assert_int_equal(request->information_class, REMUDA__LEAD__V1__INFORMATION_CLASS__TENDER);
    assert_int_equal(request->purchase_mode, REMUDA__LEAD__V1__PURCHASE_MODE__BY_TENDER);
    assert_int_equal(request->source, REMUDA__LEAD__V1__LEAD_SOURCE__VEHICLE_ADMINISTRATION);
    assert_string_equal(request->found_on, "2014-09-01");
    assert_string_equal(request->expected_on, "2014-12-01");
    assert_string_equal(column_map_head(&file.map, "quantity"), "数量（台）");
    arena_release(&file.arena);
}

static void heads_may_be_the_contracts_field_names(void **state)
{
    (void)state;
    struct file file = {0};
    const char *heads[] = {"Dealer Code", "customer.name", "product_code", "QUANTITY", "business_type", "note to self"};
    const char *values[] = {"D0001", "成都市公安局", "SUV-C1", "3", "small_batch", "x"};
    const Remuda__Lead__V1__FileLeadRequest *request =
        (Remuda__Lead__V1__FileLeadRequest *)READ(&file, &lead_kind, heads, values);
    assert_false(file.record.refused);
    assert_int_equal(request->quantity, 3);
    assert_int_equal(request->business_type, REMUDA__LEAD__V1__BUSINESS_TYPE__SMALL_BATCH);
    assert_string_equal(column_map_unused(&file.map, &file.arena), "note to self");
    arena_release(&file.arena);
}

static void one_pass_tells_everything_that_is_wrong_with_a_row(void **state)
{
    (void)state;
    struct file file = {0};
    const char *heads[] = {"经销商代码", "客户名称", "产品代码", "数量", "发现日期", "信息渠道"};
    const char *values[] = {"D0001", "", "SUV-C1", "0", "2014-02-30", "道听途说"};
    READ(&file, &lead_kind, heads, values);
    assert_true(file.record.refused);
    assert_int_equal(file.record.finding_count, 4);
    assert_string_equal(file.record.findings[0].field, "customer.name");
    const char *text = record_findings_text(&file.record, &file.map);
    for (size_t i = 0; i < 4; i++)
        assert_non_null(strstr(text, LIST("客户名称: ", "数量: ", "发现日期: ", "信息渠道: ")[i]));
    arena_release(&file.arena);
}

static void a_file_without_the_needed_columns_says_which(void **state)
{
    (void)state;
    struct file file = {0};
    const char *heads[] = {"", "TS代码", "股票代码", "股票名称", "行业"},
               *values[] = {"0", "000001.SZ", "000001", "平安银行", "银行"};
    const char *defaults[COLUMNS_MAX] = {NULL};
    READ(&file, &lead_kind, heads, values);
    assert_true(file.record.refused);
    assert_string_equal(column_map_missing(&file.map, defaults, LOCALE_ZH_CN, &file.arena),
                        "经销商代码, 客户名称, 产品代码, 数量");
    defaults[0] = "D0001"; /* the first column, by --dealer */
    assert_string_equal(column_map_missing(&file.map, defaults, LOCALE_EN, &file.arena),
                        "customer name, product code, quantity");
    arena_release(&file.arena);
}

static void a_delivery_names_its_lead_or_its_customer(void **state)
{
    (void)state;
    struct file file = {0};
    const char *heads[] = {"经销商代码", "VIN", "产品代码", "经销商编号", "客户名称", "交车日期", "成交价"};
    const char *by_lead[] = {"D0084", "LRLYL0082EC000419", "VAN-O1", "D0084-001", "", "2014年9月1日", "219,300.00"};
    const Remuda__Lead__V1__ReportDeliveryRequest *request =
        (Remuda__Lead__V1__ReportDeliveryRequest *)READ(&file, &delivery_kind, heads, by_lead);
    assert_false(file.record.refused);
    assert_null(request->customer);
    assert_string_equal(request->dealer_reference, "D0084-001");
    assert_int_equal(request->price_fen, 21930000);
    const char *by_nothing[] = {"D0084", "LRLYL0082EC000419", "VAN-O1", "", "", "2014-09-01", "-1"};
    READ(&file, &delivery_kind, heads, by_nothing);
    assert_true(file.record.refused);
    assert_string_equal(file.record.findings[0].field, "customer.name");
    assert_string_equal(file.record.findings[1].field, "price_fen");
    arena_release(&file.arena);
}

static void short_and_former_names_of_an_organisation_are_kept_once(void **state)
{
    (void)state;
    struct file file = {0};
    const char *heads[] = {"id", "full_name", "short_2020", "short_later_a", "short_later_b", "region", "industry"};
    const char *values[] = {"000001.SZ", "平安银行股份有限公司", "平安银行", "平安银行", "深发展; 平安银行", "深圳",
                            ""};
    const Remuda__Lead__V1__RegisterCustomerRequest *request =
        (Remuda__Lead__V1__RegisterCustomerRequest *)READ(&file, &customer_kind, heads, values);
    assert_false(file.record.refused);
    assert_string_equal(request->customer->region, "深圳");
    assert_int_equal(request->n_aliases, 2);
    assert_string_equal(request->aliases[0], "平安银行");
    assert_string_equal(request->aliases[1], "深发展");
    arena_release(&file.arena);
}

static void the_mark_against_formulas_is_taken_off_again(void **state)
{
    (void)state;
    struct file file = {0};
    const char *heads[] = {"客户名称", "联系电话", "简称"}, *values[] = {"'s Gravenhage", "'+8613612345678", ""};
    const Remuda__Lead__V1__RegisterCustomerRequest *request =
        (Remuda__Lead__V1__RegisterCustomerRequest *)READ(&file, &customer_kind, heads, values);
    assert_string_equal(request->customer->name, "'s Gravenhage");
    assert_string_equal(request->customer->contact_phone, "+8613612345678");
    arena_release(&file.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dealers_row_becomes_a_request),
        cmocka_unit_test(heads_may_be_the_contracts_field_names),
        cmocka_unit_test(one_pass_tells_everything_that_is_wrong_with_a_row),
        cmocka_unit_test(a_file_without_the_needed_columns_says_which),
        cmocka_unit_test(a_delivery_names_its_lead_or_its_customer),
        cmocka_unit_test(short_and_former_names_of_an_organisation_are_kept_once),
        cmocka_unit_test(the_mark_against_formulas_is_taken_off_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
