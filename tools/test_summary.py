#!/usr/bin/env python3
"""Counts ctest's JUnit results.

test_summary.py RESULT.xml...      prints `N passed, N failed, N skipped`; exit 1 on a failure

A disabled test and one that ended in GTEST_SKIP count as skipped; a test that did not run at all, as failed.
"""

import sys
import xml.etree.ElementTree as ElementTree


def count(paths):
    """(passed, failed, skipped) over all files; a file that cannot be read counts as one failure."""
    passed = failed = skipped = 0
    for path in paths:
        try:
            cases = ElementTree.parse(path).getroot().iter("testcase")
        except (OSError, ElementTree.ParseError) as error:
            print(f"test_summary: no results: {error}", file=sys.stderr)
            failed += 1
            continue
        for case in cases:
            status = case.get("status", "")
            reason = case.find("skipped")
            ran = reason is None or "SKIP" in (reason.get("message") or "")
            if status == "fail" or case.find("failure") is not None or (status == "notrun" and not ran):
                failed += 1
            elif status in ("disabled", "notrun") or reason is not None:
                skipped += 1
            else:
                passed += 1
    return passed, failed, skipped


def main():
    passed, failed, skipped = count(sys.argv[1:])
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
