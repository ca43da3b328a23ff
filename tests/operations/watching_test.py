"""Debian's Prometheus over running services: it understands what they say, every alert rule is quiet while all is well, and fires on its trouble."""

import contextlib
import json
import pathlib
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request

import pytest
from harness.client import CallError, Keys, request_message
from harness.deployment import reserved_port

WATCH = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "watch"
README = WATCH.parent / "README.md"
RULES = re.findall(r"alert: (\w+)", (WATCH / "alerts.yaml").read_text())
TOOLS = pytest.mark.skipif(not (shutil.which("prometheus") and shutil.which("promtool")), reason="prometheus is not installed")


class Prometheus:
    """Asks each service every half second; the rules' waiting times are cut to nothing."""

    def __init__(self, folder, services):
        self.folder, self.reserved = folder, reserved_port()
        self.port = self.reserved.getsockname()[1]
        targets = [{"targets": [f"127.0.0.1:{service.admin_port}"], "labels": {"service": name}} for name, service in services.items()]
        (folder / "targets.json").write_text(json.dumps(targets))
        (folder / "alerts.yaml").write_text(re.sub(r"for: \w+", "for: 0s", (WATCH / "alerts.yaml").read_text()))
        (folder / "prometheus.yaml").write_text(f"""
global: {{scrape_interval: 500ms, evaluation_interval: 500ms}}
rule_files: [{folder}/alerts.yaml]
scrape_configs:
  - {{job_name: remuda, file_sd_configs: [{{files: [{folder}/targets.json]}}]}}
""")
        self.log = (folder / "log").open("w")
        self.process = subprocess.Popen(["prometheus", f"--config.file={folder}/prometheus.yaml", f"--storage.tsdb.path={folder}/data",
                                         f"--web.listen-address=127.0.0.1:{self.port}"], stdout=self.log, stderr=self.log)

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.reserved.close()
        self.log.close()

    def ask(self, path, **parameters):
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.load(answer)["data"]

    def value(self, expression):
        """The sum of what the expression gives; None when it gives nothing."""
        found = self.ask("query", query=f"sum({expression})")["result"]
        return float(found[0]["value"][1]) if found else None

    def rules(self):
        """{name: state} of all rules, each evaluated without an error."""
        rules = [rule for group in self.ask("rules")["groups"] for rule in group["rules"]]
        assert [rule["name"] for rule in rules if rule["health"] == "err"] == [], rules
        return {rule["name"]: rule["state"] for rule in rules if rule["health"] == "ok"}

    def firing(self):
        return {name for name, state in self.rules().items() if state == "firing"}


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory", "lead_intake", "customer_tiering"])


@pytest.fixture(scope="module")
def prometheus(deployment, tmp_path_factory):
    made = Prometheus(tmp_path_factory.mktemp("prometheus"), deployment.services)

    def scraped():
        with contextlib.suppress(OSError):
            return made.value("up") == 3 and len(made.rules()) == len(RULES)
        return False

    try:
        deployment.wait_until(scraped, 30, "the first look of Prometheus")
        yield made
    finally:
        made.stop()


def await_alert(deployment, prometheus, name, firing=True):
    deployment.wait_until(lambda: (name in prometheus.firing()) == firing, 60, f"{name} {'firing' if firing else 'being quiet'}")


@TOOLS
def test_every_rule_fires_on_its_trouble_and_on_nothing_else():
    done = subprocess.run(["promtool", "test", "rules", WATCH / "alerts_test.yaml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    tested = (WATCH / "alerts_test.yaml").read_text()
    assert [rule for rule in RULES if f'alertname="{rule}"' not in tested] == []


def test_every_rule_has_a_runbook_line_and_the_dashboard_asks_for_what_there_is(deployment):
    readme = README.read_text()
    assert [rule for rule in RULES if f"| `{rule}` |" not in readme] == []
    known = {line.split()[2] for service in deployment.services.values() for line in service.admin("/metrics")[1].splitlines() if line.startswith("# TYPE")}
    known |= {f"{name}_{suffix}" for name in known for suffix in ("bucket", "sum", "count")}
    asked = set(re.findall(r"remuda_[a-z_]+", " ".join(
        target["expr"] for panel in json.loads((WATCH / "dashboard.json").read_text())["panels"] for target in panel["targets"])))
    asked |= set(re.findall(r"\bremuda_[a-z_]+", (WATCH / "alerts.yaml").read_text()))
    assert {name for name in asked - known if not name.startswith("remuda_http_")} == set()
    assert {name for name in known if name.startswith("remuda_") and f"`{name}" not in readme and not re.search("_(bucket|sum|count)$", name)} == set()


@TOOLS
def test_what_a_service_says_is_well_formed(deployment):
    page = deployment.services["lead_intake"].admin("/metrics")[1]
    done = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), done.stderr  # 3: advice about names
    assert "error" not in done.stderr


@TOOLS
def test_all_is_quiet_while_all_is_well(deployment, prometheus):
    operator = deployment.operator()
    for _ in range(20):
        operator.call("LeadIntake/GetTotals")
    deployment.wait_until(lambda: (prometheus.value('remuda_calls_total{method=~".*GetTotals",code="OK"}') or 0) >= 20, 30, "the calls")
    assert prometheus.firing() == set()
    assert prometheus.value('remuda_events_behind{consumer="customer_tiering"}') == 0


@TOOLS
def test_strangers_at_the_door_are_told(deployment, prometheus):
    deadline = time.monotonic() + 60
    while "RemudaStrangers" not in prometheus.firing():
        assert time.monotonic() < deadline
        stranger = deployment.client_for(Keys.new(), timeout=0.3)
        with pytest.raises(CallError):
            stranger.call("Operations/Ping", service="directory")
        stranger.close()


@TOOLS
def test_an_event_that_cannot_be_applied_is_told(deployment, prometheus):
    deployment.cluster.query("""
        INSERT INTO event_log.event (partition, type, subject, occurred_at, source, traceparent, payload)
        VALUES (7, 'remuda.event.v1.LeadFiled', 7, now(), 'lead_intake', '', '\\xff')""")
    await_alert(deployment, prometheus, "RemudaDeadLetters")


@TOOLS
def test_workers_that_are_all_busy_are_told(deployment, prometheus):
    """Two calls wait for a lock that another holds; a service has two workers."""
    holder = deployment.cluster.connect()
    holder.autocommit = False
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE directory.product IN ACCESS EXCLUSIVE MODE")
    operator = deployment.operator()
    connection = operator.connection("directory")
    connection.send("remuda.directory.v1.Directory/ListProducts", b"")
    connection.send("remuda.directory.v1.Directory/PutProducts", request_message("Directory/PutProducts", {"products": [
        {"code": "T1", "name": "指挥车", "product_line": "suv", "use_class": "COMMAND"}]}), key="busy")
    try:
        await_alert(deployment, prometheus, "RemudaWorkersBusy")
    finally:
        holder.rollback()
        holder.close()
    await_alert(deployment, prometheus, "RemudaWorkersBusy", firing=False)


@TOOLS
def test_a_service_that_is_gone_is_told(deployment, prometheus):
    deployment.services["lead_intake"].kill()
    await_alert(deployment, prometheus, "RemudaDown")
    deployment.services["lead_intake"].start()
    await_alert(deployment, prometheus, "RemudaDown", firing=False)


@TOOLS
def test_a_database_that_is_away_is_told(deployment, prometheus):
    deployment.cluster.stop("immediate")
    await_alert(deployment, prometheus, "RemudaNotReady")
    deployment.cluster.start()
    await_alert(deployment, prometheus, "RemudaNotReady", firing=False)
