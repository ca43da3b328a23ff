#include "import_checkpoint.h"
#include "import_meter.h"
#include "unit.h"

#include <unistd.h>

#define SECOND_US INT64_C(1000000)

static const char *metered(const struct import_meter *meter, bool bar, enum locale locale)
{
    static char text[256];
    struct buffer line = BUFFER(sizeof text);
    import_meter_print(meter, bar, locale, &line);
    snprintf(text, sizeof text, "%s", line.data);
    buffer_release(&line);
    return text;
}

static void an_import_tells_its_rate_and_what_is_left(void **state)
{
    (void)state;
    struct import_meter meter = {.rows = 500000, .ppm = 500000, .elapsed_us = 40 * SECOND_US};
    assert_string_equal(metered(&meter, true, LOCALE_EN),
                        "[###############               ]  50%  500,000 rows  12,500/s  0:40 left");
    assert_string_equal(metered(&meter, false, LOCALE_ZH_CN), " 50%  500,000 行  12,500 行/秒  剩余 0:40");
    meter = (struct import_meter){.rows = 1000, .ppm = 1000, .elapsed_us = 10 * SECOND_US};
    assert_string_equal(metered(&meter, false, LOCALE_EN), "  0%  1,000 rows  100/s  2:46:30 left");
}

static void what_an_interrupted_run_did_counts_for_neither_rate_nor_time(void **state)
{
    (void)state;
    struct import_meter meter = {
        .rows_before = 900000, .ppm_before = 900000, .rows = 950000, .ppm = 950000, .elapsed_us = 10 * SECOND_US};
    assert_string_equal(metered(&meter, false, LOCALE_EN), " 95%  950,000 rows  5,000/s  0:10 left");
}

static void a_rate_is_told_once_it_means_something_and_time_once_the_size_is_known(void **state)
{
    (void)state;
    struct import_meter meter = {.rows = 256, .ppm = 100, .elapsed_us = SECOND_US};
    assert_string_equal(metered(&meter, false, LOCALE_EN), "  0%  256 rows");
    meter = (struct import_meter){.rows = 256, .ppm = -1, .elapsed_us = 2 * SECOND_US};
    assert_string_equal(metered(&meter, true, LOCALE_EN), "256 rows  128/s");
}

static struct import_checkpoint example(void)
{
    struct import_checkpoint checkpoint = {
        .key = "lead-00ff", .rows = 1000000, .rejected_bytes = 77, .next_id = INT64_MAX};
    checkpoint.counts[VERDICT_ACCEPTED] = 999990;
    checkpoint.counts[VERDICT_INVALID] = 10;
    return checkpoint;
}

static void assert_same(const struct import_checkpoint *a, const struct import_checkpoint *b)
{
    assert_string_equal(a->key, b->key);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->rejected_bytes, b->rejected_bytes);
    assert_int_equal(a->next_id, b->next_id);
    assert_memory_equal(a->counts, b->counts, sizeof a->counts);
}

/* A run may be killed while it writes, or somebody may have touched the file. */
static void a_checkpoint_is_read_as_it_was_written_or_not_at_all(void **state)
{
    (void)state;
    const struct import_checkpoint written = example();
    struct import_checkpoint read;
    struct buffer text = BUFFER(1024);
    assert_int_equal(import_checkpoint_format(&written, &text), 0);
    assert_int_equal(import_checkpoint_parse(text.data, &read), 0);
    assert_same(&read, &written);
    for (size_t length = text.length; length-- > 0;) {
        text.data[length] = '\0';
        assert_int_equal(import_checkpoint_parse(text.data, &read), -1);
    }
    buffer_release(&text);
}

static void a_checkpoint_of_another_import_is_none(void **state)
{
    (void)state;
    char path[] = "/tmp/remuda-checkpoint-XXXXXX";
    const struct import_checkpoint written = example();
    struct import_checkpoint read;
    struct error error;
    close(mkstemp(path));
    unlink(path);
    assert_false(import_checkpoint_read(path, written.key, &read));
    assert_int_equal(import_checkpoint_write(path, &written, &error), 0);
    assert_true(import_checkpoint_read(path, written.key, &read));
    assert_same(&read, &written);
    assert_false(import_checkpoint_read(path, "lead-00fe", &read));
    unlink(path);
    assert_false(import_checkpoint_read(path, written.key, &read));
    assert_refused(import_checkpoint_write("/nowhere/at/all", &written, &error), &error, STATUS_INTERNAL, "FILE");
}

static void a_file_that_is_no_checkpoint_is_neither_replaced_nor_deleted(void **state)
{
    (void)state;
    char path[] = "/tmp/remuda-checkpoint-XXXXXX", text[32] = "";
    const struct import_checkpoint checkpoint = example();
    struct error error;
    int file = mkstemp(path);
    assert_int_equal(write(file, "my notes\n", 9), 9);
    assert_refused(import_checkpoint_write(path, &checkpoint, &error), &error, STATUS_INTERNAL, "FILE");
    assert_int_equal(import_checkpoint_delete(path), 0);
    assert_int_equal(pread(file, text, sizeof text, 0), 9);
    close(file);
    unlink(path);
    assert_int_equal(import_checkpoint_write(path, &checkpoint, &error), 0);
    assert_int_equal(import_checkpoint_delete(path), 0);
    assert_int_equal(access(path, F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_import_tells_its_rate_and_what_is_left),
        cmocka_unit_test(what_an_interrupted_run_did_counts_for_neither_rate_nor_time),
        cmocka_unit_test(a_rate_is_told_once_it_means_something_and_time_once_the_size_is_known),
        cmocka_unit_test(a_checkpoint_is_read_as_it_was_written_or_not_at_all),
        cmocka_unit_test(a_checkpoint_of_another_import_is_none),
        cmocka_unit_test(a_file_that_is_no_checkpoint_is_neither_replaced_nor_deleted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
