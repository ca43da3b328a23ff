#include "commit_thief.h"

#include "base/banned.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_NAME ".s.PGSQL.5432"
#define CHUNK_SIZE 65536
#define COMMIT_MESSAGE "Q\0\0\0\013COMMIT" /* the simple query protocol's message, with its closing NUL */

struct commit_thief {
    char folder[64], server[sizeof((struct sockaddr_un *)0)->sun_path];
    int listener;
    atomic_bool armed, stopping;
    atomic_int loot;
    pthread_t thread;
};

static struct sockaddr_un address_of(const char *folder)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (snprintf(address.sun_path, sizeof address.sun_path, "%s/" SOCKET_NAME, folder) >= (int)sizeof address.sun_path)
        abort();
    return address;
}

static bool send_all(int to, const char *bytes, size_t size)
{
    return send(to, bytes, size, MSG_NOSIGNAL) == (ssize_t)size;
}

/* Moves what has come. False: one side has closed, or the theft is done. */
static bool pass_on(struct commit_thief *thief, int client, int server)
{
    static _Thread_local char chunk[CHUNK_SIZE];
    struct pollfd both[] = {{.fd = client, .events = POLLIN}, {.fd = server, .events = POLLIN}};
    poll(both, 2, 50);
    if (both[0].revents) {
        ssize_t size = recv(client, chunk, sizeof chunk, 0);
        if (size <= 0 || !send_all(server, chunk, (size_t)size))
            return false;
        bool commits = size == sizeof COMMIT_MESSAGE && memcmp(chunk, COMMIT_MESSAGE, sizeof COMMIT_MESSAGE) == 0;
        if (commits && atomic_exchange(&thief->armed, false)) {
            recv(server, chunk, sizeof chunk, 0); /* the server has committed */
            atomic_fetch_add(&thief->loot, 1);
            return false;
        }
    }
    if (both[1].revents) {
        ssize_t size = recv(server, chunk, sizeof chunk, 0);
        if (size <= 0 || !send_all(client, chunk, (size_t)size))
            return false;
    }
    return true;
}

static void serve(struct commit_thief *thief, int client)
{
    struct sockaddr_un address = address_of(thief->server);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(server, (struct sockaddr *)&address, sizeof address) == 0)
        while (!atomic_load(&thief->stopping) && pass_on(thief, client, server))
            continue;
    close(server);
    close(client);
}

static void *run(void *context)
{
    struct commit_thief *thief = context;
    while (!atomic_load(&thief->stopping)) {
        struct pollfd listener = {.fd = thief->listener, .events = POLLIN};
        if (poll(&listener, 1, 50) == 1)
            serve(thief, accept(thief->listener, NULL, NULL));
    }
    return NULL;
}

struct commit_thief *commit_thief_start(const char *server_socket_folder)
{
    struct commit_thief *thief = calloc(1, sizeof *thief);
    if (!thief)
        abort();
    snprintf(thief->folder, sizeof thief->folder, "/tmp/commit_thief.XXXXXX");
    snprintf(thief->server, sizeof thief->server, "%s", server_socket_folder);
    if (!mkdtemp(thief->folder))
        abort();
    struct sockaddr_un address = address_of(thief->folder);
    thief->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(thief->listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(thief->listener, 8) != 0)
        abort();
    pthread_create(&thief->thread, NULL, run, thief);
    return thief;
}

const char *commit_thief_folder(const struct commit_thief *thief)
{
    return thief->folder;
}

void commit_thief_arm(struct commit_thief *thief)
{
    atomic_store(&thief->armed, true);
}

int commit_thief_loot(const struct commit_thief *thief)
{
    return atomic_load(&thief->loot);
}

void commit_thief_stop(struct commit_thief *thief)
{
    atomic_store(&thief->stopping, true);
    pthread_join(thief->thread, NULL);
    close(thief->listener);
    unlink(address_of(thief->folder).sun_path);
    rmdir(thief->folder);
    free(thief);
}
