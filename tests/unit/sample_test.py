"""The sample company (deploy/sample/generate): same seed, same bytes; counts as promised; its identifiers hold."""

import csv
import pathlib
import subprocess
import sys
from collections import Counter

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENERATE = ROOT / "deploy" / "sample" / "generate"
ORGANISATIONS = ROOT.parent / "shared" / "data" / "organisations.tsv"

sys.dont_write_bytecode = True
sys.path.insert(0, str(GENERATE.parent))
import identifiers  # noqa: E402


def generate(folder, *options):
    subprocess.run([sys.executable, GENERATE, "--out", folder, *options], check=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("sample"))


def rows_of(path, encoding="utf-8-sig"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(sample, tmp_path):
    again, other = generate(tmp_path / "again"), generate(tmp_path / "other", "--seed", "7")
    for file in sample.iterdir():
        assert file.read_bytes() == (again / file.name).read_bytes(), file.name
    assert (sample / "leads_utf8.csv").read_bytes() != (other / "leads_utf8.csv").read_bytes()


def test_the_company_has_the_size_it_should_have(sample):
    kinds = Counter(unit["kind"] for unit in rows_of(sample / "units.csv"))
    assert kinds == {"HEADQUARTERS": 1, "REGION": 7, "AREA": 31, "DEALER": 300}
    jobs = Counter(person["job"] for person in rows_of(sample / "people.csv"))
    assert sum(jobs.values()) == 900 and jobs["region_director"] == 7 and jobs["area_manager"] == 31
    products = rows_of(sample / "products.csv")
    assert {product["use_class"] for product in products} == {"COMMAND", "OPERATION", "FOR_CONVERTER"}
    assert len(products) == 12 and len({product["product_line"] for product in products}) == 5


def test_each_unit_stands_one_level_below_its_parent_which_comes_first(sample):
    levels = {"": 0}
    order = {"HEADQUARTERS": 1, "REGION": 2, "AREA": 3, "DEALER": 4}
    for unit in rows_of(sample / "units.csv"):
        assert order[unit["kind"]] == levels[unit["parent_code"]] + 1
        levels[unit["code"]] = order[unit["kind"]]


def test_each_area_sold_in_2013_and_the_year_sums_up(sample):
    sales = rows_of(sample / "sales_2013.csv")
    assert sum(int(row["units"]) for row in sales) == 2140
    assert len({row["unit_code"] for row in sales}) == 31
    assert {int(row["month"]) for row in sales} == set(range(1, 13))


@pytest.mark.parametrize("name, encoding, count",
                         [("leads_utf8.csv", "utf-8-sig", 600), ("leads_gb18030.csv", "gb18030", 400),
                          ("deliveries.csv", "utf-8-sig", 800)])
def test_a_dealers_file_has_its_rows_and_each_knows_what_it_becomes(sample, name, encoding, count):
    data = (sample / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert data.count(b"\r\n") == data.count(b"\n")
    with (sample / name).open(encoding=encoding, newline="") as file:
        lines = {number: values for number, values in enumerate(csv.reader(file), 1) if any(values)}
    expected = [row for row in rows_of(sample / "expected.csv") if row["file"] == name]
    assert len(expected) == count
    assert [int(row["row"]) for row in expected] == list(lines)[1:]


def test_every_kind_of_mistake_and_verdict_occurs(sample):
    kinds = Counter(row["becomes"] for row in rows_of(sample / "expected.csv"))
    assert set(kinds) == {
        "accepted", "accepted_with_warning", "known_again", "known_again_same_number", "held_by_other", "needs_review",
        "unknown_dealer", "missing_name", "quantity_zero", "quantity_text", "impossible_date", "uscc_structure",
        "unknown_product", "stored", "vin_check_digit", "vin_length", "vin_twice", "price_text", "future_date",
        "missing_customer"}


def test_customer_and_product_line_are_accepted_once(sample):
    lines = {product["code"]: product["product_line"] for product in rows_of(sample / "products.csv")}
    becomes = {(row["file"], int(row["row"])): row["becomes"] for row in rows_of(sample / "expected.csv")}
    held = {}
    for name, encoding in (("leads_utf8.csv", "utf-8-sig"), ("leads_gb18030.csv", "gb18030")):
        with (sample / name).open(encoding=encoding, newline="") as file:
            reader = csv.reader(file)
            head = next(reader)
            for number, values in enumerate(reader, 2):
                lead = dict(zip(head, values))
                kind = becomes.get((name, number), "")
                key = (lead.get("客户名称", "").replace(" ", ""), lines.get(lead.get("产品代码")))
                if kind.startswith("accepted"):
                    assert key not in held
                    held[key] = lead["经销商代码"]
                elif kind.startswith("known_again"):
                    assert held[key] == lead["经销商代码"]
                elif kind == "held_by_other":
                    assert held[key] != lead["经销商代码"]


def test_vins_have_right_check_digits_and_one_stands_twice(sample):
    becomes = [row["becomes"] for row in rows_of(sample / "expected.csv") if row["file"] == "deliveries.csv"]
    vins = []
    for kind, row in zip(becomes, rows_of(sample / "deliveries.csv")):
        value = row["VIN"]
        if kind in ("vin_check_digit", "vin_length"):
            continue
        assert identifiers.vin(value[:3], value[3:8], value[9], value[10], int(value[11:])) == value
        vins.append(value)
    assert [count for count in Counter(vins).values() if count > 1] == [2]


def test_published_identifiers_agree_with_the_generators():
    assert identifiers.uscc("91", "110000", 80210043) == "91110000802100433B"
    assert identifiers.vin("1M8", "GDM9A", "K", "P", 42788) == "1M8GDM9AXKP042788"


def test_no_customer_bears_the_name_of_a_listed_organisation(sample):
    if not ORGANISATIONS.exists():
        pytest.skip("../shared/data/organisations.tsv is not here")
    listed = {cell for line in ORGANISATIONS.read_text(encoding="utf-8").splitlines() for cell in line.split("\t")}
    assert not listed & {lead["客户名称"] for lead in rows_of(sample / "leads_utf8.csv") if lead["客户名称"]}
