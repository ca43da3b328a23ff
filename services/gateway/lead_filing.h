/*
 * A document with leads (ADF, STAR) on its way: prospect after prospect to lead_intake, in the document's order, each
 * with a verdict of its own. The answer is the list of verdicts; when none was filed, a problem that has them too. When
 * the service cannot be asked, the whole document is refused for now: sent again it does nothing twice.
 */
#pragma once

#include "exchange.h"

/* True when the body of this request may be such a document. */
bool lead_filing_takes(const struct route *route, const char *content_type);
/* As exchange_begin, for these. */
bool lead_filing_begin(struct exchange *exchange, void (*suspend)(struct exchange *exchange));
