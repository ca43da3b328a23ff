"""The frame that all services share, seen from outside: calls, retries with a key, health, draining."""

import pytest


@pytest.fixture(scope="module")
def deployment(make_deployment):
    return make_deployment(only=["directory"])


@pytest.fixture(scope="module")
def operator(deployment):
    return deployment.operator()


def test_ping_comes_back_with_the_services_name(operator):
    answer = operator.call("Operations/Ping", {"text": "你好"}, service="directory")
    assert (answer.text, answer.service) == ("你好", "directory")
