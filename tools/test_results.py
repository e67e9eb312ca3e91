#!/usr/bin/env python3
"""Tests of how tests are listed, run and counted: a test that failed is red and named, whatever ctest sees of it."""

import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import list_suites  # noqa: E402
import test_summary  # noqa: E402
from test_tools import TreeTest  # noqa: E402

CASE = '<testcase name="a" status="{}">{}</testcase>'


class TestSummary(TreeTest):
    def summary(self, *cases):
        self.plant("r.xml", "<testsuite>" + "".join(CASE.format(*case) for case in cases) + "</testsuite>")
        sys.argv = ["test_summary.py", str(self.root / "r.xml")]
        return self.run_tool(test_summary.main)

    def test_counts_passed_skipped_and_disabled(self):
        skipped = ("notrun", '<skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>')
        status, text = self.summary(("run", ""), ("run", ""), skipped, ("disabled", ""))
        self.assertEqual((status, text), (0, "2 passed, 0 failed, 2 skipped\n"))

    def test_a_failure_is_red(self):
        self.assert_red(self.summary(("run", ""), ("fail", '<failure message=""/>')), "1 passed, 1 failed, 0 skipped")

    def test_a_test_that_could_not_run_is_red(self):
        missing = ("notrun", '<skipped message="Unable to find executable"/>')
        self.assert_red(self.summary(("run", ""), missing), "1 passed, 1 failed, 0 skipped")

    def test_no_results_at_all_are_red(self):
        sys.argv = ["test_summary.py", str(self.root / "absent.xml")]
        self.assert_red(self.run_tool(test_summary.main), "0 passed, 1 failed, 0 skipped")

    def test_a_build_without_results_is_red_beside_a_good_one(self):
        self.assert_green(self.summary(("run", "")))
        sys.argv = ["test_summary.py", str(self.root / "r.xml"), str(self.root / "absent.xml")]
        self.assert_red(self.run_tool(test_summary.main), "1 passed, 1 failed, 0 skipped")


    def suite(self, name, *cases):
        self.plant(f"suites/{name}.xml", "<testsuites>" + "".join(cases) + "</testsuites>")

    def ctest(self, *cases):
        self.plant("r.xml", "<testsuite>" + "".join(cases) + "</testsuite>")
        sys.argv = ["test_summary.py", str(self.root / "r.xml")]
        return self.run_tool(test_summary.main)

    def test_the_tests_of_a_suite_are_counted_one_by_one(self):
        good, bad = '<testcase classname="Price" name="{}" status="run"/>', "<failure message='1'/>"
        skipped = '<testcase classname="Price" name="c" status="run"><skipped message="no"/></testcase>'
        left_out = '<testcase classname="Price" name="d" status="notrun" result="suppressed"/>'
        self.suite("base.Price", good.format("a"), good.format("b"), skipped, left_out)
        status, text = self.ctest('<testcase name="base.Price" status="run"/>')
        self.assertEqual((status, text), (0, "2 passed, 0 failed, 2 skipped\n"))
        self.suite("base.Price", good.format("a"), good.format("b").replace("/>", f">{bad}</testcase>"))
        red = self.ctest(f'<testcase name="base.Price" status="fail">{bad}</testcase>')
        self.assert_red(red, "1 passed, 1 failed, 0 skipped")
        self.assert_red(red, "failed: base.Price.b\n")

    def test_a_suite_that_ends_badly_is_red_whatever_its_results_say(self):
        self.suite("base.Every-Price", '<testcase classname="Every/Price" name="a" status="run"/>')
        red = self.ctest('<testcase name="base.Every/Price" status="fail"/>')
        self.assert_red(red, "failed: base.Every/Price (ended badly)")
        self.assert_red(red, "1 passed, 1 failed, 0 skipped")

    def test_results_of_another_day_do_not_stand_for_a_suite_that_did_not_run(self):
        self.suite("base.Price", '<testcase classname="Price" name="a" status="run"/>')
        missing = '<skipped message="Unable to find executable"/>'
        red = self.ctest(f'<testcase name="base.Price" status="notrun">{missing}</testcase>')
        self.assert_red(red, "0 passed, 1 failed, 0 skipped")

    def test_results_that_are_cut_off_are_red(self):
        self.plant("suites/base.Price.xml", "<testsuites><testcase")
        self.assert_red(self.ctest('<testcase name="base.Price" status="run"/>'), "0 passed, 1 failed, 0 skipped")


LISTING = """Running main() from gtest_main.cc
Price.
  rounds
  refuses
PriceSlow.
  every_value
Every/Order.
  is_told/0  # GetParam() = 4
Stack/0.  # TypeParam = int
  grows
"""


class ListSuites(unittest.TestCase):
    def test_every_suite_is_a_ctest_test_and_the_slow_ones_are_labelled(self):
        counts = list_suites.suites_of(LISTING)
        self.assertEqual(counts, {"Price": 2, "PriceSlow": 1, "Every/Order": 1, "Stack/0": 1})
        text = "\n".join(list_suites.commands("/b/base_test", "base", "/b/suites", counts))
        self.assertIn("add_test([=[base.Every/Order]=] [=[/b/base_test]=] [=[--gtest_filter=Every/Order.*]=]"
                      " [=[--gtest_output=xml:/b/suites/base.Every-Order.xml]=])", text)  # fmt: skip
        self.assertEqual([line.split("]=]")[0] for line in text.splitlines() if "LABELS slow" in line],
                         ["set_tests_properties([=[base.PriceSlow"])  # fmt: skip

    def test_slow_is_the_end_of_a_part_of_the_name(self):
        names = ("PriceSlow", "Every/PriceSlow", "PriceSlow/0", "Slowness", "Slow/Price")
        self.assertEqual([name for name in names if list_suites.is_slow(name)], [
            "PriceSlow", "Every/PriceSlow", "PriceSlow/0", "Slow/Price",
        ])  # fmt: skip


PYTHON_TESTS = """import unittest
class Kinds(unittest.TestCase):
    def test_good(self): pass
    def test_bad(self): self.fail()
    def test_skipped(self): self.skipTest("no data")
class NothingSlow(unittest.TestCase):
    def test_last(self): pass
"""


BEGUN_BADLY = """import unittest
class Begun(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise RuntimeError("no server")
    def test_good(self): pass
"""
SUBTESTS = """import unittest
class Parts(unittest.TestCase):
    def test_both(self):
        for part in (0, 1):
            with self.subTest(part): self.assertEqual(part, 0)
"""


class RunPythonTests(TreeTest):
    def run_tests(self, *arguments):
        self.plant("tests/area/test_kinds.py", PYTHON_TESTS)
        tool = Path(__file__).resolve().parent / "run_python_tests.py"
        file = str(self.root / "tests/area/test_kinds.py")
        options = [argument for argument in arguments if argument == "--list"]
        names = [argument for argument in arguments if argument != "--list"]
        command = [sys.executable, tool, *options, file, *names]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_lists_every_test(self):
        listed = self.run_tests("--list").stdout.split()
        kinds = ["Kinds.test_bad", "Kinds.test_good", "Kinds.test_skipped"]
        self.assertEqual(sorted(listed), [*kinds, "NothingSlow.test_last"])

    def test_tells_passed_failed_and_skipped_apart(self):
        self.assertEqual(self.run_tests("Kinds.test_good").returncode, 0)
        self.assertEqual(self.run_tests("Kinds.test_bad").returncode, 1)
        self.assertEqual(self.run_tests("Kinds.test_skipped").returncode, 77)

    def test_a_name_that_is_not_there_fails(self):
        self.assertEqual(self.run_tests("Kinds.test_gone").returncode, 1)

    def test_the_results_of_a_class_name_each_of_its_tests(self):
        result = self.root / "suites/area.Kinds.xml"
        self.assertEqual(self.run_tests("Kinds", f"--junit={result}").returncode, 1)
        told = dict(test_summary.tests_of(result))
        wanted = {"Kinds.test_bad": "failed", "Kinds.test_good": "passed", "Kinds.test_skipped": "skipped"}
        self.assertEqual(told, wanted)

    def test_what_fails_before_the_first_test_is_in_the_results(self):
        self.plant("tests/area/test_begun.py", BEGUN_BADLY)
        result = self.root / "suites/area.Begun.xml"
        tool = Path(__file__).resolve().parent / "run_python_tests.py"
        command = [sys.executable, tool, str(self.root / "tests/area/test_begun.py"), "Begun", "--junit", str(result)]
        self.assertEqual(subprocess.run(command, capture_output=True, check=False).returncode, 1)
        self.assertEqual([found for _, found in test_summary.tests_of(result)], ["failed"])

    def test_a_failed_subtest_fails_its_test_once(self):
        self.plant("tests/area/test_begun.py", SUBTESTS)
        result = self.root / "suites/area.Parts.xml"
        tool = Path(__file__).resolve().parent / "run_python_tests.py"
        command = [sys.executable, tool, str(self.root / "tests/area/test_begun.py"), "Parts", "--junit", str(result)]
        self.assertEqual(subprocess.run(command, capture_output=True, check=False).returncode, 1)
        self.assertEqual(dict(test_summary.tests_of(result)), {"Parts.test_both": "failed"})


if __name__ == "__main__":
    unittest.main()
