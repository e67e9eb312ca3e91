#include "foundation/net/target.hpp"

#include <gtest/gtest.h>

#include <string>

namespace spark::net {
namespace {

TEST(ParseTarget, decodes_segments_and_query) {
    const auto target = parse_target("/api/v1/strategies/A%C4%9Fa%c3%A7?limit=3&q=a+b%2B&flag");

    ASSERT_TRUE(target.has_value());
    EXPECT_EQ(target->segments, (std::vector<std::string>{"api", "v1", "strategies", "Ağaç"}));
    EXPECT_EQ(target->query, (std::vector<QueryItem>{{"limit", "3"}, {"q", "a b+"}, {"flag", ""}}));
    EXPECT_EQ(*target->find("limit"), "3");
    EXPECT_EQ(target->find("cursor"), nullptr);
}

TEST(ParseTarget, takes_the_root_and_a_slash_at_the_end) {
    EXPECT_TRUE(parse_target("/").value().segments.empty());
    EXPECT_TRUE(parse_target("/?").value().query.empty());
    EXPECT_EQ(parse_target("/api/").value().segments, std::vector<std::string>{"api"});
    EXPECT_EQ(parse_target("/a?&x=1&").value().query.size(), 1U);
}

TEST(ParseTarget, refuses_every_way_out_of_a_folder) {
    for (const std::string text :
         {"/../etc/passwd",  "/a/../b", "/a/./b",       "/%2e%2e/etc", "/.%2E/etc", "/a%2fb", "/a%2Fb",
          "/a%5cb",          "/a\\b",   "//etc/passwd", "/a//b",       "/a%00b",    "/a%0ab", "/a%7f",
          "/%c0%ae%c0%ae/x", "/%",      "/%4",          "/%zz",        "/\xff",     "",       "a",
          "http://host/",    "*",       "?a=1"}) {
        EXPECT_FALSE(parse_target(text).has_value()) << text;
    }
}

TEST(ParseTarget, refuses_a_name_that_stands_twice_or_is_missing) {
    EXPECT_FALSE(parse_target("/a?x=1&x=2").has_value());
    EXPECT_FALSE(parse_target("/a?x=1&%78=2").has_value());
    EXPECT_FALSE(parse_target("/a?=2").has_value());
}

TEST(ParseTarget, holds_its_limits_on_both_sides) {
    const std::string longest = "/" + std::string(8'191, 'a');
    EXPECT_TRUE(parse_target(longest).has_value());
    EXPECT_FALSE(parse_target(longest + "a").has_value());

    std::string query = "/a?";
    for (int item = 0; item < 64; ++item) query += "n" + std::to_string(item) + "=1&";
    EXPECT_TRUE(parse_target(query).has_value());
    EXPECT_FALSE(parse_target(query + "one_more=1").has_value());
}

}  // namespace
}  // namespace spark::net
