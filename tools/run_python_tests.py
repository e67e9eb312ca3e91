#!/usr/bin/env python3
"""Python tests as ctest takes them: one result each.

run_python_tests.py --list FILE            names the tests of a file, `Class.test`, one a line
run_python_tests.py FILE [Class.test]      runs one or all: exit 0 passed, 1 failed, 77 skipped (all that ran were)
"""

import importlib.util
import sys
import unittest
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


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--list"]
    module = load(Path(arguments[0]).resolve())
    loader = unittest.defaultTestLoader
    if "--list" in sys.argv:
        for case in cases_in(loader.loadTestsFromModule(module)):
            print(f"{type(case).__name__}.{case._testMethodName}")
        return 0
    suite = loader.loadTestsFromName(arguments[1], module) if arguments[1:] else loader.loadTestsFromModule(module)
    outcome = unittest.TextTestRunner(verbosity=2).run(suite)
    if not outcome.wasSuccessful() or outcome.testsRun == 0:
        return 1
    return SKIPPED if len(outcome.skipped) == outcome.testsRun else 0


if __name__ == "__main__":
    sys.exit(main())
