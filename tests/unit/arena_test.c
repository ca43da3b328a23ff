#include "base/arena.h"

#include "unit.h"

#include <stdalign.h>

static void memory_is_aligned_and_does_not_overlap(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *last_end = NULL;
    for (size_t size = 0; size < 300; size++) {
        char *memory = arena_alloc(&arena, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
        assert_ptr_not_equal(memory, last_end);
        memset(memory, 0xAA, size);
        last_end = memory;
    }
    arena_release(&arena);
}

static void an_empty_request_still_has_an_address(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_non_null(ARENA_ARRAY(&arena, int64_t, 0));
    arena_release(&arena);
}

static void what_is_larger_than_a_block_fits_too(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *large = arena_calloc(&arena, 1000, 1000);
    for (size_t i = 0; i < 1000000; i++)
        assert_int_equal(large[i], 0);
    char *after = arena_strdup(&arena, "after");
    assert_string_equal(after, "after");
    arena_release(&arena);
}

static void texts_are_copied_and_printed(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_null(arena_strdup(&arena, NULL));
    assert_string_equal(arena_strndup(&arena, "中国石油", 6), "中国");
    assert_string_equal(arena_printf(&arena, "%s-%d", "华东", 7), "华东-7");
    arena_release(&arena);
}

static void a_reset_arena_is_used_again_without_growing(void **state)
{
    (void)state;
    struct arena arena = {0};
    void *first = arena_alloc(&arena, 100);
    for (int i = 0; i < 1000; i++)
        arena_alloc(&arena, 1000);
    arena_reset(&arena);
    assert_int_equal(arena.used, 0);
    assert_ptr_equal(arena_alloc(&arena, 100), first);
    arena_release(&arena);
    assert_null(arena.blocks);
    arena_release(&arena);
}

static void a_reset_gives_an_unusually_large_first_block_back(void **state)
{
    (void)state;
    struct arena arena = {0};
    arena_alloc(&arena, 1000000);
    arena_reset(&arena);
    assert_null(arena.blocks);
    assert_non_null(arena_alloc(&arena, 1));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned_and_does_not_overlap),
        cmocka_unit_test(an_empty_request_still_has_an_address),
        cmocka_unit_test(what_is_larger_than_a_block_fits_too),
        cmocka_unit_test(texts_are_copied_and_printed),
        cmocka_unit_test(a_reset_arena_is_used_again_without_growing),
        cmocka_unit_test(a_reset_gives_an_unusually_large_first_block_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
