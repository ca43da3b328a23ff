"""The fixtures of the system tests, over the release."""

import importlib.util
import pathlib

SYSTEM = pathlib.Path(__file__).resolve().parents[1] / "system" / "conftest.py"

spec = importlib.util.spec_from_file_location("system_conftest", SYSTEM)
system = importlib.util.module_from_spec(spec)
spec.loader.exec_module(system)

pytest_addoption = system.pytest_addoption
pytest_configure = system.pytest_configure
build = system.build
make_deployment = system.make_deployment
operator = system.operator
