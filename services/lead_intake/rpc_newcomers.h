/* Customers that nobody knows yet, registered by the methods that name one. */
#pragma once

#include "customer_store.h"
#include "rpc.h"

/* customer_store_ensure of entries of whom nobody is alike, with this added: of two entries that surely are one
 * customer the second is that of the first; one that may be another's who is being registered just now stays 0, for a
 * person, unless it is to be registered `even_if_alike`. */
int rpc_register_newcomers(struct batch *batch, struct customer_entry *entries, size_t n, struct error *error);
