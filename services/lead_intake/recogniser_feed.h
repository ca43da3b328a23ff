/*
 * Keeps the recogniser of a replica in step with the database: all names at the start, in pages, then once a second those that
 * were added by this or another replica.
 *
 * What this replica registers it learns itself after its commit (rpc_recognise). Of what another has registered a moment ago it may
 * still know nothing: a description that means that customer by likeness alone becomes a customer of its own, which a merge
 * mends; equal names and codes are found all the same, and constraints prove them unique.
 */
#pragma once

#include "db/db.h"
#include "recogniser.h"

/* Numbers are given in order, but committed out of order. So what comes after the newest number of a while ago is read again. */
struct feed_tide {
    int64_t from, noted; /* the newest numbers of two turns and of one turn ago */
    int64_t due_ms;      /* the next turn */
};

struct feed_stream {
    int64_t newest;
    struct feed_tide seconds, minutes;
};

/* A zeroed struct has read nothing. */
struct recogniser_feed {
    struct feed_stream customers, aliases;
};

/* Of a million customers it takes some seconds; after a failure it may be called again. */
int recogniser_feed_load(struct recogniser_feed *feed, struct recogniser *recogniser, struct db *db, struct error *error);
int recogniser_feed_refresh(struct recogniser_feed *feed, struct recogniser *recogniser, struct db *db, int64_t now_ms,
                            struct error *error);
