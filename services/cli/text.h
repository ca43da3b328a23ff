/* A text in each language of the command line. */
#pragma once

#include "base/error.h"

struct text {
    const char *in[LOCALE_COUNT];
};

#define TEXT(english, chinese)                                                                                         \
    {                                                                                                                  \
        {                                                                                                              \
            [LOCALE_EN] = (english), [LOCALE_ZH_CN] = (chinese)                                                        \
        }                                                                                                              \
    }
/* One of two literals, so that formats stay checked by the compiler. */
#define SAY(locale, english, chinese) ((locale) == LOCALE_ZH_CN ? (chinese) : (english))
