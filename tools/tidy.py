#!/usr/bin/env python3
"""The rules of the house that a compiler does not check; the tables are in tidy_rules.py.

tidy.py [--root DIR]      prints file:line, what, and what to do instead; exit 1 when there is anything to mend
"""

import argparse
import ast
import re
import sys
from pathlib import Path

import tidy_rules
from source_text import ROOT, Report, code_only, files_below, line_of

CPP = (".cpp", ".hpp")
CODE_FOLDERS = ["src", "tests", "fuzz", "bench", "tools", "cmake", "data"]
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]\n]*\]\(([^)\s]+)\)")
CONTAINER = re.compile(
    r"^\s*(?:(?:export|inline|template\s*<.*>|typedef|static|constexpr|const)\s+)*"
    r"(namespace|class|struct|union|enum|extern)\b", re.S)


def is_test(path):
    beside = path.endswith(("_test.cpp", "_bench.cpp")) or "/testing/" in path
    return beside or path.startswith(("tests/", "fuzz/", "bench/"))


def blanked(match):
    """The matched text with everything but its line ends made blank."""
    return re.sub(r"[^\n]", " ", match.group(0))


def cpp_functions(code):
    """(first line, line count) of each outermost function body of scrubbed C++ text."""
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", blanked, code, flags=re.M)
    stack, found, start = [], [], 0
    for match in re.finditer(r"[{};]", code):
        offset, mark = match.start(), match.group(0)
        if mark == "{":
            header = re.sub(r"^\s*(public|private|protected)\s*:", blanked, code[start:offset])
            outside = all(kind == "container" for kind, _ in stack)
            if not outside:
                kind = "block"
            elif CONTAINER.match(header) and not re.search(r"\)\s*(const|noexcept|override|\s)*$", header):
                kind = "container"
            else:
                kind = "function" if "(" in header or not header.strip() else "data"
            first = start + len(header) - len(header.lstrip())
            stack.append((kind, first))
        elif mark == "}" and stack:
            kind, first = stack.pop()
            if kind == "function":
                line = line_of(code, first)
                found.append((line, line_of(code, offset) - line + 1))
        start = offset + 1
    return found


def script_functions(path, text):
    """The same for Python and bash."""
    if path.endswith(".py"):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds))
        return [(node.lineno, node.end_lineno - node.lineno + 1) for node in nodes]
    found, first = [], None
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"^\w+\s*\(\)\s*[{(]\s*$", line):
            first = number
        elif first and re.match(r"^[})]", line):
            found.append((first, number - first + 1))
            first = None
    return found


def statement_around(code, offset):
    """Start and end of the full expression around an offset, from ; or brace to the ; of its depth."""
    start = max(code.rfind(mark, 0, offset) for mark in ";{}") + 1
    depth, end = 0, offset
    while end < len(code):
        if code[end] in "([{":
            depth += 1
        elif code[end] in ")]}":
            depth -= 1
        if (code[end] == ";" and depth <= 0) or depth < -8:
            break
        end += 1
    return start, end


def dangerous_await(code, offset):
    """What g++ 12 gets wrong in the full expression of the co_await at `offset`, or None. May refuse the harmless."""
    start, end = statement_around(code, offset)
    after = code[offset + len("co_await") : end]
    if re.search(r"[(,]\s*\[[^\]]+\]\s*(?:\(|\{|mutable|->)", after):
        return "a capturing lambda temporary"
    if re.search(r"[(,]\s*\{", after):
        return "an initializer list argument"
    if re.search(r"[\w>]\s*\{", re.sub(r"\)\s*(?:const|mutable|noexcept|->[\w:<>, ]+)*\s*\{", "(", after)):
        return "a braced aggregate temporary"
    brace = code.rfind("{", 0, offset)
    if brace == start - 1 and brace >= 0:
        before = code[max(0, brace - 200) : brace].rstrip()
        word = re.search(r"(\w+|>|=|,|\()$", before)
        trailing = re.search(r"->\s*[\w:<>, ]+$", before)
        blocks = {"else", "do", "try", "const", "noexcept", "mutable", "override", "final"}
        if word and not trailing and word.group(0) not in blocks:
            return "co_await inside an aggregate's braces"
    return None


class Tidy:
    def __init__(self, root, exceptions):
        self.root = Path(root)
        self.report = Report()
        self.exceptions = exceptions
        self.excused = set()

    def is_excused(self, path, name):
        for place, reasons in self.exceptions.items():
            if (path == place or (place.endswith("/") and path.startswith(place))) and name in reasons:
                self.excused.add((place, name))
                return True
        return False

    def check_sizes(self, path, text, functions):
        lines = text.split("\n")
        count = len(lines) - (lines[-1] == "")
        if count > tidy_rules.FILE_LINES_MAX and not self.is_excused(path, "file_lines"):
            self.report.add(path, 1, f"{count} lines, allowed {tidy_rules.FILE_LINES_MAX}", "split by concept")
        for number, line in enumerate(lines, 1):
            if len(line) > tidy_rules.LINE_COLUMNS_MAX and not self.is_excused(path, "line_columns"):
                self.report.add(path, number, f"{len(line)} columns, allowed {tidy_rules.LINE_COLUMNS_MAX}",
                                "break the line")
        for first, length in functions:
            if length > tidy_rules.FUNCTION_LINES_MAX and not self.is_excused(path, "function_lines"):
                self.report.add(path, first, f"function of {length} lines, allowed {tidy_rules.FUNCTION_LINES_MAX}",
                                "take a step out and name it")

    def check_bans(self, path, text, code):
        for ban in tidy_rules.BANS:
            if not path.startswith(ban.where) or (is_test(path) and not ban.tests):
                continue
            body = text if ban.raw else code
            for match in ban.regex().finditer(body):
                if not self.is_excused(path, ban.name):
                    found = " ".join(match.group(0).split())
                    self.report.add(path, line_of(body, match.start()), f"[{ban.name}] found '{found}'", ban.remedy)

    def check_cpp(self, path, text):
        code = code_only(text)
        self.check_sizes(path, text, cpp_functions(code))
        self.check_bans(path, text, code)
        if path.endswith(".hpp") and not re.search(r"^#pragma once$", text, re.M):
            self.report.add(path, 1, "header without '#pragma once'", "add it as the first line")
        for match in re.finditer(r"\bco_await\b", code):
            what = dangerous_await(code, match.start())
            if what and not self.is_excused(path, "co_await"):
                self.report.add(path, line_of(code, match.start()), f"[co_await] {what} beside co_await",
                                "name the value first and move it in (g++ 12 destroys it twice)")

    def check_links(self, path, text):
        prose = re.sub(r"^```.*?^```", blanked, text, flags=re.S | re.M)
        prose = re.sub(r"`[^`\n]*`", blanked, prose)
        for match in LINK.finditer(prose):
            target = (match.group(1) or match.group(2)).split("#")[0]
            if not target or re.match(r"^[a-z]+:", target):
                continue
            if not ((self.root / path).parent / target).exists():
                self.report.add(path, line_of(text, match.start()), f"dead link {target}",
                                "point it at a file of the tree")

    def run(self):
        for path in files_below(self.root, CODE_FOLDERS, CPP + (".py", ".sh")):
            text = (self.root / path).read_text(encoding="utf-8", errors="replace")
            if path.endswith(CPP):
                self.check_cpp(path, text)
            else:
                self.check_sizes(path, text, script_functions(path, text))
        for path in ("dev", ".ci/run"):
            if (self.root / path).exists():
                text = (self.root / path).read_text(encoding="utf-8")
                self.check_sizes(path, text, script_functions(path, text))
        for path in files_below(self.root, ["."], (".md",)):
            self.check_links(path, (self.root / path).read_text(encoding="utf-8"))
        for place, reasons in self.exceptions.items():
            for name in reasons:
                if (place, name) not in self.excused:
                    self.report.add("tools/tidy_rules.py", 1, f"the exception {name} for {place} excuses nothing",
                                    "strike it out")
        return self.report.finish("tidy", "nothing to mend")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", default=ROOT)
    parser.add_argument("--without-exceptions", action="store_true", help="ignore the table of exceptions")
    arguments = parser.parse_args()
    return Tidy(arguments.root, {} if arguments.without_exceptions else tidy_rules.EXCEPTIONS).run()


if __name__ == "__main__":
    sys.exit(main())
