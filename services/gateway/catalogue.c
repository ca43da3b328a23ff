#include "catalogue.h"

#include "identifier/identifier.h"
#include "sql/catalogue_version.h"
#include "sql/catalogue_words.h"

#include <pthread.h>
#include <stdlib.h>
#include <uthash.h>

#define WORD_SIZE (NAME_KEY_SIZE + 2)

struct entry {
    UT_hash_handle hh;
    char *code; /* "": several are called so */
    char word[WORD_SIZE];
};

struct catalogue {
    pthread_mutex_t lock;
    struct entry *entries;
    int64_t version; /* of the directory; the background's alone */
};

struct catalogue *catalogue_create(void)
{
    struct catalogue *catalogue = calloc(1, sizeof *catalogue);
    if (catalogue)
        pthread_mutex_init(&catalogue->lock, NULL);
    return catalogue;
}

static void free_entries(struct entry *entries)
{
    struct entry *entry, *next;
    HASH_ITER(hh, entries, entry, next)
    {
        HASH_DEL(entries, entry);
        free(entry->code);
        free(entry);
    }
}

void catalogue_destroy(struct catalogue *catalogue)
{
    if (!catalogue)
        return;
    free_entries(catalogue->entries);
    pthread_mutex_destroy(&catalogue->lock);
    free(catalogue);
}

/* Words are compared as names are; a principal's name is taken as it is. 0, or -1 for one that cannot be a name. */
static int make_word(enum catalogue_kind kind, const char *text, char word[static WORD_SIZE])
{
    char key[NAME_KEY_SIZE];
    if (kind == CATALOGUE_OWN_DEALER)
        snprintf(key, sizeof key, "%s", text);
    else if (name_key(text, NULL, key, NULL) != 0)
        return -1;
    snprintf(word, WORD_SIZE, "%c%s", 'a' + (int)kind, key);
    return 0;
}

static void add(struct entry **entries, enum catalogue_kind kind, const char *text, const char *code)
{
    char word[WORD_SIZE];
    struct entry *entry = NULL;
    if (make_word(kind, text, word) != 0)
        return;
    HASH_FIND_STR(*entries, word, entry);
    if (entry) {
        if (strcmp(entry->code, code) != 0)
            *entry->code = '\0';
        return;
    }
    entry = calloc(1, sizeof *entry);
    if (!entry || !(entry->code = strdup(code)))
        abort(); /* as arena_alloc */
    memcpy(entry->word, word, sizeof word);
    HASH_ADD_STR(*entries, word, entry);
}

static int read_version(struct db *db, int64_t *version, struct error *error)
{
    struct db_result result;
    if (db_run(db, sql_catalogue_version, NULL, &result, error) != 0)
        return -1;
    *version = db_int64(&result, 0, 0);
    db_result_clear(&result);
    return 0;
}

int catalogue_refresh(struct catalogue *catalogue, struct db *db, struct error *error)
{
    struct entry *entries = NULL, *old;
    struct db_result result;
    int64_t version;
    if (read_version(db, &version, error) != 0)
        return -1;
    if (version == catalogue->version)
        return 0;
    if (db_run(db, sql_catalogue_words, NULL, &result, error) != 0)
        return -1;
    for (int row = 0; row < result.rows; row++)
        add(&entries, (enum catalogue_kind)db_int64(&result, row, 0), db_text(&result, row, 1),
            db_text(&result, row, 2));
    db_result_clear(&result);
    pthread_mutex_lock(&catalogue->lock);
    old = catalogue->entries;
    catalogue->entries = entries;
    pthread_mutex_unlock(&catalogue->lock);
    catalogue->version = version;
    free_entries(old);
    return 0;
}

char *catalogue_find(struct catalogue *catalogue, enum catalogue_kind kind, const char *const *words,
                     struct arena *arena)
{
    char word[WORD_SIZE], *code = NULL;
    for (; *words && !code; words++) {
        struct entry *entry = NULL;
        if (make_word(kind, *words, word) != 0)
            continue;
        pthread_mutex_lock(&catalogue->lock);
        HASH_FIND_STR(catalogue->entries, word, entry);
        if (entry && *entry->code)
            code = arena_strdup(arena, entry->code);
        pthread_mutex_unlock(&catalogue->lock);
    }
    return code;
}
