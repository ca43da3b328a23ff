/* directory's list of core industries: from the words in a file ("出租车", "Taxi") to the code ("taxi"). */
#pragma once

#include "cli.h"
#include "record.h"

struct industries {
    const struct industry *entries;
    size_t count;
    bool known; /* false: directory did not answer, words go on as they stand */
};

/* Asks directory. When it does not answer, says so on standard error: the services do not need each other to work. */
void industries_load(struct industries *industries, struct cli *cli);
/* The code of the column's word. A word of no core industry is refused, or with `lenient` left out with a remark. */
char *industry_code(const struct industries *industries, struct record *record, size_t column, bool lenient);
