"""What an import does with a service's answers, by a service that says what the test tells it to."""

import csv
import json
import subprocess

import pytest

from harness.deployment import clean_environment
from harness.stand_in import Refusal, StandIn

HEAD = "经销商代码,客户名称,产品代码,数量,行业,联系电话\r\n"
INDUSTRIES = {"codes": [{"list": "industry", "code": "taxi", "name_zh": "出租车", "name_en": "Taxi"},
                        {"list": "industry", "code": "finance", "name_zh": "金融业", "name_en": "Finance"}]}


def industries(_request):
    from remuda.directory.v1 import directory_pb2
    return {"codes": [directory_pb2.ReferenceCode(**code) for code in INDUSTRIES["codes"]]}


def judge_lead(request):
    """The verdict stands in the customer's name."""
    name = request.customer.name
    if "他店" in name:
        return {"verdict": "HELD_BY_OTHER"}
    if "待审" in name:
        return {"verdict": "NEEDS_REVIEW", "lead_id": 9}
    if "重复" in name:
        return {"verdict": "KNOWN_AGAIN", "lead_id": 7, "customer_id": 8}
    if "产品" in name:
        raise Refusal("INVALID_ARGUMENT", "refused", [("product_code", "there is no such product")])
    return {"verdict": "ACCEPTED", "lead_id": 5, "customer_id": 6, "customer_is_new": True}


@pytest.fixture
def stand_in():
    made = []

    def make(**answers):
        made.append(StandIn({"ListReferenceCodes": industries, "FileLead": judge_lead} | answers))
        return made[-1]

    yield make
    for service in made:
        service.stop()


@pytest.fixture
def remuda(build, tmp_path):
    def run(service, *arguments, **options):
        environment = clean_environment() | service.environment(tmp_path)
        return subprocess.run([build / "bin" / "remuda", *map(str, arguments)], env=environment, capture_output=True,
                              text=True, timeout=180, check=False, cwd=tmp_path, **options)
    return run


def rows_of(done):
    """(rows, summary) of JSON lines."""
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return lines[:-1], lines[-1]["summary"]


def write(folder, *rows, name="leads.csv", encoding="utf-8-sig"):
    file = folder / name
    file.write_bytes((HEAD + "".join(row + "\r\n" for row in rows)).encode(encoding))
    return file


def test_each_row_gets_its_verdict_in_the_files_order(stand_in, remuda, tmp_path):
    service = stand_in()
    file = write(tmp_path, "D0001,成都公司,SUV-C1,１２,出租车,", "D0001,重复公司,SUV-C1,1,,", ",,,,,", "D0001,他店公司,SUV-C1,1,,",
                 "D0001,待审公司,SUV-C1,1,,", "D0001,产品公司,SUV-X,1,,", "D0001,,SUV-C1,0,马戏团,")
    done = remuda(service, "lead", "import", file, "--json")
    rows, summary = rows_of(done)
    assert done.returncode == 4
    assert [(row["line"], row["verdict"]) for row in rows] == [
        (2, "accepted"), (3, "known_again"), (5, "held_by_other"), (6, "needs_review"), (7, "invalid"), (8, "invalid")]
    assert rows[0]["response"]["leadId"] == "5"
    assert rows[4]["problems"] == [{"field": "product_code", "column": "产品代码", "message": "there is no such product"}]
    assert [problem["column"] for problem in rows[5]["problems"]] == ["客户名称", "行业", "数量"]
    assert summary["rows"] == 6 and summary["invalid"] == 2 and summary["rejectedFile"].endswith("leads.csv.rejected.csv")
    filed = {request.customer.name: request for call, request in service.calls if call.method.endswith("FileLead")}
    assert filed["成都公司"].quantity == 12 and filed["成都公司"].customer.industry_code == "taxi"


def test_rejected_rows_can_be_mended_and_imported_as_they_are(stand_in, remuda, tmp_path):
    file = write(tmp_path, "D0001,成都公司,SUV-C1,3,,", "D0001,\"他店,“甲”公司\",SUV-C1,1,,+8613612345678",
                 "D0001,乙公司,SUV-C1,很多,,=1+1", encoding="gb18030")
    assert remuda(stand_in(), "lead", "import", file, "--locale", "zh-CN").returncode == 4
    rejected = tmp_path / "leads.csv.rejected.csv"
    assert rejected.read_bytes().startswith(b"\xef\xbb\xbf")
    with rejected.open(encoding="utf-8-sig", newline="") as text:
        head, *rows = list(csv.reader(text))
    assert head == HEAD.strip().split(",") + ["拒绝字段", "拒绝原因"]
    assert [row[1] for row in rows] == ["他店,“甲”公司", "乙公司"]
    assert rows[1][5] == "'=1+1" and rows[1][6] == "数量" and "数量" in rows[1][7]
    rejected.write_text(rejected.read_text().replace("很多", "4").replace("他店", "本店"))
    service = stand_in()
    done = remuda(service, "lead", "import", rejected, "--json")
    assert done.returncode == 0, done.stderr
    assert [row["verdict"] for row in rows_of(done)[0]] == ["accepted", "accepted"]
    assert "columns not used" not in done.stderr
    assert {request.customer.contact_phone for call, request in service.calls if call.method.endswith("FileLead")} == {
        "+8613612345678", "=1+1"}


def test_the_same_file_again_asks_with_the_same_keys_and_a_changed_one_with_others(stand_in, remuda, tmp_path):
    def keys(*rows, arguments=()):
        service = stand_in()
        remuda(service, "lead", "import", write(tmp_path, *rows), *arguments)
        return [call.idempotency_key for call, _ in service.calls if call.method.endswith("FileLead")]

    first = keys("D0001,成都公司,SUV-C1,3,,", "D0001,成都公司,SUV-C1,3,,")
    assert len(set(first)) == 2 and all(len(key) <= 128 for key in first)
    assert set(first) == set(keys("D0001,成都公司,SUV-C1,3,,", "D0001,成都公司,SUV-C1,3,,"))
    assert not set(first) & set(keys("D0001,成都公司,SUV-C1,4,,", "D0001,成都公司,SUV-C1,3,,"))
    assert not set(first) & set(keys("D0001,成都公司,SUV-C1,3,,", "D0001,成都公司,SUV-C1,3,,", arguments=("--dealer", "D0002")))


def progress_of(key, rows, next_id):
    return (f"remuda-import 1\nkey {key}\nrows {rows}\nrejected_bytes 0\nnext_id {next_id}\naccepted {rows}\nknown_again 0\n"
            "held_by_other 0\nneeds_review 0\ninvalid 0\nunanswered 0\n")


def test_an_interrupted_import_goes_on_only_where_the_same_database_answers(stand_in, remuda, tmp_path):
    names = [f"第{n}公司" for n in range(6)]
    file, progress = write(tmp_path, *(f"D0001,{name},SUV-C1,1,," for name in names)), tmp_path / "leads.csv.progress"

    def asked():
        service = stand_in()
        _, summary = rows_of(done := remuda(service, "lead", "import", file, "--json"))
        calls = [(call, request) for call, request in service.calls if call.method.endswith("FileLead")]
        assert summary["rows"] == summary["accepted"] == 6 and done.returncode == 0 and not progress.exists()
        return calls[0][0].idempotency_key.rpartition("-")[0], [request.customer.name for _, request in calls], done.stderr

    key = asked()[0]
    progress.write_text(progress_of(key, 4, next_id=5))  # the stand-in gives each lead the number 5
    assert asked()[1] == names[4:]
    progress.write_text(progress_of(key, 4, next_id=6))
    _, again, errors = asked()
    assert again[0] == names[4] and sorted(again[1:]) == names and "another database" in errors
    for other in (progress_of(key + "0", 4, next_id=5), "remuda-import 1\n"):
        progress.write_text(other)
        assert sorted(asked()[1]) == names


def test_many_calls_are_under_way_and_verdicts_keep_the_files_order(stand_in, remuda, tmp_path):
    service = stand_in()
    file = write(tmp_path, *(f"D0001,{'他店' if i % 7 == 0 else '成都'}公司{i},SUV-C1,1,," for i in range(1000)))
    rows, summary = rows_of(remuda(service, "lead", "import", "-", "--json", "--rejected", tmp_path / "r.csv",
                                   stdin=file.open("rb")))
    assert [row["line"] for row in rows] == list(range(2, 1002))
    assert [row["verdict"] == "held_by_other" for row in rows] == [i % 7 == 0 for i in range(1000)]
    assert summary["accepted"] == 857
    assert 200 < service.most_waiting <= 512


def test_a_service_that_stops_answering_ends_the_import_and_says_what_to_do(stand_in, remuda, tmp_path):
    service = stand_in(FileLead=lambda request: None if "哑" in request.customer.name else judge_lead(request))
    file = write(tmp_path, "D0001,成都公司,SUV-C1,1,,", "D0001,哑公司,SUV-C1,1,,")
    done = remuda(service, "lead", "import", file, "--timeout", "2")
    assert done.returncode == 3
    assert "unanswered 1" in done.stdout and "accepted 1" in done.stdout
    assert "same file again" in done.stderr
    assert not (tmp_path / "leads.csv.rejected.csv").exists()


def test_a_failing_service_leaves_rows_unanswered_and_goes_on(stand_in, remuda, tmp_path):
    def fail(request):
        if "内" in request.customer.name:
            raise Refusal("INTERNAL", "something broke")
        return judge_lead(request)

    file = write(tmp_path, "D0001,内公司,SUV-C1,1,,", "D0001,成都公司,SUV-C1,1,,")
    done = remuda(stand_in(FileLead=fail), "lead", "import", file, "--json")
    assert done.returncode == 6
    assert [row["verdict"] for row in rows_of(done)[0]] == ["unanswered", "accepted"]


def test_a_default_dealer_fills_rows_that_name_none(stand_in, remuda, tmp_path):
    service = stand_in()
    file = write(tmp_path, ",成都公司,SUV-C1,1,,", "D0001,甲公司,SUV-C1,1,,")
    assert remuda(service, "lead", "import", file, "--dealer", "D0300").returncode == 0
    assert sorted(request.dealer_code for call, request in service.calls if call.method.endswith("FileLead")) == [
        "D0001", "D0300"]


def test_a_file_that_is_read_is_never_written(stand_in, remuda, tmp_path):
    file = write(tmp_path, "D0001,他店公司,SUV-C1,1,,")
    before = file.read_bytes()
    assert remuda(stand_in(), "lead", "import", file, "--rejected", file).returncode == 1
    assert file.read_bytes() == before


def test_what_is_no_table_is_refused_without_a_crash(stand_in, remuda, tmp_path):
    for name, content in (("empty.csv", b""), ("blank.csv", b"\r\n\r\n"), ("bytes.csv", bytes(range(256)) * 20)):
        (tmp_path / name).write_bytes(content)
        done = remuda(stand_in(), "lead", "import", tmp_path / name)
        assert done.returncode in (1, 4), (name, done)
        assert done.stderr.strip()
    assert remuda(stand_in(), "lead", "import", tmp_path / "absent.csv").returncode == 1
    assert remuda(stand_in(), "lead", "import", tmp_path).returncode in (1, 6)


def test_a_foreign_gbk_file_is_refused_row_by_row(stand_in, remuda, tmp_path, shared_data):
    service = stand_in()
    done = remuda(service, "lead", "import", shared_data / "sample_gbk.csv", "--json", "--rejected", tmp_path / "r.csv",
                  "--locale", "zh-CN")
    rows, summary = rows_of(done)
    assert done.returncode == 4
    assert "缺少列：经销商代码, 客户名称, 产品代码, 数量" in done.stderr and "可识别的列" in done.stderr
    assert summary["rows"] == summary["invalid"] == len(rows) > 1000
    assert all("quantity" in {problem["field"] for problem in row["problems"]} for row in rows)
    assert not [call for call, _ in service.calls if call.method.endswith("FileLead")]


def test_real_organisations_go_in_as_customers(stand_in, remuda, tmp_path, shared_data):
    service = stand_in(RegisterCustomer=lambda request: {"customer_id": 1, "customer_is_new": True})
    done = remuda(service, "customer", "import", shared_data / "organisations.tsv", "--summary", "--json",
                  "--rejected", tmp_path / "r.csv", "--business-type", "大型企业采购")
    assert done.returncode == 0, done.stderr
    assert rows_of(done)[1]["accepted"] == 1927
    first = next(request for call, request in service.calls
                 if call.method.endswith("RegisterCustomer") and request.customer.name == "平安银行股份有限公司")
    assert first.customer.region == "深圳" and list(first.aliases) == ["平安银行"]
    assert first.business_type == 2 and first.customer.industry_code == ""
