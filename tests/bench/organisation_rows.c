/* bench_organisations COUNT: the customers of `lead_mixed` as COPY reads them: name (which is its own key), code, region. */
#include "base/parse.h"
#include "customer.h"
#include "organisation.h"

int main(int argc, char **argv)
{
    int64_t count;
    if (argc != 2 || parse_int64(argv[1], 1, 10000000, "COUNT", &count, NULL) != 0) {
        fprintf(stderr, "usage: bench_organisations COUNT\n");
        return 2;
    }
    for (int64_t i = 0; i < count; i++) {
        char name[ORGANISATION_NAME_SIZE], uscc[CUSTOMER_USCC_SIZE];
        organisation_full_name((uint64_t)i, name);
        customer_uscc(i, uscc);
        printf("%s\t%s\t%s\n", name, uscc, organisation_region((uint64_t)i));
    }
    return 0;
}
