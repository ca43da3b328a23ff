/* One request within a batch, from its unpacking to its answer. */
#pragma once

#include "service/runner.h"

struct job {
    struct request *request;
    struct call call;
    struct db_bytes response; /* packed; of this run or of an earlier one */
    bool answered_before;
    uint8_t hash[REQUEST_HASH_SIZE];
};

/* Fills the call, or fails it: deadline, who asks, with which role, and what. */
void job_prepare(struct job *job, struct runner *runner, const struct authority *authority, int64_t now_us);

/* A call that was sent again while its first copy waits in the same batch is left for a later round, where it finds the
 * kept reply. Moves such jobs behind the others and returns how many jobs form this round. */
size_t jobs_set_repeats_aside(struct arena *arena, struct job **jobs, size_t count);
/* Jobs of one batch lie in one array, in the order in which they came. */
void jobs_sort_by_arrival(struct job **jobs, size_t count);
