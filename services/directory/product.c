#include "product.h"

#define PRODUCT_LINE_MAX 60 /* characters */

int product_check(const struct product *product, struct fault *fault)
{
    if (check_code(product->code, "code", fault) < 0 ||
        check_name(product->name, PRODUCT_NAME_MAX, "name", fault) < 0 ||
        check_name(product->product_line, PRODUCT_LINE_MAX, "product_line", fault) < 0)
        return -1;
    if (product->use_class < 1 || product->use_class > 3)
        return fault_set(fault, "REQUIRED", "use_class", "It is not given: use COMMAND, OPERATION or FOR_CONVERTER.",
                         "未填写：请填指挥车、作业车或改装厂用车。");
    if (product->list_price_fen < 0 || product->list_price_fen > PRODUCT_PRICE_MAX)
        return fault_set(fault, "OUT_OF_RANGE", "list_price_fen", "%lld fen is no list price: give 0 to %lld.",
                         "%lld 分不是合理的指导价：请填 0 到 %lld。", (long long)product->list_price_fen,
                         (long long)PRODUCT_PRICE_MAX);
    return 0;
}
