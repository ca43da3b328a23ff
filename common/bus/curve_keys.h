/*
 * CURVE key pairs as text: Z85, 40 characters each (https://rfc.zeromq.org/spec/32/). The public key follows from the
 * secret.
 */
#pragma once

#include "base/error.h"

#include <stdbool.h>

#define CURVE_KEY_SIZE 41 /* 40 characters and NUL */

struct curve_keys {
    char public_key[CURVE_KEY_SIZE];
    char secret_key[CURVE_KEY_SIZE];
};

/* A new pair from the system's random source. */
int curve_keys_generate(struct curve_keys *keys, struct error *error);
/* The pair of a secret key. `field` names where the key came from in the error. */
int curve_keys_from_secret(const char *secret_key, const char *field, struct curve_keys *keys, struct error *error);
/* Reads one key (40 characters, one newline allowed) from a file. */
int curve_key_read(const char *path, const char *field, char key[static CURVE_KEY_SIZE], struct error *error);
/* 40 characters of the Z85 alphabet. */
bool curve_key_well_formed(const char *key);
