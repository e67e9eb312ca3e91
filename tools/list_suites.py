#!/usr/bin/env python3
"""GoogleTest suites as ctest takes them: a suite is one process, each of its tests one result.

list_suites.py PROGRAM PREFIX FOLDER       the ctest commands of a test program: <PREFIX>.<Suite> each; FOLDER takes
                                           their results. A suite whose name ends in Slow carries the label `slow`.
"""

import os
import re
import subprocess
import sys

SECONDS_MOST = 300
SECONDS_MOST_SLOW = 1800


def suites_of(listing):
    """Suite to number of tests: a suite stands alone on its line and ends in a dot, its tests are indented."""
    counts = {}
    suite = None
    for line in listing.splitlines():
        name = line.split("#")[0].rstrip()
        if re.fullmatch(r"\S+\.", name):
            suite = name[:-1]
            counts[suite] = 0
        elif suite is not None and name.startswith("  "):
            counts[suite] += 1
    return counts


def is_slow(suite):
    """Every/PriceSlow, PriceSlow/0 and Slow/Price are, Slowness is not."""
    return any(part.endswith("Slow") for part in suite.split("/"))


def commands(program, prefix, folder, counts):
    for suite, count in counts.items():
        name = f"{prefix}.{suite}"
        result = f"{folder}/{name.replace('/', '-')}.xml"
        properties = f"TIMEOUT {SECONDS_MOST_SLOW} LABELS slow" if is_slow(suite) else f"TIMEOUT {SECONDS_MOST}"
        yield f"add_test([=[{name}]=] [=[{program}]=] [=[--gtest_filter={suite}.*]=] [=[--gtest_output=xml:{result}]=])"
        yield (f"set_tests_properties([=[{name}]=] PROPERTIES {properties} COST {count}"
               f" ENVIRONMENT [=[{os.environ.get('TEST_ENVIRONMENT', '')}]=])")  # fmt: skip


def main():
    program, prefix, folder = sys.argv[1:4]
    listed = subprocess.run([program, "--gtest_list_tests"], capture_output=True, text=True, timeout=60, check=True)
    counts = suites_of(listed.stdout)
    if not any(counts.values()):
        print(f"{program}: has no test", file=sys.stderr)
        return 1
    print("\n".join(commands(program, prefix, folder, counts)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
