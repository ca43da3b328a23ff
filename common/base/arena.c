#include "base/arena.h"

#include "base/log.h"

#include <stdarg.h>
#include <stdalign.h>

#define BLOCK_SIZE (64 * 1024)

struct arena_block {
    struct arena_block *older;
    size_t size; /* bytes after this header */
    alignas(max_align_t) char data[];
};

static _Noreturn void out_of_memory(size_t size)
{
    log_error("out_of_memory", LOG_NUMBER("bytes", (int64_t)size));
    abort();
}

static void add_block(struct arena *arena, size_t least)
{
    size_t size = least > BLOCK_SIZE ? least : BLOCK_SIZE;
    struct arena_block *block = size < SIZE_MAX - sizeof *block ? malloc(sizeof *block + size) : NULL;
    if (!block)
        out_of_memory(size);
    block->size = size;
    block->older = arena->blocks;
    arena->blocks = block;
    arena->next = block->data;
    arena->end = block->data + size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t alignment = alignof(max_align_t);
    if (size > SIZE_MAX - alignment)
        out_of_memory(size);
    size = size == 0 ? alignment : (size + alignment - 1) & ~(alignment - 1); /* also of nothing: never NULL */
    if ((size_t)(arena->end - arena->next) < size)
        add_block(arena, size);
    void *memory = arena->next;
    arena->next += size;
    arena->used += size;
    return memory;
}

void *arena_calloc(struct arena *arena, size_t n, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(n, size, &total))
        out_of_memory(SIZE_MAX);
    void *memory = arena_alloc(arena, total);
    if (total)
        memset(memory, 0, total);
    return memory;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (length)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    size_t size = (length < 0 ? 0 : (size_t)length) + 1;
    char *text = arena_alloc(arena, size);
    vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    while (block && block->older) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    /* The oldest block is of the ordinary size unless its first allocation was larger: then it goes too. */
    if (block && block->size > BLOCK_SIZE) {
        free(block);
        block = NULL;
    }
    *arena = (struct arena){.blocks = block};
    if (block) {
        arena->next = block->data;
        arena->end = block->data + block->size;
    }
}

void arena_release(struct arena *arena)
{
    for (struct arena_block *block = arena->blocks; block;) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    *arena = (struct arena){0};
}
