/* Candidate keys, the index of names in memory, and what characters weigh. */
#include "name_index.h"
#include "name_record.h"
#include "name_weights.h"

#include "unit.h"

static void read_name(const char *key, struct organisation_name *name)
{
    organisation_name_read(key, name);
}

static size_t keys_of(const char *text, uint64_t keys[static CANDIDATE_KEYS_MAX])
{
    struct organisation_name name;
    read_name(text, &name);
    return candidate_keys(&name, keys);
}

static bool has_key(const char *name, const char *wanted)
{
    uint64_t keys[CANDIDATE_KEYS_MAX];
    char text[CANDIDATE_KEY_TEXT_SIZE];
    size_t count = keys_of(name, keys);
    for (size_t i = 0; i < count; i++) {
        candidate_key_text(keys[i], text);
        if (strcmp(text, wanted) == 0)
            return true;
    }
    return false;
}

static void keys_are_the_characters_and_pairs_before_the_legal_form(void **state)
{
    (void)state;
    uint64_t keys[CANDIDATE_KEYS_MAX];
    assert_int_equal(keys_of("康佳有限公司", keys), 3);
    assert_true(has_key("康佳有限公司", "康") && has_key("康佳有限公司", "佳") && has_key("康佳有限公司", "康佳"));
    assert_true(has_key("武汉控股", "控股"));
    assert_true(has_key("三镇控股股份有限公司", "控股"));
    assert_false(has_key("三镇控股股份有限公司", "公司"));
    assert_true(has_key("tcl中环", "tc") && has_key("tcl中环", "l中"));
    assert_int_equal(keys_of("大大大", keys), 2);
    assert_int_equal(keys_of("有限公司", keys), 7); /* better than none */
    assert_int_equal(keys_of("", keys), 0);
}

static struct name_index *index_of(const char *const *names, size_t count)
{
    struct name_index *index = name_index_create();
    struct organisation_name name;
    for (size_t i = 0; i < count; i++) {
        read_name(names[i], &name);
        assert_int_equal(name_index_add(index, &name, NULL), 0);
    }
    return index;
}

static void candidates_come_by_what_is_rare_in_common(void **state)
{
    (void)state;
    static const char *const names[] = {"成都金牛科技有限公司", "北京大华科技有限公司", "上海远望科技有限公司",
                                        "成都大华建材有限公司"};
    struct name_index *index = index_of(names, 4);
    struct name_search *search = name_search_create(index);
    struct organisation_name name;
    uint32_t found[NAME_CANDIDATES_MAX];
    read_name("大华科技", &name);
    assert_int_equal(name_search_find(search, &name, found), 4);
    assert_int_equal(found[0], 1);
    assert_int_equal(found[1], 3);
    read_name("金牛", &name);
    assert_int_equal(name_search_find(search, &name, found), 1);
    assert_int_equal(found[0], 0);
    read_name("无人", &name);
    assert_int_equal(name_search_find(search, &name, found), 0);
    name_search_destroy(search);
    name_index_destroy(index);
}

static void a_letter_finds_the_place_that_it_stands_for(void **state)
{
    (void)state;
    static const char *const names[] = {"上海宽频科技股份有限公司", "成都金牛科技有限公司"};
    struct name_index *index = index_of(names, 2);
    struct name_search *search = name_search_create(index);
    struct organisation_name name;
    uint32_t found[NAME_CANDIDATES_MAX];
    read_name("沪建", &name);
    assert_int_equal(name_search_find(search, &name, found), 1);
    assert_int_equal(found[0], 0);
    name_search_destroy(search);
    name_index_destroy(index);
}

static void an_empty_index_finds_nothing(void **state)
{
    (void)state;
    struct name_index *index = index_of(NULL, 0);
    struct name_search *search = name_search_create(index);
    struct organisation_name name;
    uint32_t found[NAME_CANDIDATES_MAX];
    read_name("大华科技", &name);
    assert_int_equal(name_search_find(search, &name, found), 0);
    name_search_destroy(search);
    name_index_destroy(index);
}

/* Against a search without an index: the same sums, whatever the lists. */
static void each_name_finds_itself_among_many(void **state)
{
    (void)state;
    enum { NAMES = 3000, LENGTH = 5 };
    struct generator generator = {7};
    struct name_index *index = name_index_create();
    struct organisation_name *names = calloc(NAMES, sizeof *names);
    for (size_t i = 0; i < NAMES; i++) {
        char key[LENGTH * 3 + 1] = "";
        for (size_t j = 0; j < LENGTH; j++) {
            char text[CANDIDATE_KEY_TEXT_SIZE];
            candidate_key_text(0x4E00 + (uint64_t)generator_up_to(&generator, 200), text);
            memcpy(key + 3 * j, text, 4);
        }
        read_name(key, &names[i]);
        assert_int_equal(name_index_add(index, &names[i], NULL), 0);
    }
    struct name_search *search = name_search_create(index);
    for (size_t i = 0; i < NAMES; i++) {
        uint32_t found[NAME_CANDIDATES_MAX];
        assert_int_equal(name_search_find(search, &names[i], found), NAME_CANDIDATES_MAX);
        assert_int_equal(found[0], i);
    }
    name_search_destroy(search);
    name_index_destroy(index);
    free(names);
}

static void a_name_comes_back_as_it_was_added(void **state)
{
    (void)state;
    static const char *const keys[] = {"北京市朝阳区大华科技有限公司上海分公司", "中国石油天然气集团公司", "\xF0\xA0\x80\x80\xE5\x8D\x8E科技", "平安银行a", "大"};
    struct name_records records = {0};
    struct organisation_name name, got;
    for (uint32_t i = 0; i < 5; i++) {
        read_name(keys[i], &name);
        name_records_add(&records, &name);
    }
    for (uint32_t i = 0; i < 5; i++) {
        read_name(keys[i], &name);
        name_records_get(&records, i, &got);
        assert_int_equal(got.length, name.length);
        assert_int_equal(got.mark, name.mark);
        assert_memory_equal(got.characters, name.characters, name.length * sizeof name.characters[0]);
        assert_memory_equal(got.parts, name.parts, name.length);
        assert_memory_equal(got.starts_word, name.starts_word, name.length);
        assert_memory_equal(got.part_length, name.part_length, sizeof name.part_length);
        assert_int_equal(got.place.is_nation, name.place.is_nation);
        assert_int_equal(got.place.count, name.place.count);
        assert_memory_equal(got.place.codes, name.place.codes, name.place.count * sizeof name.place.codes[0]);
    }
    name_records_release(&records);
}

/* Lists grow beyond their slot, and beyond each of their rooms. */
static void names_are_found_as_soon_as_they_are_added(void **state)
{
    (void)state;
    struct name_index *index = name_index_create();
    struct name_search *search = name_search_create(index);
    struct organisation_name name;
    uint32_t found[NAME_CANDIDATES_MAX];
    for (uint32_t i = 0; i < 5000; i++) {
        char key[32], first[CANDIDATE_KEY_TEXT_SIZE], second[CANDIDATE_KEY_TEXT_SIZE];
        candidate_key_text(0x5000 + i % 4000, first);
        candidate_key_text(0x5000 + i * 7 % 4001, second);
        snprintf(key, sizeof key, "金牛%s%s", first, second);
        read_name(key, &name);
        assert_int_equal(name_index_add(index, &name, NULL), 0);
        if (i % 100 == 0) {
            assert_true(name_search_find(search, &name, found) >= 1);
            assert_int_equal(found[0], i);
        }
    }
    assert_int_equal(name_index_count(index), 5000);
    name_search_destroy(search);
    name_index_destroy(index);
}

static void a_rare_character_weighs_more(void **state)
{
    (void)state;
    struct name_counts *counts = calloc(1, sizeof *counts);
    struct name_weights *weights = calloc(1, sizeof *weights);
    struct organisation_name name;
    for (int i = 0; i < 2000; i++) {
        read_name(i % 100 ? "大大科技" : "远望科技", &name);
        name_counts_add(counts, &name);
    }
    name_weights_set(weights, counts);
    assert_int_equal(counts->names, 2000);
    assert_true(name_weight(weights, 0x8FDC) > name_weight(weights, 0x5927));  /* 远, 大 */
    assert_true(name_weight(weights, 0x5927) > name_weight(weights, 0x79D1));  /* 科 */
    assert_true(name_weight(weights, 0x9F98) >= name_weight(weights, 0x8FDC)); /* 龘: nobody has it */
    assert_int_equal(name_weight(weights, 0x20000), name_weight(weights, 0x9F98));
    free(weights);
    free(counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_the_characters_and_pairs_before_the_legal_form),
        cmocka_unit_test(candidates_come_by_what_is_rare_in_common),
        cmocka_unit_test(a_letter_finds_the_place_that_it_stands_for),
        cmocka_unit_test(an_empty_index_finds_nothing),
        cmocka_unit_test(each_name_finds_itself_among_many),
        cmocka_unit_test(a_name_comes_back_as_it_was_added),
        cmocka_unit_test(names_are_found_as_soon_as_they_are_added),
        cmocka_unit_test(a_rare_character_weighs_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
