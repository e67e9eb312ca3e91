#include "app/lab/document_lines.hpp"

#include <gtest/gtest.h>

namespace spark::lab {
namespace {

constexpr std::string_view text = R"(# ılık
name = "x#y"  # the name
[parameters]
fast = { type = "int", default = 5 }  # several on one line
[parameters.slow]
default = 20  ## said: "20"
[long]  # a side
enter = "a > b"
exit = 'c # d'   # çık
)";

TEST(DocumentLines, finds_the_line_of_a_field_and_of_a_table) {
    EXPECT_EQ(line_of_field(text, "name"), 2U);
    EXPECT_EQ(line_of_field(text, "parameters.fast.default"), 4U);
    EXPECT_EQ(line_of_field(text, "parameters.slow.default"), 6U);
    EXPECT_EQ(line_of_field(text, "long"), 7U);
    EXPECT_EQ(line_of_field(text, "long.exit"), 9U);
    EXPECT_EQ(line_of_field(text, "short.exit"), std::nullopt);
    EXPECT_EQ(line_of_field("no toml = = ", "name"), std::nullopt);
}

TEST(DocumentLines, reads_the_comment_behind_a_value_and_no_other) {
    const auto found = line_comments(text);

    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].path, "name");
    EXPECT_EQ(found[0].text, "the name");
    EXPECT_EQ(found[1].path, "parameters.slow.default");
    EXPECT_EQ(found[1].line, 6U);
    EXPECT_EQ(found[1].text, "said: \"20\"");
    EXPECT_EQ(found[2].path, "long.exit");
    EXPECT_EQ(found[2].text, "çık");
}

}  // namespace
}  // namespace spark::lab
