"""The last line of tests/run is true: single tests are counted, and nothing that failed counts as passed."""

import pathlib
import subprocess
import sys

import pytest

COUNT = pathlib.Path(__file__).resolve().parents[1] / "count.py"
CMOCKA = "[==========] 3 test(s) run.\n[  PASSED  ] 2 test(s).\n[  FAILED  ] 1 test(s), listed below:\n[  FAILED  ] a_name\n"


@pytest.mark.parametrize("status, output, expected", [
    ("run", "", "1 0 0"),
    ("fail", "", "0 1 0"),
    ("run", "[  PASSED  ] 12 test(s).\n", "12 0 0"),
    ("fail", CMOCKA, "2 1 0"),
    ("fail", "[  PASSED  ] 12 test(s).\nERROR: LeakSanitizer: detected memory leaks\n", "12 1 0"),
    ("run", "....ss\n4 passed, 2 skipped in 3.10s\n", "4 0 2"),
    ("fail", "=== 1 failed, 4 passed, 1 error in 63.10s (0:01:03) ===\n", "4 2 0"),
    ("notrun", "", "0 1 0"),
    ("disabled", "", "0 0 1"),
])
def test_single_tests_are_counted_as_their_programs_tell_them(tmp_path, status, output, expected):
    report = tmp_path / "report.xml"
    report.write_text(f'<testsuite><testcase name="a" status="{status}"><system-out>{output}</system-out></testcase></testsuite>')
    counted = subprocess.run([sys.executable, COUNT, report, report], capture_output=True, text=True, check=True).stdout
    once = subprocess.run([sys.executable, COUNT, report], capture_output=True, text=True, check=True).stdout
    assert once.strip() == expected
    assert [int(n) for n in counted.split()] == [2 * int(n) for n in expected.split()]
