#!/usr/bin/python3
"""Counts single tests in what ctest reports (--output-junit): `count.py FILE...` prints "passed failed skipped".

A cmocka program and a pytest file are one test to ctest; their own summaries tell how many tests they held. A program that
failed without a failed test of its own (a sanitizer's finding, a crash, a timeout) counts as one failure more.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

FIXTURES = ("integration.postgres_start", "integration.postgres_stop")
CMOCKA = {"passed": r"\[  PASSED  \] (\d+) test", "failed": r"\[  FAILED  \] (\d+) test", "skipped": r"\[  SKIPPED \] (\d+) test"}
PYTEST_SUMMARY = re.compile(r"^(?:=+ )?((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s", re.MULTILINE)
PYTEST = {"passed": r"(\d+) (?:passed|xfailed)", "failed": r"(\d+) (?:failed|errors?|xpassed)", "skipped": r"(\d+) skipped"}


def own_summary(text):
    """What the program itself says: {"passed": n, ...}, or None when it says nothing."""
    summaries = PYTEST_SUMMARY.findall(text)
    patterns, text = (PYTEST, summaries[-1]) if summaries else (CMOCKA, text)
    counts = {kind: sum(map(int, re.findall(pattern, text))) for kind, pattern in patterns.items()}
    return counts if any(counts.values()) else None


def count_case(case):
    status = case.get("status")
    if status not in ("run", "fail"):
        reason = case.find("skipped")
        meant = status == "disabled" or (reason is not None and reason.get("message", "").startswith("SKIP_"))
        return {"passed": 0, "failed": int(not meant), "skipped": int(meant)}
    counts = own_summary(case.findtext("system-out") or "")
    if counts is None:
        return {"passed": int(status == "run"), "failed": int(status == "fail"), "skipped": 0}
    if status == "fail" and counts["failed"] == 0:
        counts["failed"] = 1
    return counts


def main(files):
    total = {"passed": 0, "failed": 0, "skipped": 0}
    for file in files:
        for case in ElementTree.parse(file).getroot().iter("testcase"):
            if is_fixture(case):
                continue
            for kind, n in count_case(case).items():
                total[kind] += n
    print(total["passed"], total["failed"], total["skipped"])


def is_fixture(case):
    """Starting and stopping the database is no test, unless it fails."""
    return case.get("status") == "run" and case.get("name") in FIXTURES


if __name__ == "__main__":
    main(sys.argv[1:])
