/*
 * Connections as the door sees them: whose they are, and since when it waits for their sender. One that is slow on
 * purpose is cut off, however often it sends a byte. Any thread may ask.
 */
#pragma once

#include "quota.h"

#include <stdatomic.h>

struct guest {
    int socket;
    _Atomic int64_t waiting_since_us; /* for the rest of a request, or for the answer to be taken; 0: the door works */
    struct limited *caller;           /* whose connection it is; NULL: not known yet, or not counted */
    struct guest *prev, *next;
};

struct guests;

struct guests *guests_create(struct quotas *quotas);
void guests_destroy(struct guests *guests);
/* The connection begins and ends; NULL when there is no memory. */
struct guest *guests_add(struct guests *guests, int socket, int64_t now_us);
void guests_remove(struct guests *guests, struct guest *guest);
/* The guest has shown whose connection it is. False when that caller has too many. */
bool guests_know(struct guests *guests, struct guest *guest, const char *principal);
/* Ends connections that have kept the door waiting since before `since_us`. */
void guests_sweep(struct guests *guests, int64_t since_us);
