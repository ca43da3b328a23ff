/*
 * Where an import stands, in a small file beside the input: what was told up to there need not be asked again when the
 * import was killed. The rows' keys alone keep anything from happening twice; the file saves the time, so that it may
 * be lost or deleted.
 */
#pragma once

#include "import.h"
#include "import_key.h"

#include "base/buffer.h"

struct import_checkpoint {
    char key[IMPORT_KEY_SIZE];      /* of the import: kind, content and defaults */
    uint64_t rows;                  /* reported so far */
    uint64_t counts[VERDICT_COUNT]; /* of these; none is unanswered */
    int64_t rejected_bytes;         /* that they take in the file of rejected rows */
    int64_t next_id;                /* what the service gave the row that follows: by asking that one again it is seen
                                       whether it is still the same database that answers */
};

/* As text, one "name value" a line, and back. -1: this is no text of a checkpoint. */
int import_checkpoint_format(const struct import_checkpoint *checkpoint, struct buffer *text);
int import_checkpoint_parse(const char *text, struct import_checkpoint *checkpoint);

/* Replaces the file at once. -1 with `error` when it cannot be written, or is somebody's file that is no checkpoint. */
int import_checkpoint_write(const char *path, const struct import_checkpoint *checkpoint, struct error *error);
/* False when there is none, or one of another import. */
bool import_checkpoint_read(const char *path, const char *key, struct import_checkpoint *checkpoint);
/* Deletes a checkpoint, of whatever import; leaves what is none. */
int import_checkpoint_delete(const char *path);
