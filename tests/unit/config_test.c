#include "config/config.h"

#include "unit.h"

#include <unistd.h>

struct settings {
    const char *bind;
    int64_t workers;
    bool prepare;
    const char *key, *password;
};

static const struct config_option table[] = {
    {"BIND", CONFIG_TEXT, "tcp://127.0.0.1:7101", "where calls come in", offsetof(struct settings, bind), 0, 0},
    {"WORKERS", CONFIG_INTEGER, "2", "threads, each with a database connection", offsetof(struct settings, workers), 1,
     64},
    {"PREPARE", CONFIG_BOOL, "true", "keep prepared statements", offsetof(struct settings, prepare), 0, 0},
    {"SECRET_KEY", CONFIG_SECRET, NULL, "the service's own key", offsetof(struct settings, key), 0, 0},
    {"PASSWORD", CONFIG_SECRET, "", "the database's password", offsetof(struct settings, password), 0, 0},
    {0},
};

#define KEY "REMUDA_SECRET_KEY=key"
/* An environment has `char *`, though nobody writes to it. */
#define ENVIRONMENT(...) ((char **)(uintptr_t)(const char *[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

static void what_is_not_set_has_its_default(void **state)
{
    (void)state;
    struct settings settings;
    assert_int_equal(config_load(table, &settings, ENVIRONMENT("HOME=/", KEY, "REMUDA_WORKERS="), NULL), 0);
    assert_string_equal(settings.bind, "tcp://127.0.0.1:7101");
    assert_true(settings.workers == 2);
    assert_true(settings.prepare);
    assert_string_equal(settings.key, "key");
    assert_string_equal(settings.password, "");
    config_release(table, &settings);
    assert_null(settings.bind);
    config_release(table, &settings);
}

static void variables_override_defaults(void **state)
{
    (void)state;
    struct settings settings;
    char **environment =
        ENVIRONMENT(KEY, "REMUDA_BIND=tcp://*:1", "REMUDA_WORKERS=64", "REMUDA_PREPARE=false", "REMUDA_PASSWORD=p=q");
    assert_int_equal(config_load(table, &settings, environment, NULL), 0);
    assert_string_equal(settings.bind, "tcp://*:1");
    assert_true(settings.workers == 64);
    assert_false(settings.prepare);
    assert_string_equal(settings.password, "p=q");
    config_release(table, &settings);
}

static void assert_fatal(char **environment, const char *variable)
{
    struct settings settings;
    struct error error;
    assert_int_equal(config_load(table, &settings, environment, &error), -1);
    assert_string_equal(error.field, variable);
    assert_true(strlen(error.message[LOCALE_EN]) > 10 && strlen(error.message[LOCALE_ZH_CN]) > 10);
    assert_null(settings.bind);
    assert_null(settings.key);
}

static void a_typing_mistake_never_runs_with_a_default(void **state)
{
    (void)state;
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_WORKER=5"), "REMUDA_WORKER");
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_WORKERS_=5"), "REMUDA_WORKERS_");
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_bind=x"), "REMUDA_bind");
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_BIND_FILE=/x"), "REMUDA_BIND_FILE"); /* not a secret */
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_=5"), "REMUDA_");
}

static void a_value_of_the_wrong_kind_is_fatal(void **state)
{
    (void)state;
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_WORKERS=0"), "REMUDA_WORKERS");
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_WORKERS=65"), "REMUDA_WORKERS");
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_WORKERS=two"), "REMUDA_WORKERS");
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_PREPARE=yes"), "REMUDA_PREPARE");
}

static void a_required_setting_that_is_missing_is_named(void **state)
{
    (void)state;
    assert_fatal(ENVIRONMENT("HOME=/"), "REMUDA_SECRET_KEY_FILE");
    assert_fatal(ENVIRONMENT("REMUDA_SECRET_KEY="), "REMUDA_SECRET_KEY_FILE");
    struct settings settings;
    struct error error;
    config_load(table, &settings, ENVIRONMENT("HOME=/"), &error);
    assert_non_null(strstr(error.message[LOCALE_EN], "the service's own key"));
}

/* Puts `bytes` into a new file whose path replaces the X of `entry`, which begins with REMUDA_SECRET_KEY_FILE=. */
static char *write_secret(char *entry, const char *bytes, size_t length)
{
    char *path = strchr(entry, '=') + 1;
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), length);
    close(file);
    return path;
}

#define SECRET_ENTRY "REMUDA_SECRET_KEY_FILE=/tmp/remuda_config_test_XXXXXX"

static void a_secret_is_read_from_its_file_without_the_line_end(void **state)
{
    (void)state;
    static const char *const contents[] = {"se cret", "se cret\n", "se cret\r\n"};
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        char entry[] = SECRET_ENTRY;
        char *path = write_secret(entry, contents[i], strlen(contents[i]));
        struct settings settings;
        int result = config_load(table, &settings, ENVIRONMENT(entry), NULL);
        unlink(path);
        assert_int_equal(result, 0);
        assert_string_equal(settings.key, "se cret");
        config_release(table, &settings);
    }
}

static void a_file_without_a_usable_secret_is_fatal(void **state)
{
    (void)state;
    static char large[5000];
    memset(large, 'x', sizeof large);
    static const struct {
        const char *bytes;
        size_t length;
    } contents[] = {{"", 0}, {"\n", 1}, {"a\0b", 3}, {large, 4097}, {large, 5000}};
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        char entry[] = SECRET_ENTRY;
        char *path = write_secret(entry, contents[i].bytes, contents[i].length);
        assert_fatal(ENVIRONMENT(entry), "REMUDA_SECRET_KEY_FILE");
        unlink(path);
    }
    assert_fatal(ENVIRONMENT("REMUDA_SECRET_KEY_FILE=/nowhere/key"), "REMUDA_SECRET_KEY_FILE");
    assert_fatal(ENVIRONMENT("REMUDA_SECRET_KEY_FILE=/tmp"), "REMUDA_SECRET_KEY_FILE");
}

static void a_secret_from_two_places_is_fatal(void **state)
{
    (void)state;
    assert_fatal(ENVIRONMENT(KEY, "REMUDA_SECRET_KEY_FILE=/tmp/x"), "REMUDA_SECRET_KEY");
}

static void help_is_printed_from_the_table(void **state)
{
    (void)state;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    config_print_help(table, "remuda-directory", "who belongs where", out);
    fclose(out);
    static const char *const parts[] = {
        "remuda-directory: who belongs where\n",
        "REMUDA_BIND (text; default tcp://127.0.0.1:7101)\n      where calls come in\n",
        "REMUDA_WORKERS (number from 1 to 64; default 2)\n",
        "REMUDA_PREPARE (true or false; default true)\n",
        "REMUDA_SECRET_KEY_FILE (path of a file with the secret; required)\n",
        "REMUDA_PASSWORD_FILE (path of a file with the secret; default empty)\n",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_non_null(strstr(text, parts[i]));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_set_has_its_default),
        cmocka_unit_test(variables_override_defaults),
        cmocka_unit_test(a_typing_mistake_never_runs_with_a_default),
        cmocka_unit_test(a_value_of_the_wrong_kind_is_fatal),
        cmocka_unit_test(a_required_setting_that_is_missing_is_named),
        cmocka_unit_test(a_secret_is_read_from_its_file_without_the_line_end),
        cmocka_unit_test(a_file_without_a_usable_secret_is_fatal),
        cmocka_unit_test(a_secret_from_two_places_is_fatal),
        cmocka_unit_test(help_is_printed_from_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
