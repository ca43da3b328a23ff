"""Real containers on an internal network: the images, what compose starts, one service cut off and back, the end by SIGTERM."""

import http.client
import itertools
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

import pytest
from harness.client import CallError, Client, Keys

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
PROJECT = f"remuda-test-{os.getpid()}"
TAG = "test"
SERVICES = ("directory", "lead_intake", "customer_tiering", "target_planning", "incentive_calculation", "gateway")
SERVICE_MB = 45
CUT_OFF = f"{PROJECT}_lead_intake_1"


def run(*command, environment=None, timeout=300, ok=True):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=timeout, check=False, env=environment)
    if ok:
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Of all engine commands. Skips, with the engine's own words, where no container can run."""
    made = os.environ | {"REMUDA_TAG": TAG, "REMUDA_PROJECT": PROJECT, "REMUDA_SECRETS": str(tmp_path_factory.mktemp("secrets")),
                         "REMUDA_HTTP_PORT": str(free_port()), "REMUDA_HTTP_PORT_2": str(free_port())}
    if not pathlib.Path("/run/systemd/system").is_dir():
        made |= {"CONTAINERS_CONF": str(CHECKOUT / "deploy" / "container" / "containers.conf")}
    if not shutil.which("podman"):
        pytest.skip("no container engine: podman is not installed")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "root"
        (root / "bin").mkdir(parents=True)
        source = pathlib.Path(folder) / "true.c"
        source.write_text("int main(void) { return 0; }\n")
        run("gcc", "-static", "-o", root / "bin" / "true", source)
        run("tar", "-cf", root.with_suffix(".tar"), "-C", root, "bin")
        tried = run("podman", "import", "-q", root.with_suffix(".tar"), "localhost/remuda-tried", environment=made, ok=False)
        if tried.returncode == 0:
            run("podman", "network", "create", "--internal", f"{PROJECT}_tried", environment=made, ok=False)
            tried = run("podman", "run", "--rm", "--network", f"{PROJECT}_tried", "localhost/remuda-tried", "/bin/true", environment=made, ok=False)
            run("podman", "network", "rm", "-f", f"{PROJECT}_tried", environment=made, ok=False)
    if tried.returncode != 0:
        pytest.skip(f"no container can run here: {tried.stderr.strip().splitlines()[-1]}")
    return made


@pytest.fixture(scope="module")
def images(environment, build):
    """Of the programs of this build."""
    with tempfile.TemporaryDirectory() as programs:
        run("cmake", "--install", build, "--strip", "--prefix", f"{programs}/out/usr")
        run(CHECKOUT / "deploy" / "images", environment=environment | {"PROGRAMS": programs}, timeout=600)
    return {name: json.loads(run("podman", "image", "inspect", f"localhost/remuda-{name}:{TAG}", environment=environment).stdout)[0]
            for name in ("service", "cli", "migrate", "postgres")}


class Containers:
    """What compose has started."""

    def __init__(self, environment):
        self.environment = environment
        self.secrets = pathlib.Path(environment["REMUDA_SECRETS"])
        self.doors = [int(environment[name]) for name in ("REMUDA_HTTP_PORT", "REMUDA_HTTP_PORT_2")]

    def podman(self, *words, ok=True):
        return run("podman", *words, environment=self.environment, ok=ok)

    def names(self):
        return self.podman("ps", "-a", "--filter", f"label=com.docker.compose.project={PROJECT}", "--format", "{{.Names}}").stdout.split()

    def of(self, service):
        return [name for name in self.names() if name.startswith(f"{PROJECT}_{service}_")]

    def address(self, name):
        return self.podman("inspect", "-f", f'{{{{(index .NetworkSettings.Networks "{PROJECT}_inside").IPAddress}}}}', name).stdout.strip()

    def check(self, name):
        return self.podman("healthcheck", "run", name, ok=False).returncode == 0

    def operator(self):
        """From the host, which stands on the bridge: to all replicas."""
        endpoints = {service: ",".join(f"tcp://{self.address(name)}:7100" for name in self.of(service)) for service in SERVICES}
        public = {service: (self.secrets / "public" / f"{service}.public").read_text().strip() for service in SERVICES}
        keys = Keys((self.secrets / "public" / "operator.public").read_text().strip(), (self.secrets / "key" / "operator").read_text().strip())
        return Client(endpoints, public, keys, timeout=30)

    def answered(self, name):
        """Calls that one container has answered well, by its metrics."""
        connection = http.client.HTTPConnection(self.address(name), 7200, timeout=5)
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        return sum(float(line.split()[-1]) for line in lines if line.startswith("remuda_calls_total") and 'code="OK"' in line)


@pytest.fixture(scope="module")
def containers(environment, images):
    made = Containers(environment)
    try:
        run(CHECKOUT / "deploy" / "containers", "up", environment=environment)
        yield made
    finally:
        run(CHECKOUT / "deploy" / "containers", "reset", "--yes", environment=environment, ok=False)


def wait_until(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what} did not come true within {seconds} s"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def file_lead(containers):
    """file_lead(): one lead through one of the two gateways, with a caller's patience; the seconds that it took."""
    operator = containers.operator()
    operator.call("Directory/PutUnits", {"units": [
        {"code": code, "name": name, "kind": kind, "parent_code": parent, "valid_from": "2014-01-01"} for code, name, kind, parent in
        [("HQ", "总部", "HEADQUARTERS", ""), ("R1", "西南大区", "REGION", "HQ"), ("A1", "四川", "AREA", "R1"), ("D1", "成都一店", "DEALER", "A1")]]})
    operator.call("Directory/PutProducts", {"products": [{"code": "T1", "name": "指挥车", "product_line": "suv", "use_class": "COMMAND"}]})
    for name, key, role, unit in (("gateway", (containers.secrets / "public" / "gateway.public").read_text().strip(), "GATEWAY", "HQ"),
                                  ("dealer-D1", Keys.new().public, "DEALER_USER", "D1")):
        operator.call("Directory/GrantKey", {"principal_name": name, "public_key": key, "grants": [{"role": role, "unit_code": unit}]})
    operator.close()
    made = run(CHECKOUT / "deploy" / "containers", "remuda", "api-key", "new", "--name", "dealer-D1", "--scopes", "lead.read,lead.write", "--json",
               environment=containers.environment)
    key = json.loads(made.stdout)["key"]
    numbers = itertools.count(1)

    def file():
        number = next(numbers)
        begin = time.monotonic()
        last = None
        while time.monotonic() - begin < 60:
            connection = http.client.HTTPConnection("127.0.0.1", containers.doors[number % 2], timeout=30)
            try:
                connection.request("POST", "/v1/leads", json.dumps({
                    "dealerCode": "D1", "customer": {"name": f"第{number}公司"}, "productCode": "T1", "quantity": 2}), {
                        "Authorization": f"Bearer {key}", "Idempotency-Key": f"lead-{number}", "Content-Type": "application/json"})
                answer = connection.getresponse()
                last = answer.status, answer.read().decode()
                if answer.status < 300:
                    return time.monotonic() - begin
                assert answer.status in (401, 403, 429, 503), last  # a key granted a moment ago; away for now
            except OSError as error:
                last = error
            finally:
                connection.close()
            time.sleep(0.2)
        raise AssertionError(f"lead {number} was not filed: {last}")

    return file


def test_the_service_image_is_small_and_holds_no_shell_and_no_rights(images, environment):
    image = images["service"]
    print(f"service image: {image['Size'] / 1e6:.1f} MB")
    assert image["Size"] < SERVICE_MB * 1e6
    assert image["Config"]["User"] == "65532:65532"
    assert image["Labels"]["org.opencontainers.image.licenses"] == "Apache-2.0"
    health = run("podman", "image", "inspect", "-f", "{{.HealthCheck.Test}}", f"localhost/remuda-service:{TAG}", environment=environment).stdout
    assert "--check" in health
    for program in ("sh", "bash", "gcc", "perl", "apt-get", "busybox"):
        assert run("podman", "run", "--rm", f"localhost/remuda-service:{TAG}", program, environment=environment, ok=False).returncode == 127


def test_an_image_says_what_it_is_made_of(images, environment):
    name = run("podman", "create", f"localhost/remuda-service:{TAG}", environment=environment).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        run("podman", "cp", f"{name}:/usr/share/remuda/sbom.spdx.json", f"{folder}/bill", environment=environment)
        bill = json.loads((pathlib.Path(folder) / "bill").read_text())
    run("podman", "rm", name, environment=environment)
    assert bill["spdxVersion"] == "SPDX-2.3"
    assert {"libc6", "libzmq5", "libpq5", "libssl3"} <= {package["name"] for package in bill["packages"]}
    assert all(package["versionInfo"] for package in bill["packages"])


def test_two_of_each_service_are_ready_and_answer(containers):
    assert {service: len(containers.of(service)) for service in SERVICES[:-1]} == dict.fromkeys(SERVICES[:-1], 2)
    assert all(containers.check(name) for name in containers.names() if "_migrate_" not in name)
    assert "silent" not in run(CHECKOUT / "deploy" / "containers", "remuda", "service", "ping", environment=containers.environment).stdout


def test_containers_have_no_rights_and_write_nothing(containers):
    state = json.loads(containers.podman("inspect", containers.of("directory")[0]).stdout)[0]
    assert state["HostConfig"]["ReadonlyRootfs"] and "no-new-privileges" in state["HostConfig"]["SecurityOpt"]
    assert state["EffectiveCaps"] in ([], None)
    assert state["HostConfig"]["Memory"] > 0


def test_a_lead_filed_over_http_is_known_to_all_who_must_know(containers, file_lead):
    file_lead()
    operator = containers.operator()
    wait_until(lambda: operator.call("CustomerTiering/GetTotals").leads == 1, "tiering knowing of the lead")
    operator.close()


def test_calls_go_on_while_a_replica_is_cut_off_and_it_works_again_when_it_is_back(containers, file_lead):
    for _ in range(4):
        file_lead()
    containers.podman("network", "disconnect", f"{PROJECT}_inside", CUT_OFF)
    longest = max(file_lead() for _ in range(10))
    wait_until(lambda: not containers.check(CUT_OFF), "the replica telling that it is alone")
    containers.podman("network", "connect", "--alias", "lead_intake", f"{PROJECT}_inside", CUT_OFF)
    wait_until(lambda: containers.check(CUT_OFF), "the replica being ready again")
    before = containers.answered(CUT_OFF)

    def works():
        file_lead()
        return containers.answered(CUT_OFF) > before

    wait_until(works, "the replica answering calls again")
    print(f"longest wait for a lead while one of two was cut off: {longest:.2f} s")


def test_a_stranger_on_the_network_hears_nothing(containers):
    operator = containers.operator()
    stranger = Client(operator.endpoints, operator.server_keys, Keys.new(), timeout=1.5)
    with pytest.raises(CallError) as refused:
        stranger.call("Operations/Ping", service="directory")
    assert refused.value.local
    stranger.close()
    operator.close()


def test_sigterm_ends_each_service_within_seconds_and_well(containers):
    names = [name for service in SERVICES for name in containers.of(service)]
    begin = time.monotonic()
    containers.podman("stop", "-t", "30", *names)
    took = time.monotonic() - begin
    print(f"{len(names)} services stopped in {took:.2f} s")
    ended = {name: containers.podman("inspect", "-f", "{{.State.ExitCode}}", name).stdout.strip() for name in names}
    logs = [containers.podman("logs", "--tail", "20", name).stderr for name in names if ended[name] != "0"]
    assert ended == dict.fromkeys(names, "0"), "\n".join(logs)
    assert took < 20
