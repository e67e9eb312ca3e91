#include "surface/http/detail/schema_check.hpp"

#include <gtest/gtest.h>

namespace spark::http::detail {
namespace {

std::vector<FieldError> check(std::string_view body) {
    return check_against("BacktestOrder", wire::parse_json(body).value());
}

TEST(SchemaCheck, lets_a_right_body_through) {
    EXPECT_TRUE(check(R"({"strategy":"smaCross","pair":"ETHUSDT","params":{"fast":9,"on":true,"x":"1.5"}})").empty());
    EXPECT_TRUE(check(R"({"strategy":"smaCross","dataset":["a","b"]})").empty());
    EXPECT_TRUE(check(R"({"strategy":"smaCross","dataset":"a"})").empty());
}

TEST(SchemaCheck, names_every_mistake_with_its_pointer) {
    const auto errors = check(R"({"strategie":"smaCross","pair":7,"params":{"a/b":[1]}})");

    ASSERT_EQ(errors.size(), 4U);
    EXPECT_EQ(errors[0].pointer, "/strategie");
    EXPECT_EQ(errors[0].remedy, "did you mean 'strategy'?");
    EXPECT_EQ(errors[1].pointer, "/pair");
    EXPECT_EQ(errors[1].message, "found a whole number, allowed text");
    EXPECT_EQ(errors[2].pointer, "/params/a~1b");
    EXPECT_EQ(errors[3].pointer, "/strategy");
    EXPECT_EQ(errors[3].message, "strategy is missing");
}

TEST(SchemaCheck, holds_counts_and_patterns_on_both_sides) {
    const std::string longest(70, 'a');
    EXPECT_TRUE(check("{\"strategy\":\"" + longest + "\"}").empty());
    EXPECT_EQ(check("{\"strategy\":\"" + longest + "a\"}").size(), 1U);
    EXPECT_EQ(check(R"({"strategy":""})").size(), 1U);
    EXPECT_EQ(check(R"({"strategy":"../../etc/passwd"})").size(), 1U);
    EXPECT_EQ(check(R"({"strategy":"a","dataset":[]})").front().pointer, "/dataset");
    EXPECT_EQ(check(R"({"strategy":"a","dataset":["b",""]})").front().pointer, "/dataset/1");
    // Characters are counted, not bytes.
    std::string turkish;
    for (int count = 0; count < 64; ++count) turkish += "ş";
    EXPECT_TRUE(check("{\"strategy\":\"a\",\"pair\":\"" + turkish + "\"}").empty());
}

TEST(SchemaCheck, tells_about_the_choice_that_was_meant) {
    EXPECT_EQ(check(R"({"strategy":"a","dataset":7})").front().message,
              "found a whole number, allowed text or an array");
}

TEST(SchemaCheck, stops_after_so_many_mistakes) {
    std::string body = R"({"strategy":"a")";
    for (int index = 0; index < 50; ++index) body += ",\"unknown" + std::to_string(index) + "\":1";

    EXPECT_EQ(check(body + "}").size(), 10U);
}

}  // namespace
}  // namespace spark::http::detail
