#include "guest.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <utlist.h>

struct guests {
    struct quotas *quotas;
    pthread_mutex_t lock; /* of the list: a socket that stands in it is open */
    struct guest *list;
};

struct guests *guests_create(struct quotas *quotas)
{
    struct guests *guests = calloc(1, sizeof *guests);
    if (!guests)
        return NULL;
    guests->quotas = quotas;
    pthread_mutex_init(&guests->lock, NULL);
    return guests;
}

void guests_destroy(struct guests *guests)
{
    if (!guests)
        return;
    pthread_mutex_destroy(&guests->lock);
    free(guests);
}

struct guest *guests_add(struct guests *guests, int socket, int64_t now_us)
{
    struct guest *guest = calloc(1, sizeof *guest);
    if (!guest)
        return NULL;
    guest->socket = socket;
    atomic_init(&guest->waiting_since_us, now_us);
    pthread_mutex_lock(&guests->lock);
    DL_APPEND(guests->list, guest);
    pthread_mutex_unlock(&guests->lock);
    return guest;
}

void guests_remove(struct guests *guests, struct guest *guest)
{
    if (!guest)
        return;
    pthread_mutex_lock(&guests->lock);
    DL_DELETE(guests->list, guest);
    pthread_mutex_unlock(&guests->lock);
    quotas_disconnect(guests->quotas, guest->caller);
    free(guest);
}

bool guests_know(struct guests *guests, struct guest *guest, const char *principal)
{
    return guest->caller || quotas_connect(guests->quotas, principal, &guest->caller);
}

void guests_sweep(struct guests *guests, int64_t since_us)
{
    struct guest *guest;
    pthread_mutex_lock(&guests->lock);
    DL_FOREACH(guests->list, guest)
    {
        const int64_t waiting_since_us = atomic_load(&guest->waiting_since_us);
        if (waiting_since_us && waiting_since_us < since_us)
            shutdown(guest->socket, SHUT_RDWR);
    }
    pthread_mutex_unlock(&guests->lock);
}
