#include "engine/policy/policy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/strategy/built_ins.hpp"
#include "engine/strategy/definition.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::policy {
namespace {

using strategy::DocumentSyntax;

Policy desk() {
    return {.is_stop_wanted = true,
            .stop_loss_pct_max = 10 * units_per_one,
            .equity_share_max = units_per_one,
            .risk_share_max = 5'000'000,
            .leverage_max = 3 * units_per_one,
            .is_drawdown_limit_wanted = true,
            .max_drawdown_pct_max = 30 * units_per_one,
            .is_daily_limit_wanted = true,
            .daily_loss_pct_max = 10 * units_per_one,
            .entries_max = 10,
            .parameters_max = 12};
}

constexpr std::string_view good_tables = R"(
[stop]
stop_loss_pct = 2

[risk]
leverage_max = 1
max_drawdown_pct = 20
daily_loss_pct = 5
)";
constexpr std::string_view head = "name = \"one\"\nversion = 1\n";
constexpr std::string_view sides = "[long]\nenter = \"close > open\"\nexit = \"close < open\"\n";

std::string whole(std::string_view tables, std::string_view before = "") {
    return std::string(head) + std::string(before) + std::string(sides) + std::string(tables);
}

std::vector<Violation> found_in(std::string_view text, const Policy& policy = desk()) {
    const auto document = strategy::read_document(text, "t.toml", DocumentSyntax::toml);
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message) << "\n" << text;
    return document ? check(*document, policy) : std::vector<Violation>{};
}

std::string rules_in(std::string_view text, const Policy& policy = desk()) {
    std::string rules;
    for (const Violation& violation : found_in(text, policy)) rules += violation.rule + " ";
    return rules;
}

Fix fixed(std::string_view text, DocumentSyntax syntax = DocumentSyntax::toml, const Policy& policy = desk()) {
    auto made = fix(text, syntax, policy);
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message + " at " + made.error().place) << "\n" << text;
    if (!made) return {};
    const auto again = strategy::load_definition(made->text, "again", syntax);
    EXPECT_TRUE(again.has_value()) << (again ? "" : again.error().message) << "\n" << made->text;
    return *std::move(made);
}

TEST(PolicyCheck, finds_nothing_in_a_document_that_keeps_it) { EXPECT_EQ(rules_in(whole(good_tables)), ""); }

TEST(PolicyCheck, says_each_thing_that_is_missing) {
    EXPECT_EQ(rules_in(whole("")), "stop_missing drawdown_limit_missing daily_limit_missing ");

    const auto found = found_in(whole(""));

    EXPECT_EQ(found[0].path, "stop");
    EXPECT_EQ(found[0].found, "none");
    EXPECT_EQ(found[0].allowed, "above 0, at most 10 %");
    EXPECT_TRUE(found[0].is_fixable);
    EXPECT_FALSE(found[0].en.empty());
    EXPECT_FALSE(found[0].tr.empty());
}

TEST(PolicyCheck, holds_each_number_against_its_bound_and_one_past_it) {
    const auto with = [](std::string_view stop, std::string_view size, std::string_view risk) {
        return whole("[stop]\nstop_loss_pct = " + std::string(stop) + "\n[size]\n" + std::string(size) + "\n[risk]\n" +
                     std::string(risk));
    };
    constexpr std::string_view limits = "leverage_max = 3\nmax_drawdown_pct = 30\ndaily_loss_pct = 10\n";

    EXPECT_EQ(rules_in(with("10", "equity = 1", limits)), "");
    EXPECT_EQ(rules_in(with("10.00000001", "equity = 1", limits)), "stop_too_wide ");
    EXPECT_EQ(rules_in(with("10", "equity = 1.00000001", limits)), "equity_share_too_high ");
    EXPECT_EQ(rules_in(with("10", "risk = 0.05", limits)), "");
    EXPECT_EQ(rules_in(with("10", "risk = 0.05000001", limits)), "risk_share_too_high ");
    EXPECT_EQ(rules_in(with("10", "units = 1000", "leverage_max = 3.1\nmax_drawdown_pct = 30.1\ndaily_loss_pct = 11")),
              "leverage_too_high drawdown_limit_too_high daily_limit_too_high ");
}

TEST(PolicyCheck, counts_entries_and_parameters) {
    EXPECT_EQ(rules_in(whole(std::string(good_tables) + "[limits]\nentries_max = 10\n")), "");
    EXPECT_EQ(rules_in(whole(std::string(good_tables) + "[limits]\nentries_max = 11\n")), "entries_too_many ");
    EXPECT_EQ(rules_in(whole(std::string(good_tables) + "[limits]\nentries_max = 0\n")), "entries_too_many ");
    std::string parameters = "[parameters]\n";
    for (int at = 0; at < 12; ++at) parameters += "p" + std::to_string(at) + " = { type = \"bool\", default = true }\n";
    EXPECT_EQ(rules_in(whole(good_tables, parameters)), "");
    EXPECT_EQ(rules_in(whole(good_tables, parameters + "q = { type = \"bool\", default = true }\n")),
              "too_many_parameters ");
}

TEST(PolicyCheck, looks_at_both_ends_of_a_parameter) {
    const std::string parameter =
        "[parameters.stop_pct]\ntype = \"float\"\nleast = 0\nmost = 20\nstep = 0.5\ndefault = 2\n";
    const std::string risk = "[risk]\nleverage_max = 1\nmax_drawdown_pct = 20\ndaily_loss_pct = 5\n";

    EXPECT_EQ(rules_in(whole("[stop]\nstop_loss_pct = \"stop_pct\"\n" + risk, parameter)), "stop_missing ");
    EXPECT_EQ(rules_in(whole("[stop]\nstop_loss_pct = \"stop_pct + 1\"\n" + risk, parameter)), "stop_too_wide ");
    EXPECT_EQ(
        rules_in(whole("[let]\nwide = \"param.stop_pct + 1\"\n[stop]\nstop_loss_pct = \"wide\"\n" + risk, parameter)),
        "stop_too_wide ");
    EXPECT_EQ(rules_in(whole("[stop]\nstop_loss_pct = \"math.min(stop_pct + 1, 10)\"\n" + risk, parameter)), "");
}

TEST(PolicyCheck, takes_a_trailing_stop_and_a_distance_for_a_stop_but_no_distance_that_is_none) {
    const std::string risk = "[risk]\nleverage_max = 1\nmax_drawdown_pct = 20\ndaily_loss_pct = 5\n";

    EXPECT_EQ(rules_in(whole("[stop]\ntrailing_pct = 5\n" + risk)), "");
    EXPECT_EQ(rules_in(whole("[stop]\ntrailing_pct = 15\n" + risk)), "stop_too_wide ");
    EXPECT_EQ(rules_in(whole("[stop]\nstop_loss_distance = \"3 * ta.atr(14)\"\n" + risk)), "");
    EXPECT_EQ(rules_in(whole("[stop]\nstop_loss_distance = 0\n" + risk)), "stop_missing ");
    EXPECT_EQ(rules_in(whole("[stop]\nstop_loss_pct = 0\ntrailing_pct = 5\n" + risk)), "");
}

TEST(PolicyCheck, names_the_side_that_has_no_stop) {
    const std::string text =
        std::string(head) + "[long]\nenter = \"close > open\"\n[short]\nenter = \"close < open\"\n" +
        "[short.stop]\nstop_loss_pct = 2\n" + "[risk]\nleverage_max = 1\nmax_drawdown_pct = 20\ndaily_loss_pct = 5\n";

    const auto found = found_in(text);

    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].path, "long.stop");
    const Fix made = fixed(text);
    EXPECT_FALSE(made.is_rewritten) << made.text;
    EXPECT_NE(made.text.find("[long.stop]\nstop_loss_pct = 10\n"), std::string::npos) << made.text;
    EXPECT_TRUE(made.left.empty());
}

TEST(PolicyCheck, leaves_to_a_person_what_changes_from_bar_to_bar) {
    const auto found = found_in(
        whole("[stop]\nstop_loss_pct = \"ta.rsi(close, 14) / 10\"\n[risk]\nleverage_max = 1\nmax_drawdown_pct = 20\n"
              "daily_loss_pct = 5\n"));

    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "stop_too_wide");
    EXPECT_FALSE(found[0].is_fixable);
}

TEST(PolicyCheck, refuses_short_where_the_desk_does_not_sell_short) {
    Policy policy = desk();
    policy.may_short = false;
    const std::string text = whole(good_tables, "[short]\nenter = \"close < open\"\n");

    EXPECT_EQ(rules_in(text), "");
    EXPECT_EQ(rules_in(text, policy), "short_not_allowed ");
    EXPECT_EQ(fixed(text, DocumentSyntax::toml, policy).left.size(), 1U);
}

TEST(PolicyCheck, asks_nothing_where_all_is_off) {
    const Policy off{.is_stop_wanted = false, .is_drawdown_limit_wanted = false, .is_daily_limit_wanted = false};

    EXPECT_EQ(rules_in(whole("[size]\nequity = 50\n[limits]\nentries_max = 0\n"), off), "");
}

TEST(PolicyFix, changes_one_line_and_keeps_every_other_byte) {
    const std::string text = "# mine\n" + whole(good_tables);
    std::string wide = text;
    wide.replace(wide.find("stop_loss_pct = 2"), 17, "stop_loss_pct = 25  # far away");

    const Fix made = fixed(wide);

    std::string wanted = text;
    wanted.replace(wanted.find("stop_loss_pct = 2"), 17, "stop_loss_pct = 10  # far away");
    EXPECT_EQ(made.text, wanted);
    EXPECT_FALSE(made.is_rewritten);
    EXPECT_TRUE(made.left.empty());
    ASSERT_EQ(made.differences.size(), 1U);
    EXPECT_EQ(made.differences[0].field, "long.stop.stop_loss_pct");
    EXPECT_EQ(made.differences[0].before, "25");
    EXPECT_EQ(made.differences[0].after, "10");
}

TEST(PolicyFix, adds_the_tables_that_are_not_there) {
    const std::string text = "# ilk sözüm: ğüşiöç\n" + whole("");

    const Fix made = fixed(text);

    EXPECT_TRUE(made.text.starts_with(text)) << made.text;
    EXPECT_NE(made.text.find("\n[stop]\nstop_loss_pct = 10\n"), std::string::npos) << made.text;
    EXPECT_TRUE(made.left.empty());
    EXPECT_FALSE(made.is_rewritten);
}

TEST(PolicyFix, narrows_a_parameter_with_its_default) {
    const std::string parameter =
        "[parameters]\nstop_pct = { type = \"float\", least = 0, most = 20, step = 0.3, default = 15 }  # ğ\n";
    const Fix narrowed = fixed(whole("[stop]\nstop_loss_pct = \"stop_pct\"\n", parameter));

    EXPECT_NE(narrowed.text.find("least = 0.3, most = 9.9, step = 0.3, default = 9.9 }  # ğ"), std::string::npos)
        << narrowed.text;
    EXPECT_FALSE(narrowed.is_rewritten);
}

TEST(PolicyFix, mends_every_built_in_document) {
    for (const strategy::BuiltInDocument& document : strategy::built_ins()) {
        const Fix made = fixed(document.toml);
        EXPECT_TRUE(made.left.empty()) << document.name << ": " << made.left[0].en;
        EXPECT_FALSE(made.is_rewritten) << document.name << "\n" << made.text;
    }
}

TEST(PolicyFix, says_that_it_wrote_anew_what_cannot_be_changed_by_line) {
    const std::string text =
        std::string(head) + "stop = { stop_loss_distance = 0 } # all in one\n" + std::string(sides);

    const Fix made = fixed(text);

    EXPECT_TRUE(made.is_rewritten);
    EXPECT_TRUE(made.text.starts_with("# Written anew")) << made.text;
    EXPECT_TRUE(made.left.empty());
}

TEST(PolicyFix, keeps_json_as_json) {
    const std::string text =
        R"({"name":"one","version":1,"parameters":{"n":{"type":"int","least":0,"most":50,"default":20}},)"
        R"("long":{"enter":"close > open"},"stop":{"stop_loss_pct":"n"},"size":{"equity":2}})";

    const Fix made = fixed(text, DocumentSyntax::json);

    EXPECT_FALSE(made.is_rewritten) << made.text;
    EXPECT_TRUE(made.left.empty());
    EXPECT_NE(made.text.find("\"most\": 10"), std::string::npos) << made.text;
    EXPECT_NE(made.text.find("\"least\": 1,"), std::string::npos) << made.text;
}

TEST(PolicyFix, passes_on_why_a_document_does_not_load) {
    const auto made = fix("name = \"x\"\n", DocumentSyntax::toml, desk());

    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().fault, Fault::invalid_input);
}

}  // namespace
}  // namespace spark::policy
