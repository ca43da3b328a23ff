/* What several methods check alike. */
#pragma once

#include "basis.h"
#include "remuda/target/v1/target_planning.pb-c.h"
#include "service/service.h"

#define YEAR_MIN 2001
#define YEAR_MAX 2099

bool check_year(struct batch *batch, struct call *call, int year);
bool check_month(struct batch *batch, struct call *call, int month);
/* The plan, held; the call fails when there is none or it is in another state. `plan_id` 0: that in force of the year.
 */
int find_plan_in_state(struct batch *batch, struct call *call, int64_t plan_id, int year, enum plan_state state,
                       struct plan *plan, struct error *error);
/* The message's drivers with the stored ones that they name; the call fails when one is unknown. */
int read_drivers(struct batch *batch, struct call *call, Remuda__Target__V1__PlanDriver *const *messages, size_t n,
                 int year, struct plan_driver **drivers, struct error *error);
/* The unit with the code, '' headquarters'; the call fails when there is none or the caller may not view it. What the
 * caller may not see and what is not there are told apart only to those who may see it. */
int find_viewed_unit(struct batch *batch, struct call *call, const char *code, int64_t *unit_id, struct error *error);
/* The node of a unit or person, the cell of a table; the call fails when the plan has none. */
size_t find_node(struct call *call, const struct basis *basis, const char *code, const char *field);
size_t find_cell(struct call *call, const struct basis *basis, int month, const char *product, int business_type);
Remuda__Target__V1__PlanDocument *document_of(struct batch *batch, const struct plan *plan);
Remuda__Target__V1__PlanTarget *target_of(struct batch *batch, const struct unit_months *unit);
