#include "engine/backtest/checks.hpp"

#include <algorithm>
#include <array>

#include "engine/backtest/result_hash.hpp"

namespace spark::backtest {
namespace {

/// First bar under `end` on which two signal columns differ.
std::optional<std::size_t> first_difference(const indicators::BitColumn& whole, const indicators::BitColumn& cut,
                                            std::size_t end) {
    for (std::size_t word = 0; word * 64 < end; ++word) {
        std::uint64_t differing = whole.words()[word] ^ cut.words()[word];
        if (end - word * 64 < 64) differing &= (std::uint64_t{1} << (end - word * 64)) - 1;
        if (differing != 0) return word * 64 + static_cast<std::size_t>(std::countr_zero(differing));
    }
    return std::nullopt;
}

bool lone_trade_made_it(const RunOutcome& outcome) {
    Int128 profits = 0;
    std::int64_t best = 0;
    for (const portfolio::ClosedTrade& trade : outcome.trades) {
        if (trade.net.units() <= 0) continue;
        profits += trade.net.units();
        best = std::max(best, trade.net.units());
    }
    return profits > 0 && static_cast<double>(best) > lone_trade_share * static_cast<double>(profits);
}

}  // namespace

LookAheadCheck check_look_ahead(const CheckInput& input) {
    LookAheadCheck check;
    const std::size_t bars = input.candles.size();
    // Uneven shares of the data, so that cuts do not fall on round numbers of bars.
    for (const std::size_t share : {179U, 421U, 683U, 941U}) {
        const std::size_t kept = bars * share / 1000;
        const auto cut = input.strategy.plan(
            {.candles = input.candles.slice(0, kept), .values = input.values, .timeframe = input.timeframe});
        if (!cut) continue;  // too few bars for a signal
        ++check.cuts;
        for (const auto difference : {first_difference(input.plan.long_side.enter, cut->long_side.enter, kept),
                                      first_difference(input.plan.long_side.exit, cut->long_side.exit, kept)}) {
            if (difference && (!check.first_difference || *difference < *check.first_difference))
                check.first_difference = difference;
        }
    }
    return check;
}

DeterminismCheck check_determinism(const CheckInput& input) {
    DeterminismCheck check;
    check.first_hash = result_hash(input.outcome);
    const auto plan =
        input.strategy.plan({.candles = input.candles, .values = input.values, .timeframe = input.timeframe});
    if (!plan) return check;
    const auto outcome = run_plan(input.candles, *plan, input.rules);
    if (outcome) check.second_hash = result_hash(*outcome);
    return check;
}

std::string_view to_text(Warning warning) {
    constexpr std::array<std::string_view, 9> names{"in_sample_only",  "no_trades",      "few_trades",
                                                    "lone_trade",      "zero_costs",     "never_exits",
                                                    "rejected_orders", "synthetic_data", "unclean_data"};
    return names[static_cast<std::size_t>(warning)];
}

std::vector<Warning> warnings_of(const CheckInput& input, const Metrics& metrics) {
    std::vector<Warning> warnings{Warning::in_sample_only};
    if (metrics.trades == 0)
        warnings.push_back(Warning::no_trades);
    else if (metrics.trades < few_trades_below)
        warnings.push_back(Warning::few_trades);
    if (lone_trade_made_it(input.outcome)) warnings.push_back(Warning::lone_trade);
    if (input.rules.costs.charges_nothing()) warnings.push_back(Warning::zero_costs);
    const bool no_exit = input.plan.long_side.exit.count() == 0 &&
                         input.plan.long_side.stop_loss.amount.constant == 0 &&
                         input.plan.long_side.take_profit.amount.constant == 0;
    if (no_exit && !input.outcome.open_lots.empty()) warnings.push_back(Warning::never_exits);
    if (input.outcome.rejected_count > 0) warnings.push_back(Warning::rejected_orders);
    return warnings;
}

}  // namespace spark::backtest
