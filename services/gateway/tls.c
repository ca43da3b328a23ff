#include "tls.h"

#include "base/banned.h"

#include <pthread.h>

#define CHAIN_MAX 8

/* As read. Each handshake makes its own objects of it, so that nothing that a handshake uses is ever taken away. */
static struct {
    pthread_mutex_t lock;
    gnutls_datum_t certificate, key;
} current = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int refuse(const char *variable, const char *file, int code, struct error *error)
{
    return error_set(error, STATUS_FAILED_PRECONDITION, variable,
                     "%s: %s; give a file in PEM that this process may read", "%s：%s；请给出本进程可读的 PEM 文件",
                     file, gnutls_strerror(code));
}

/* Whether the two are a certificate and its key. */
static int try_pair(const gnutls_datum_t *certificate, const gnutls_datum_t *key)
{
    gnutls_certificate_credentials_t credentials;
    int code = gnutls_certificate_allocate_credentials(&credentials);
    if (code < 0)
        return code;
    code = gnutls_certificate_set_x509_key_mem(credentials, certificate, key, GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(credentials);
    return code;
}

static void replace(gnutls_datum_t certificate, gnutls_datum_t key)
{
    pthread_mutex_lock(&current.lock);
    const gnutls_datum_t old_certificate = current.certificate, old_key = current.key;
    current.certificate = certificate;
    current.key = key;
    pthread_mutex_unlock(&current.lock);
    gnutls_free(old_certificate.data);
    gnutls_free(old_key.data);
}

int tls_load(const char *certificate_file, const char *key_file, struct error *error)
{
    gnutls_datum_t certificate = {0}, key = {0};
    int code = gnutls_load_file(certificate_file, &certificate);
    if (code < 0)
        return refuse("REMUDA_HTTP_TLS_CERTIFICATE", certificate_file, code, error);
    code = gnutls_load_file(key_file, &key);
    if (code >= 0)
        code = try_pair(&certificate, &key);
    if (code >= 0) {
        replace(certificate, key);
        return 0;
    }
    gnutls_free(certificate.data);
    gnutls_free(key.data);
    return refuse("REMUDA_HTTP_TLS_KEY", key_file, code, error);
}

void tls_release(void)
{
    replace((gnutls_datum_t){0}, (gnutls_datum_t){0});
}

static int import_key(gnutls_privkey_t *key)
{
    const int code = gnutls_privkey_init(key);
    return code < 0 ? code : gnutls_privkey_import_x509_raw(*key, &current.key, GNUTLS_X509_FMT_PEM, NULL, 0);
}

int tls_retrieve(gnutls_session_t session, const struct gnutls_cert_auth_context_st *info, gnutls_pcert_st **chain,
                 unsigned *chain_length, gnutls_ocsp_data_st **ocsp, unsigned *ocsp_length, gnutls_privkey_t *key,
                 unsigned *flags)
{
    (void)session, (void)info;
    *ocsp = NULL;
    *ocsp_length = 0;
    *flags = GNUTLS_CERT_RETR_DEINIT_ALL;
    *chain_length = CHAIN_MAX;
    *chain = gnutls_calloc(CHAIN_MAX, sizeof **chain);
    if (!*chain)
        return -1;
    pthread_mutex_lock(&current.lock);
    int code = gnutls_pcert_list_import_x509_raw(*chain, chain_length, &current.certificate, GNUTLS_X509_FMT_PEM, 0);
    if (code >= 0)
        code = import_key(key);
    pthread_mutex_unlock(&current.lock);
    return code < 0 ? -1 : 0;
}
