#!/usr/bin/env python3
"""Checks the tree against modules.json: every include follows a declared arrow, every arrow points down.

check_layers.py [--strict] [--root DIR]      --strict also refuses arrows and homes that nothing uses any more
"""

import argparse
import json
import re
import sys
from pathlib import Path

from source_text import ROOT, Report, code_only, files_below, line_of

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', re.M)
REFUSED_WORDS = {"utils", "util", "common", "helpers", "helper", "core", "shared", "misc", "manager", "managers"}
WORDS_OF_OTHER_SENSE = {"core", "shared"}  # refused alone, but `shared_memory` and `core_count` say something
TEST_ONLY = ("gtest/", "gmock/", "rapidcheck", "benchmark/")
# C, POSIX and compiler headers that need no home. The engine may not have most of them: tidy.py says which.
SYSTEM_HEADERS = re.compile(
    r"^([a-z_0-9]+|(sys|linux|netinet|arpa|net)/[a-z_0-9]+\.h|(cpuid|dirent|dlfcn|errno|fcntl|immintrin|langinfo|netdb"
    r"|limits|locale|poll|pthread|pwd|sched|signal|spawn|stdint|stdio|stdlib|string|termios|time|unistd|x86intrin)\.h)$"
)
UNDERNEATH = {"foundation": ["foundation"], "engine": ["engine", "foundation"], "adapters": ["engine", "foundation"],
              "surface": ["engine", "foundation"], "app": ["app", "surface", "adapters", "engine", "foundation"]}


def is_test(path):
    return path.endswith(("_test.cpp", "_bench.cpp")) or "/testing/" in path or not path.startswith("src/")


def line_in(text, needle):
    """Line of modules.json that names the thing; 1 where it cannot be told."""
    offset = text.find(needle)
    return line_of(text, offset) if offset >= 0 else 1


class Layers:
    def __init__(self, root, strict):
        self.root = Path(root)
        self.strict = strict
        self.report = Report()
        self.table_text = (self.root / "modules.json").read_text(encoding="utf-8")
        table = json.loads(self.table_text)
        self.tiers = table["tiers"]
        self.modules = table["modules"]
        self.homes = table["third_party"]
        self.used_arrows = set()
        self.used_homes = set()

    def in_table(self, module, what, remedy):
        self.report.add("modules.json", line_in(self.table_text, f'"{module}":'), what, remedy)

    def check_table(self):
        for name, module in self.modules.items():
            if module["tier"] not in self.tiers:
                self.in_table(name, f"{name} has the unknown tier {module['tier']}",
                              f"use one of {', '.join(self.tiers)}")
                continue
            for used in module["uses"]:
                self.check_arrow(name, module["tier"], used)
        for name in self.modules:
            cycle = self.cycle_from(name, [name])
            if cycle:
                self.in_table(name, "cycle " + " → ".join(cycle), "cut one arrow: move what both need downward")

    def check_arrow(self, name, tier, used):
        if used not in self.modules:
            self.in_table(name, f"{name} uses {used}, which is no module", "declare it or strike it out")
            return
        tier_used = self.modules[used]["tier"]
        if tier == tier_used == "adapters":
            self.in_table(name, f"adapter {name} uses its sibling {used}",
                          "adapters meet only in the app tier's wiring")
        elif {tier, tier_used} == {"adapters", "surface"}:
            self.in_table(name, f"{name} uses {used}: surface and adapters never meet",
                          "let the engine ask, the app wire")
        elif tier_used not in UNDERNEATH[tier]:
            self.in_table(name, f"upward arrow {name} ({tier}) → {used} ({tier_used})",
                          "turn it round or move the code down")

    def cycle_from(self, name, path):
        """The first cycle through path[0], or None."""
        for used in self.modules[name]["uses"]:
            if used == path[0]:
                return path + [used]
            if used in self.modules and used not in path:
                found = self.cycle_from(used, path + [used])
                if found:
                    return found
        return None

    def check_folders(self):
        source = self.root / "src"
        for name, module in self.modules.items():
            if not files_below(self.root, [f"src/{module['tier']}/{name}"], (".cpp", ".hpp")):
                self.in_table(name, f"module {name} has no files below src/{module['tier']}/{name}",
                              "strike it out of modules.json until its first file exists")
        for path in files_below(self.root, ["src"], (".cpp", ".hpp", ".h", ".cc")):
            if path != "src/app/main.cpp" and self.module_of(path) is None:
                self.report.add(path, 1, "stands in no module",
                                "declare the folder in modules.json, in its tier, or move the file")
        for folder in sorted(source.rglob("*")) if source.exists() else []:
            path = folder.relative_to(self.root).as_posix()
            if folder.is_dir() and folder.name in REFUSED_WORDS:
                self.report.add(path, 1, f"a folder named {folder.name} says nothing", "name it after what is inside")
            elif folder.is_file() and self.says_nothing(folder.name):
                self.report.add(path, 1, "a file name with one of " + ", ".join(sorted(REFUSED_WORDS)),
                                "name it after its one concept")

    def says_nothing(self, file_name):
        stem = re.sub(r"(_test|_bench)?\..*$", "", file_name)
        return stem in REFUSED_WORDS or bool((REFUSED_WORDS - WORDS_OF_OTHER_SENSE) & set(stem.split("_")))

    def module_of(self, path):
        parts = path.split("/")
        if len(parts) < 4 or parts[0] != "src":
            return None
        module = self.modules.get(parts[2])
        return parts[2] if module and module["tier"] == parts[1] else None

    def check_includes(self):
        folders = ["src", "tests", "fuzz", "bench"]
        for path in files_below(self.root, folders, (".cpp", ".hpp")):
            text = (self.root / path).read_text(encoding="utf-8", errors="replace")
            code = code_only(text)
            for match in INCLUDE.finditer(text):
                if code[text.index("#", match.start())] == " ":
                    continue  # inside a comment
                self.check_include(path, line_of(text, match.start(1)), match.group(1), match.group(2))

    def check_include(self, path, line, quote, target):
        if quote == "<":
            self.check_third_party(path, line, target)
            return
        if (self.root / path).parent.joinpath(target).exists() and "/" not in target:
            self.report.add(path, line, f'"{target}" is relative', "include by the full path from src/")
            return
        if target.startswith("../data/") and "/detail/" in path:
            return  # a data file made into a literal of its module
        owner = self.module_of("src/" + target)
        mine = self.module_of(path)
        if owner is None:
            if not (self.root / target).exists() or not path.startswith(("tests/", "fuzz/", "bench/")):
                self.report.add(path, line, f'"{target}" is in no module', "include by the full path from src/")
            return
        if mine is not None:
            self.used_arrows.add((mine, owner))
            if owner != mine and owner not in self.modules[mine]["uses"]:
                self.report.add(path, line, f"undeclared include: {mine} → {owner}",
                                f"declare {owner} in the uses of {mine} if the arrow is right")
        if owner != mine and "/detail/" in target and path.startswith("src/"):
            self.report.add(path, line, f"{target} is private to {owner}", f"use a public header of {owner}")
        if "/testing/" in target and not is_test(path):
            self.report.add(path, line, f"{target} is for tests only", "keep fakes out of the product")

    def check_third_party(self, path, line, target):
        mine = self.module_of(path)
        for prefix, homes in self.homes.items():
            if target.startswith(prefix):
                self.used_homes.add((prefix, mine))
                if homes != "any" and mine not in homes and path.startswith("src/"):
                    self.report.add(path, line, f"<{target}> away from home",
                                    f"only {', '.join(homes)} may include it; call that module")
                return
        if target.startswith(TEST_ONLY):
            if not is_test(path):
                self.report.add(path, line, f"<{target}> outside tests and benchmarks",
                                "move it to *_test.cpp, *_bench.cpp or testing/")
        elif not SYSTEM_HEADERS.match(target):
            self.report.add(path, line, f"<{target}> has no home",
                            "declare its home under third_party in modules.json, with an ADR")

    def check_unused(self):
        for name, module in self.modules.items():
            for used in module["uses"]:
                if (name, used) not in self.used_arrows:
                    self.in_table(name, f"arrow {name} → {used} is no longer used",
                                  "strike it out: the table only shrinks")
        for prefix, homes in self.homes.items():
            for home in [] if homes == "any" else homes:
                if (prefix, home) not in self.used_homes:
                    self.report.add("modules.json", line_in(self.table_text, f'"{prefix}"'),
                                    f"{home} no longer includes <{prefix}…>", "strike the home out")

    def run(self):
        self.check_table()
        self.check_folders()
        self.check_includes()
        if self.strict:
            self.check_unused()
        arrows = sum(len(module["uses"]) for module in self.modules.values())
        clean = f"{len(self.modules)} modules, {arrows} arrows, all down and all declared"
        return self.report.finish("check_layers", clean)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--root", default=ROOT)
    arguments = parser.parse_args()
    return Layers(arguments.root, arguments.strict).run()


if __name__ == "__main__":
    sys.exit(main())
