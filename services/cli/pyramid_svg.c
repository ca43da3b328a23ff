#include "pyramid_svg.h"

#include "base/buffer.h"
#include "base/money.h"
#include "tier_text.h"

#include <errno.h>

#define SVG_MAX_BYTES (64 * 1024)
#define WIDTH 960
#define HEIGHT 420
#define WIDEST 380 /* of a level with all */
#define LEVEL_HEIGHT 80
#define TOP 90

static const char head[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"420\" viewBox=\"0 0 960 420\" "
    "font-family=\"'Noto Sans CJK SC','Source Han Sans SC',sans-serif\" font-size=\"14\" text-anchor=\"middle\">\n"
    "<defs>\n"
    "<pattern id=\"tier1\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"4\" height=\"4\" fill=\"#fff\"/><path d=\"M0 0L4 4M4 0L0 4\" stroke=\"#000\" stroke-width=\"1\"/></pattern>\n"
    "<pattern id=\"tier2\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"7\" height=\"7\" fill=\"#fff\"/><path d=\"M0 7L7 0\" stroke=\"#000\" stroke-width=\"1\"/></pattern>\n"
    "<pattern id=\"tier3\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"9\" height=\"9\" fill=\"#fff\"/><circle cx=\"4\" cy=\"4\" r=\"0.8\" fill=\"#000\"/></pattern>\n"
    "</defs>\n"
    "<rect width=\"960\" height=\"420\" fill=\"#fff\"/>\n";

static void add_text(struct buffer *svg, int x, int y, int size, const char *text)
{
    buffer_printf(svg, "<text x=\"%d\" y=\"%d\" font-size=\"%d\">", x, y, size);
    for (; *text; text++) {
        if (*text == '<' || *text == '>' || *text == '&')
            buffer_printf(svg, "&#%d;", *text);
        else
            buffer_add_char(svg, *text);
    }
    buffer_add_text(svg, "</text>\n");
}

/* A level is as wide as its share; its numbers stand below it, on white. */
static void add_level(struct buffer *svg, int middle, enum tier tier, int64_t ppm, const char *count,
                      enum locale locale)
{
    char text[160], percent[NUMBER_TEXT_SIZE];
    int top = TOP + (tier - TIER_KEY) * (LEVEL_HEIGHT + 20);
    double width = (double)ppm / PPM * WIDEST;
    if (width < 1)
        width = 1;
    buffer_printf(svg,
                  "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"url(#tier%d)\" stroke=\"#000\"/>\n",
                  middle - width / 2, top, width, LEVEL_HEIGHT - 20, tier);
    snprintf(text, sizeof text, SAY(locale, "%s: %s (%s %%)", "%s：%s（%s%%）"), tier_name(tier, locale), count,
             percent_format(ppm, percent));
    add_text(svg, middle, top + LEVEL_HEIGHT - 4, 14, text);
}

static void draw(struct buffer *svg, const struct pyramids *pyramids, enum locale locale)
{
    const struct pyramid *all = &pyramids->all;
    char text[NUMBER_TEXT_SIZE + 40], number[NUMBER_TEXT_SIZE];
    int left = WIDTH / 4, right = WIDTH * 3 / 4;
    buffer_add_text(svg, head);
    add_text(svg, WIDTH / 2, 30, 18, pyramids->title);
    add_text(svg, left, 70, 16, SAY(locale, "customers", "客户数"));
    add_text(svg, right, 70, 16, SAY(locale, "value", "价值"));
    for (enum tier tier = TIER_KEY; tier < TIER_COUNT; tier++) {
        const struct pyramid_level *level = &all->levels[tier];
        snprintf(number, sizeof number, "%lld", (long long)level->customers);
        add_level(svg, left, tier, pyramid_share(level->customers, all->customers), number, locale);
        add_level(svg, right, tier, pyramid_share(level->value, all->value), micro_format(level->value, number),
                  locale);
    }
    snprintf(text, sizeof text, SAY(locale, "Gini coefficient %s", "基尼系数 %s"), micro_format(all->gini_ppm, number));
    add_text(svg, WIDTH / 2, HEIGHT - 15, 14, text);
    buffer_add_text(svg, "</svg>\n");
}

int pyramid_svg_write(const char *path, const struct pyramids *pyramids, enum locale locale, struct error *error)
{
    struct buffer svg = BUFFER(SVG_MAX_BYTES);
    draw(&svg, pyramids, locale);
    FILE *file = fopen(path, "wbe");
    int failed = !file || fwrite(svg.data, 1, svg.length, file) != svg.length;
    if (file && fclose(file) != 0)
        failed = 1;
    buffer_release(&svg);
    return failed ? error_set(error, STATUS_UNAVAILABLE, "svg", "%s cannot be written: %s", "无法写入 %s：%s", path,
                              strerror(errno))
                  : 0;
}
