#include "foundation/wire/delimited.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace spark::wire {
namespace {

using testing::ElementsAre;
using Fields = std::vector<std::string_view>;

TEST(SplitPlain, keeps_empty_fields_and_gives_one_for_an_empty_line) {
    Fields fields;

    split_plain("a,,b,", ',', fields);
    EXPECT_THAT(fields, ElementsAre("a", "", "b", ""));
    split_plain("", ',', fields);
    EXPECT_THAT(fields, ElementsAre(""));
}

TEST(SplitQuoted, reads_quoted_plain_and_escaped_fields) {
    Fields fields;
    std::string unquoted;

    ASSERT_TRUE(split_quoted(R"("318,75",plain,"say ""hi""","",)", ',', fields, unquoted).has_value());

    EXPECT_THAT(fields, ElementsAre("318,75", "plain", "say \"hi\"", "", ""));
}

TEST(SplitQuoted, refuses_open_quotes_and_text_beside_quotes) {
    Fields fields;
    std::string unquoted;

    EXPECT_FALSE(split_quoted(R"("open)", ',', fields, unquoted).has_value());
    EXPECT_FALSE(split_quoted(R"(a,"b"c)", ',', fields, unquoted).has_value());
    EXPECT_FALSE(split_quoted(R"(a"b",c)", ',', fields, unquoted).has_value());
    EXPECT_FALSE(split_quoted(R"(")", ',', fields, unquoted).has_value());
}

RC_GTEST_PROP(SplitQuoted, gives_back_what_was_quoted, (const std::vector<std::string>& texts)) {
    RC_PRE(!texts.empty());
    std::string line;
    for (const std::string& text : texts) {
        line += line.empty() ? "\"" : ",\"";
        for (const char c : text) line += c == '"' ? std::string("\"\"") : std::string(1, c);
        line += '"';
    }
    Fields fields;
    std::string unquoted;

    RC_ASSERT(split_quoted(line, ',', fields, unquoted).has_value());

    RC_ASSERT(std::equal(fields.begin(), fields.end(), texts.begin(), texts.end()));
}

}  // namespace
}  // namespace spark::wire
