#include "service/service.h"

#include "base/clock.h"
#include "base/log.h"
#include "remuda/rpc/v1/operations.pb-c.h"
#include "service/admin.h"
#include "service/admission.h"
#include "service/background.h"
#include "service/check.h"
#include "service/operations.h"
#include "service/worker.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define MESSAGES_PER_TURN 1024 /* read before workers are woken, so that they find a batch */
#define WAIT_MS 1000           /* the picture of principals is looked at again at least so often */
#define CONNECT_MS 1000
#define FRAME_SCHEMA_CHANGE "event_lag" /* the last sqitch change that the frame itself needs */
#define GIVE_UP_MS 3000             /* after the drain: for the last replies and the threads' ends */

extern char **environ;

/* The service's table of contents; created from top to bottom, destroyed in reverse. */
struct service {
    const struct service_definition *definition;
    struct service_options options;
    struct service_settings own_settings; /* when the definition has none */
    struct service_settings *settings;
    struct curve_keys keys;
    struct method_table methods;
    struct metrics metrics;
    struct db_options database;
    int signal_fd;
    enum log_level log_level; /* as configured */
    struct queue *queue;
    struct outbox *outbox;
    struct authority_holder *authority;
    struct admin *admin;
    struct runner inline_runner;
    struct listener *listener;
    struct workers *workers;
    struct background *background;
    struct admission admission;
    bool stop_asked;
};

/* --- set-up
 * --------------------------------------------------------------------------------------------------------------- */

static int read_log_level(const char *text, enum log_level *level, struct error *error)
{
    for (int i = LOG_LEVEL_DEBUG; i <= LOG_LEVEL_ERROR; i++)
        if (strcmp(text, log_level_names[i]) == 0) {
            *level = (enum log_level)i;
            return 0;
        }
    return error_set(error, STATUS_INVALID_ARGUMENT, "REMUDA_LOG_LEVEL",
                     "'%s' is no level: use debug, info, warning or error",
                     "“%s”不是日志级别：请用 debug、info、warning 或 error", text);
}

static int read_settings(struct service *service, struct error *error)
{
    if (config_load(service->options.rows, service->settings, environ, error) != 0 ||
        read_log_level(service->settings->log_level, &service->log_level, error) != 0)
        return -1;
    log_open(service->definition->name, service->log_level);
    if (curve_keys_from_secret(service->settings->secret_key, "REMUDA_SECRET_KEY", &service->keys, error) != 0)
        return -1;
    service->database = (struct db_options){
        .conninfo = service->settings->database,
        .password = *service->settings->database_password ? service->settings->database_password : NULL,
        .password_file = getenv("REMUDA_DATABASE_PASSWORD_FILE"),
        .application_name = service->definition->name,
        .prepare = service->settings->database_prepare,
    };
    return 0;
}

/* Signals come through a file descriptor, to the main thread's poll; the mask is inherited by all threads. */
static int open_signals(struct service *service, struct error *error)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGUSR1);
    sigaddset(&signals, SIGUSR2);
    if (service->definition->reload)
        sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    service->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (service->signal_fd < 0)
        return error_set(error, STATUS_INTERNAL, NULL, "signalfd failed: %s", "signalfd 失败：%s", strerror(errno));
    return 0;
}

static void change_log_level(enum log_level level)
{
    log_set_level(LOG_LEVEL_INFO); /* that it changes is always told */
    log_info("log_level_changed", LOG_TEXT("level", log_level_names[level]));
    log_set_level(level);
}

/* SIGUSR1: the log tells all; SIGUSR2: what was configured. Any other asks the service to end. */
static bool stop_asked(struct service *service)
{
    struct signalfd_siginfo info;
    while (read(service->signal_fd, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGUSR1)
            change_log_level(LOG_LEVEL_DEBUG);
        else if (info.ssi_signo == SIGUSR2)
            change_log_level(service->log_level);
        else if (info.ssi_signo == SIGHUP)
            service->definition->reload(service->definition->context);
        else
            service->stop_asked = true;
    }
    return service->stop_asked;
}

static int create_parts(struct service *service, struct error *error)
{
    const struct service_definition *definition = service->definition;
    if (method_table_add(&service->methods, definition->descriptor, definition->methods, error) != 0 ||
        method_table_add(&service->methods, &remuda__rpc__v1__operations__descriptor, operations_methods, error) != 0)
        return -1;
    service->metrics.consumer = definition->apply || definition->apply_batch ? definition->name : NULL;
    service->metrics.workers = service->settings->workers;
    service->queue = queue_create((size_t)service->settings->queue_capacity);
    service->outbox = outbox_create();
    service->authority = authority_holder_create();
    if (!service->queue || !service->outbox || !service->authority || sodium_init() < 0)
        return error_set(error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory", "内存不足");
    const struct admin_options admin = {
        .bind = service->settings->admin_bind,
        .metrics = &service->metrics,
        .methods = &service->methods,
        .queue = service->queue,
        .print_own = definition->print_metrics,
        .context = definition->context,
    };
    service->admin = admin_start(&admin, error);
    return service->admin ? 0 : -1;
}

static int prepare_database(struct service *service, struct db *db, struct error *error)
{
    const struct service_definition *definition = service->definition;
    if (db_connect(db, CONNECT_MS, error) != 0 || db_check_schema(db, FRAME_SCHEMA_CHANGE, error) != 0 ||
        db_check_schema(db, definition->schema_change, error) != 0)
        return -1;
    if (definition->start && definition->start(db, definition->context, error) != 0)
        return -1;
    return authority_holder_refresh(service->authority, db, error);
}

/* Waits for a database that is not there yet; any other trouble ends the start. */
static int await_database(struct service *service, struct error *error)
{
    struct db *db = db_create(&service->database);
    int result;
    while ((result = prepare_database(service, db, error)) != 0 && error->status == STATUS_UNAVAILABLE &&
           !stop_asked(service)) {
        log_warning("database_awaited", LOG_TEXT("reason", error->message[LOCALE_EN]));
        usleep(CONNECT_MS * 200);
    }
    db_destroy(db);
    return result;
}

/* Only keys of the current picture get in. */
static bool admits(const char *public_key, void *context)
{
    struct service *service = context;
    const struct authority *authority = authority_acquire(service->authority);
    bool known = authority && authority_by_key(authority, public_key);
    authority_release(authority);
    return known;
}

static int open_doors(struct service *service, struct error *error)
{
    service->inline_runner = (struct runner){
        .definition = service->definition, .authority = service->authority, .metrics = &service->metrics};
    service->admission = (struct admission){.methods = &service->methods,
                                            .metrics = &service->metrics,
                                            .queue = service->queue,
                                            .inline_runner = &service->inline_runner};
    const struct workers_options workers = {
        .count = (size_t)service->settings->workers,
        .queue = service->queue,
        .outbox = service->outbox,
        .database = &service->database,
        .definition = service->definition,
        .authority = service->authority,
        .metrics = &service->metrics,
    };
    const struct background_options background = {
        .database = &service->database,
        .definition = service->definition,
        .authority = service->authority,
        .metrics = &service->metrics,
    };
    const struct listener_options listener = {
        .bind = service->settings->bind, .keys = &service->keys, .admits = admits, .context = service};
    service->workers = workers_start(&workers, error);
    if (!service->workers)
        return -1;
    service->listener = listener_open(&listener, error);
    if (!service->listener)
        return -1;
    admin_show_listener(service->admin, listener_counters(service->listener));
    atomic_store(&service->metrics.database_well, true);
    service->background = background_start(&background, error);
    return service->background ? 0 : -1;
}

/* --- the loop
 * ------------------------------------------------------------------------------------------------------------- */

static void send_replies(struct service *service, struct reply *replies)
{
    while (replies) {
        struct reply *next = replies->next;
        listener_send(service->listener, replies->routing_id, replies->routing_id_size, replies->frames);
        free(replies); /* listener_send has taken the frames */
        replies = next;
    }
}

static void receive_messages(struct service *service)
{
    struct listener_message message;
    service->admission.authority = authority_acquire(service->authority);
    for (int i = 0; i < MESSAGES_PER_TURN && listener_receive(service->listener, &message); i++)
        send_replies(service, admission_admit(&service->admission, &message));
    authority_release(service->admission.authority);
    queue_wake(service->queue);
}

static void serve(struct service *service)
{
    const int fds[] = {outbox_fd(service->outbox), service->signal_fd};
    bool readable[2];
    while (!stop_asked(service)) {
        listener_wait(service->listener, fds, readable, 2, WAIT_MS);
        if (readable[0])
            send_replies(service, outbox_take(service->outbox));
        receive_messages(service);
    }
}

/* A thread that waits in the database for a lock that nobody gives back would keep the process alive for ever. Nothing
 * that was acknowledged is lost by ending without it. */
static void *end_all_the_same(void *argument)
{
    const struct service *service = argument;
    const int64_t after_ms = service->settings->drain_ms + GIVE_UP_MS;
    usleep((useconds_t)after_ms * 1000);
    log_error("drain_given_up", LOG_NUMBER("after_ms", after_ms));
    _exit(EXIT_FAILURE);
}

static void limit_drain(struct service *service)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, end_all_the_same, service) == 0)
        pthread_detach(thread);
}

/* Calls that were taken get their replies, new ones are told to come back. The address stays bound: zmq_unbind would
 * end the connections, too, and with them the replies. */
static void drain(struct service *service)
{
    const int fd = outbox_fd(service->outbox);
    const int64_t until_us = clock_monotonic_us() + service->settings->drain_ms * 1000;
    bool readable;
    log_info("service_drains");
    limit_drain(service);
    service->admission.draining = true;
    while (clock_monotonic_us() < until_us && !queue_is_idle(service->queue)) {
        listener_wait(service->listener, &fd, &readable, 1, 20);
        send_replies(service, outbox_take(service->outbox));
        receive_messages(service);
    }
    queue_close(service->queue);
}

/* --- take-down
 * ------------------------------------------------------------------------------------------------------------ */

static void destroy(struct service *service)
{
    background_stop(service->background);
    if (service->queue)
        queue_close(service->queue);
    workers_join(service->workers);
    if (service->admin)
        admin_show_listener(service->admin, NULL);
    if (service->listener) {
        send_replies(service, outbox_take(service->outbox));
        listener_close(service->listener);
    }
    arena_release(&service->inline_runner.arena);
    admin_stop(service->admin);
    authority_holder_destroy(service->authority);
    outbox_destroy(service->outbox);
    queue_destroy(service->queue);
    method_table_release(&service->methods);
    if (service->signal_fd >= 0)
        close(service->signal_fd);
    config_release(service->options.rows, service->settings);
}

static int run(struct service *service, struct error *error)
{
    int64_t begin_us = clock_monotonic_us();
    if (read_settings(service, error) != 0 || open_signals(service, error) != 0 || create_parts(service, error) != 0)
        return -1;
    if (await_database(service, error) != 0)
        return service->stop_asked ? 0 : -1;
    if (open_doors(service, error) != 0)
        return -1;
    atomic_store(&service->metrics.accepting, true);
    log_info("service_ready", LOG_TEXT("bind", service->settings->bind),
             LOG_TEXT("admin", service->settings->admin_bind), LOG_NUMBER("workers", service->settings->workers),
             LOG_NUMBER("start_us", clock_monotonic_us() - begin_us));
    serve(service);
    atomic_store(&service->metrics.accepting, false);
    drain(service);
    return 0;
}

static int show_help(const struct service_definition *definition, const struct service_options *options)
{
    char program[80];
    snprintf(program, sizeof program, "remuda-%s", definition->name);
    for (char *c = program; *c; c++)
        if (*c == '_')
            *c = '-';
    config_print_help(options->rows, program, definition->purpose, stdout);
    printf(
        "\n%s --check asks the running service whether it is ready: exit code 0 or 1, needs REMUDA_ADMIN_BIND alone.\n"
        "SIGTERM ends it after the calls under way; SIGUSR1 lets it log all, SIGUSR2 what REMUDA_LOG_LEVEL says.\n",
        program);
    return EXIT_SUCCESS;
}

/* Needs no other setting than the address, so that it can be asked from anywhere. */
static int show_check(const struct service_options *options)
{
    struct error error = {0};
    const char *bind = getenv("REMUDA_ADMIN_BIND");
    if (check_ready(bind && *bind ? bind : options->admin_bind, &error) == 0)
        return EXIT_SUCCESS;
    fprintf(stderr, "%s\n", error.message[LOCALE_EN]);
    return EXIT_FAILURE;
}

int service_main(const struct service_definition *definition, int argc, char **argv)
{
    struct service service = {.definition = definition, .signal_fd = -1};
    struct error error = {0};
    int result = -1;
    service.settings = definition->settings ? definition->settings : &service.own_settings;
    /* Threads share two heaps instead of having one each: an idle service stays small. Blocks of an arena are large
     * enough that the locks are not felt. */
    mallopt(M_ARENA_MAX, 2);
    log_open(definition->name, LOG_LEVEL_INFO);
    if (service_options_make(&service.options, definition->default_port, definition->options, &error) == 0) {
        if (argc > 1 && strcmp(argv[1], "--help") == 0)
            return show_help(definition, &service.options);
        if (argc == 2 && strcmp(argv[1], "--check") == 0)
            return show_check(&service.options);
        if (argc > 1)
            error_set(&error, STATUS_INVALID_ARGUMENT, argv[1],
                      "takes no arguments but --check and --help: settings are environment variables, see --help",
                      "除 --check 和 --help 外不接受参数：设置通过环境变量给出，见 --help");
        else
            result = run(&service, &error);
        destroy(&service);
    }
    if (result != 0) {
        log_error("service_failed", LOG_TEXT("field", error.field), LOG_TEXT("reason", error.message[LOCALE_EN]));
        return EXIT_FAILURE;
    }
    log_info("service_stopped");
    return EXIT_SUCCESS;
}
