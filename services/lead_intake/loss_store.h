/* Lost leads in the database, counted by what they have in common. */
#pragma once

#include "db/db.h"

/* Which lost leads, and by what. 0 and "" mean any. */
struct loss_question {
    const int64_t *unit_ids; /* with their subtrees */
    size_t unit_count;
    const char *from, *to; /* ISO dates */
    int64_t business_type;
    bool by_reason, by_competitor, by_selling_stage, by_buying_stage, by_area;
    int64_t limit;
};

struct loss_group {
    int64_t reason, selling_stage, buying_stage;
    const char *competitor, *area_code, *area_name;
    int64_t leads, units;
};

struct loss_answer {
    struct loss_group *groups; /* at most `limit`, the largest first */
    size_t group_count;
    int64_t leads, units; /* over all groups, however many there are */
    int64_t all_groups;
};

int loss_store_count(struct db *db, struct arena *arena, const struct loss_question *question, struct loss_answer *answer,
                     struct error *error);
