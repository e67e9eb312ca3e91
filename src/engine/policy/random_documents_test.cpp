#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "engine/policy/policy.hpp"
#include "engine/strategy/definition.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/rng.hpp"

namespace spark::policy {
namespace {

using strategy::DocumentSyntax;

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : rng_(seed) {}
    std::int64_t below(std::int64_t count) { return rng_.uniform(0, count - 1); }
    bool coin() { return below(2) == 1; }
    std::string number(std::int64_t most) {
        const std::int64_t whole = below(most);
        return coin() ? std::to_string(whole) : std::to_string(whole) + "." + std::to_string(below(1000));
    }
    /// A value of a field that wants a constant of at most so much, or one that is far above it.
    std::string value(std::int64_t bound) {
        constexpr std::array<std::string_view, 6> formulas{"\"pct\"",       "\"pct + 1\"",          "\"count\"",
                                                           "\"param.pct\"", "\"math.max(pct, 1)\"", "\"held * 2\""};
        if (below(3) == 0) return std::string(formulas[static_cast<std::size_t>(below(6))]);
        return number(bound * 3);
    }

  private:
    Rng rng_;
};

Policy random_policy(Dice& dice) {
    const auto bound = [&](std::int64_t most) { return dice.coin() ? (1 + dice.below(most)) * units_per_one / 4 : 0; };
    return {.is_stop_wanted = dice.coin(),
            .stop_loss_pct_max = bound(80),
            .equity_share_max = bound(8),
            .risk_share_max = bound(2),
            .leverage_max = bound(20),
            .is_drawdown_limit_wanted = dice.coin(),
            .max_drawdown_pct_max = bound(200),
            .is_daily_limit_wanted = dice.coin(),
            .daily_loss_pct_max = bound(80),
            .entries_max = dice.coin() ? 1 + dice.below(10) : 0,
            .parameters_max = dice.coin() ? 12 : 2,
            .may_short = dice.coin()};
}

std::string random_document(Dice& dice) {
    std::string text = "name = \"random\"\nversion = 1\n";
    if (dice.coin()) text += "where = [\"count < 60\"]\n";
    const std::int64_t least = dice.below(3) - 1;
    text += "[parameters]\npct = { type = \"float\", least = " + std::to_string(least) +
            ", most = " + std::to_string(least + 1 + dice.below(50)) +
            ", step = 0.25, default = " + (least < 0 ? "-0" : std::to_string(least)) + ".5 }\n";
    text += "count = { type = \"int\", least = 0, most = 50, default = " + std::to_string(dice.below(50)) + " }\n";
    text += "[let]\nheld = \"count / 10\"\n";
    for (const std::string side : {"long", "short"}) {
        if (side == "short" && dice.coin()) continue;
        text += "[" + side + "]  # a side\nenter = \"close > open\"\n";
        if (dice.below(3) == 0) text += "[" + side + ".stop]\nstop_loss_pct = " + dice.value(10) + "\n";
    }
    if (dice.coin()) {
        text += "[stop] # stops\n";
        constexpr std::array<std::string_view, 3> kinds{"stop_loss_pct", "stop_loss_distance", "trailing_pct"};
        text += std::string(kinds[static_cast<std::size_t>(dice.below(3))]) + " = " + dice.value(10) + " # kept\n";
    }
    if (dice.coin()) text += std::string("[size]\n") + (dice.coin() ? "equity" : "risk") + " = " + dice.value(1) + "\n";
    if (dice.coin()) text += "[limits]\nentries_max = " + std::to_string(dice.below(30)) + "\n";
    if (dice.coin()) {
        text += "[risk]\n";
        if (dice.coin()) text += "leverage_max = " + dice.number(9) + "\n";
        if (dice.coin()) text += "max_drawdown_pct = " + dice.number(60) + "\n";
        if (dice.coin()) text += "daily_loss_pct = " + (dice.coin() ? dice.number(30) : "\"count\"") + "\n";
    }
    return text;
}

TEST(PolicyFix, leaves_no_violation_that_it_could_mend_and_is_done_after_one_time) {
    const std::uint64_t seed = seed_from_system();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    int loaded = 0;
    for (int round = 0; round < 400; ++round) {
        std::string text = random_document(dice);
        DocumentSyntax syntax = DocumentSyntax::toml;
        const auto definition = strategy::load_definition(text, "random", syntax);
        if (!definition) continue;
        ++loaded;
        if (dice.coin()) {
            syntax = DocumentSyntax::json;
            text = wire::to_text(to_json(*definition->document(), strategy::DocumentForm::full));
        }
        const Policy policy = random_policy(dice);

        const auto once = fix(text, syntax, policy);

        ASSERT_TRUE(once.has_value()) << once.error().message << "\n" << text;
        const auto after = strategy::load_definition(once->text, "after", syntax);
        ASSERT_TRUE(after.has_value()) << after.error().message << "\n" << once->text;
        const auto left = check(*after->document(), policy);
        ASSERT_EQ(left.size(), once->left.size()) << once->text;
        for (const Violation& violation : left)
            ASSERT_FALSE(violation.is_fixable) << violation.rule << " " << violation.path << "\n" << text << once->text;
        const auto twice = fix(once->text, syntax, policy);
        ASSERT_TRUE(twice.has_value());
        ASSERT_EQ(twice->text, once->text) << text;
        ASSERT_TRUE(twice->differences.empty());
        const auto before = check(*definition->document(), policy);
        const bool had_fixable = std::ranges::any_of(before, &Violation::is_fixable);
        ASSERT_EQ(had_fixable, !once->differences.empty()) << text;
    }
    EXPECT_GT(loaded, 200) << "most random documents should load";
}

}  // namespace
}  // namespace spark::policy
