#include "service/authority_holder.h"
#include "service/authority_internal.h"

#include "unit.h"

/* HQ 1 - region 2 - area 3 - dealers 4, 5; region 6 beside. */
enum { HQ = 1, REGION, AREA, DEALER_A, DEALER_B, OTHER_REGION, NOWHERE = 99 };
enum { VIEWER = 1, MANAGER, ADMINISTRATOR, GATEWAY, BOTH };

#define KEY "0123456789012345678901234567890123456789"

static int make(void **state)
{
    struct authority *authority = authority_create();
    authority_add_unit(authority, HQ, 0, UNIT_HEADQUARTERS, "HQ");
    authority_add_unit(authority, REGION, HQ, UNIT_REGION, "R1");
    authority_add_unit(authority, AREA, REGION, UNIT_AREA, "A01");
    authority_add_unit(authority, DEALER_A, AREA, UNIT_DEALER, "D0001");
    authority_add_unit(authority, DEALER_B, AREA, UNIT_DEALER, "D0002");
    authority_add_unit(authority, OTHER_REGION, HQ, UNIT_REGION, "R2");
    static const char *const names[] = {"", "viewer", "manager", "administrator", "gateway", "both"};
    for (int id = VIEWER; id <= BOTH; id++)
        authority_add_principal(authority, id, names[id], 0);
    authority_add_grant(authority, VIEWER, ROLE_VIEWER, DEALER_A);
    authority_add_grant(authority, MANAGER, ROLE_MANAGER, AREA);
    authority_add_grant(authority, ADMINISTRATOR, ROLE_ADMINISTRATOR, HQ);
    authority_add_grant(authority, GATEWAY, ROLE_GATEWAY, HQ);
    authority_add_grant(authority, BOTH, ROLE_GATEWAY, HQ);
    authority_add_grant(authority, BOTH, ROLE_DEALER, DEALER_B);
    authority_add_key(authority, KEY, MANAGER);
    *state = authority;
    return 0;
}

static int drop(void **state)
{
    authority_release(*state);
    return 0;
}

static bool may(const struct authority *authority, const char *name, enum role role, int64_t unit_id)
{
    const struct principal *principal = authority_by_name(authority, name);
    assert_non_null(principal);
    return authority_may(authority, principal, role, unit_id);
}

static void a_role_holds_on_its_unit_and_all_below_it(void **state)
{
    const struct authority *authority = *state;
    assert_true(may(authority, "manager", ROLE_MANAGER, AREA));
    assert_true(may(authority, "manager", ROLE_MANAGER, DEALER_B));
    assert_false(may(authority, "manager", ROLE_MANAGER, REGION));
    assert_false(may(authority, "manager", ROLE_MANAGER, OTHER_REGION));
    assert_false(may(authority, "viewer", ROLE_VIEWER, DEALER_B));
    for (int64_t unit = HQ; unit <= OTHER_REGION; unit++)
        assert_true(may(authority, "administrator", ROLE_ADMINISTRATOR, unit));
}

static void a_role_includes_those_before_it_and_none_after_it(void **state)
{
    const struct authority *authority = *state;
    assert_true(may(authority, "manager", ROLE_VIEWER, DEALER_A));
    assert_true(may(authority, "manager", ROLE_DEALER, DEALER_A));
    assert_false(may(authority, "manager", ROLE_HEADQUARTERS, AREA));
    assert_false(may(authority, "administrator", ROLE_GATEWAY, HQ));
}

static void a_gateway_has_no_role_but_its_own(void **state)
{
    const struct authority *authority = *state;
    for (enum role role = ROLE_NONE; role < ROLE_GATEWAY; role++)
        assert_false(may(authority, "gateway", role, HQ));
    assert_true(may(authority, "gateway", ROLE_GATEWAY, DEALER_A));
    assert_int_equal(principal_highest_role(authority_by_name(authority, "gateway")), ROLE_NONE);
    assert_int_equal(principal_highest_role(authority_by_name(authority, "both")), ROLE_DEALER);
    assert_true(may(authority, "both", ROLE_DEALER, DEALER_B));
    assert_false(may(authority, "both", ROLE_VIEWER, DEALER_A));
}

static void nobody_may_anything_on_a_unit_that_is_not_known(void **state)
{
    const struct authority *authority = *state;
    assert_false(may(authority, "administrator", ROLE_VIEWER, NOWHERE));
    assert_false(may(authority, "administrator", ROLE_VIEWER, 0));
    assert_false(authority_unit_exists(authority, NOWHERE));
    assert_int_equal(authority_unit_kind(authority, NOWHERE), UNIT_UNKNOWN);
    assert_int_equal(authority_parent(authority, NOWHERE), 0);
    assert_int_equal(authority_unit_by_code(authority, "D9999"), 0);
}

static void the_tree_is_climbed_by_kind(void **state)
{
    const struct authority *authority = *state;
    assert_int_equal(authority_ancestor(authority, DEALER_A, UNIT_REGION), REGION);
    assert_int_equal(authority_ancestor(authority, DEALER_A, UNIT_DEALER), DEALER_A);
    assert_int_equal(authority_ancestor(authority, REGION, UNIT_AREA), 0);
    assert_int_equal(authority_parent(authority, HQ), 0);
    assert_int_equal(authority_unit_by_code(authority, "A01"), AREA);
}

static void a_key_names_its_principal_and_no_other_text_does(void **state)
{
    struct authority *authority = *state;
    assert_int_equal(authority_by_key(authority, KEY)->principal_id, MANAGER);
    assert_null(authority_by_key(authority, ""));
    assert_null(authority_by_key(authority, "0123456789012345678901234567890123456788"));
    authority_add_key(authority, "too short", MANAGER);
    authority_add_key(authority, "9999999999999999999999999999999999999999", NOWHERE);
    assert_null(authority_by_key(authority, "too short"));
    assert_null(authority_by_key(authority, "9999999999999999999999999999999999999999"));
}

static void a_circle_of_units_ends(void **state)
{
    (void)state;
    struct authority *authority = authority_create();
    authority_add_unit(authority, 1, 2, UNIT_AREA, "A");
    authority_add_unit(authority, 2, 1, UNIT_AREA, "B");
    authority_add_principal(authority, 1, "one", 0);
    assert_false(may(authority, "one", ROLE_VIEWER, 1));
    assert_int_equal(authority_ancestor(authority, 1, UNIT_REGION), 0);
    authority_release(authority);
}

static void before_there_are_units_nobody_may_anything(void **state)
{
    (void)state;
    struct authority *authority = authority_create();
    authority_add_principal(authority, 1, "first", 0);
    authority_add_grant(authority, 1, ROLE_ADMINISTRATOR, HQ);
    assert_false(may(authority, "first", ROLE_VIEWER, HQ));
    authority_release(authority);
}

static void a_snapshot_lives_until_its_last_reader_lets_go(void **state)
{
    (void)state;
    struct authority_holder *holder = authority_holder_create();
    assert_null(authority_acquire(holder));
    authority_holder_replace(holder, authority_create());
    const struct authority *old = authority_acquire(holder);
    struct authority *fresh = authority_create();
    authority_add_unit(fresh, HQ, 0, UNIT_HEADQUARTERS, "HQ");
    authority_holder_replace(holder, fresh);
    assert_false(authority_unit_exists(old, HQ));
    const struct authority *current = authority_acquire(holder);
    assert_true(authority_unit_exists(current, HQ));
    authority_release(old);
    authority_release(current);
    authority_holder_destroy(holder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_role_holds_on_its_unit_and_all_below_it, make, drop),
        cmocka_unit_test_setup_teardown(a_role_includes_those_before_it_and_none_after_it, make, drop),
        cmocka_unit_test_setup_teardown(a_gateway_has_no_role_but_its_own, make, drop),
        cmocka_unit_test_setup_teardown(nobody_may_anything_on_a_unit_that_is_not_known, make, drop),
        cmocka_unit_test_setup_teardown(the_tree_is_climbed_by_kind, make, drop),
        cmocka_unit_test_setup_teardown(a_key_names_its_principal_and_no_other_text_does, make, drop),
        cmocka_unit_test(a_circle_of_units_ends),
        cmocka_unit_test(before_there_are_units_nobody_may_anything),
        cmocka_unit_test(a_snapshot_lives_until_its_last_reader_lets_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
