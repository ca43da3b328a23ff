/* What filing, listing and deciding conflicts have in common. */
#pragma once

#include "rpc_hold.h"

/* A second dealer's filing of a held opportunity is a conflict for a manager to decide (撞单): kept with its time and evidence, once. */
int rpc_keep_claims(struct batch *batch, const struct claim *claims, size_t n, struct error *error);
/* Whose manager decides it next, or decided it last; 0: only headquarters may. */
int64_t rpc_conflict_decider(const struct batch *batch, const struct conflict *conflict);
/* The whole of it may be seen: a manager above one of the dealers. */
bool rpc_conflict_is_open_to(const struct batch *batch, const struct principal *principal, const struct conflict *conflict);
