#include "base/log.h"

#include "unit.h"

#include <limits.h>
#include <unistd.h>

static char line[2 * PIPE_BUF];

/* Runs `log_write` with standard error on a pipe and keeps what came out in `line`. */
static void write_and_catch(enum log_level level, const char *event, const struct log_field *fields)
{
    int ends[2], kept = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    log_write(level, event, fields);
    dup2(kept, STDERR_FILENO);
    close(kept);
    close(ends[1]);
    ssize_t length = read(ends[0], line, sizeof line - 1);
    close(ends[0]);
    assert_true(length >= 0);
    line[length] = '\0';
}

static void an_event_is_one_line_of_json(void **state)
{
    (void)state;
    log_open("lead_intake", LOG_LEVEL_INFO);
    log_set_trace("0af7651916cd43dd8448eb211c80319c");
    write_and_catch(LOG_LEVEL_WARNING, "call_refused",
                    (const struct log_field[]){LOG_TEXT("method", "a\"b\n"), LOG_NUMBER("calls", -3), {0}});
    log_set_trace(NULL);
    assert_non_null(strstr(line,
                           "Z\",\"level\":\"warning\",\"service\":\"lead_intake\",\"event\":\"call_refused\","
                           "\"trace\":\"0af7651916cd43dd8448eb211c80319c\",\"method\":\"a\\\"b\\n\",\"calls\":-3}\n"));
    assert_int_equal(strncmp(line, "{\"time\":\"20", 11), 0);
}

static void a_field_that_does_not_fit_is_left_out_and_the_line_says_so(void **state)
{
    (void)state;
    static char large[PIPE_BUF + 1];
    memset(large, 'x', sizeof large - 1);
    write_and_catch(LOG_LEVEL_ERROR, "failed",
                    (const struct log_field[]){LOG_TEXT("reason", large), LOG_NUMBER("bytes", 7), {0}});
    assert_null(strstr(line, "reason"));
    assert_non_null(strstr(line, ",\"bytes\":7,\"cut\":true}\n"));
}

static void a_line_is_never_longer_than_a_pipe_takes_at_once(void **state)
{
    (void)state;
    static char large[PIPE_BUF + 1];
    for (size_t length = PIPE_BUF - 300; length < PIPE_BUF; length++) {
        memset(large, 'x', length);
        large[length] = '\0';
        write_and_catch(LOG_LEVEL_ERROR, "failed", (const struct log_field[]){LOG_TEXT("reason", large), {0}});
        assert_true(strlen(line) <= PIPE_BUF);
        assert_string_equal(line + strlen(line) - 2, "}\n");
    }
}

static void what_is_below_the_level_is_not_written(void **state)
{
    (void)state;
    log_set_level(LOG_LEVEL_WARNING);
    write_and_catch(LOG_LEVEL_INFO, "started", (const struct log_field[]){{0}});
    assert_string_equal(line, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_one_line_of_json),
        cmocka_unit_test(a_field_that_does_not_fit_is_left_out_and_the_line_says_so),
        cmocka_unit_test(a_line_is_never_longer_than_a_pipe_takes_at_once),
        cmocka_unit_test(what_is_below_the_level_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
