"""The programs that are shipped have every protection that the compiler and the linker give."""

import re
import subprocess

import pytest


@pytest.fixture(scope="module", name="programs")
def fixture_programs(build):
    programs = sorted((build / "bin").glob("remuda*"))
    assert len(programs) >= 7
    return programs


def readelf(program, *options):
    return subprocess.run(["readelf", "-W", *options, program], capture_output=True, text=True, check=True).stdout


def imported(program):
    """Names of functions that libraries give."""
    return set(re.findall(r"UND\s+(\w+)", readelf(program, "--dyn-syms")))


def test_they_are_position_independent(programs):
    assert [p.name for p in programs if not re.search(r"Flags:.*PIE", readelf(p, "-d"))] == []
    assert [p.name for p in programs if not re.search(r"Type:\s+DYN", readelf(p, "-h"))] == []


def test_what_the_loader_has_written_is_read_only_from_the_start(programs):
    assert [p.name for p in programs if "GNU_RELRO" not in readelf(p, "-l")] == []
    assert [p.name for p in programs if "BIND_NOW" not in readelf(p, "-d")] == []


def test_no_memory_is_writable_and_executable(programs):
    assert [p.name for p in programs if not re.search(r"GNU_STACK.* RW ", readelf(p, "-l"))] == []
    assert [p.name for p in programs if re.search(r"LOAD.* RWE ", readelf(p, "-l"))] == []


def test_an_overwritten_stack_ends_the_program(programs):
    assert [p.name for p in programs if "__stack_chk_fail" not in imported(p)] == []


def test_the_library_checks_sizes(programs):
    """_FORTIFY_SOURCE: the checking variants are called."""
    assert [p.name for p in programs if not any(name.endswith("_chk") and name != "__stack_chk_fail" for name in imported(p))] == []


def test_jumps_land_only_where_they_may_and_returns_go_back(programs):
    """Intel's control-flow enforcement, on the processors that have it."""
    if "X86-64" not in readelf(programs[0], "-h"):
        pytest.skip("this processor has no such marks")
    assert [p.name for p in programs if not {"IBT", "SHSTK"} <= set(re.findall(r"\w+", readelf(p, "-n")))] == []


def test_no_library_is_looked_for_where_others_write(programs):
    assert [p.name for p in programs if re.search("RPATH|RUNPATH", readelf(p, "-d"))] == []
