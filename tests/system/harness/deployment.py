"""The services of a build on free ports, with keys of their own, over one private cluster."""

import os
import pathlib
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .client import Client, Keys
from .cluster import Cluster

SERVICES = ("directory", "lead_intake", "customer_tiering", "target_planning", "incentive_calculation", "gateway")
READY_SECONDS = 30
DRAIN_SECONDS = 30
FINDING = re.compile(r"(?:ERROR: (?:Address|Leak)Sanitizer|WARNING: ThreadSanitizer).*?^SUMMARY:[^\n]*|^[^\n]*: runtime error: [^\n]*",
                     re.DOTALL | re.MULTILINE)
PASSED_ON = ("PATH", "TMPDIR", "TESTS_RUN", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS")


def reserved_port():
    """A socket on a free port, kept so that nobody else gets the port while the service is down; the service may still listen."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return held


def clean_environment():
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"LC_ALL": "C.UTF-8"}


class Service:
    """One program. It may be killed and started again; its ports and keys stay. Replicas have a number and the first one's keys."""

    def __init__(self, name, build, folder, cluster, settings=None, *, keys=None, replica=1):
        self.name = name
        self.title = name if replica == 1 else f"{name}-{replica}"
        self.program = self.program_of(build, name)
        self.folder = pathlib.Path(folder)
        self.keys = keys or Keys.new()
        self.reserved = reserved_port(), reserved_port()
        self.port, self.admin_port = (held.getsockname()[1] for held in self.reserved)
        self.endpoint = f"tcp://127.0.0.1:{self.port}"
        self.log = self.folder / f"{self.title}.log"
        self.process = None
        self.settings = {
            "REMUDA_BIND": self.endpoint,
            "REMUDA_ADMIN_BIND": f"127.0.0.1:{self.admin_port}",
            "REMUDA_DATABASE": cluster.conninfo(name),
            "REMUDA_DATABASE_PASSWORD_FILE": str(cluster.password_file(name)),
            "REMUDA_SECRET_KEY_FILE": self._secret_file(),
        } | (settings or {})

    @staticmethod
    def program_of(build, name):
        return pathlib.Path(build) / "bin" / f"remuda-{name.replace('_', '-')}"

    def _secret_file(self):
        file = self.folder / f"{self.title}.secret"
        file.touch(mode=0o600)
        file.write_text(self.keys.secret + "\n")
        return str(file)

    def start(self, wait=True):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([self.program], env=clean_environment() | self.settings,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if wait:
            self.wait_ready()

    def wait_ready(self, seconds=READY_SECONDS):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.title} ended with {self.process.returncode}:\n{self.log_end()}")
            if self.admin("/readyz")[0] == 200:
                return
            time.sleep(0.05)
        raise RuntimeError(f"{self.title} is not ready after {seconds} s:\n{self.log_end()}")

    def running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """SIGKILL."""
        if self.running():
            self.process.kill()
            self.process.wait()

    def stop(self):
        """SIGTERM; returns the exit code after the drain."""
        if self.running():
            self.process.terminate()
            try:
                self.process.wait(DRAIN_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
                raise RuntimeError(f"{self.title} did not end within {DRAIN_SECONDS} s of SIGTERM:\n{self.log_end()}") from None
        return self.process.returncode if self.process else None

    def release(self):
        """Its ports are free for others."""
        for held in self.reserved:
            held.close()

    def admin(self, path):
        """(status, text) of the admin port; (0, reason) when it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def metrics(self):
        """{'name{labels}': value} of /metrics."""
        lines = (line.rpartition(" ") for line in self.admin("/metrics")[1].splitlines() if line and line[0] != "#")
        return {name: float(value) for name, _, value in lines}

    def log_end(self, size=4000):
        return self.log.read_text(errors="replace")[-size:] if self.log.exists() else ""

    def findings(self):
        """What sanitizers report, each from its first line to its summary."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return FINDING.findall(text)


class Deployment:
    """A cluster, the services and an operator. `only`: the services to start; None: all that the build has."""

    def __init__(self, build, folder, *, only=None, settings=None,
                 database_settings=("fsync = off", "max_connections = 100")):
        self.build = pathlib.Path(build)
        self.folder = pathlib.Path(folder)
        self.cluster = Cluster(self.folder / "postgres")
        self.only = only
        self.settings = settings or {}
        self.database_settings = database_settings
        self.services = {}
        self.replicas = []
        self.clients = []
        self.operator_keys = Keys.new()
        self.http_reserved = reserved_port()
        self.http_port = self.http_reserved.getsockname()[1]

    def start(self):
        self.cluster.start(*self.database_settings)
        self.cluster.migrate()
        for name in self.only or [name for name in SERVICES if self.has(name)]:
            self.services[name] = Service(name, self.build, self.folder, self.cluster, self._settings(name))
            if name == "gateway": # HTTP for its own methods comes back to it
                self.services[name].settings["REMUDA_GATEWAY"] = self.services[name].endpoint
        # The directory knows the operator from its start; the others learn of it from the directory's views.
        for service in self.services.values():
            service.start(wait=service.name == "directory")
        for service in self.services.values():
            service.wait_ready()

    def add_replica(self, name):
        """One more of a service, not started yet. Clients made from now on connect to all of its replicas."""
        number = 2 + sum(replica.name == name for replica in self.replicas)
        self.replicas.append(Service(name, self.build, self.folder, self.cluster, self._settings(name),
                                     keys=self.services[name].keys, replica=number))
        return self.replicas[-1]

    def everything(self):
        """The services and their replicas."""
        return [*self.services.values(), *self.replicas]

    def has(self, name):
        return Service.program_of(self.build, name).exists()

    def _settings(self, name):
        if name == "gateway":
            return self.settings | self._gateway_settings()
        if name != "directory":
            return self.settings
        file = self.folder / "operator.public"
        file.write_text(self.operator_keys.public + "\n")
        return self.settings | {"REMUDA_BOOTSTRAP_KEY_FILE": str(file)}

    def _gateway_settings(self):
        """Its own port, and the way to the other services, which are made before it; those that are not there answer nothing."""
        folder = self.folder / "gateway_server_keys"
        folder.mkdir(exist_ok=True)
        settings = {"REMUDA_HTTP_BIND": f"127.0.0.1:{self.http_port}", "REMUDA_SERVER_KEYS": str(folder),
                    "REMUDA_HTTP_IDLE_SECONDS": "5", "REMUDA_CALL_TIMEOUT_MS": "5000"}
        for name in SERVICES[:-1]:
            service = self.services.get(name)
            (folder / f"{name}.public").write_text((service.keys if service else Keys.new()).public + "\n")
            settings[f"REMUDA_{name.upper()}"] = service.endpoint if service else "tcp://127.0.0.1:9"
        return settings

    def stop(self):
        """Ends everything and fails when a service did not end well or a sanitizer found something."""
        for client in self.clients:
            client.close()
        problems = [problem for service in self.everything() for problem in self._stop_service(service)]
        for service in self.everything():
            service.release()
        self.http_reserved.close()
        self.cluster.stop("immediate")
        assert not problems, "\n".join(problems)

    @staticmethod
    def _stop_service(service):
        problems = []
        if service.running():
            try:
                code = service.stop()
                if code != 0:
                    problems.append(f"{service.title} ended with {code}:\n{service.log_end()}")
            except RuntimeError as error:
                problems.append(str(error))
        return problems + [f"{service.title}: {finding}" for finding in service.findings()]

    def client_for(self, keys, **options):
        """A client with a pair of keys that the directory may or may not know."""
        endpoints = {name: self.endpoints(name) for name in self.services}
        server_keys = {name: service.keys.public for name, service in self.services.items()}
        self.clients.append(Client(endpoints, server_keys, keys, **options))
        return self.clients[-1]

    def endpoints(self, name):
        """Of all replicas, as clients take them."""
        return ",".join(service.endpoint for service in self.everything() if service.name == name)

    def operator(self, **options):
        """The first administrator."""
        return self.client_for(self.operator_keys, **options)

    def principal(self, name, *grants, **options):
        """A client of a new principal: principal("dealer-system-D0001", ("DEALER_USER", "D0001"))."""
        keys = Keys.new()
        self.operator().call("Directory/GrantKey", {
            "principal_name": name, "public_key": keys.public,
            "grants": [{"role": role, "unit_code": unit} for role, unit in grants]})
        return self.client_for(keys, **options)

    def command_line_environment(self):
        """The environment in which `remuda` acts as the operator."""
        keys = self.folder / "server_keys"
        keys.mkdir(exist_ok=True)
        secret = self.folder / "operator.secret"
        secret.touch(mode=0o600)
        secret.write_text(self.operator_keys.secret + "\n")
        environment = clean_environment() | {"REMUDA_KEY_FILE": str(secret), "REMUDA_SERVER_KEYS": str(keys)}
        for name, service in self.services.items():
            (keys / f"{name}.public").write_text(service.keys.public + "\n")
            environment[f"REMUDA_{name.upper()}"] = self.endpoints(name)
        return environment

    def run_command_line(self, *arguments, timeout=120, **options):
        """Runs `remuda` as the operator; returns subprocess.CompletedProcess with text."""
        return subprocess.run([self.build / "bin" / "remuda", *map(str, arguments)], env=self.command_line_environment(),
                              capture_output=True, text=True, timeout=timeout, check=False, **options)

    def wait_until(self, condition, seconds=20, what="the condition"):
        """Waits for what becomes true later, as what consumers of the event log do."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                logs = "\n".join(f"--- {s.title}\n{s.log_end(1000)}" for s in self.everything())
                raise AssertionError(f"{what} did not come true within {seconds} s\n{logs}")
            time.sleep(0.05)
