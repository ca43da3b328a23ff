"""The directory, seen from outside: the sample company goes in, periods and the tree hold, keys come and go."""

import csv
import subprocess
import sys
import time

import pytest

from conftest import CHECKOUT
from harness.client import CallError, Keys


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory"])


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    subprocess.run([sys.executable, CHECKOUT / "deploy" / "sample" / "generate", "--out", folder], check=True, timeout=60)
    return folder


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put_company(operator, sample):
    products = rows_of(sample / "products.csv")
    for product in products:
        product["list_price_fen"] = int(product.pop("list_price_yuan")) * 100
    days = rows_of(sample / "calendar.csv")
    for day in days:
        day["is_working_day"] = day["is_working_day"] == "true"
    codes = rows_of(sample / "reference_codes.csv")
    for code in codes:
        code["sequence"] = int(code["sequence"])
    return {
        "units": operator.call("Directory/PutUnits", {"units": rows_of(sample / "units.csv")}).stored,
        "people": operator.call("Directory/PutPeople", {"people": rows_of(sample / "people.csv")}).stored,
        "products": operator.call("Directory/PutProducts", {"products": products}).stored,
        "days": operator.call("Directory/PutCalendar", {"days": days}).stored,
        "codes": operator.call("Directory/PutReferenceCodes", {"codes": codes}).stored,
    }


@pytest.fixture(scope="module", autouse=True)
def company(operator, sample):
    return put_company(operator, sample)


def refused(code, call, *arguments, **options):
    with pytest.raises(CallError) as caught:
        call(*arguments, **options)
    assert caught.value.code == code, caught.value
    return caught.value


def units(deployment, where):
    return deployment.cluster.query(f"SELECT name, valid_from::text, valid_to::text FROM directory.unit_view WHERE {where} "
                                    "ORDER BY valid_from")


def test_the_sample_company_is_stored_and_the_same_files_again_change_nothing(deployment, operator, sample, company):
    assert company == {"units": 339, "people": 900, "products": 12, "days": 432, "codes": 116}
    state = ("SELECT (SELECT count(*) FROM directory.unit_period), (SELECT count(*) FROM directory.person_period), "
             "(SELECT count(*) FROM directory.product), (SELECT count(*) FROM directory.calendar_day)")
    before = deployment.cluster.query(state)
    assert before == [(340, 900, 12, 432)]  # headquarters was there before, under the migration's name
    assert put_company(operator, sample) == company
    assert deployment.cluster.query(state) == before


def test_the_tree_is_listed_by_subtree_kind_and_day(operator):
    everything = operator.call("Directory/ListUnits")
    assert len(everything.units) == 339 and everything.units[0].code == "HQ"
    assert len(operator.call("Directory/ListUnits", {"kind": "AREA"}).units) == 31
    assert {unit.code for unit in operator.call("Directory/ListUnits", {"unit_code": "R2"}).units} >= {"R2", "A06", "A07", "A08"}
    assert len(operator.call("Directory/ListUnits", {"on_day": "2013-12-31"}).units) == 1
    unit = operator.call("Directory/GetUnit", {"unit_code": "A01"}).unit
    assert (unit.name, unit.parent_code, unit.valid_from, unit.valid_to) == ("北京市", "R1", "2014-01-01", "")


def test_a_change_makes_a_new_period_and_the_views_tell_of_it(deployment, operator):
    version = deployment.cluster.query("SELECT version FROM directory.version_view")[0][0]
    operator.call("Directory/PutUnits", {"units": [
        {"code": "A31", "name": "新疆", "kind": "AREA", "parent_code": "R6", "valid_from": "2014-07-01"}]})
    assert units(deployment, "code = 'A31'") == [("新疆维吾尔自治区", "2014-01-01", "2014-06-30"), ("新疆", "2014-07-01", None)]
    assert deployment.cluster.query("SELECT version FROM directory.version_view")[0][0] > version


def test_wrong_rows_are_told_one_by_one_and_nothing_is_stored(deployment, operator):
    error = refused("INVALID_ARGUMENT", operator.call, "Directory/PutUnits", {"units": [
        {"code": "D9001", "name": "好", "kind": "DEALER", "parent_code": "A01"},
        {"code": "D9002", "name": "区域", "kind": "DEALER", "parent_code": "R1"},
        {"code": "D 03", "name": "代码", "kind": "DEALER", "parent_code": "A01"},
        {"code": "D9004", "name": "日期", "kind": "DEALER", "parent_code": "A01", "valid_from": "2014-02-30"}]})
    assert sorted(violation.field for violation in error.violations) == [
        "units[1].parent_code", "units[2].code", "units[3].valid_from"]
    assert all(violation.message and violation.reason for violation in error.violations)
    assert units(deployment, "code LIKE 'D900%'") == []


def test_findings_come_in_the_callers_language(deployment):
    chinese = deployment.operator(locale="zh-CN")
    error = refused("INVALID_ARGUMENT", chinese.call, "Directory/PutUnits",
                    {"units": [{"code": "R8", "name": "大区", "kind": "REGION", "parent_code": "R1"}]})
    assert "上级" in error.violations[0].message


def test_a_person_of_an_unknown_unit_and_a_product_twice_are_refused(operator):
    person = {"code": "P9001", "name": "王芳", "unit_code": "D7777", "job": "dealer_specialist"}
    error = refused("INVALID_ARGUMENT", operator.call, "Directory/PutPeople", {"people": [person]})
    assert [(v.field, v.reason) for v in error.violations] == [("people[0].unit_code", "UNKNOWN")]
    product = {"code": "X1", "name": "车", "product_line": "轿车", "use_class": "COMMAND", "list_price_fen": 1}
    error = refused("INVALID_ARGUMENT", operator.call, "Directory/PutProducts", {"products": [product, product]})
    assert [v.field for v in error.violations] == ["products[1].code"]


def test_october_2014_has_nineteen_working_days(operator):
    calendar = operator.call("Directory/GetCalendar", {"first_day": "2014-10-01", "last_day": "2014-10-31"})
    assert calendar.working_days == 19
    assert len(calendar.exceptions) == 8
    refused("INVALID_ARGUMENT", operator.call, "Directory/GetCalendar", {"first_day": "2014-10-01"})


def test_codes_are_listed_in_order(operator):
    industries = operator.call("Directory/ListReferenceCodes", {"list": "industry"}).codes
    assert len(industries) == 24 and industries[0].name_zh == "出租车" and industries[0].mapping == "G5413"
    assert len(operator.call("Directory/ListProducts").products) == 12


def test_an_area_manager_sees_its_area_and_changes_nothing(deployment):
    manager = deployment.principal("manager-A01", ("MANAGER", "A01"))
    wait_until_known(manager)
    listed = manager.call("Directory/ListUnits", {"unit_code": "A01"}).units
    assert listed[0].code == "A01" and {unit.parent_code for unit in listed[1:]} == {"A01"}
    refused("PERMISSION_DENIED", manager.call, "Directory/GetUnit", {"unit_code": "A02"})
    refused("PERMISSION_DENIED", manager.call, "Directory/ListUnits")
    refused("PERMISSION_DENIED", manager.call, "Directory/PutUnits", {"units": []})


def test_an_administrator_of_an_area_cannot_grant_itself_headquarters(deployment):
    keys = Keys.new()
    administrator = deployment.principal("administrator-A01", ("ADMINISTRATOR", "A01"))
    wait_until_known(administrator)
    refused("PERMISSION_DENIED", administrator.call, "Directory/GrantKey", {
        "principal_name": "operator", "public_key": keys.public, "grants": [{"role": "ADMINISTRATOR", "unit_code": "HQ"}]})


def test_a_revoked_key_is_refused_within_a_second_and_cannot_come_back(deployment, operator):
    keys = Keys.new()
    grant = {"principal_name": "dealer-system-D0001", "public_key": keys.public,
             "grants": [{"role": "DEALER_USER", "unit_code": "D0001"}]}
    granted = operator.call("Directory/GrantKey", grant)
    assert operator.call("Directory/GrantKey", grant) == granted
    dealer = deployment.client_for(keys)
    wait_until_known(dealer)
    assert operator.call("Directory/RevokeKey", {"public_key": keys.public}).key_id == granted.key_id
    time.sleep(1.5)
    with pytest.raises(CallError):
        dealer.call("Directory/ListProducts", timeout=2)
    error = refused("INVALID_ARGUMENT", operator.call, "Directory/GrantKey", grant)
    assert "revoked" in error.violations[0].message
    refused("NOT_FOUND", operator.call, "Directory/RevokeKey", {"public_key": Keys.new().public})


def test_a_key_of_another_principal_and_wrong_fields_are_refused(deployment, operator):
    error = refused("INVALID_ARGUMENT", operator.call, "Directory/GrantKey", {
        "principal_name": "thief", "public_key": deployment.operator_keys.public})
    assert [(v.field, v.reason) for v in error.violations] == [("public_key", "CONFLICT")]
    error = refused("INVALID_ARGUMENT", operator.call, "Directory/GrantKey", {
        "principal_name": "no name", "public_key": "short", "expires_on": "2014-01-01", "grants": [{"unit_code": "HQ"}]})
    assert sorted(v.field for v in error.violations) == ["expires_on", "grants[0].role", "principal_name", "public_key"]
    error = refused("INVALID_ARGUMENT", operator.call, "Directory/GrantKey", {
        "principal_name": "x", "public_key": Keys.new().public, "person_code": "P9999",
        "grants": [{"role": "VIEWER", "unit_code": "HQ"}, {"role": "VIEWER", "unit_code": "A99"}]})
    assert sorted(v.field for v in error.violations) == ["grants[1].unit_code", "person_code"]


def test_the_bootstrap_key_survives_a_restart_and_a_revoked_one_does_not_stop_the_start(deployment):
    service = deployment.services["directory"]
    assert service.stop() == 0
    service.start()
    keys = Keys.new()
    second = deployment.operator()
    second.call("Directory/GrantKey", {"principal_name": "second", "public_key": keys.public,
                                       "grants": [{"role": "ADMINISTRATOR", "unit_code": "HQ"}]})
    deputy = deployment.client_for(keys)
    wait_until_known(deputy)
    deputy.call("Directory/RevokeKey", {"public_key": deployment.operator_keys.public})
    assert service.stop() == 0
    service.start()
    assert "bootstrap_key_is_revoked" in service.log_end()
    assert len(deputy.call("Directory/ListProducts").products) == 12


def wait_until_known(client):
    """A new key counts a second later at most."""
    client.call("Directory/ListProducts", timeout=10)
