#!/usr/bin/env python3
"""Counts the tests behind ctest's JUnit results.

test_summary.py RESULT.xml...      names what failed, prints `N passed, N failed, N skipped`; exit 1 on a failure

A ctest test is a suite that ran in one process; its own results lie beside, in suites/<name>.xml, and are what counts.
A disabled test and one that was skipped while it ran count as skipped. A suite that did not run at all, that left no
results or that failed with no failure in them (a crash, a leak at its end) counts as one failed test more.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def verdict(case):
    reason = case.find("skipped")
    ran = reason is None or case.get("status") == "run" or "SKIP" in (reason.get("message") or "")
    status = case.get("status", "")
    if status == "fail" or case.find("failure") is not None or (status == "notrun" and not ran):
        return "failed"
    if status in ("disabled", "notrun") or reason is not None:
        return "skipped"
    return "passed"


def tests_of(path):
    """(name, verdict) of each test of a suite's own results."""
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        yield f"{case.get('classname')}.{case.get('name')}", verdict(case)


def tests_behind(case, folder):
    name = case.get("name")
    own = folder / "suites" / f"{name.replace('/', '-')}.xml"
    said = verdict(case)
    if not own.exists():
        return [(name, said)]
    if said == "failed" and case.get("status") == "notrun":  # what lies there is of another day
        return [(name, said)]
    try:
        tests = [(f"{name.partition('.')[0]}.{test}", found) for test, found in tests_of(own)]
    except ElementTree.ParseError as error:
        return [(f"{name} ({own.name}: {error})", "failed")]
    if said == "failed" and not any(found == "failed" for _, found in tests):
        tests.append((f"{name} (ended badly)", "failed"))
    return tests


def count(paths):
    """Verdict to the names of the tests, over all files; a file that cannot be read counts as one failure."""
    counted = {"passed": [], "failed": [], "skipped": []}
    for path in map(Path, paths):
        try:
            cases = list(ElementTree.parse(path).getroot().iter("testcase"))
        except (OSError, ElementTree.ParseError) as error:
            counted["failed"].append(f"no results: {error}")
            continue
        for case in cases:
            for name, found in tests_behind(case, path.parent):
                counted[found].append(name)
    return counted


def main():
    counted = count(sys.argv[1:])
    for name in counted["failed"]:
        print(f"failed: {name}", file=sys.stderr)
    print(", ".join(f"{len(names)} {found}" for found, names in counted.items()))
    return 1 if counted["failed"] or not counted["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
