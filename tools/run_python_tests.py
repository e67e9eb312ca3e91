#!/usr/bin/env python3
"""Python tests as ctest takes them: a class is one process, each of its tests one result.

run_python_tests.py --list FILE            names the tests of a file, `Class.test`, one a line
run_python_tests.py FILE [Class[.test]] [--junit RESULT.xml]
                                           runs all, a class or one: exit 0 passed, 1 failed, 77 skipped (all that ran)
"""

import argparse
import importlib.util
import sys
import time
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.dont_write_bytecode = True
SKIPPED = 77


def load(path):
    """The file as a module; the folder of tests/ is importable, for what its areas share."""
    for folder in (path.parent, path.parent.parent):
        sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def cases_in(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from cases_in(item)
        else:
            yield item


class Outcome(unittest.TextTestResult):
    """The result unittest tells, and how long each test took."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.took_s = {}

    def startTest(self, test):  # noqa: N802 (unittest's name)
        self.took_s[test.id()] = time.monotonic()
        super().startTest(test)

    def stopTest(self, test):  # noqa: N802 (unittest's name)
        super().stopTest(test)
        self.took_s[test.id()] = time.monotonic() - self.took_s[test.id()]

    def write_junit(self, path):
        """One testcase a test; what failed outside of one (setUpClass) is one of its own."""
        verdicts = {test.id(): ("skipped", reason) for test, reason in self.skipped}
        verdicts |= {test.id(): ("failure", "expected to fail") for test in self.unexpectedSuccesses}
        for test, text in [*self.failures, *self.errors]:
            # A subtest's failure is its test's.
            verdicts[getattr(test, "test_case", test).id()] = ("failure", text)
        suite = ElementTree.Element("testsuite")
        for name in dict.fromkeys([*self.took_s, *verdicts]):
            parts = {"classname": name.split(".")[-2], "name": name.split(".")[-1]} if name in self.took_s else {}
            case = ElementTree.SubElement(suite, "testcase", {"name": name, **parts, "status": "run"})
            case.set("time", f"{self.took_s.get(name, 0):.3f}")
            if name in verdicts:
                kind, text = verdicts[name]
                ElementTree.SubElement(case, kind, {"message": text})
        path.parent.mkdir(parents=True, exist_ok=True)
        ElementTree.ElementTree(suite).write(path, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("name", nargs="?")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--junit", type=Path)
    wanted = parser.parse_args()
    module = load(wanted.file.resolve())
    loader = unittest.defaultTestLoader
    if wanted.list:
        for case in cases_in(loader.loadTestsFromModule(module)):
            print(f"{type(case).__name__}.{case._testMethodName}")
        return 0
    suite = loader.loadTestsFromName(wanted.name, module) if wanted.name else loader.loadTestsFromModule(module)
    outcome = unittest.TextTestRunner(verbosity=2, resultclass=Outcome).run(suite)
    if wanted.junit:
        outcome.write_junit(wanted.junit)
    if not outcome.wasSuccessful() or outcome.testsRun == 0:
        return 1
    return SKIPPED if len(outcome.skipped) == outcome.testsRun else 0


if __name__ == "__main__":
    sys.exit(main())
