/* The methods of remuda.directory.v1.Directory: protobuf <-> domain, one function a method, by noun in rpc_NOUN.c. */
#pragma once

#include "fault.h"
#include "remuda/directory/v1/directory.pb-c.h"
#include "service/service.h"

#define HEADQUARTERS_CODE "HQ" /* made by the migration */
#define HEADQUARTERS_UNIT_ID 1

method_handler rpc_put_units, rpc_get_unit, rpc_list_units;
method_handler rpc_put_people;
method_handler rpc_put_products, rpc_list_products;
method_handler rpc_put_calendar, rpc_get_calendar;
method_handler rpc_put_reference_codes, rpc_list_reference_codes;
method_handler rpc_grant_key, rpc_revoke_key;

/* --- what they have in common (rpc.c) --------------------------------------------------------------------------------
 */

typedef int one_call(struct batch *batch, struct call *call, struct error *error);

/* Runs `handle` for each call that is not refused yet. -1 when one returns -1: the transaction failed. */
int rpc_each(struct batch *batch, one_call *handle, struct error *error);
/* The same for methods that change the directory: their caller must administer headquarters, and they go one after
 * another. */
int rpc_each_change(struct batch *batch, one_call *handle, struct error *error);

/* Tells the caller of a fault of row `row` of `list` ("units[3].parent_code"); `list` NULL: of the request itself. */
void rpc_refuse(struct batch *batch, struct call *call, const char *list, size_t row, const struct fault *fault);
/* Refuses a call with more rows than `max`. True when it may go on. */
bool rpc_check_count(struct batch *batch, struct call *call, const char *list, size_t n, size_t max);
/* Refuses row `row`: it names the same as row `first`. */
void rpc_refuse_twice(struct batch *batch, struct call *call, const char *list, size_t row, const char *field,
                      size_t first);
/* An ISO date; `fallback` when the text is empty. 0, or -1 with `fault`. */
int rpc_day(const char *text, day_t fallback, const char *field, day_t *day, struct fault *fault);
/* The date as the contract writes it, "" for one that is open. */
char *rpc_day_text(struct batch *batch, day_t day);
/* protobuf-c's structs hold char *, also for text that is only read. */
char *rpc_text(const char *text);
/* May the caller see this unit? Units younger than the snapshot of authority are seen by headquarters. */
bool rpc_may_see(const struct batch *batch, const struct call *call, int64_t unit_id);
