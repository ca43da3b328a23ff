"""What every program says before it does anything: its help, and which setting is wrong."""

import json
import socket
import subprocess
import urllib.error
import urllib.request

import pytest
from harness.deployment import SERVICES, clean_environment

SETTINGS = ["REMUDA_BIND", "REMUDA_ADMIN_BIND", "REMUDA_DATABASE", "REMUDA_DATABASE_PASSWORD_FILE", "REMUDA_SECRET_KEY_FILE",
            "REMUDA_WORKERS", "REMUDA_QUEUE_CAPACITY", "REMUDA_DRAIN_MS", "REMUDA_LOG_LEVEL"]
SECRET = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"  # the example of https://rfc.zeromq.org/spec/32/
WRONG = [
    ({"REMUDA_WORKER": "2"}, "REMUDA_WORKER"),
    ({"REMUDA_WORKERS": "0"}, "REMUDA_WORKERS"),
    ({"REMUDA_WORKERS": "two"}, "REMUDA_WORKERS"),
    ({"REMUDA_LOG_LEVEL": "loud"}, "REMUDA_LOG_LEVEL"),
    ({"REMUDA_SECRET_KEY": "short"}, "REMUDA_SECRET_KEY"),
    ({"REMUDA_SECRET_KEY": ""}, "REMUDA_SECRET_KEY_FILE"),
    ({"REMUDA_SECRET_KEY": "", "REMUDA_SECRET_KEY_FILE": "/no/such/file"}, "REMUDA_SECRET_KEY_FILE"),
    ({"REMUDA_ADMIN_BIND": "7201"}, "REMUDA_ADMIN_BIND"),
    ({"REMUDA_ADMIN_BIND": "127.0.0.1:99999"}, "REMUDA_ADMIN_BIND"),
]


@pytest.fixture(name="service", params=SERVICES)
def fixture_service(request):
    return request.param


def run(build, service, *arguments, **settings):
    program = build / "bin" / f"remuda-{service.replace('_', '-')}"
    return subprocess.run([program, *arguments], env=clean_environment() | settings, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=30, check=False)


def test_help_names_every_setting_and_starts_nothing(build, service):
    done = run(build, service, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"remuda-{service.replace('_', '-')}: ")
    assert [name for name in SETTINGS if name not in done.stdout] == []


@pytest.mark.parametrize(("settings", "named"), WRONG)
def test_a_wrong_setting_stops_the_start_with_one_line_that_names_it(build, settings, named):
    done = run(build, "directory", **({"REMUDA_SECRET_KEY": SECRET} | settings))
    assert (done.returncode, done.stdout) == (1, "")
    line = json.loads(done.stderr)
    assert (line["level"], line["event"], line["field"]) == ("error", "service_failed", named)
    assert len(line["reason"]) > 20
    assert SECRET not in done.stderr


def test_an_unknown_setting_stops_every_service(build, service):
    done = run(build, service, REMUDA_SECRET_KEY=SECRET, REMUDA_NO_SUCH_SETTING="1")
    assert done.returncode == 1
    assert json.loads(done.stderr)["field"] == "REMUDA_NO_SUCH_SETTING"


def test_a_service_takes_no_arguments(build, service):
    done = run(build, service, "--no-such-option")
    assert done.returncode == 1
    assert "--help" in json.loads(done.stderr)["reason"]


def test_a_taken_port_is_named(build):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = "127.0.0.1:%d" % taken.getsockname()[1]
        done = run(build, "directory", REMUDA_SECRET_KEY=SECRET, REMUDA_ADMIN_BIND=address)
    line = json.loads(done.stderr)
    assert (done.returncode, line["field"]) == (1, "REMUDA_ADMIN_BIND")
    assert address in line["reason"]


def test_a_service_that_still_waits_for_its_database_ends_when_told(build):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"REMUDA_SECRET_KEY": SECRET, "REMUDA_DATABASE": "host=/no/such/folder", "REMUDA_ADMIN_BIND": f"127.0.0.1:{port}"}
    service = subprocess.Popen([build / "bin" / "remuda-directory"], env=clean_environment() | settings, stdin=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    events = []
    while "database_awaited" not in events:
        events.append(json.loads(service.stderr.readline())["event"])
    assert status(port, "/healthz") == 200
    assert status(port, "/readyz") == 503
    assert status(port, "/no-such-page") == 404
    service.terminate()
    assert service.wait(10) == 0
    assert "Sanitizer" not in service.stderr.read()
    service.stderr.close()


def status(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_the_command_line_refuses_an_unknown_setting_and_an_unknown_command(build):
    for arguments, settings in ((["service", "ping"], {"REMUDA_NO_SUCH_SETTING": "1"}), (["no-such-command"], {})):
        done = subprocess.run([build / "bin" / "remuda", *arguments], env=clean_environment() | settings,
                              capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode != 0
        assert (list(settings) or arguments)[0] in done.stdout + done.stderr
    helped = subprocess.run([build / "bin" / "remuda", "--help"], env=clean_environment(), capture_output=True, text=True,
                            timeout=30, check=False)
    assert helped.returncode == 0 and "lead" in helped.stdout
