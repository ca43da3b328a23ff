"""What an operator does to a running service: asks whether it is well, makes it talkative, changes its password, ends it."""

import signal
import subprocess
import threading

import pytest
from harness.client import CallError
from harness.deployment import clean_environment


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory"])


@pytest.fixture(name="service")
def fixture_service(deployment):
    return deployment.services["directory"]


def check(service, admin_bind=None):
    return subprocess.run([service.program, "--check"], env=clean_environment() | {
        "REMUDA_ADMIN_BIND": admin_bind or service.settings["REMUDA_ADMIN_BIND"]}, capture_output=True, text=True, timeout=30, check=False)


def test_a_ready_service_passes_its_check_with_the_address_as_the_only_setting(service):
    done = check(service)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert check(service, f"0.0.0.0:{service.admin_port}").returncode == 0


def test_a_check_fails_where_nothing_listens_and_says_so(service):
    done = check(service, "127.0.0.1:9")
    assert done.returncode == 1 and "127.0.0.1:9" in done.stderr


def test_a_check_fails_while_the_database_is_away(deployment, service):
    deployment.cluster.stop("immediate")
    deployment.wait_until(lambda: check(service).returncode == 1, what="a check that fails")
    assert "not ready" in check(service).stderr
    deployment.cluster.start()
    deployment.wait_until(lambda: check(service).returncode == 0, what="a check that succeeds again")


def test_the_log_level_changes_while_the_service_runs(deployment, service):
    def changes():
        return service.log_end().count('"event":"log_level_changed","level":"debug"'), service.log_end().count('"log_level_changed","level":"info"')

    service.process.send_signal(signal.SIGUSR1)
    deployment.wait_until(lambda: changes() == (1, 0), what="the level debug")
    service.process.send_signal(signal.SIGUSR2)
    deployment.wait_until(lambda: changes() == (1, 1), what="the configured level")
    assert service.running()


def test_a_new_database_password_is_taken_up_without_a_restart(deployment, operator, service):
    deployment.cluster.query("ALTER ROLE directory PASSWORD 'a-new-one'")
    deployment.cluster.password_file("directory").write_text("a-new-one\n")
    deployment.cluster.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'directory'")
    assert operator.call("Directory/ListProducts", timeout=20) is not None
    assert service.running()


def test_sigterm_lets_calls_under_way_end_and_ends_in_bounded_time(deployment, operator, service):
    """The call waits for a lock that another holds while the signal comes."""
    holder = deployment.cluster.connect()
    holder.autocommit = False
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE directory.product IN ACCESS EXCLUSIVE MODE")
    answers = []
    client = deployment.operator()
    client.call("Operations/Ping", service="directory")

    def ask():
        try:
            answers.append(client.call("Directory/PutProducts", {"products": [
                {"code": "T1", "name": "指挥车", "product_line": "suv", "use_class": "COMMAND"}]}, timeout=20))
        except CallError as error:
            answers.append(error)

    caller = threading.Thread(target=ask)
    caller.start()
    deployment.wait_until(lambda: deployment.cluster.query("SELECT 1 FROM pg_locks WHERE NOT granted"), what="the call that waits")
    service.process.terminate()
    deployment.wait_until(lambda: '"service_drains"' in service.log_end(), what="the drain")
    holder.rollback()
    holder.close()
    assert service.process.wait(20) == 0
    caller.join()
    assert not isinstance(answers[0], CallError), answers
