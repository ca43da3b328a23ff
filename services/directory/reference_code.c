#include "reference_code.h"

#define REFERENCE_NAME_MAX 120    /* characters */
#define REFERENCE_MAPPING_MAX 400 /* characters */

int reference_code_check(const struct reference_code *code, struct fault *fault)
{
    if (check_code(code->list, "list", fault) < 0 || check_code(code->code, "code", fault) < 0 ||
        check_name(code->name_zh, REFERENCE_NAME_MAX, "name_zh", fault) < 0 ||
        check_name(code->name_en, REFERENCE_NAME_MAX, "name_en", fault) < 0)
        return -1;
    if (code->sequence < 0)
        return fault_set(fault, "OUT_OF_RANGE", "sequence", "%d is no place in a list: count from 0.",
                         "%d 不是合法序号：请从 0 开始。", code->sequence);
    if (code->mapping[0] != '\0')
        return check_name(code->mapping, REFERENCE_MAPPING_MAX, "mapping", fault);
    return 0;
}
