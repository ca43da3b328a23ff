/* The two pyramids for people: as a table, a spreadsheet, a drawing. */
#pragma once

#include "cli.h"
#include "pyramid.h"

/* What is shown: of all, and of each group. */
struct pyramids {
    struct pyramid all, *groups;
    size_t group_count;
    const char *title;
};

/* The options of every command that shows pyramids: by, svg, xlsx. */
#define PYRAMID_OPTIONS                                                                                                \
    {"by", "DIMENSION",                                                                                                \
     TEXT("groups: region, segment, business_type or industry", "分组：region、segment、business_type 或 industry"),   \
     false},                                                                                                           \
        {"svg", "FILE", TEXT("both pyramids side by side as a drawing", "两个金字塔并列，存为 SVG"), false},           \
    {                                                                                                                  \
        "xlsx", "FILE", TEXT("levels and Lorenz curves as a spreadsheet", "各级与洛伦兹曲线，存为 XLSX"), false        \
    }

/* "region" -> ATTRIBUTE_REGION; ATTRIBUTE_COUNT when the option was not given; -1 with cli->error. */
int pyramid_dimension(struct cli *cli, enum attribute *by);
/* Writes the files that the options ask for. */
int pyramid_write_files(struct cli *cli, const struct pyramids *pyramids);
void pyramid_print(struct cli *cli, const struct pyramids *pyramids);
