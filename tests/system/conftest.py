"""Fixtures: see README.md. Run by ctest, or by hand: /usr/bin/python3 -m pytest tests/system --build-dir build/address"""

import os
import pathlib
import shutil
import sys
import tempfile

import pytest

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT / "tests" / "system"), str(CHECKOUT / "deploy" / "sample")]
sys.dont_write_bytecode = True


def pytest_addoption(parser):
    parser.addoption("--build-dir", default=str(CHECKOUT / "build" / "address"), help="the build whose programs are tested")


def pytest_configure(config):
    sys.path.insert(0, str(build_of(config) / "python"))


def build_of(config):
    return pathlib.Path(config.getoption("--build-dir")).resolve()


@pytest.fixture(scope="session")
def build(request):
    """The build folder, with bin/ and python/."""
    return build_of(request.config)


@pytest.fixture(scope="session")
def shared_data():
    """The real data beside the checkout; tests that need it are skipped where it is absent."""
    folder = CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder}")
    return folder


def short_folder():
    # pytest's tmp_path is too long for a socket and closed to the user that PostgreSQL runs as.
    folder = tempfile.mkdtemp(prefix="remuda-")
    os.chmod(folder, 0o755)
    return pathlib.Path(folder)


@pytest.fixture(scope="module")
def make_deployment(build):
    """make_deployment(only=[...], settings={...}): a running Deployment; ended, and its sanitizers asked, after the module."""
    from harness.deployment import Deployment

    made = []

    def make(**options):
        made.append(Deployment(build, short_folder(), **options))
        made[-1].start()
        return made[-1]

    yield make
    problems = []
    for deployment in made:
        try:
            deployment.stop()
        except (AssertionError, RuntimeError) as error:
            problems.append(str(error))
        shutil.rmtree(deployment.folder, ignore_errors=True)
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="module")
def deployment(make_deployment):
    """All services over a fresh database, for one module."""
    return make_deployment()


@pytest.fixture(scope="module")
def operator(deployment):
    """The first administrator's client."""
    return deployment.operator()
