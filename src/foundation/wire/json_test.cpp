#include "foundation/wire/json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace spark::wire {
namespace {

Json parsed(std::string_view text) {
    auto json = parse_json(text);
    EXPECT_TRUE(json.has_value()) << text << ": " << (json ? "" : json.error().message);
    return json ? *std::move(json) : Json();
}

Error refused(std::string_view text, const JsonLimits& limits = {}) {
    const auto json = parse_json(text, limits);
    EXPECT_FALSE(json.has_value()) << text;
    return json ? Error{} : json.error();
}

TEST(JsonText, keeps_the_order_of_members) {
    Json json = Json::object();
    json.set("z", 1).set("a", Json::array().push(true).push(nullptr)).set("m", "text").set("z", 2);

    EXPECT_EQ(to_text(json), R"({"z":2,"a":[true,null],"m":"text"})");
}

TEST(JsonText, indents_by_two_blanks_and_ends_with_a_newline) {
    Json json = Json::object();
    json.set("a", Json::array().push(1).push(Json::object())).set("b", Json::array());

    EXPECT_EQ(to_pretty_text(json), "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}\n");
}

TEST(JsonText, writes_doubles_in_shortest_round_trip_form) {
    EXPECT_EQ(to_text(Json(0.1)), "0.1");
    EXPECT_EQ(to_text(Json(1e300)), "1e+300");
    EXPECT_EQ(to_text(Json(5e-324)), "5e-324");
    EXPECT_EQ(to_text(Json(-0.0)), "-0.0");
    EXPECT_EQ(to_text(Json(2.0)), "2");
}

TEST(JsonText, escapes_what_json_wants_escaped_and_leaves_utf8_alone) {
    EXPECT_EQ(to_text(Json("\"\\\b\f\n\r\t\x01/ğ€😀")), "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001/ğ€😀\"");
    EXPECT_EQ(to_text(Json(std::string("a\0b", 3))), "\"a\\u0000b\"");
}

TEST(JsonText, turns_bytes_that_are_not_utf8_into_the_replacement_character) {
    EXPECT_EQ(to_text(Json("a\xFFz\xC3")), "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\"");
}

TEST(JsonDeathTest, refuses_nan_infinity_and_wholes_past_int64) {
    constexpr double infinity = std::numeric_limits<double>::infinity();

    EXPECT_DEATH(Json{std::nan("")}, "broken invariant");
    EXPECT_DEATH(Json{infinity}, "broken invariant");
    EXPECT_DEATH(Json{std::uint64_t{1} << 63U}, "fits in int64");
}

TEST(JsonParse, keeps_whole_numbers_in_int64_and_the_rest_as_double) {
    EXPECT_EQ(parsed("9223372036854775807").as_int64(), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(parsed("-9223372036854775808").as_int64(), std::numeric_limits<std::int64_t>::min());
    EXPECT_TRUE(parsed("9223372036854775808").is_double());
    EXPECT_TRUE(parsed("1.0").is_double());
    EXPECT_TRUE(parsed("1e3").is_double());
    EXPECT_EQ(parsed("18446744073709551616").as_double(), 18446744073709551616.0);
}

TEST(JsonParse, reads_every_kind_of_value) {
    const Json json = parsed(R"( {"n":null,"t":true,"i":-7,"d":2.5,"s":"\u011f\n","a":[1,[2]],"o":{"x":{}}} )");

    EXPECT_TRUE((*json.at("n"))->is_null());
    EXPECT_EQ(json.bool_at("t"), true);
    EXPECT_EQ(json.int64_at("i"), -7);
    EXPECT_EQ(json.double_at("d"), 2.5);
    EXPECT_EQ(json.double_at("i"), -7.0);
    EXPECT_EQ(json.string_at("s"), "ğ\n");
    EXPECT_EQ(json.array_at("a")->size(), 2U);
    EXPECT_EQ(json.object_at("o")->front().key, "x");
    EXPECT_EQ(to_text(json), R"({"n":null,"t":true,"i":-7,"d":2.5,"s":"ğ\n","a":[1,[2]],"o":{"x":{}}})");
}

TEST(JsonParse, names_the_line_and_column_of_a_mistake) {
    EXPECT_EQ(refused("{\n  \"a\": 1,\n  \"b\" 2\n}").place, "3:7");
    EXPECT_EQ(refused("[1] x").place, "1:5");
    EXPECT_EQ(refused("").place, "1:1");
    EXPECT_EQ(refused("[1,").fault, Fault::invalid_input);
}

TEST(JsonParse, refuses_what_rfc_8259_does_not_allow) {
    for (const std::string_view text : {"[1,]", "{\"a\":1,}", "// x\n1", "NaN", "01", "1.", ".5", "+1", "'a'", "\"\t\"",
                                        "\"\\x\"", "nul", "[1 2]", "\"\xFF\"", "\"\\ud800\"", "{1:2}", "[", "\"a"}) {
        EXPECT_EQ(refused(text).fault, Fault::invalid_input) << text;
    }
}

TEST(JsonParse, refuses_a_key_twice_and_names_it) {
    EXPECT_NE(refused(R"({"a":1,"b":{"k":1,"k":2}})").message.find("'k'"), std::string::npos);
}

TEST(JsonParse, refuses_numbers_past_the_range_of_double) {
    EXPECT_EQ(refused("1e999").fault, Fault::invalid_input);
    EXPECT_EQ(refused("[-1e309]").fault, Fault::invalid_input);
}

TEST(JsonParse, holds_both_sides_of_the_depth_and_size_limits) {
    const JsonLimits limits{.bytes_max = 10, .depth_max = 3};

    EXPECT_TRUE(parse_json("[[[1]]]", limits).has_value());
    EXPECT_NE(refused("[[[[1]]]]", limits).message.find("deeper than 3"), std::string::npos);
    EXPECT_TRUE(parse_json("\"12345678\"", limits).has_value());
    EXPECT_NE(refused("\"123456789\"", limits).message.find("allowed 10"), std::string::npos);
}

TEST(JsonGetters, name_the_key_what_was_found_and_what_was_needed) {
    const Json json = parsed(R"({"rows":"3"})");

    EXPECT_EQ(json.int64_at("rows").error(),
              (Error{Fault::invalid_input, "found text, needed a whole number within int64", "rows"}));
    EXPECT_EQ(json.int64_at("row").error(), (Error{Fault::invalid_input, "a member is missing", "row"}));
    EXPECT_EQ(Json(1).int64_at("x").error().message, "found a whole number, needed an object");
    EXPECT_EQ(json.find("row"), nullptr);
}

RC_GTEST_PROP(JsonRoundTrip, every_finite_double_survives_bit_for_bit, (std::uint64_t bits)) {
    const auto value = std::bit_cast<double>(bits);
    RC_PRE(std::isfinite(value));

    const Json read = parsed(to_text(Json(value)));

    RC_ASSERT(std::bit_cast<std::uint64_t>(*read.as_double()) == bits);
}

RC_GTEST_PROP(JsonRoundTrip, every_int64_and_every_text_of_bytes_below_128_survives, (std::int64_t number)) {
    const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
    const Json json = Json::object().set("n", number).set(text + "k", text);

    RC_ASSERT(parsed(to_text(json)) == json);
    RC_ASSERT(parsed(to_pretty_text(json)) == json);
}

}  // namespace
}  // namespace spark::wire
