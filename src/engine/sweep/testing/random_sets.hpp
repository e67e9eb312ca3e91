#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/backtest/testing/random_market.hpp"
#include "engine/strategy/parameter.hpp"
#include "engine/sweep/set_runner.hpp"

namespace spark::sweep::testing {

using backtest::testing::Draw;
using ::testing::Test;

/// A document with parameters in its lengths, levels and protective orders.
struct RandomStrategy {
    std::string text;
};

inline std::string any_number(Draw& draw, int depth) {
    constexpr std::array lengths{"param.first", "param.second"};
    const std::string length = draw.one_in(3) ? fmt::format("{}", 2 + draw.below(12))
                                              : std::string(lengths[static_cast<std::size_t>(draw.below(2))]);
    switch (draw.below(depth > 2 ? 5 : 9)) {
        case 0: return "close";
        case 1: return "open";
        case 2: return fmt::format("ta.sma(close, {})", length);
        case 3: return fmt::format("ta.ema(close, {})", length);
        case 4: return fmt::format("{}", 90 + draw.below(20));
        case 5: return fmt::format("ta.highest(high, {})[1]", length);
        case 6: return fmt::format("ta.lowest(low, {})[1]", length);
        case 7: return fmt::format("({} + {}) / 2", any_number(draw, depth + 1), any_number(draw, depth + 1));
        default: return fmt::format("math.max({}, {})", any_number(draw, depth + 1), any_number(draw, depth + 1));
    }
}

inline std::string any_condition(Draw& draw, int depth) {
    switch (draw.below(depth > 2 ? 4 : 7)) {
        case 0: return fmt::format("ta.crossover({}, {})", any_number(draw, 1), any_number(draw, 1));
        case 1: return fmt::format("ta.crossunder({}, {})", any_number(draw, 1), any_number(draw, 1));
        case 2: return fmt::format("{} > {}", any_number(draw, 1), any_number(draw, 1));
        case 3: return fmt::format("ta.rsi(close, param.first) < param.level");
        case 4: return fmt::format("({} and {})", any_condition(draw, depth + 1), any_condition(draw, depth + 1));
        case 5: return fmt::format("({} or {})", any_condition(draw, depth + 1), any_condition(draw, depth + 1));
        default: return fmt::format("not ({})", any_condition(draw, depth + 1));
    }
}

inline RandomStrategy any_strategy(Draw& draw) {
    std::string text = "schema = 'spark.strategy/1'\nname = 'random'\nversion = 1\ndescription = 'random'\n";
    if (draw.one_in(3)) text += "where = ['param.first < param.second']\n";
    text += "[parameters.first]\ntype = 'int'\nleast = 2\nmost = 60\ndefault = 5\n";
    text += "[parameters.second]\ntype = 'int'\nleast = 2\nmost = 90\ndefault = 9\n";
    text += "[parameters.level]\ntype = 'float'\nleast = 10\nmost = 90\nstep = 0.5\ndefault = 40\n";
    text += "[parameters.stop]\ntype = 'float'\nleast = 0\nmost = 20\nstep = 0.25\ndefault = 0\n";
    text += "[parameters.target]\ntype = 'float'\nleast = 0\nmost = 20\nstep = 0.25\ndefault = 0\n";
    text += "[parameters.bars]\ntype = 'int'\nleast = 0\nmost = 12\ndefault = 0\n";
    const bool longs = !draw.one_in(5);
    if (longs)
        text += fmt::format("[long]\nenter = '{}'\nexit = '{}'\n", any_condition(draw, 0), any_condition(draw, 0));
    if (!longs || draw.one_in(3))
        text += fmt::format("[short]\nenter = '{}'\nexit = '{}'\n", any_condition(draw, 1), any_condition(draw, 0));
    text += "[stop]\n";
    if (!draw.one_in(3)) text += "stop_loss_pct = 'stop'\n";
    if (draw.one_in(2))
        text += "take_profit_pct = 'target'\n";
    else if (draw.one_in(2))
        text += "take_profit_distance = 'ta.atr(param.first) * 2'\n";
    if (draw.one_in(4)) text += fmt::format("trailing_pct = {}\n", 1 + draw.below(5));
    if (draw.one_in(3)) text += "time_stop_bars = 'bars'\n";
    if (draw.one_in(3)) text += fmt::format("[limits]\ncooldown_bars = {}\n", draw.below(5));
    return {text};
}

/// Values on each parameter's grid.
inline std::vector<SetValues> any_sets(Draw& draw, std::span<const strategy::ParameterSpec> specs, std::size_t count) {
    std::vector<SetValues> sets(count);
    for (SetValues& values : sets) {
        for (const strategy::ParameterSpec& spec : specs) {
            const std::int64_t step = std::max<std::int64_t>(spec.step, 1);
            const std::int64_t places = std::min<std::int64_t>((spec.most - spec.least) / step + 1, 120);
            values.push_back(draw.one_in(3) ? spec.fallback : spec.least + draw.below(places) * step);
        }
        if (!sets.front().empty() && draw.one_in(3)) values = sets.front();
    }
    return sets;
}

/// Coarse or fine prices over hours or minutes, with days missing now and then.
inline market::CandleTable any_days(Draw& draw, std::size_t bars) {
    const bool fine = draw.one_in(2);
    market::CandleTable table =
        fine ? backtest::testing::fine_market(draw, bars) : backtest::testing::any_market(draw, bars);
    std::int64_t time = draw.below(1'000) * backtest::testing::hour_ns - 400 * backtest::testing::hour_ns;
    const std::int64_t length = draw.one_in(3) ? backtest::testing::hour_ns / 60 : backtest::testing::hour_ns;
    for (std::int64_t& open_time : table.open_time_ns) {
        open_time = time;
        time += draw.one_in(60) ? length * (1 + draw.below(70)) : length;
    }
    return table;
}

inline backtest::RunRules any_rules(Draw& draw) {
    using Kind = backtest::SizeRule::Kind;
    backtest::RunRules rules;
    rules.costs.taker_bps = draw.one_in(3) ? 0 : draw.below(400) * units_per_one / 10;
    rules.costs.maker_bps = draw.one_in(3) ? rules.costs.taker_bps : draw.below(50) * units_per_one - 5 * units_per_one;
    rules.costs.slippage_bps = draw.one_in(2) ? 0 : draw.below(20) * units_per_one;
    rules.costs.half_spread_bps = draw.one_in(3) ? draw.below(5) * units_per_one : 0;
    if (draw.one_in(4)) rules.costs.discount_pct = 25 * units_per_one;
    if (draw.one_in(12)) rules.costs.impact_bps = 10 * units_per_one;
    if (draw.one_in(12)) rules.costs.tiers = {{Notional::of_units(500 * units_per_one), 0, 3 * units_per_one}};
    constexpr std::array sizes{units_per_one, 3 * units_per_one, std::int64_t{1'234'567}, std::int64_t{33'333'333}};
    rules.size.amount = sizes[static_cast<std::size_t>(draw.below(4))];
    if (draw.one_in(3)) rules.size = {Kind::notional, 100 * units_per_one + draw.below(1'000'000)};
    if (draw.one_in(6)) rules.size = {Kind::equity, units_per_one / (1 + draw.below(3))};
    if (draw.one_in(8)) rules.size = {Kind::risk, units_per_one / (10 + draw.below(30))};
    rules.cash = Notional::of_units((draw.one_in(3) ? 1'000'000 : 60 + draw.below(600)) * units_per_one);
    rules.first_bar = static_cast<std::uint32_t>(draw.one_in(2) ? 0 : draw.below(1'000));
    rules.intrabar = draw.one_in(2) ? backtest::Intrabar::pessimistic : backtest::Intrabar::optimistic;
    rules.close_at_end = draw.one_in(5);
    rules.skip_zero_volume = draw.one_in(12);
    rules.latency_bars = draw.one_in(12) ? 1 + draw.below(3) : 0;
    if (draw.one_in(8)) rules.leverage = (2 + draw.below(9)) * units_per_one;
    return rules;
}

}  // namespace spark::sweep::testing
