"""Each service's role is refused outside its own schema, event_log's functions, the telling of events and directory's views.

Roles, schemas, tables and functions are read from the catalogue: what is added later is covered without a change here.
"""
import os
import pathlib

import psycopg2
import psycopg2.errors
import pytest

CLUSTER = pathlib.Path(os.environ["TEST_POSTGRES"]).resolve()
TABLE_RIGHTS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]

# Each service tells events: all of one but who told it, and where it stands in the log.
TELLING = ("INSERT", "event_log.event")
TOLD = {"partition", "subject", "occurred_at", "type", "traceparent", "payload"}


def connect(role):
    connection = psycopg2.connect(host=str(CLUSTER / "socket"), port=5432, dbname="remuda", user=role,
                                  password=(CLUSTER / "password" / role).read_text())
    connection.autocommit = True
    return connection


def rows(connection, sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)  # without values a % is only a %
        return cursor.fetchall()


OWNER = connect("remuda")
ROLES = [name for name, in rows(OWNER, """
    SELECT member::regrole::text FROM pg_auth_members WHERE roleid = 'remuda_service'::regrole ORDER BY 1""")]
OURS = "nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
# kind r table, p partitioned table, v view, m materialized view, S sequence
RELATIONS = rows(OWNER, f"""
    SELECT nspname, relname, relkind::text, format('%I.%I', nspname, relname)
    FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE {OURS} AND relkind IN ('r', 'p', 'v', 'm', 'S') ORDER BY 1, 2""")
SCHEMAS = [name for name, in rows(OWNER, f"SELECT nspname FROM pg_namespace WHERE {OURS} ORDER BY 1")]


def published(schema, name):
    return (schema == "directory" and name.endswith("_view")) or (schema, name) == ("remuda", "deployed_change")


def foreign(role):
    return [relation for relation in RELATIONS if relation[0] != role and not published(relation[0], relation[1])]


def test_the_catalogue_names_the_services():
    assert {"directory", "lead_intake", "customer_tiering", "target_planning", "incentive_calculation"} <= set(ROLES)
    assert ("event_log", "event") in {relation[:2] for relation in RELATIONS}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_no_right_on_a_foreign_table(role):
    connection = connect(role)
    granted = []
    for schema, name, kind, qualified in foreign(role):
        if kind == "S":
            asked = [(right, "has_sequence_privilege(%s, %s)") for right in ("USAGE", "SELECT", "UPDATE")]
        else:
            asked = [(right, "has_table_privilege(%s, %s)") for right in TABLE_RIGHTS]
            asked += [(right, "has_any_column_privilege(%s, %s)") for right in ("SELECT", "INSERT", "UPDATE", "REFERENCES")]
        # By the object's number: its name cannot be looked up in a closed schema.
        for right, question in asked:
            oid = rows(OWNER, "SELECT %s::regclass::oid", qualified)[0][0]
            if (right, qualified) != TELLING and rows(connection, f"SELECT {question}", oid, right)[0][0]:
                granted.append(f"{right} on {qualified}")
    assert granted == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_tells_events_under_its_own_name_only(role):
    assert not rows(OWNER, "SELECT has_table_privilege(%s, 'event_log.event', 'INSERT')", role)[0][0]
    assert {name for name, in rows(OWNER, """
        SELECT attname FROM pg_attribute WHERE attrelid = 'event_log.event'::regclass AND attnum > 0
        AND has_column_privilege(%s, attrelid, attnum, 'INSERT')""", role)} == TOLD


@pytest.mark.parametrize("role", ROLES)
def test_a_role_that_tries_is_refused(role):
    connection = connect(role)
    for schema, name, kind, qualified in foreign(role):
        tries = [f"SELECT * FROM {qualified} LIMIT 1"]
        if kind in "rp":
            tries += [f"DELETE FROM {qualified}", f"TRUNCATE {qualified}"]
            tries += [f"INSERT INTO {qualified} DEFAULT VALUES"] if ("INSERT", qualified) != TELLING else []
        for sql in tries:
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                rows(connection, sql)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_only_reads_what_is_published(role):
    connection = connect(role)
    for schema, name, kind, qualified in RELATIONS:
        if schema != role and published(schema, name):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {qualified} LIMIT 1")
            for right in set(TABLE_RIGHTS) - {"SELECT"}:
                assert not rows(connection, "SELECT has_table_privilege(%s, %s)", qualified, right)[0][0], f"{right} on {qualified}"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_enters_only_the_schemas_that_it_needs(role):
    connection = connect(role)
    extensions = {name for name, in rows(OWNER, "SELECT extnamespace::regnamespace::text FROM pg_extension")}
    entered = {schema for schema in SCHEMAS if rows(connection, "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace "
                                                                "WHERE nspname = %s", schema)[0][0]}
    assert entered <= {role, "event_log", "directory", "remuda"} | extensions


@pytest.mark.parametrize("role", ROLES)
def test_a_role_borrows_the_owners_rights_only_through_the_event_logs_functions(role):
    """A function that runs with its caller's rights gives nobody anything; SECURITY DEFINER does."""
    assert rows(connect(role), """
        SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
        WHERE prosecdef AND n.nspname NOT IN ('event_log', %s)
          AND has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')""", role) == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_makes_nothing_and_owns_nothing(role):
    connection = connect(role)
    for schema in SCHEMAS:
        assert not rows(connection, "SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = %s", schema)[0][0]
    assert rows(connection, "SELECT has_database_privilege(current_database(), 'CREATE'), "
                            "has_database_privilege(current_database(), 'TEMP')") == [(False, False)]
    assert rows(OWNER, "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", role) == [(0,)]
    assert rows(OWNER, "SELECT count(*) FROM pg_proc WHERE proowner = %s::regrole", role) == [(0,)]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_no_powers_in_the_cluster_and_is_nobody_else(role):
    assert rows(OWNER, "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles "
                       "WHERE rolname = %s", role) == [(False,) * 5]
    assert rows(OWNER, "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole", role) == [("remuda_service",)]
    connection = connect(role)
    for other in ROLES + ["remuda"]:
        if other != role:
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                rows(connection, f"SET ROLE {other}")


def test_functions_with_the_owners_rights_cannot_be_led_to_other_objects():
    """SECURITY DEFINER without a fixed search_path runs what the caller puts in its way."""
    assert rows(OWNER, """
        SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
        WHERE prosecdef AND nspname NOT LIKE 'pg\\_%'
          AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%search_path=pg_catalog%', false)""") == []


def test_strangers_have_no_way_in():
    assert rows(OWNER, """
        SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
          AND has_schema_privilege('public', oid, 'USAGE')""") == []
    assert rows(OWNER, "SELECT has_database_privilege('public', current_database(), 'CONNECT')") == [(False,)]
