#include "service/metrics.h"

#include "bus/listener.h"
#include "service/operations.h"
#include "service/queue.h"

#include "frame.h"

#include <ctype.h>

struct bench {
    struct method_table table;
    struct metrics metrics;
    struct listener_counters listener;
    struct queue *queue;
    struct buffer page;
};

static int make(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    bench->page = BUFFER(1024 * 1024);
    bench->queue = queue_create(10);
    frame_methods(&bench->table, operations_methods);
    *state = bench;
    return 0;
}

static int drop(void **state)
{
    struct bench *bench = *state;
    buffer_release(&bench->page);
    queue_destroy(bench->queue);
    method_table_release(&bench->table);
    free(bench);
    return 0;
}

static const char *print(struct bench *bench)
{
    buffer_clear(&bench->page);
    assert_int_equal(metrics_print(&bench->metrics, &bench->table, &bench->listener, bench->queue, &bench->page), 0);
    return bench->page.data;
}

static void assert_line(struct bench *bench, const char *line)
{
    char whole[300];
    snprintf(whole, sizeof whole, "\n%s\n", line);
    if (!strstr(print(bench), whole))
        fail_msg("no line %s", line);
}

static size_t name_length(const char *text)
{
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    return length;
}

/* {name="value",...} without escapes; gives what follows. */
static const char *skip_labels(const char *at)
{
    assert_int_equal(*at, '{');
    do {
        at++;
        at += name_length(at);
        assert_int_equal(strncmp(at, "=\"", 2), 0);
        at += 2;
        at += strcspn(at, "\"\\\n");
        assert_int_equal(*at++, '"');
    } while (*at == ',');
    assert_int_equal(*at, '}');
    return at + 1;
}

/* A line of https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details. `family` was told by #
 * TYPE. */
static void assert_sample(const char *line, const char *family)
{
    size_t length = name_length(line), stem = strlen(family);
    assert_true(length >= stem && strncmp(line, family, stem) == 0);
    char suffix[16] = "";
    if (length > stem)
        snprintf(suffix, sizeof suffix, "%.*s", (int)(length - stem), line + stem);
    assert_true(!*suffix || !strcmp(suffix, "_bucket") || !strcmp(suffix, "_sum") || !strcmp(suffix, "_count"));
    const char *at = line + length;
    if (*at == '{')
        at = skip_labels(at);
    assert_int_equal(*at++, ' ');
    char *end;
    assert_true(strtod(at, &end) >= 0);
    assert_true(end > at && *end == '\0');
}

static void the_page_is_prometheus_text_format(void **state)
{
    struct bench *bench = *state;
    print(bench);
    char family[100] = "";
    for (char *line = bench->page.data, *end; *line; line = end + 1) {
        end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        if (strncmp(line, "# HELP ", 7) == 0) {
            snprintf(family, sizeof family, "%.*s", (int)name_length(line + 7), line + 7);
            assert_true(strlen(line) > strlen(family) + 10);
        } else if (strncmp(line, "# TYPE ", 7) == 0) {
            assert_int_equal(strncmp(line + 7, family, strlen(family)), 0);
            const char *type = line + 7 + strlen(family);
            assert_true(!strcmp(type, " counter") || !strcmp(type, " gauge") || !strcmp(type, " histogram"));
        } else {
            assert_sample(line, family);
        }
    }
}

static void calls_are_counted_by_method_and_code(void **state)
{
    struct bench *bench = *state;
    struct method_metrics *ping = &bench->metrics.methods[0];
    metrics_count_call(ping, STATUS_OK, 300);
    metrics_count_call(ping, STATUS_OK, 250);
    metrics_count_call(ping, STATUS_NOT_FOUND, 10000000);
    assert_line(bench, "remuda_calls_total{method=\"remuda.rpc.v1.Operations/Ping\",code=\"OK\"} 2");
    assert_line(bench, "remuda_calls_total{method=\"remuda.rpc.v1.Operations/Ping\",code=\"NOT_FOUND\"} 1");
    assert_line(bench, "remuda_call_seconds_bucket{method=\"remuda.rpc.v1.Operations/Ping\",le=\"0.00025\"} 1");
    assert_line(bench, "remuda_call_seconds_bucket{method=\"remuda.rpc.v1.Operations/Ping\",le=\"0.0005\"} 2");
    assert_line(bench, "remuda_call_seconds_bucket{method=\"remuda.rpc.v1.Operations/Ping\",le=\"5\"} 2");
    assert_line(bench, "remuda_call_seconds_bucket{method=\"remuda.rpc.v1.Operations/Ping\",le=\"+Inf\"} 3");
    assert_line(bench, "remuda_call_seconds_count{method=\"remuda.rpc.v1.Operations/Ping\"} 3");
    assert_line(bench, "remuda_calls_total{method=\"remuda.rpc.v1.Operations/ReadEvents\",code=\"OK\"} 0");
}

static void batches_are_counted_by_their_size(void **state)
{
    struct bench *bench = *state;
    struct method_metrics *ping = &bench->metrics.methods[0];
    metrics_count_batch(ping, 1);
    metrics_count_batch(ping, 64);
    metrics_count_batch(ping, 5000);
    assert_line(bench, "remuda_batch_calls_bucket{method=\"remuda.rpc.v1.Operations/Ping\",le=\"16\"} 1");
    assert_line(bench, "remuda_batch_calls_bucket{method=\"remuda.rpc.v1.Operations/Ping\",le=\"64\"} 2");
    assert_line(bench, "remuda_batch_calls_sum{method=\"remuda.rpc.v1.Operations/Ping\"} 5065");
    assert_line(bench, "remuda_batch_calls_count{method=\"remuda.rpc.v1.Operations/Ping\"} 3");
}

static void every_reason_to_refuse_has_a_name_and_a_line(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < REFUSAL_COUNT; i++) {
        char line[100];
        assert_non_null(refusal_name((enum refusal)i));
        atomic_store(&bench->metrics.refused[i], (uint64_t)i + 1);
        snprintf(line, sizeof line, "remuda_refused_total{reason=\"%s\"} %d", refusal_name((enum refusal)i), i + 1);
        assert_line(bench, line);
    }
    atomic_store(&bench->listener.strangers, 7);
    assert_line(bench, "remuda_refused_total{reason=\"stranger\"} 7");
}

static void a_service_is_ready_while_it_accepts_and_its_database_is_well(void **state)
{
    struct bench *bench = *state;
    assert_false(metrics_ready(&bench->metrics));
    atomic_store(&bench->metrics.accepting, true);
    assert_false(metrics_ready(&bench->metrics));
    atomic_store(&bench->metrics.database_well, true);
    assert_true(metrics_ready(&bench->metrics));
}

static void before_the_socket_is_there_the_page_goes_without_it(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(metrics_print(&bench->metrics, &bench->table, NULL, bench->queue, &bench->page), 0);
    assert_null(strstr(bench->page.data, "stranger"));
    struct buffer small = BUFFER(100);
    assert_int_equal(metrics_print(&bench->metrics, &bench->table, NULL, bench->queue, &small), -1);
    buffer_release(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_page_is_prometheus_text_format, make, drop),
        cmocka_unit_test_setup_teardown(calls_are_counted_by_method_and_code, make, drop),
        cmocka_unit_test_setup_teardown(batches_are_counted_by_their_size, make, drop),
        cmocka_unit_test_setup_teardown(every_reason_to_refuse_has_a_name_and_a_line, make, drop),
        cmocka_unit_test_setup_teardown(a_service_is_ready_while_it_accepts_and_its_database_is_well, make, drop),
        cmocka_unit_test_setup_teardown(before_the_socket_is_there_the_page_goes_without_it, make, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
