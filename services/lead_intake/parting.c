#include "parting.h"

enum parting parting_of(const struct parting_facts *facts)
{
    if (facts->changed_since)
        return PARTING_CHANGED;
    if (facts->gave_way_again)
        return PARTING_WAIT;
    if (facts->now == LEAD_RELEASED)
        return facts->before == LEAD_IN_REVIEW ? PARTING_HOLD : PARTING_RESTORE;
    if (facts->now == LEAD_HELD && facts->before == LEAD_HELD && facts->end_moved && !facts->extended_since)
        return PARTING_END_AS_BEFORE;
    return PARTING_KEEP;
}
