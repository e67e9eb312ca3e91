#include "foundation/wire/detail/toml_scan.hpp"

#include <gtest/gtest.h>

#include <string>

namespace spark::wire::detail {
namespace {

std::optional<TomlTrouble> trouble(std::string_view text) {
    const auto found = scan_toml(text, 4);
    return found ? std::optional(found->trouble) : std::nullopt;
}

TEST(ScanToml, finds_bytes_above_ascii_outside_text_and_comments) {
    EXPECT_EQ(trouble("a = \"ç\" # ç\n\"ç\" = 'ç'\nb = \"\"\"\nç\"\"\"\n"), std::nullopt);
    EXPECT_EQ(trouble("\xEF\xBB\xBF"
                      "a = 1"),
              std::nullopt);
    for (const auto* text : {"ç = 1", "a = 1 ç", "a = \"x\" ç", "a = 1\"ç\"", "a = 1.\"ç\"", "a = \"x\nç\"",
                             "a = \"\"\"x\"\"\"\" ç", "a = '''x''''' ç"}) {
        EXPECT_EQ(trouble(text), TomlTrouble::foreign) << text;
    }
    EXPECT_EQ(scan_toml("a = \"\\\"\" ç", 4)->offset, 9U);
}

TEST(ScanToml, finds_headers_that_begin_no_key) {
    for (const auto* text : {"[a]", "[[ a ]]", "[ \"a\" ]", "[]", "a = [\n[=]\n]", "a = \"\"\"\n[=]\"\"\"", "["})
        EXPECT_EQ(trouble(text), std::nullopt) << text;
    for (const auto* text : {"[=]", "a = 1\n [ .a]", "[[,", "[[["})
        EXPECT_EQ(trouble(text), TomlTrouble::header) << text;
}

TEST(ScanToml, finds_levels_past_the_limit) {
    EXPECT_EQ(trouble("a.b.c.d.e = [[[[[1]]]]]"), std::nullopt);
    EXPECT_EQ(trouble("a.b.c.d.e.f = 1"), TomlTrouble::depth);
    EXPECT_EQ(trouble("a = [[[[[[1]]]]]]"), TomlTrouble::depth);
    EXPECT_EQ(trouble("a = 1.5\nb = [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]"), std::nullopt);
    EXPECT_EQ(trouble("a = '[[[[[[' # [[[[[["), std::nullopt);
    EXPECT_EQ(trouble("a = " + std::string(1'000'000, '[')), TomlTrouble::depth);
}

}  // namespace
}  // namespace spark::wire::detail
