"""The command line over the running services: what an operator does with the sample company, and real data."""

import json
import subprocess
import sys

import pytest

from conftest import CHECKOUT

BOARD = ("区域", "产品", "年度计划", "1-(N-1)月销售", "年度计划进度", "去年同期销量", "去年同比", "月度计划", "当日销售", "月度累计销售")


@pytest.fixture(scope="module")
def sample(deployment, tmp_path_factory):
    """The sample company's files, its directory loaded."""
    folder = tmp_path_factory.mktemp("sample")
    subprocess.run([sys.executable, CHECKOUT / "deploy" / "sample" / "generate", "--out", folder], check=True)
    done = deployment.run_command_line("directory", "load", CHECKOUT / "deploy" / "reference", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def remuda(deployment, sample):
    def run(*arguments, codes=(0,)):
        done = deployment.run_command_line(*arguments)
        assert done.returncode in codes, (arguments, done.returncode, done.stderr, done.stdout[-500:])
        return done
    return run


def summary_of(done):
    return json.loads(done.stdout.splitlines()[-1])["summary"]


def totals(remuda):
    return json.loads(remuda("service", "totals", "--json").stdout)


def test_every_service_answers(remuda):
    assert all(json.loads(line)["service"] for line in remuda("service", "ping", "--json").stdout.splitlines())


def test_leads_imported_twice_are_stored_once(remuda, sample):
    counts = []
    for _ in range(2):
        summary = summary_of(remuda("lead", "import", sample / "leads_utf8.csv", "--json", "--summary", codes=(4,)))
        counts.append((summary, totals(remuda)["lead_intake"]))
    assert counts[0] == counts[1]
    summary, stored = counts[0]
    assert int(stored["leads"]) == summary["accepted"] + summary["needs_review"] > 0
    assert summary["invalid"] > 0 and summary["held_by_other"] > 0 and summary["known_again"] > 0


def test_the_board_of_a_locked_year_shows_its_ten_columns(remuda, sample):
    remuda("plan", "history", sample / "sales_2013.csv")
    remuda("plan", "lock", "--year", "2014", "--total", "2500")
    remuda("plan", "issue", "--month", "2014-09")
    lines = remuda("plan", "board", "--day", "2014-09-30", "--locale", "zh-CN").stdout.splitlines()
    assert tuple(lines[2].split()) == BOARD
    assert lines[3].split()[2] == "2500"
    assert len(lines) == 3 + 8


def test_a_statement_explains_each_line(remuda, sample, deployment):
    remuda("delivery", "import", sample / "deliveries.csv", "--summary", codes=(4,))
    put = json.loads(remuda("incentive", "put-plan", CHECKOUT / "deploy" / "sample" / "plans" / "dealer_specialist.json", "--json").stdout)
    second = deployment.principal("second-at-headquarters", ("HEADQUARTERS_USER", "HQ"))
    second.call("IncentiveCalculation/ApprovePlan", {"plan_code": put["planCode"], "version": put["version"]})
    deployment.wait_until(lambda: totals(remuda)["incentive_calculation"]["creditedDeliveries"]
                          == totals(remuda)["lead_intake"]["deliveries"], what="the learning of deliveries")
    remuda("incentive", "calculate", "2014-09")
    statement = json.loads(remuda("incentive", "statement", "2014-09", "--person", "P0302", "--json").stdout)["statement"]
    document = json.loads(statement["document"])
    assert sum(line["amount_fen"] for line in document["lines"]) == int(statement["totalFen"]) > 0
    table = remuda("incentive", "statement", "2014-09", "--person", "P0302", "--locale", "zh-CN").stdout
    assert all(line["formula"]["zh-CN"] in table for line in document["lines"])


def test_events_are_decoded(remuda):
    events = [json.loads(line) for line in remuda("event", "tail", "--limit", "200", "--json").stdout.splitlines()]
    assert events and all(event["payload"] for event in events)
    positions = [int(event["position"]) for event in events]
    assert positions == sorted(positions)


def test_a_dealers_key_may_file_for_its_dealer_alone(remuda, deployment, tmp_path):
    remuda("key", "new", "--out", tmp_path / "dealer")
    remuda("key", "grant", "--name", "dealer-system", "--public-key", tmp_path / "dealer.public", "--grants", "dealer@D0001")

    def as_dealer(*arguments):
        environment = deployment.command_line_environment() | {"REMUDA_KEY_FILE": str(tmp_path / "dealer.secret")}
        return subprocess.run([deployment.build / "bin" / "remuda", *arguments], env=environment, capture_output=True,
                              text=True, timeout=60, check=False)

    lead = ("lead", "file", "--customer", "成都市公安局", "--product", "SUV-C1", "--quantity", "12", "--dealer")
    deployment.wait_until(lambda: as_dealer("service", "ping", "lead_intake", "--timeout", "2").returncode == 0)
    assert as_dealer(*lead, "D0001").returncode == 0
    assert as_dealer(*lead, "D0002").returncode == 5
    assert remuda(*lead, "D0002", codes=(1,))
    assert as_dealer("plan", "lock", "--year", "2015", "--total", "3").returncode == 5


def test_a_lead_is_worked_from_the_command_line_and_its_record_read(remuda):
    lead = json.loads(remuda("lead", "file", "--dealer", "D0001", "--customer", "德阳市第九出租汽车公司", "--product", "SUV-C1",
                             "--quantity", "5", "--json").stdout)["leadId"]
    remuda("lead", "extend", lead, codes=(1,))
    remuda("lead", "amend", lead, "--quantity", "8", "--competitor", "某品牌", "--dimension", "宽度", "--reason", "客户改口")
    remuda("lead", "amend", lead, codes=(1, 2))
    remuda("lead", "advance", lead, "--buying", "采购要求", "--selling", "bid", "--feedback", "标书已发")
    remuda("lead", "extend", lead)
    remuda("lead", "assign", lead, "--dealer", "D0002", "--reason", "客户指定")
    remuda("lead", "release", lead, "--reason", "无力跟进")
    assert lead in remuda("lead", "pool", "--dealer", "D0002").stdout
    assert remuda("lead", "claim", lead, "--dealer", "D0002", codes=(1,))  # it has just entered the pool
    remuda("lead", "close", lead, "--outcome", "invalid", "--reason", "查无此单位")
    lines = remuda("lead", "history", lead).stdout.splitlines()
    assert [line.split()[3] for line in lines[1:]] == ["file", "amend", "advance", "extend", "assign", "release", "invalidate"]
    assert "quantity: 5 -> 8" in lines[2] and "客户改口" in lines[2]


def test_what_is_known_of_a_lead_is_filed_imported_amended_and_shown(remuda, tmp_path):
    known = {"use": "command", "dimension": "height", "competitor": "某品牌", "needs": "四驱", "environment": "环保补贴", "organisation": "集中采购",
             "people": "处长有权", "character": "重视安全", "attachments": "标书.pdf;图.png"}
    filed = json.loads(remuda("lead", "file", "--dealer", "D0001", "--customer", "贵阳市第三公交公司", "--product", "SUV-C1", "--quantity", "4",
                              *[part for name, value in known.items() for part in (f"--{name}", value)], "--json").stdout)
    file = tmp_path / "leads.csv"
    file.write_bytes("""经销商代码,客户名称,产品代码,数量,车辆用途,维度,竞争对手,客户需求,环境因素,组织因素,人际因素,个人因素,附件
D0001,贵阳市第四公交公司,SUV-C1,4,指挥车,高度,某品牌,四驱,环保补贴,集中采购,处长有权,重视安全,标书.pdf;图.png
""".encode("utf-16"))
    imported = json.loads(remuda("lead", "import", file, "--json").stdout.splitlines()[0])["response"]
    details = [json.loads(remuda("lead", "show", answer["leadId"], "--json").stdout)["lead"]["details"] for answer in (filed, imported)]
    assert details[0] == details[1]
    assert [note["note"] for note in details[0]["deciders"]] == ["环保补贴", "集中采购", "处长有权", "重视安全"]
    assert details[0]["attachments"] == ["标书.pdf", "图.png"]
    remuda("lead", "amend", filed["leadId"], "--people", "处长已换", "--attachments", "新.pdf")
    shown = remuda("lead", "show", filed["leadId"], "--locale", "zh-CN").stdout
    for text in ("处长已换", "新.pdf", "指挥车", "高度", "某品牌", "四驱"):
        assert text in shown
    assert "环保补贴" not in shown, "the notes on who decides change together"


def test_the_protection_policy_is_shown_edited_and_put(remuda, tmp_path):
    policy = json.loads(remuda("protection", "show").stdout)
    (tmp_path / "policy.json").write_text(json.dumps(policy | {"claimsADay": 5}))
    remuda("protection", "put", tmp_path / "policy.json", "--reason", "试行")
    assert json.loads(remuda("protection", "show", "--json").stdout)["policy"]["claimsADay"] == 5
    (tmp_path / "policy.json").write_text(json.dumps(policy | {"defaultDays": -1}))
    remuda("protection", "put", tmp_path / "policy.json", "--reason", "试行", codes=(1, 2))


def test_a_strangers_key_gets_no_answer(deployment, remuda, tmp_path):
    remuda("key", "new", "--out", tmp_path / "stranger")
    environment = deployment.command_line_environment() | {"REMUDA_KEY_FILE": str(tmp_path / "stranger.secret")}
    done = subprocess.run([deployment.build / "bin" / "remuda", "service", "ping", "directory", "--timeout", "1"],
                          env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 3


def test_real_organisations_become_customers_once(remuda, shared_data, tmp_path):
    before = int(totals(remuda)["lead_intake"]["customers"])
    for _ in range(2):
        summary = summary_of(remuda("customer", "import", shared_data / "organisations.tsv", "--json", "--summary",
                                    "--rejected", tmp_path / "rejected.csv"))
        assert summary["accepted"] + summary["known_again"] == 1927
        assert int(totals(remuda)["lead_intake"]["customers"]) == before + summary["accepted"]


def test_a_foreign_gbk_file_is_refused_row_by_row(remuda, shared_data, tmp_path):
    before = totals(remuda)["lead_intake"]
    summary = summary_of(remuda("lead", "import", shared_data / "sample_gbk.csv", "--json", "--summary",
                                "--rejected", tmp_path / "rejected.csv", codes=(4,)))
    assert summary["invalid"] == summary["rows"] > 1000
    assert totals(remuda)["lead_intake"] == before
