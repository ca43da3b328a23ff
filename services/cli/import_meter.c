#include "import_meter.h"

#include "base/money.h"
#include "text.h"

#include <inttypes.h>

#define CELLS 30
#define SECOND_US INT64_C(1000000)
#define SETTLING_US (2 * SECOND_US) /* before that the rate tells nothing */

/* 1234567 -> "1,234,567" */
static void add_thousands(struct buffer *line, uint64_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            buffer_add_char(line, ',');
        buffer_add_char(line, digits[i]);
    }
}

static void add_share(struct buffer *line, int64_t ppm, bool bar)
{
    int filled = (int)(ppm * CELLS / PPM);
    if (bar)
        buffer_printf(line, "[%.*s%*s] ", filled, "##############################", CELLS - filled, "");
    buffer_printf(line, "%3d%%  ", (int)(ppm * 100 / PPM));
}

static void add_duration(struct buffer *line, int64_t seconds)
{
    if (seconds >= 3600)
        buffer_printf(line, "%" PRId64 ":%02d:%02d", seconds / 3600, (int)(seconds / 60 % 60), (int)(seconds % 60));
    else
        buffer_printf(line, "%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

/* What is left of the file takes as long for its size as what this run has read. */
static void add_remaining(struct buffer *line, const struct import_meter *meter, enum locale locale)
{
    int64_t done = meter->ppm - meter->ppm_before;
    if (meter->ppm < 0 || done <= 0)
        return;
    buffer_add_text(line, SAY(locale, "  ", "  剩余 "));
    add_duration(line, meter->elapsed_us / SECOND_US * (PPM - meter->ppm) / done);
    buffer_add_text(line, SAY(locale, " left", ""));
}

void import_meter_print(const struct import_meter *meter, bool bar, enum locale locale, struct buffer *line)
{
    if (meter->ppm >= 0)
        add_share(line, meter->ppm, bar);
    add_thousands(line, meter->rows);
    buffer_add_text(line, SAY(locale, " rows", " 行"));
    if (meter->elapsed_us < SETTLING_US)
        return;
    buffer_add_text(line, "  ");
    add_thousands(line, (meter->rows - meter->rows_before) * (uint64_t)SECOND_US / (uint64_t)meter->elapsed_us);
    buffer_add_text(line, SAY(locale, "/s", " 行/秒"));
    add_remaining(line, meter, locale);
}
