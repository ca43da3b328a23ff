/* The door's certificate and key: read from files, again whenever it is asked to. One a process, as the library's
 * callback has no context. */
#pragma once

#include "base/error.h"

#include <gnutls/abstract.h>

struct gnutls_cert_auth_context_st;

/* Files in PEM; the certificate with its chain. They are tried before they replace what is in use: -1 leaves that. */
int tls_load(const char *certificate_file, const char *key_file, struct error *error);
void tls_release(void);
/* For MHD_OPTION_HTTPS_CERT_CALLBACK2. */
int tls_retrieve(gnutls_session_t session, const struct gnutls_cert_auth_context_st *info, gnutls_pcert_st **chain,
                 unsigned *chain_length, gnutls_ocsp_data_st **ocsp, unsigned *ocsp_length, gnutls_privkey_t *key,
                 unsigned *flags);
