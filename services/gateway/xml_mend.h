/*
 * What senders of leads write instead of XML, made well-formed: the customary prolog <?ADF VERSION "1.0"?><?XML VERSION
 * "1.0"?>, attributes without quotes, a lone "&". Processing instructions and comments go, lines stay where they are.
 * Pure.
 */
#pragma once

#include "base/buffer.h"

/* `text` is what came, as UTF-8 up to its first NUL. 0, or -1 when it does not fit. */
int xml_mend(const char *text, struct buffer *mended);
