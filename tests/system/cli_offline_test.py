"""`remuda` without any server: the tries, the help, mistakes on the command line."""

import json
import pathlib
import re
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest

from harness.deployment import clean_environment

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def remuda(build):
    """remuda("try", "vin", "..."): CompletedProcess with text, in English unless told otherwise."""
    def run(*arguments, **variables):
        return subprocess.run([build / "bin" / "remuda", *map(str, arguments)], env=clean_environment() | variables,
                              capture_output=True, text=True, timeout=60, check=False)
    return run


def test_a_code_that_holds_is_valid_and_says_so_in_exactly_three_members(remuda):
    done = remuda("try", "uscc", "121200004013590816", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"value": "121200004013590816", "valid": True, "problems": []}


def test_a_code_that_was_really_issued_but_fails_its_check_digit_is_not_valid(remuda):
    done = remuda("--json", "try", "uscc", "91350211M0000XUF46")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert list(report) == ["value", "valid", "problems"]
    assert report["valid"] is False
    assert all(set(problem) == {"code", "message"} and problem["message"] for problem in report["problems"])


def test_codes_and_check_results_of_others_agree(remuda, shared_data):
    rows = [line.split("\t") for line in (shared_data / "uscc.tsv").read_text().splitlines()[1:]]
    assert rows
    for code, uscc_ok, org_ok, *_ in rows:
        report = json.loads(remuda("try", "uscc", code, "--json").stdout)
        assert report["valid"] == (uscc_ok == "1" and org_ok == "1"), (code, report)


@pytest.mark.parametrize("vin, valid", [("1M8GDM9AXKP042788", True), ("lsja24u62jg269225", True),
                                        ("LDC613P23A1305189", True), ("KLATF08Y1VB363636", False), ("", False),
                                        ("LSJA24U62JG26922O", False), ("\"\\", False)])
def test_vehicle_numbers_are_checked(remuda, vin, valid):
    done = remuda("try", "vin", vin, "--json")
    assert json.loads(done.stdout)["valid"] is valid
    assert done.returncode == (0 if valid else 1)


def test_published_examples_of_apportionment_come_out(remuda, shared_data):
    for example in json.loads((shared_data / "apportionment_examples.json").read_text()):
        arguments = ("try", "apportion", "--total", example["total"], "--weights", ",".join(map(str, example["weights"])))
        assert remuda(*arguments).stdout.strip() == ",".join(map(str, example["hamilton"]))
        assert json.loads(remuda(*arguments, "--json").stdout) == {"total": example["total"], "parts": example["hamilton"]}


def test_the_method_of_apportionment_is_the_callers(remuda):
    done = remuda("try", "apportion", "--total", 26, "--weights", "1500,1500,900,500,500,200", "--method", "sainte_lague", "--json")
    assert json.loads(done.stdout)["parts"] == [8, 8, 5, 2, 2, 1]
    assert remuda("try", "apportion", "--total", 26, "--weights", "1,2", "--method", "largest_remainder").stdout == "9,17\n"
    assert "sainte_lague" in remuda("try", "apportion", "--total", 26, "--weights", "1,2", "--method", "x").stderr


def test_published_seasonal_indices_come_out(remuda, shared_data):
    for example in json.loads((shared_data / "seasonal_examples.json").read_text()):
        done = remuda("try", "season", "--period", example["period"], "--series", ",".join(map(str, example["series"])), "--json")
        season = json.loads(done.stdout)
        assert season["cma"] == example["cma"]
        assert season["ratio_pct"] == example["ratio_pct"]
        assert season["index_pct"] == example["computed_adjusted_index_pct"]


@pytest.fixture
def split(remuda, tmp_path):
    def run(*options, **members):
        (tmp_path / "table.json").write_text(json.dumps(members))
        return remuda("try", "split", "--input", tmp_path / "table.json", *options)
    return run


def test_a_table_is_split_with_both_margins_and_its_fixed_cells(split):
    table = dict(rows=[{"name": "R1", "total": 10}, 7, 3], columns=[8, {"name": "van", "total": 12}], weights=[[3, 4], [5, 6], [1, 1]],
                 fixed=[{"row": "R1", "column": "van", "value": 7}], floors=[{"row": 2, "column": 0, "value": 2}])
    done = split("--json", **table)
    assert done.returncode == 0
    assert json.loads(done.stdout)["cells"] == [[3, 7], [3, 4], [2, 1]]
    assert split(**table).stdout == "3,7\n3,4\n2,1\n"


def test_an_impossible_table_is_refused_with_what_contradicts(split):
    done = split("--json", rows=[10, 10], columns=[8, 12], fixed=[{"row": 0, "column": 0, "value": 9}])
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"feasible": False, "contradiction": [
        {"kind": "column", "column": "0", "value": 8}, {"kind": "fixed", "row": "0", "column": "0", "value": 9}]}
    assert {c["kind"] for c in json.loads(split("--json", rows=[10], columns=[8]).stdout)["contradiction"]} == {"rows", "columns"}


@pytest.mark.parametrize("change, place", [({"weights": [[1, -1]]}, "weights[0][1]"), ({"weights": [[1]]}, "weights[0]"),
                                           ({"weights": [[1, 10**18]]}, "weights[0][1]"), ({"rows": []}, "rows"),
                                           ({"rows": [1.5]}, "rows[0]"), ({"floor": []}, "floor"),
                                           ({"fixed": [{"row": 0, "column": 2, "value": 1}]}, "fixed[0].column")])
def test_a_table_that_cannot_be_read_names_the_place(split, change, place):
    done = split(**({"rows": [3], "columns": [1, 2]} | change))
    assert done.returncode == 2
    assert f"remuda: {place}: " in done.stderr


def test_weights_that_cannot_be_used_are_refused(remuda):
    for weights in ("", "1,,2", "a", "-1,2", "0,0"):
        done = remuda("try", "apportion", "--total", "10", f"--weights={weights}")
        assert done.returncode == 2, weights
        assert "weights" in done.stderr


POLICIES = pathlib.Path(__file__).parents[2] / "services" / "customer_tiering"


@pytest.fixture
def tiered(remuda, tmp_path):
    """tiered(policy, csv): CompletedProcess of a trial of tiering."""
    def run(policy, customers, *arguments):
        (tmp_path / "policy.json").write_text(json.dumps(policy))
        (tmp_path / "customers.csv").write_text(customers)
        return remuda("try", "tier", "--policy", tmp_path / "policy.json", "--customers", tmp_path / "customers.csv", *arguments)
    return run


def test_a_trial_of_tiering_gives_the_known_answer(tiered):
    done = tiered({"cuts": {"key": 80, "secondary": 95}}, "customer,value\ne,5\nd,5\nc,10\nb,30\na,50\n")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert lines[0] == ["customer", "value", "share", "cumulative_share", "score", "tier", "reason"]
    assert [line[:6] for line in lines[1:]] == [["a", "50", "50", "50", "50", "key"], ["b", "30", "30", "80", "30", "key"],
                                                ["c", "10", "10", "90", "10", "secondary"],
                                                ["d", "5", "5", "95", "5", "secondary"], ["e", "5", "5", "100", "5", "potential"]]


def test_the_example_policy_and_its_customers_can_be_tried(remuda):
    done = remuda("try", "tier", "--policy", POLICIES / "policy.example.json", "--customers", POLICIES / "customers.example.csv",
                  "--json", "--locale", "zh-CN")
    tiers = {row["customer"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert len(tiers) == 5
    assert tiers["17"]["tier"] == "key" and "王总监" in tiers["17"]["reason"]
    assert tiers["57"]["tier"] == "potential" and "没有价值" in tiers["57"]["reason"]


def test_the_pyramids_of_a_trial_are_drawn_and_written(tiered, tmp_path):
    done = tiered({}, "customer,value,region\na,50,北京\nb,30,四川\nc,10,四川\nd,5,\ne,5,\n",
                  "--by", "region", "--svg", tmp_path / "p.svg", "--xlsx", tmp_path / "p.xlsx", "--locale", "zh-CN")
    assert done.returncode == 0, done.stderr
    drawing = "".join(ElementTree.parse(tmp_path / "p.svg").getroot().itertext())
    assert "重点客户：2（40%）" in drawing and "重点客户：80（80%）" in drawing and "基尼系数 0.46" in drawing
    sheet = zipfile.ZipFile(tmp_path / "p.xlsx").read("xl/sharedStrings.xml").decode()
    assert all(word in sheet for word in ("重点客户", "四川", "基盘客户"))


@pytest.mark.parametrize("policy, field", [
    ({"measures": [{"measure": "value", "weight": 60}]}, "measures"),
    ({"measures": [{"measure": "profit", "weight": 100}]}, "measures[0].measure"),
    ({"measures": [{"measure": "recency", "window_days": 0, "weight": 100}]}, "measures[0].window_days"),
    ({"cuts": {"key": 96}}, "cuts.key"),
    ({"in_force_from": "2014-01-01"}, "in_force_from"),
    ({"overrides": [{"customer": "a", "tier": "key", "reason": "r", "approver": "b"}]}, "overrides[0].until")])
def test_a_policy_that_cannot_be_used_is_refused_under_its_path(tiered, policy, field):
    done = tiered(policy, "customer,value\na,1\n", "--json")
    assert done.returncode != 0 and not done.stdout
    assert json.loads(done.stderr)["error"]["field"] == field


@pytest.mark.parametrize("customers, field", [("customer,worth\na,1\n", "value"), ("value\n1\n", "customer"),
                                              ("customer,value\na,1\nb,x\n", "line[3].value"),
                                              ("customer,value\na,1\na,2\n", "line[3].customer")])
def test_a_file_of_customers_that_cannot_be_used_is_refused_under_its_line(tiered, customers, field):
    done = tiered({}, customers, "--json")
    assert json.loads(done.stderr)["error"]["field"] == field


def commands(remuda):
    lines = remuda("--help").stdout.split("Options of every command")[0].splitlines()
    return [line[2:30].split() for line in lines if line.startswith("  ")]


def test_every_command_explains_itself_with_an_example_in_both_languages(remuda):
    words = [[word for word in line if word[0].islower()] for line in commands(remuda)]
    assert len(words) > 25
    for command in words:
        for locale, example in (("en", "Examples"), ("zh-CN", "示例")):
            done = remuda(*command, "--help", "--locale", locale)
            assert done.returncode == 0 and not done.stderr, command
            assert " ".join(command) in done.stdout
            assert example in done.stdout, command


def test_the_help_lists_every_command(remuda):
    listed = {" ".join(word for word in line if word[0].islower()) for line in commands(remuda)}
    table = (CHECKOUT / "services" / "cli" / "commands.c").read_text()
    assert listed == set(re.findall(r'^    \{"([a-z -]+)", "', table, re.MULTILINE))


def test_a_group_lists_its_commands(remuda):
    done = remuda("lead", "--help")
    assert done.returncode == 0
    for command in ("lead file", "lead import FILE", "lead check", "lead show LEAD_ID", "lead list"):
        assert command in done.stdout
    assert remuda("lead").returncode == 2


def test_the_help_names_every_exit_code_and_setting(remuda):
    text = remuda("--help").stdout
    assert [line.split()[0] for line in text.split("Exit codes")[1].splitlines()[1:8]] == list("0123456")
    for setting in ("REMUDA_KEY_FILE", "REMUDA_SERVER_KEYS", "REMUDA_LEAD_INTAKE", "REMUDA_LOCALE"):
        assert setting in text


@pytest.mark.parametrize("words, hint", [(("lead", "improt"), "lead import"), (("try", "uscc", "A", "--jsno"), "--json"),
                                         (("try", "apportion", "--totl", "3"), "--total"), (("try", "vin"), "VIN"),
                                         (("lead", "show", "1", "2"), "2"), (("nonsense",), "--help")])
def test_a_mistake_on_the_command_line_gets_a_hint(remuda, words, hint):
    done = remuda(*words)
    assert done.returncode == 2
    assert hint in done.stderr
    assert not done.stdout


def test_the_language_is_the_callers(remuda):
    assert "有效" in remuda("try", "vin", "1M8GDM9AXKP042788", LANG="zh_CN.UTF-8", LC_ALL="").stdout
    assert "有效" in remuda("try", "vin", "1M8GDM9AXKP042788", REMUDA_LOCALE="zh-CN").stdout
    assert "valid" in remuda("try", "vin", "1M8GDM9AXKP042788", "--locale", "en", REMUDA_LOCALE="zh-CN").stdout


def test_a_new_key_is_readable_by_its_owner_alone_and_never_overwritten(remuda, tmp_path):
    assert remuda("key", "new", "--out", tmp_path / "me").returncode == 0
    secret = tmp_path / "me.secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text().strip()) == len((tmp_path / "me.public").read_text().strip()) == 40
    before = secret.read_text()
    assert remuda("key", "new", "--out", tmp_path / "me").returncode == 1
    assert secret.read_text() == before


def test_settings_that_do_not_suffice_are_named(remuda, tmp_path):
    done = remuda("lead", "list", "--json")
    assert done.returncode == 2
    assert json.loads(done.stderr)["error"]["field"] == "REMUDA_KEY_FILE"
    assert remuda("key", "new", "--out", tmp_path / "me").returncode == 0
    key = {"REMUDA_KEY_FILE": str(tmp_path / "me.secret")}
    assert "REMUDA_SERVER_KEYS" in remuda("lead", "list", **key).stderr
    done = remuda("lead", "list", **key, REMUDA_SERVER_KEYS=str(tmp_path), REMUDA_LAED_INTAKE="tcp://127.0.0.1:1")
    assert done.returncode == 2 and "REMUDA_LAED_INTAKE" in done.stderr


def test_a_mistyped_setting_stops_even_what_needs_no_settings(remuda):
    done = remuda("try", "vin", "LSJA24U62JG269225", REMUDA_LOCAL="zh-CN")
    assert done.returncode == 2
    assert "REMUDA_LOCAL" in done.stderr and not done.stdout


@pytest.fixture
def match(remuda, tmp_path):
    def run(registry, queries, *options):
        (tmp_path / "registry").write_bytes(registry.encode())
        (tmp_path / "queries").write_bytes(queries.encode())
        return remuda("try", "match", "--registry", tmp_path / "registry", "--queries", tmp_path / "queries", *options)
    return run


REGISTRY = ("id\tname\tregion\tuscc\talias\n"
            "C1\t成都金牛种业有限公司\t成都\t91510100MA61TGQXM1\t金种|老金牛\n"
            "C2\t大凉山运输（集团）有限公司\t四川\t\t凉运\n")


def test_names_are_recognised_line_by_line_with_the_likeliest_whatever_the_verdict(match):
    done = match(REGISTRY, "query\n成都市金牛种业公司\n重庆金牛种业有限公司\n凉山运输\n凉运\n老金牛\n无人问津\n")
    assert done.returncode == 0
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert lines[0] == ["query", "id", "score", "verdict"]
    assert [(query, id, verdict) for query, id, _, verdict in lines[1:]] == [
        ("成都市金牛种业公司", "C1", "same"), ("重庆金牛种业有限公司", "C1", "review"), ("凉山运输", "C2", "review"),
        ("凉运", "C2", "same"), ("老金牛", "C1", "same"), ("无人问津", "", "new")]
    assert all(0 <= int(score) <= 1_000_000 for _, _, score, _ in lines[1:])


def test_a_code_is_recognised_under_any_name_and_json_tells_why(match):
    done = match(REGISTRY, "query\tuscc\n改了名的公司\t91510100ma61tgqxm1\n金牛种业\t\n", "--json")
    first, second = [json.loads(line) for line in done.stdout.splitlines()]
    assert (first["id"], first["verdict"], first["by"], first["score"]) == ("C1", "same", "uscc", 1_000_000)
    assert (second["id"], second["verdict"], second["by"]) == ("C1", "same", "likeness")
    assert second["evidence"] == {"core": "same", "place": "missing", "branch": "same", "onlyPlaceOrFormDiffer": True}


def test_rows_that_cannot_be_used_are_told_and_the_others_answered(match):
    done = match(REGISTRY + "\t没有编号\t\t\t\nC4\t\t\t\t\n", "query\n---\n凉运\n")
    assert done.returncode == 4
    assert [line.split("\t")[1:] for line in done.stdout.splitlines()[1:]] == [["", "0", "new"], ["C2", "1000000", "same"]]
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["4", "5", "2"]


def test_a_query_file_of_one_column_may_hold_commas(match):
    done = match("id,name\n1,\"Agilent Technologies, Inc.\"\n", "query\nAGILENT TECHNOLOGIES, INC.\n")
    assert done.stdout.splitlines()[1] == "AGILENT TECHNOLOGIES, INC.\t1\t1000000\tsame"


def test_a_registry_or_queries_without_their_columns_are_refused(match):
    assert match("nummer,name\n1,a\n", "query\nx\n").returncode != 0
    assert "id" in match("nummer,name\n1,a\n", "query\nx\n").stderr
    assert "query" in match("id,name\n1,a\n", "frage\nx\n").stderr
    assert match("", "query\nx\n").returncode != 0
