"""Reviews, conflicts and merges on the command line, as headquarters types them."""

import json

import pytest
from identifiers import uscc  # deploy/sample
from harness.company import file_lead, found_company


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake"])


@pytest.fixture(scope="module")
def people(deployment):
    return found_company(deployment)


def run(deployment, *arguments):
    done = deployment.run_command_line(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_review_is_listed_with_both_records_and_decided(deployment, people):
    file_lead(people["D1"], "D1", "大理客运公司", customer={"uscc": uscc("91", "510100", 700001)})
    lead = file_lead(people["D2"], "D2", "大理客运公司", customer={"uscc": uscc("91", "510100", 700002)})
    listed = run(deployment, "review", "list")
    assert "SAME_NAME, OTHER_USCC" in listed and listed.count("大理客运公司") == 2
    assert "Held until" in run(deployment, "review", "decide", lead.lead_id, "--outcome", "different", "--reason", "两家")


def test_a_conflict_is_listed_shared_and_appealed(deployment, people):
    held = file_lead(people["D1"], "D1", "丽江客运公司")
    file_lead(people["D2"], "D2", "丽江客运公司")
    page = json.loads(run(deployment, "conflict", "list", "--state", "open", "--json"))
    number = next(c["conflictId"] for c in page["conflicts"] if c["leadId"] == str(held.lead_id))
    assert "丽江客运公司" in run(deployment, "conflict", "list")
    refused = deployment.run_command_line("conflict", "decide", number, "--outcome", "shared", "--parts", "D1:60%", "--reason", "x")
    assert refused.returncode != 0 and "parts" in refused.stderr
    decided = run(deployment, "conflict", "decide", number, "--outcome", "shared", "--parts", "D1:60%,D2:40%", "--reason", "共同跟进")
    assert f"lead {held.lead_id} " in decided
    assert "appealed" in run(deployment, "conflict", "appeal", number, "--reason", "客户指定")


def test_customers_are_merged_and_unmerged(deployment, people):
    one, other = (file_lead(people[d], d, f"玉溪客运{d}公司").customer_id for d in ("D1", "D2"))
    assert "leads set aside: 1" in run(deployment, "customer", "merge", one, other, "--reason", "同一单位")
    assert "leads restored: 1" in run(deployment, "customer", "unmerge", other, "--reason", "误合并")
