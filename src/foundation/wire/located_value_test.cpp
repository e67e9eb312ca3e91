#include "foundation/wire/located_value.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace spark::wire {
namespace {

using Parse = Result<LocatedValue> (*)(std::string_view, const LocatedLimits&);

LocatedValue read(Parse parse, std::string_view text) {
    auto value = parse(text, {});
    EXPECT_TRUE(value.has_value()) << text << ": " << (value ? "" : value.error().message);
    return value ? *std::move(value) : LocatedValue{};
}

Error refused(Parse parse, std::string_view text, const LocatedLimits& limits = {}) {
    const auto value = parse(text, limits);
    EXPECT_FALSE(value.has_value()) << text.substr(0, 60);
    return value ? Error{} : value.error();
}

TEST(LocatedToml, keeps_the_place_of_every_key_and_value) {
    const LocatedValue root = read(parse_located_toml, "a = 1\n[b]\n  \"ç\" = \"x\"\n  d = [true, 2.50]\n");

    ASSERT_EQ(root.items.size(), 2U);
    EXPECT_EQ(root.items[0].place, (TextPlace{1, 5}));
    const LocatedValue& text = *root.find("b")->find("ç");
    EXPECT_EQ(text.key_place, (TextPlace{3, 3}));
    EXPECT_EQ(text.place, (TextPlace{3, 9}));
    EXPECT_EQ(text.content_place, (TextPlace{3, 10}));
    EXPECT_EQ(root.find("b")->find("d")->items[1].place, (TextPlace{4, 14}));
    EXPECT_EQ(root.find("c"), nullptr);
}

TEST(LocatedToml, keeps_the_digits_of_numbers) {
    const LocatedValue root = read(
        parse_located_toml, "a = 0.10000000\nb = +1_000.25\nc = 9007199254740993\nd = 0x10\ne = -inf\nf = nan # x");

    EXPECT_EQ(root.find("a")->text, "0.10000000");
    EXPECT_EQ(root.find("b")->text, "1000.25");
    EXPECT_EQ(root.find("c")->text, "9007199254740993");
    EXPECT_EQ(root.find("d")->text, "16");
    EXPECT_EQ(root.find("e")->text, "-inf");
    EXPECT_EQ(root.find("f")->text, "nan");
}

TEST(LocatedToml, knows_whether_a_text_stands_there_as_it_is) {
    const LocatedValue root = read(
        parse_located_toml, "a = 'x \\ y'\nb = \"x \\\" y\"\nc = \"\"\"\none\n two\"\"\"\nd = \"\"\"x\\\n  y\"\"\"\n");

    EXPECT_TRUE(root.find("a")->verbatim);
    EXPECT_FALSE(root.find("b")->verbatim);
    EXPECT_TRUE(root.find("c")->verbatim);
    EXPECT_EQ(root.find("c")->content_place, (TextPlace{4, 1}));
    EXPECT_EQ(root.find("c")->text, "one\n two");
    EXPECT_FALSE(root.find("d")->verbatim);
    EXPECT_EQ(root.find("d")->text, "xy");
}

TEST(LocatedToml, refuses_with_the_place) {
    EXPECT_EQ(refused(parse_located_toml, "a = 1\nb = = 2\n").place.substr(0, 2), "2:");
    EXPECT_EQ(refused(parse_located_toml, "a = 1\na = 2\n").place.substr(0, 2), "2:");
    EXPECT_EQ(refused(parse_located_toml, "\na = 2024-01-01\n").place, "2:5");
    EXPECT_FALSE(refused(parse_located_toml, "a = \"\xff\"\n").place.empty());
}

// Found by a random text: toml++ 3.3 asserts there.
TEST(LocatedToml, refuses_a_header_that_begins_no_key) {
    EXPECT_EQ(refused(parse_located_toml, "a = 1\n[,").place, "2:1");
    EXPECT_EQ(refused(parse_located_toml, "[[.a]]").place, "1:1");
    EXPECT_EQ(refused(parse_located_toml, "a = [\n[1], [2]\n]\n[=]").place, "4:1");
    EXPECT_EQ(refused(parse_located_toml, "a = 1\nb = \"ç\" ç").place, "2:9");
}

TEST(LocatedToml, refuses_depth_before_it_is_built) {
    const auto nested = [](std::string_view open, std::string_view close, std::size_t depth) {
        std::string text = "a = ";
        for (std::size_t at = 0; at < depth; ++at) text += open;
        for (std::size_t at = 0; at < depth; ++at) text += close;
        return text;
    };
    EXPECT_TRUE(parse_located_toml(nested("[", "]", 16)).has_value());
    EXPECT_NE(refused(parse_located_toml, nested("[", "]", 17)).message.find("16 levels"), std::string::npos);
    EXPECT_FALSE(parse_located_toml(nested("[", "]", 400'000)).has_value());
    EXPECT_FALSE(parse_located_toml(nested("{a=", "}", 100'000)).has_value());
    std::string dotted = "a";
    for (int at = 0; at < 300'000; ++at) dotted += ".a";
    EXPECT_FALSE(parse_located_toml(dotted + " = 1").has_value());
    EXPECT_FALSE(parse_located_toml("[" + dotted + "]").has_value());
    EXPECT_TRUE(
        parse_located_toml("a = \"[[[[[[[[[[[[[[[[[[[[....................\" # [[[[[[[[[[[[[[[[[[[").has_value());
}

TEST(LocatedToml, refuses_more_bytes_than_allowed) {
    EXPECT_TRUE(parse_located_toml("a = 12", {.bytes_max = 6}).has_value());
    EXPECT_EQ(refused(parse_located_toml, "a = 123", {.bytes_max = 6}).message, "found 7 bytes, allowed at most 6");
}

TEST(LocatedJson, keeps_the_place_of_every_key_and_value) {
    const LocatedValue root = read(parse_located_json, "{\"a\": 1,\n \"ç\": [\"x\", {\"b\": -2.50e3}]}");

    EXPECT_EQ(root.items[0].key_place, (TextPlace{1, 2}));
    EXPECT_EQ(root.items[0].place, (TextPlace{1, 7}));
    const LocatedValue& list = *root.find("ç");
    EXPECT_EQ(list.items[0].content_place, (TextPlace{2, 9}));
    EXPECT_TRUE(list.items[0].verbatim);
    EXPECT_EQ(list.items[1].find("b")->text, "-2.50e3");
    EXPECT_EQ(list.items[1].find("b")->place, (TextPlace{2, 19}));
}

TEST(LocatedJson, reads_escapes_and_says_that_the_text_is_another) {
    const LocatedValue root = read(parse_located_json, R"({"a": "\u00e7\n\"\\\uD83D\uDE00", "b": "plain"})");

    EXPECT_EQ(root.find("a")->text, "ç\n\"\\😀");
    EXPECT_FALSE(root.find("a")->verbatim);
    EXPECT_TRUE(root.find("b")->verbatim);
}

TEST(LocatedJson, refuses_what_is_no_json_with_the_place) {
    EXPECT_EQ(refused(parse_located_json, "{\"a\": 1,\n \"a\": 2}").place, "2:2");
    EXPECT_EQ(refused(parse_located_json, "{\"a\": null}").place, "1:7");
    for (const auto* text : {"", "[]", "{", "{\"a\"}", "{\"a\": }", "{\"a\": 1,}", "{\"a\": 01}", "{\"a\": 1.}",
                             "{\"a\": +1}", "{\"a\": .5}", "{\"a\": \"\\x\"}", "{\"a\": \"\\ud800\"}", "{\"a\": tru}",
                             "{\"a\": 1} x", "{\"a\": \"\n\"}", "{\"a\": nan}", "{a: 1}", "{\"a\": \"\xff\"}"}) {
        EXPECT_FALSE(refused(parse_located_json, text).place.empty()) << text;
    }
}

TEST(LocatedJson, refuses_depth_and_bytes) {
    std::string deep = "{\"a\": ";
    for (int at = 0; at < 500'000; ++at) deep += '[';
    EXPECT_NE(refused(parse_located_json, deep).message.find("16 levels"), std::string::npos);
    EXPECT_FALSE(parse_located_json("{}", {.bytes_max = 1}).has_value());
    EXPECT_TRUE(parse_located_json("{}", {.bytes_max = 2}).has_value());
}

// Whatever the bytes: an answer or a place, never a crash.
RC_GTEST_PROP(Located, never_crashes_on_any_text, ()) {
    const auto alphabet = rc::gen::elementOf(std::string("{}[]\"'.,:=\\#\n tru1e-+ua"));
    const auto text = *rc::gen::container<std::string>(alphabet);
    for (const Parse parse : {parse_located_toml, parse_located_json}) {
        const auto value = parse(text, {});
        if (!value) {
            RC_ASSERT(!value.error().place.empty());
        }
    }
}

}  // namespace
}  // namespace spark::wire
