#include "csv/csv_decoder.h"

#include "base/utf8.h"

#include <errno.h>
#include <sys/stat.h>

#define CHARACTER_MAX 4    /* bytes of one character in any of the encodings */
#define UTF16_NULS_MIN 3   /* fewer are a mistake, not an encoding */
#define UTF16_NULS_PART 8  /* of the bytes, more than the eighth part are NULs on one side */
#define UTF16_NULS_RATIO 4 /* and on the other at most a quarter of that */

static const struct {
    const char *mark;
    size_t mark_size;
    const char *iconv_name; /* NULL: copied, not converted. glibc's iconv lets sequences of five bytes pass as UTF-8 */
} encodings[] = {
    [CSV_UTF8] = {"", 0, NULL},
    [CSV_UTF8_BOM] = {"\xEF\xBB\xBF", 3, NULL},
    [CSV_UTF16LE] = {"\xFF\xFE", 2, "UTF-16LE"},
    [CSV_UTF16BE] = {"\xFE\xFF", 2, "UTF-16BE"},
    [CSV_GB18030] = {"\x84\x31\x95\x33", 4, "GB18030"},
};
#define ENCODING_COUNT (sizeof encodings / sizeof encodings[0])

static size_t raw_length(const struct csv_decoder *decoder)
{
    return decoder->raw_end - decoder->raw_start;
}

static int refuse_reading(struct error *error)
{
    return error_set(error, STATUS_UNAVAILABLE, NULL, "the file cannot be read (%s); check its name, rights and disk",
                     "无法读取文件（%s）；请检查文件名、权限和磁盘", strerror(errno));
}

/* Moves what is left to the front and fills up behind it. */
static int fill_raw(struct csv_decoder *decoder, struct error *error)
{
    size_t kept = raw_length(decoder), room = CSV_RAW_SIZE - kept, got;
    memmove(decoder->raw, decoder->raw + decoder->raw_start, kept);
    if (decoder->file) {
        got = fread(decoder->raw + kept, 1, room, decoder->file);
        if (got < room && ferror(decoder->file))
            return refuse_reading(error);
    } else {
        got = decoder->memory_left < room ? decoder->memory_left : room;
        if (got > 0)
            memcpy(decoder->raw + kept, decoder->memory, got);
        decoder->memory += got;
        decoder->memory_left -= got;
    }
    decoder->raw_start = 0;
    decoder->raw_end = kept + got;
    decoder->taken += (int64_t)got;
    decoder->at_end = got < room;
    return 0;
}

static int set_encoding(struct csv_decoder *decoder, enum csv_encoding encoding, struct error *error)
{
    decoder->encoding = encoding;
    if (!encodings[encoding].iconv_name)
        return 0;
    decoder->converter = iconv_open("UTF-8", encodings[encoding].iconv_name);
    if (decoder->converter != (iconv_t)-1)
        return 0;
    decoder->converter = NULL;
    return error_set(error, STATUS_INTERNAL, NULL,
                     "this system cannot convert %s; install the C library's gconv modules",
                     "本系统无法转换 %s；请安装 C 库的 gconv 模块", encodings[encoding].iconv_name);
}

static bool are_utf16(size_t nuls, size_t other_nuls, size_t bytes)
{
    return nuls >= UTF16_NULS_MIN && nuls > bytes / UTF16_NULS_PART && nuls / UTF16_NULS_RATIO >= other_nuls;
}

/* Without a mark, UTF-16 shows by the NULs that are half of each comma, digit and line end: all on one side of the
 * pairs, but for characters as 一 (U+4E00). No other text has as many. */
static enum csv_encoding guess_by_nuls(const struct csv_decoder *decoder)
{
    size_t size = raw_length(decoder), nuls[2] = {0, 0};
    for (size_t i = 0; i < size; i++)
        nuls[i % 2] += decoder->raw[i] == 0;
    if (are_utf16(nuls[1], nuls[0], size))
        return CSV_UTF16LE;
    return are_utf16(nuls[0], nuls[1], size) ? CSV_UTF16BE : CSV_UTF8;
}

static int find_mark(struct csv_decoder *decoder, struct error *error)
{
    for (unsigned i = CSV_UTF8_BOM; i < ENCODING_COUNT; i++) {
        size_t size = encodings[i].mark_size;
        if (raw_length(decoder) < size || memcmp(decoder->raw, encodings[i].mark, size) != 0)
            continue;
        decoder->raw_start += size;
        decoder->decided = true;
        return set_encoding(decoder, (enum csv_encoding)i, error);
    }
    enum csv_encoding guessed = guess_by_nuls(decoder);
    decoder->decided = guessed != CSV_UTF8;
    return set_encoding(decoder, guessed, error);
}

/* Characters above ASCII, and bytes that are part of none. What may be cut off by the piece's end is not counted. */
static void count_characters(const struct csv_decoder *decoder, size_t *characters, size_t *broken)
{
    const uint8_t *bytes = decoder->raw + decoder->raw_start;
    size_t size = raw_length(decoder), at = 0;
    *characters = *broken = 0;
    while (at < size) {
        size_t valid = utf8_valid_length(bytes + at, size - at);
        for (size_t i = at; i < at + valid; i++)
            *characters += bytes[i] >= 0xC0;
        at += valid;
        if (at == size || (size - at < CHARACTER_MAX && !decoder->at_end))
            break;
        ++*broken;
        at++;
    }
}

static int decide(struct csv_decoder *decoder, struct error *error)
{
    size_t characters, broken;
    if (decoder->decided)
        return 0;
    count_characters(decoder, &characters, &broken);
    decoder->decided = characters + broken > 0;
    return broken > 0 && characters <= broken ? set_encoding(decoder, CSV_GB18030, error) : 0;
}

static int start(struct csv_decoder *decoder, struct error *error)
{
    if (fill_raw(decoder, error) != 0 || find_mark(decoder, error) != 0)
        return -1;
    return decide(decoder, error);
}

int csv_decoder_open(struct csv_decoder *decoder, const char *path, struct error *error)
{
    bool standard_input = strcmp(path, "-") == 0;
    decoder->file = standard_input ? stdin : fopen(path, "rb");
    if (!decoder->file)
        return refuse_reading(error);
    struct stat status;
    bool sized = !standard_input && fstat(fileno(decoder->file), &status) == 0 && S_ISREG(status.st_mode);
    decoder->size = sized ? status.st_size : -1;
    return start(decoder, error);
}

int csv_decoder_open_memory(struct csv_decoder *decoder, const void *data, size_t size, struct error *error)
{
    decoder->memory = data;
    decoder->memory_left = size;
    decoder->size = (int64_t)size;
    return start(decoder, error);
}

/* Copies what it can of `raw`. Returns the bytes written. */
static size_t copy_utf8(struct csv_decoder *decoder, char *out, size_t room)
{
    size_t written = 0;
    while (decoder->raw_start < decoder->raw_end && written < room) {
        const uint8_t *in = decoder->raw + decoder->raw_start;
        size_t left = raw_length(decoder), fits = room - written;
        size_t valid = utf8_valid_length(in, left < fits ? left : fits);
        memcpy(out + written, in, valid);
        decoder->raw_start += valid;
        written += valid;
        if (valid > 0)
            continue;
        if (fits < CHARACTER_MAX || (left < CHARACTER_MAX && !decoder->at_end))
            break; /* no room for the whole character, or its rest is still in the file */
        out[written++] = CSV_BROKEN_BYTE;
        decoder->raw_start++;
    }
    return written;
}

/* Converts what it can of `raw`. Returns the bytes written. */
static size_t convert(struct csv_decoder *decoder, char *out, size_t room)
{
    char *in = (char *)decoder->raw + decoder->raw_start, *to = out;
    size_t in_left = raw_length(decoder), out_left = room;
    size_t unit = decoder->encoding == CSV_GB18030 ? 1 : 2; /* what is given up for a broken character */
    while (in_left > 0 && out_left > 0) {
        if (iconv(decoder->converter, &in, &in_left, &to, &out_left) != (size_t)-1 || errno == E2BIG)
            break;
        if (out_left == 0 || (errno == EINVAL && !decoder->at_end))
            break; /* no room for the mark, or the rest of the character is still in the file */
        size_t skipped = unit < in_left ? unit : in_left;
        in += skipped;
        in_left -= skipped;
        *to++ = CSV_BROKEN_BYTE;
        out_left--;
    }
    decoder->raw_start = decoder->raw_end - in_left;
    return room - out_left;
}

ssize_t csv_decoder_read(struct csv_decoder *decoder, char *out, size_t room, struct error *error)
{
    for (;;) {
        size_t written = decoder->converter ? convert(decoder, out, room) : copy_utf8(decoder, out, room);
        if (written > 0)
            return (ssize_t)written;
        if (decoder->at_end)
            return 0;
        if (fill_raw(decoder, error) != 0 || decide(decoder, error) != 0)
            return -1;
    }
}

void csv_decoder_close(struct csv_decoder *decoder)
{
    if (decoder->converter)
        iconv_close(decoder->converter);
    if (decoder->file && decoder->file != stdin)
        fclose(decoder->file);
}
