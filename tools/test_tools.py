#!/usr/bin/env python3
"""Tests of the tools: a planted breach of every rule turns its check red, and a clean tree is green.

test_tools.py runs all, `test_tools.py Class.test` one; ctest runs each by run_python_tests.py
"""

import contextlib
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import check_layers  # noqa: E402
import generate_docs  # noqa: E402
import readme_commands  # noqa: E402
import tidy  # noqa: E402
import tidy_rules  # noqa: E402
from source_text import code_only  # noqa: E402

TABLE = {
    "tiers": ["foundation", "engine", "adapters", "surface", "app"],
    "modules": {
        "base": {"tier": "foundation", "uses": [], "links": [], "for": "results"},
        "crypto": {"tier": "foundation", "uses": ["base"], "links": [], "for": "hashes"},
        "market": {"tier": "engine", "uses": ["base"], "links": [], "for": "candles"},
        "intake": {"tier": "adapters", "uses": ["base", "market"], "links": [], "for": "files"},
        "store": {"tier": "adapters", "uses": ["base", "market"], "links": [], "for": "data sets"},
        "api": {"tier": "surface", "uses": ["base"], "links": [], "for": "routes"},
    },
    "third_party": {"openssl/": ["crypto"], "fmt/": "any"},
}
TREE = {
    "src/foundation/base/result.hpp": "#pragma once\n#include <expected>\n",
    "src/foundation/base/detail/text.hpp": "#pragma once\n",
    "src/foundation/base/testing/clock.hpp": "#pragma once\n",
    "src/foundation/crypto/sha256.cpp": '#include <openssl/evp.h>\n#include "foundation/base/result.hpp"\n',
    "src/engine/market/candle.hpp": '#pragma once\n#include "foundation/base/result.hpp"\n',
    "src/engine/market/candle_test.cpp": '#include <gtest/gtest.h>\n#include "foundation/base/testing/clock.hpp"\n',
    "src/adapters/intake/csv.cpp": '#include "engine/market/candle.hpp"\n#include "foundation/base/result.hpp"\n',
    "src/adapters/store/file.hpp": '#pragma once\n#include "engine/market/candle.hpp"\n'
                                   '#include "foundation/base/result.hpp"\n',
    "src/surface/api/route.cpp": '#include "foundation/base/result.hpp"\n',
    "README.md": "[base](src/foundation/base)\n",
}


class TreeTest(unittest.TestCase):
    """A tree in a temporary folder, with what a test plants in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.table = json.loads(json.dumps(TABLE))
        for path, text in TREE.items():
            self.plant(path, text)

    def plant(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run_tool(self, run):
        """(exit status, what it printed)"""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            status = run()
        return status, out.getvalue()

    def layers(self, strict=False):
        (self.root / "modules.json").write_text(json.dumps(self.table, indent=1), encoding="utf-8")
        return self.run_tool(lambda: check_layers.Layers(self.root, strict).run())

    def tidy(self, exceptions=None):
        return self.run_tool(lambda: tidy.Tidy(self.root, exceptions or {}).run())

    def assert_red(self, outcome, *parts):
        status, text = outcome
        self.assertEqual(status, 1, text)
        for part in parts:
            self.assertIn(part, text)

    def assert_green(self, outcome):
        self.assertEqual(outcome[0], 0, outcome[1])


class CheckLayers(TreeTest):
    def test_a_clean_tree_is_green(self):
        self.assert_green(self.layers(strict=True))

    def test_refuses_an_undeclared_include(self):
        self.plant("src/engine/market/bar.cpp", '\n#include "foundation/crypto/sha256.hpp"\n')
        self.assert_red(self.layers(), "src/engine/market/bar.cpp:2: undeclared include: market → crypto")

    def test_refuses_an_upward_arrow(self):
        self.table["modules"]["base"]["uses"] = ["market"]
        self.table["modules"]["market"]["uses"] = []
        self.assert_red(self.layers(), "modules.json:", "upward arrow base (foundation) → market (engine)")

    def test_refuses_a_cycle(self):
        self.table["modules"]["base"]["uses"] = ["crypto"]
        self.assert_red(self.layers(), "cycle base → crypto → base")

    def test_refuses_a_sibling_adapter(self):
        self.table["modules"]["store"]["uses"].append("intake")
        self.assert_red(self.layers(), "adapter store uses its sibling intake")

    def test_refuses_that_surface_meets_an_adapter(self):
        self.table["modules"]["api"]["uses"].append("store")
        self.assert_red(self.layers(), "surface and adapters never meet")

    def test_refuses_a_use_of_no_module(self):
        self.table["modules"]["market"]["uses"].append("marketing")
        self.assert_red(self.layers(), "market uses marketing, which is no module")

    def test_refuses_an_unknown_tier(self):
        self.table["modules"]["market"]["tier"] = "motor"
        self.assert_red(self.layers(), "unknown tier motor")

    def test_refuses_another_modules_detail(self):
        self.plant("src/engine/market/bar.cpp", '#include "foundation/base/detail/text.hpp"\n')
        self.assert_red(self.layers(), "foundation/base/detail/text.hpp is private to base")

    def test_refuses_fakes_in_the_product(self):
        self.plant("src/engine/market/bar.cpp", '#include "foundation/base/testing/clock.hpp"\n')
        self.assert_red(self.layers(), "is for tests only")

    def test_refuses_a_third_party_header_away_from_home(self):
        self.plant("src/engine/market/bar.cpp", "#include <openssl/sha.h>\n")
        self.assert_red(self.layers(), "<openssl/sha.h> away from home")

    def test_refuses_a_third_party_header_without_home(self):
        self.plant("src/engine/market/bar.cpp", "#include <nlohmann/json.hpp>\n")
        self.assert_red(self.layers(), "<nlohmann/json.hpp> has no home")

    def test_refuses_a_test_library_in_the_product(self):
        self.plant("src/engine/market/bar.cpp", "#include <gtest/gtest.h>\n")
        self.assert_red(self.layers(), "outside tests and benchmarks")

    def test_refuses_a_folder_in_no_module(self):
        self.plant("src/engine/stray/bar.cpp", "")
        self.assert_red(self.layers(), "src/engine/stray/bar.cpp:1: stands in no module")

    def test_refuses_a_module_in_the_wrong_tier(self):
        self.plant("src/foundation/market/bar.cpp", "")
        self.assert_red(self.layers(), "src/foundation/market/bar.cpp:1: stands in no module")

    def test_refuses_a_module_without_folder(self):
        self.table["modules"]["net"] = {"tier": "foundation", "uses": [], "links": [], "for": "sockets"}
        self.assert_red(self.layers(), "module net has no files")

    def test_refuses_a_relative_include(self):
        self.plant("src/engine/market/bar.cpp", '#include "candle.hpp"\n')
        self.assert_red(self.layers(), '"candle.hpp" is relative')

    def test_refuses_an_include_of_nothing_known(self):
        self.plant("src/engine/market/bar.cpp", '#include "elsewhere/x.hpp"\n')
        self.assert_red(self.layers(), '"elsewhere/x.hpp" is in no module')

    def test_refuses_folders_that_say_nothing(self):
        for word in sorted(check_layers.REFUSED_WORDS):
            self.plant(f"src/engine/market/{word}/bar.hpp", "#pragma once\n")
            self.assert_red(self.layers(), f"a folder named {word} says nothing")

    def test_refuses_files_that_say_nothing(self):
        for name in ("order_manager.hpp", "synth_common.cpp", "utils_test.cpp", "shared.hpp"):
            self.plant(f"src/engine/market/{name}", "#pragma once\n")
            self.assert_red(self.layers(), f"src/engine/market/{name}:1: a file name")

    def test_leaves_words_of_another_sense_alone(self):
        self.plant("src/engine/market/shared_memory.hpp", "#pragma once\n")
        self.assert_green(self.layers())

    def test_strict_refuses_an_arrow_no_longer_used(self):
        self.table["modules"]["market"]["uses"].append("crypto")
        self.assert_green(self.layers())
        self.assert_red(self.layers(strict=True), "arrow market → crypto is no longer used")

    def test_strict_refuses_a_home_no_longer_used(self):
        self.table["third_party"]["zlib.h"] = ["base"]
        self.assert_red(self.layers(strict=True), "base no longer includes <zlib.h…>")

    def test_reads_no_includes_in_comments(self):
        self.plant("src/engine/market/bar.cpp", '// #include <openssl/sha.h>\n/*\n#include "x/y.hpp"\n*/\n')
        self.assert_green(self.layers())


# rule -> lines that must be refused in src/engine/market/bar.cpp
BREACHES = {
    "text_to_double": ["auto x = std::strtod(text, &end);", "auto x = std::stod(text);", "auto x = atof(text);"],
    "text_to_integer": ["auto n = atoi(text);", "auto n = std::stoll(text);"],
    "global_random": ["int n = std::rand();", "srand(1);", "std::mt19937 die;", "std::shuffle(a, b, die);"],
    "library_distribution": ["std::normal_distribution<double> bell;"],
    "random_device": ["std::random_device device;", "getrandom(bytes, 8, 0);"],
    "wall_clock": ["auto t = std::time(nullptr);", "gettimeofday(&t, nullptr);",
                   "auto t = std::chrono::system_clock::now();"],
    "sleep": ["sleep(1);", "usleep(5);", "std::this_thread::sleep_for(1s);"],
    "raw_assert": ["assert(x > 0);", "#include <cassert>"],
    "sprintf": ["sprintf(out, text);", "strcpy(out, text);"],
    "float": ["float share = 0;"],
    "double_money": ["double entry_price = 0;", "void f(double notional);", "double qty_;"],
    "catch_all": ["try { f(); } catch (...) {}"],
    "throw": ["throw std::runtime_error(text);"],
    "detach": ["worker.detach();"],
    "todo": ["// TODO later", "// FIXME", "// XXX"],
    "getenv": ["auto home = std::getenv(name);"],
    "using_namespace": ["using namespace std;"],
    "engine_printf": ["std::printf(text);", "snprintf(out, 3, text);", "std::cout << 1;", "fmt::print(text);"],
    "engine_unordered": ["std::unordered_map<int, int> rows;"],
    "engine_clock": ["auto t = std::chrono::steady_clock::now();"],
    "engine_order": ["auto s = std::reduce(a, b);", "auto s = std::fma(a, b, c);"],
    "engine_include": ["#include <thread>", "#include <mutex>", "#include <filesystem>", "#include <iostream>",
                       "#include <sys/socket.h>", "#include <unistd.h>"],
}
HARMLESS = """#include <chrono>
// std::rand, atof( and `throw` in a comment; "catch (...)" in a literal below
const char* text = "std::rand() catch (...) float sleep(1)";
const auto raw = R"(throw unordered_map)";
double price_ratio = 1'000.5; double net_approx; double randomness; int stoic(int timeout);
void static_assertion(); static_assert(1 == 1); queue.time(); entry.sleep(); my_assert(1);
consteval int refused() { throw "an unknown name"; }
// TODO(#12) a number makes it a promise
"""
AWAITS_REFUSED = {
    "a braced aggregate temporary": "co_await http.send(Request{.path = path}, deadline);",
    "a capturing lambda temporary": "auto x = co_await run(work, [&total](int n) { total += n; });",
    "an initializer list argument": "co_await send(first, {1, 2, 3});",
    "co_await inside an aggregate's braces": "auto ack = Ack{co_await id()};",
}
AWAITS_ALLOWED = """Task<int> f(Http& http) {
    Request request{.path = path};
    auto reply = co_await http.send(std::move(request), deadline);
    if (ready) { co_await rest(); } else { co_await other([](int n) { return n; }); }
    const auto g = [&]() -> Task<int> { co_return co_await http.next(std::string("x")); };
    for (auto& item : items) { total += co_await item.count(); }
    co_return Ack{.id = reply->id};
}
"""


class Tidy(TreeTest):
    def test_a_clean_tree_is_green(self):
        self.assert_green(self.tidy())

    def test_every_banned_form_is_refused(self):
        for name, lines in BREACHES.items():
            for line in lines:
                with self.subTest(rule=name, line=line):
                    self.plant("src/engine/market/bar.cpp", f"\n{line}\n")
                    self.assert_red(self.tidy(), f"src/engine/market/bar.cpp:2: [{name}]")

    def test_every_rule_of_the_table_is_planted_here(self):
        self.assertEqual(sorted(BREACHES), sorted(ban.name for ban in tidy_rules.BANS))

    def test_harmless_lines_are_left_alone(self):
        self.plant("src/engine/market/bar.cpp", HARMLESS)
        self.assert_green(self.tidy())

    def test_engine_rules_end_at_the_engine(self):
        self.plant("src/foundation/base/worker.cpp", "#include <thread>\n#include <unordered_map>\n")
        self.assert_green(self.tidy())

    def test_an_exception_excuses_its_own_rule_only(self):
        self.plant("src/foundation/base/lock.cpp", "sleep(1);\n")
        self.assert_green(self.tidy({"src/foundation/base/lock.cpp": {"sleep": "why"}}))
        self.assert_red(self.tidy({"src/foundation/base/lock.cpp": {"float": "why"}}), "[sleep]")

    def test_an_exception_that_excuses_nothing_is_refused(self):
        self.assert_red(self.tidy({"src/gone.cpp": {"sleep": "why"}}), "sleep for src/gone.cpp excuses nothing")

    def test_refuses_a_line_of_121_columns(self):
        self.plant("src/engine/market/bar.cpp", "//" + "ü" * 118 + "\n")
        self.assert_green(self.tidy())
        self.plant("src/engine/market/bar.cpp", "//" + "ü" * 119 + "\n")
        self.assert_red(self.tidy(), "bar.cpp:1: 121 columns")

    def test_refuses_a_file_of_501_lines(self):
        self.plant("src/engine/market/bar.cpp", "//\n" * 500)
        self.assert_green(self.tidy())
        self.plant("src/engine/market/bar.cpp", "//\n" * 501)
        self.assert_red(self.tidy(), "501 lines, allowed 500")

    def test_refuses_a_function_of_71_lines(self):
        shapes = {
            "bar.cpp": "namespace spark {{\nclass Bar {{\n  public:\n    int f(int x) const {{\n{}    }}\n}};\n}}\n",
            "test.cpp": "TEST(Bar, does) {{\n{}}}\n",
            "init.cpp": "Bar::Bar(int x) : x_{{x}}, y_(2) {{\n{}}}\n",
        }
        for name, shape in shapes.items():
            with self.subTest(shape=name):
                self.plant("src/engine/market/bar.cpp", shape.format("    if (x) { g(); }\n" * 68))
                self.assert_green(self.tidy())
                self.plant("src/engine/market/bar.cpp", shape.format("    if (x) { g(); }\n" * 70))
                self.assert_red(self.tidy(), "function of 7", "allowed 70")

    def test_refuses_a_python_function_of_71_lines(self):
        self.plant("tools/x.py", "def f():\n" + "    g()\n" * 70)
        self.assert_red(self.tidy(), "tools/x.py:1: function of 71 lines")

    def test_refuses_a_shell_function_of_71_lines(self):
        self.plant("dev", "f() {\n" + "  g\n" * 69 + "}\n")
        self.assert_red(self.tidy(), "dev:1: function of 71 lines")

    def test_long_tables_are_no_functions(self):
        rows = "    Row{1, f(2)},\n" * 90
        self.plant("src/engine/market/bar.hpp", f"#pragma once\ninline constexpr std::array rows{{\n{rows}}};\n")
        self.assert_green(self.tidy())

    def test_refuses_a_header_without_pragma_once(self):
        self.plant("src/engine/market/bar.hpp", "struct Bar {};\n")
        self.assert_red(self.tidy(), "header without '#pragma once'")

    def test_refuses_the_co_await_forms_that_g_plus_plus_12_destroys_twice(self):
        for what, line in AWAITS_REFUSED.items():
            with self.subTest(what=what):
                self.plant("src/adapters/store/send.cpp", f"Task<int> f() {{\n    {line}\n}}\n")
                self.assert_red(self.tidy(), "src/adapters/store/send.cpp:2: [co_await] " + what)

    def test_named_values_beside_co_await_are_left_alone(self):
        self.plant("src/adapters/store/send.cpp", AWAITS_ALLOWED)
        self.assert_green(self.tidy())

    def test_refuses_a_dead_link(self):
        self.plant("docs/guide.md", "one\n[base](../src/foundation/base/gone.hpp) [web](https://x.org/y)\n")
        self.assert_red(self.tidy(), "docs/guide.md:2: dead link ../src/foundation/base/gone.hpp")

    def test_links_inside_code_are_left_alone(self):
        self.plant("docs/guide.md", "```\n[a](gone)\n```\n`[b](gone)` [c](#part) [d](guide.md#part)\n")
        self.assert_green(self.tidy())

    def test_literals_and_comments_are_blanked_in_place(self):
        source = "a // b\n'c' \"d\\\"e\" R\"x(f\"g)x\" 1'000 /* h\n i */ j"
        code = code_only(source)
        self.assertEqual(len(code), len(source))
        self.assertEqual(code.split(), ["a", "1'000", "j"])


class GeneratedDocs(TreeTest):
    def setUp(self):
        super().setUp()
        self.plant("modules.json", json.dumps(TABLE))
        self.plant("ARCHITECTURE.md", f"before\n{generate_docs.BEGIN}\n{generate_docs.END}\nafter\n")
        self.plant("src/app/cli/exit_codes.hpp", "inline constexpr int exit_success = 0;\nstruct ExitCode {\n};\n"
                   'ExitCode{exit_success, {"success", "başarılı"}},\nExitCode{3,\n {"bad input", "girdi"}},\n')
        self.plant("src/foundation/base/fault.hpp",
                   'FaultRule{Fault::invalid_input, "invalid_input", 422, 3, false, "Mend it."},')

    def generate(self, *arguments):
        sys.argv = ["generate_docs.py", "--root", str(self.root), *arguments]
        return self.run_tool(generate_docs.main)

    def test_a_stale_document_is_red_until_it_is_made_again(self):
        self.assert_red(self.generate("--check"), "ARCHITECTURE.md:1: differs",
                        "docs/reference/exit_codes.md:1: differs")
        self.assert_green(self.generate())
        self.assert_green(self.generate("--check"))

    def test_the_tables_rows_reach_the_documents(self):
        self.generate()
        modules = (self.root / "ARCHITECTURE.md").read_text(encoding="utf-8")
        self.assertIn("| `market` | engine | candles | base |", modules)
        codes = (self.root / "docs/reference/exit_codes.md").read_text(encoding="utf-8")
        self.assertIn("| 3 | bad input | girdi | `invalid_input` |", codes)

    def test_a_missing_marker_is_red(self):
        self.plant("ARCHITECTURE.md", "no markers\n")
        self.assert_red(self.generate(), "found no single pair of the markers")

    def test_a_row_that_cannot_be_read_is_red(self):
        self.plant("src/app/cli/exit_codes.hpp", 'struct ExitCode {\n};\nExitCode{make(3), {"a", "b"}},\n')
        self.assert_red(self.generate(), "found a row this tool cannot read")


class ReadmeCommands(TreeTest):
    def readme(self, text, turkish=None, arguments=()):
        self.plant("README.md", text)
        self.plant("README.tr.md", turkish or text)
        sys.argv = ["readme_commands.py", "--root", str(self.root), *arguments]
        return self.run_tool(readme_commands.main)

    def test_commands_that_work_are_green(self):
        self.assert_green(self.readme("```sh\ntrue\ntest -d \\\n  src   # a remark\n```\n"))

    def test_a_command_that_breaks_is_red(self):
        self.assert_red(self.readme("```sh\ntrue\nfalse\n```\n"), "'false' ends with 1")

    def test_text_blocks_are_not_run(self):
        self.assert_green(self.readme("```text\nfalse\n```\n```sh\ntrue\n```\n"))

    def test_a_command_run_already_is_not_run_again(self):
        self.assert_green(self.readme("```sh\nfalse\ntrue\n```\n", arguments=["--already", "false"]))

    def test_other_commands_in_the_turkish_one_are_red(self):
        self.assert_red(self.readme("```sh\ntrue\n```\n", "```sh\n:\n```\n"), "shows other commands")

    def test_a_readme_without_commands_is_red(self):
        self.assert_red(self.readme("nothing\n"), "has no ```sh block")


if __name__ == "__main__":
    unittest.main()
