#include "engine/strategy/document.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/strategy/definition.hpp"

namespace spark::strategy {
namespace {

Result<Definition> load(std::string_view text) { return load_definition(text, "doc.toml", DocumentSyntax::toml); }

Error refused(std::string_view text) {
    const auto definition = load(text);
    EXPECT_FALSE(definition.has_value()) << text.substr(0, 200);
    return definition ? Error{} : definition.error();
}

constexpr std::string_view head = "name = \"mine\"\nversion = 1\n";

/// A whole document around these lines, which begin on line 3.
std::string with(std::string_view lines) {
    return fmt::format("{}{}\n[long]\nenter = \"close > open\"\n", head, lines);
}
/// A document of one rule, whose first character stands at 4:10.
std::string entering(std::string_view rule, std::string_view rest = "") {
    return fmt::format("{}[long]\nenter = '{}'\n{}", head, rule, rest);
}

TEST(ReadDocument, fills_defaults_in) {
    const auto definition = load(entering("close > open"));

    ASSERT_TRUE(definition.has_value());
    const Document& document = *definition->document();
    EXPECT_EQ(document.name, "mine");
    EXPECT_FALSE(document.short_side.has_value());
    EXPECT_EQ(document.entry_type, OrderType::market);
    EXPECT_TRUE(document.size.amount.empty());
}

TEST(ReadDocument, needs_a_name_a_version_and_a_side) {
    EXPECT_NE(refused("version = 1\n[long]\nenter = \"true\"\n").message.find("'name'"), std::string::npos);
    EXPECT_NE(refused("name = \"a\"\n[long]\nenter = \"true\"\n").message.find("'version'"), std::string::npos);
    EXPECT_NE(refused(head).message.find("neither [long] nor [short]"), std::string::npos);
    EXPECT_NE(refused(fmt::format("{}[long]\nexit = \"true\"\n", head)).message.find("'enter'"), std::string::npos);
}

TEST(ReadDocument, refuses_names_that_are_none) {
    for (const auto* name : {"", "9a", "a b", "a/b", "../a", "ä", "-a"}) {
        EXPECT_EQ(refused(fmt::format("name = \"{}\"\nversion = 1\n[long]\nenter = \"true\"", name)).place,
                  "doc.toml:1:8")
            << name;
    }
    EXPECT_FALSE(is_strategy_name(std::string(65, 'a')));
    EXPECT_TRUE(is_strategy_name(std::string(64, 'a')));
    EXPECT_EQ(refused("name = \"a\"\nversion = 0\n[long]\nenter = \"true\"").place, "doc.toml:2:11");
}

TEST(ReadDocument, points_at_an_unknown_field_and_names_the_nearest) {
    const Error top = refused(with("descripton = \"x\""));
    EXPECT_EQ(top.place, "doc.toml:3:1");
    EXPECT_EQ(top.remedy, "did you mean 'description'?");

    const Error inner = refused(entering("true", "[stop]\n stop_los_pct = 2"));
    EXPECT_EQ(inner.place, "doc.toml:6:2");
    EXPECT_EQ(inner.remedy, "did you mean 'stop_loss_pct'?");
}

TEST(ReadDocument, points_at_a_value_of_the_wrong_type) {
    EXPECT_EQ(refused(with("description = 3")).place, "doc.toml:3:15");
    EXPECT_EQ(refused(with("where = \"a\"")).message, "found text as 'where' of the document, allowed a list");
    EXPECT_EQ(refused("name = \"a\"\nversion = \"1\"\n[long]\nenter = \"true\"").message,
              "found text as 'version' of the document, allowed a whole number");
    EXPECT_EQ(refused(with("[parameters]\na = 3")).place, "doc.toml:4:5");
    EXPECT_EQ(refused(fmt::format("{}long = 3", head)).place, "doc.toml:3:8");
    EXPECT_EQ(refused(with("[let]\nx = [1]")).place, "doc.toml:4:5");
}

TEST(ReadDocument, refuses_names_the_language_keeps_and_names_given_twice) {
    for (const auto* name : {"ta", "true", "and", "na", "tf", "param"}) {
        EXPECT_EQ(refused(with(fmt::format("[let]\n{} = 1", name))).place, "doc.toml:4:1") << name;
    }
    EXPECT_FALSE(load(with("[let]\nclose = 1")).has_value());
    const std::string parameter = "[parameters.{}]\ntype = \"bool\"\ndefault = true\n[let]\n{} = 1";
    EXPECT_NE(refused(with(fmt::format(fmt::runtime(parameter), "x", "x"))).message.find("second time"),
              std::string::npos);
    EXPECT_FALSE(load(with(fmt::format(fmt::runtime(parameter), "and", "x"))).has_value());
    EXPECT_TRUE(load(with(fmt::format(fmt::runtime(parameter), "x", "y"))).has_value());
}

TEST(ReadDocument, takes_as_many_parameters_as_allowed_and_refuses_one_more) {
    const auto many = [](int count) {
        std::string text = "[parameters]\n";
        for (int at = 0; at < count; ++at) text += fmt::format("p{} = {{ type = \"bool\", default = true }}\n", at);
        return with(text);
    };
    EXPECT_TRUE(load(many(256)).has_value());
    EXPECT_EQ(refused(many(257)).message, "found 257 parameters, allowed at most 256");
    EXPECT_EQ(refused(many(10'000)).message, "found 10000 parameters, allowed at most 256");
}

TEST(ReadDocument, refuses_a_megabyte_and_more) {
    const std::string text = entering("true") + "# " + std::string(10'000'000, 'x');

    EXPECT_NE(refused(text).message.find("allowed at most 1048576"), std::string::npos);
}

TEST(ReadDocument, checks_ranges_of_parameters) {
    const auto parameter = [](std::string_view fields) { return with(fmt::format("[parameters.n]\n{}", fields)); };
    EXPECT_TRUE(load(parameter("type = \"int\"\nleast = 1\nmost = 9\ndefault = 1")).has_value());
    EXPECT_TRUE(load(parameter("type = \"float\"\nleast = 0.1\nmost = 0.3\nstep = 0.1\ndefault = 0.3")).has_value());
    for (const auto* fields :
         {"type = \"integer\"\ndefault = 1", "type = \"int\"\nleast = 1\nmost = 9\ndefault = 10",
          "type = \"int\"\nleast = 9\nmost = 1\ndefault = 5", "type = \"int\"\nleast = 1\nmost = 9\ndefault = 2.5",
          "type = \"int\"\nleast = 1\nmost = 9\nstep = 0\ndefault = 2", "type = \"int\"\nleast = 1\nmost = 9",
          "type = \"int\"\nleast = 1\nmost = 9\nstep = 4\ndefault = 2", "type = \"bool\"\ndefault = 1",
          "type = \"int\"\nleast = 1\nmost = 9223372036854775807\ndefault = 2",
          "type = \"float\"\nleast = 0\nmost = 1\ndefault = 0.000000001",
          "type = \"float\"\nleast = 0\nmost = inf\ndefault = 0", "type = \"choice\"\nchoices = []\ndefault = \"a\"",
          "type = \"choice\"\nchoices = [\"a\", \"a\"]\ndefault = \"a\"",
          "type = \"choice\"\nchoices = [\"a\", \"b\"]\ndefault = \"c\"",
          "type = \"bool\"\ndefault = true\nmost = 1"}) {
        EXPECT_EQ(refused(parameter(fields)).place.substr(0, 9), "doc.toml:") << fields;
    }
}

TEST(ReadDocument, lets_one_field_set_one_order) {
    EXPECT_NE(refused(entering("true", "[stop]\nstop_loss_pct = 2\nstop_loss_price = \"low\""))
                  .message.find("'stop_loss_pct' and 'stop_loss_price'"),
              std::string::npos);
    EXPECT_FALSE(load(entering("true", "[size]\nunits = 2\nequity = 1")).has_value());
    EXPECT_FALSE(load(entering("true", "entry_price = \"low\"")).has_value());
    EXPECT_FALSE(load(entering("true", "[entry]\ntype = \"limit\"")).has_value());
    EXPECT_TRUE(load(entering("true", "entry_price = \"low\"\n[entry]\ntype = \"limit\"")).has_value());
    EXPECT_FALSE(load(entering("true", "[entry]\ntype = \"stop_limit\"")).has_value());
}

TEST(ReadDocument, lets_a_side_override_a_shared_stop) {
    const auto definition = load(entering("true",
                                          "[long.stop]\nstop_loss_price = \"low\"\n[short]\nenter = \"true\"\n"
                                          "[stop]\nstop_loss_pct = 2\ntake_profit_pct = 4"));

    ASSERT_TRUE(definition.has_value());
    EXPECT_EQ(definition->document()->long_side->stop_loss.kind, LevelKind::price);
    EXPECT_EQ(definition->document()->long_side->take_profit.amount.text, "4");
    EXPECT_EQ(definition->document()->short_side->stop_loss.amount.text, "2");
}

TEST(Expressions, are_refused_at_their_place_in_the_document) {
    EXPECT_EQ(refused(entering("ta.smaa(close, 9) > 1")).place, "doc.toml:4:10");
    EXPECT_EQ(refused(entering("close > ta.sma(close, 0)")).place, "doc.toml:4:32");
    EXPECT_EQ(refused(fmt::format("{}[long]\nenter = \"\"\"\nclose >\n  opem\"\"\"", head)).place, "doc.toml:6:3");
    // An escape before it: the text's own place.
    EXPECT_EQ(refused(fmt::format("{}[long]\nenter = \"close >\\topem\"", head)).place, "doc.toml:4:9");
    EXPECT_EQ(refused(entering("close")).message, "found a number as 'enter', allowed a condition");
    EXPECT_EQ(refused(entering("true", "[stop]\nstop_loss_pct = 'close > 1'")).place, "doc.toml:6:18");
}

TEST(Expressions, that_cannot_be_are_refused) {
    for (const auto* rule :
         {"close + volume > 1", "close[-1] > 1", "close[1e9] > 1", "ta.sma(close, -3) > 1", "close > close[bar_index]",
          "tf(\"1x\", close) > 1", "ta.sma(close, 1e9) > 1", "", "close > (", "\"text\" > 1"}) {
        const Error error = refused(entering(rule));
        EXPECT_EQ(error.place.substr(0, 11), "doc.toml:4:") << rule << ": " << error.message;
    }
    EXPECT_FALSE(load(entering(std::string(20'000, '('))).has_value());
    EXPECT_FALSE(load(entering("true", "[stop]\nstop_loss_pct = 'close'")).has_value());
    EXPECT_FALSE(load(entering("true", "[stop]\nstop_loss_price = 'volume'")).has_value());
    EXPECT_FALSE(load(entering("true", "[stop]\ntime_stop_bars = 'bar_index'")).has_value());
    EXPECT_FALSE(load(entering("true", "[limits]\ncooldown_bars = 2.5")).has_value());
    EXPECT_FALSE(load(entering("true", "[limits]\nentries_max = -1")).has_value());
    EXPECT_FALSE(load(entering("true", "[risk]\nleverage_max = 'close / open'")).has_value());
}

TEST(Let, may_stand_in_any_order_and_suggests_its_names) {
    EXPECT_TRUE(load(entering("third > 1", "[let]\nthird = 'second + 1'\nsecond = 'first * 2'\nfirst = 'close'")));
    EXPECT_EQ(refused(entering("averge > 1", "[let]\naverage = 'close'")).remedy, "did you mean 'average'?");
    EXPECT_EQ(refused(entering("true", "[let]\na = 'laterr + 1'\nlater = 'close'")).remedy, "did you mean 'later'?");
    EXPECT_EQ(refused(entering("fst > 1", "[parameters.fast]\ntype = 'int'\nleast = 1\nmost = 9\ndefault = 3")).remedy,
              "did you mean 'fast'?");
}

TEST(Let, shows_the_cycle) {
    const Error error = refused(entering("a > 1", "[let]\na = 'b'\nb = 'c + 1'\nc = 'a'"));
    EXPECT_EQ(error.message, "found a cycle in [let]: a → b → c → a");
    EXPECT_EQ(error.place, "doc.toml:6:6");
    EXPECT_NE(refused(entering("a > 1", "[let]\na = 'a[1] + 1'")).message.find("a → a"), std::string::npos);
}

TEST(Let, takes_as_many_as_allowed_and_refuses_one_more) {
    const auto many = [](int count) {
        std::string text = "[let]\nx0 = 'close'\n";
        for (int at = 1; at < count; ++at) text += fmt::format("x{} = 'x{} + 1'\n", at, at - 1);
        return entering("true", text);
    };
    EXPECT_TRUE(load(many(256)).has_value());
    EXPECT_NE(refused(many(257)).message.find("allowed at most 256"), std::string::npos);
}

constexpr std::string_view column_parameter = "[parameters.low]\ntype = 'int'\nleast = 1\nmost = 90\ndefault = 30\n";

TEST(Parameters, called_like_a_column_are_meant_by_their_group_alone) {
    EXPECT_TRUE(load(entering("ta.rsi(close, 14) < param.low", column_parameter)).has_value());

    const Error error = refused(entering("ta.rsi(close, 14) < low", column_parameter));

    EXPECT_EQ(error.place, "doc.toml:4:30");
    EXPECT_NE(error.remedy.find("param.low"), std::string::npos);
}

TEST(Where, shows_the_values_that_break_it) {
    const std::string text = fmt::format(
        "{}where = [\"fast < slow\"]\n[parameters]\nfast = {{ type = 'int', least = 1, most = 50, default = "
        "3 }}\nslow = {{ type = 'int', least = 1, most = 50, default = 9 }}\n[long]\nenter = \"true\"",
        head);
    const auto definition = load(text);
    ASSERT_TRUE(definition.has_value());

    const auto refused_values = definition->check(std::vector<std::int64_t>{9, 9});

    ASSERT_FALSE(refused_values.has_value());
    EXPECT_EQ(refused_values.error().message, "found fast 9 and slow 9, allowed fast < slow");
    EXPECT_TRUE(definition->check(std::vector<std::int64_t>{8, 9}).has_value());
    EXPECT_EQ(refused(with("where = [\"close > 1\"]")).place, "doc.toml:3:11");
    EXPECT_EQ(refused(with("where = [\"1\"]")).message, "found a number as 'where', allowed a condition");
}

}  // namespace
}  // namespace spark::strategy
