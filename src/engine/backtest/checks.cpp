#include "engine/backtest/checks.hpp"

#include <algorithm>
#include <array>

#include "engine/backtest/result_hash.hpp"

namespace spark::backtest {
namespace {

using indicators::BitColumn;

/// First bar under `end` on which two signal columns differ.
std::optional<std::size_t> first_difference(const BitColumn& whole, const BitColumn& cut, std::size_t end) {
    for (std::size_t word = 0; word * 64 < end; ++word) {
        std::uint64_t differing = whole.words()[word] ^ cut.words()[word];
        if (end - word * 64 < 64) differing &= (std::uint64_t{1} << (end - word * 64)) - 1;
        if (differing != 0) return word * 64 + static_cast<std::size_t>(std::countr_zero(differing));
    }
    return std::nullopt;
}

void keep_first(LookAheadCheck& check, std::size_t book, std::optional<std::size_t> bar) {
    if (!bar || (check.first_difference && *check.first_difference <= *bar)) return;
    check.first_difference = bar;
    check.book = book;
}

/// Signals of one book against those made from its first `kept` candles. False when the cut is too short to plan on.
bool compare_signals(const CheckInput& input, std::size_t index, std::size_t kept, LookAheadCheck& check) {
    Case cut{.books = {input.asked.books[index]}, .rules = input.asked.rules, .symbols = input.asked.symbols};
    cut.books.front().candles = cut.books.front().candles.slice(0, kept);
    const auto plans = plans_of(cut);
    if (!plans) return false;
    const strategy::SignalPlan& whole = input.plans[index];
    const strategy::SignalPlan& part = plans->front();
    keep_first(check, index, first_difference(whole.long_side.enter, part.long_side.enter, kept));
    keep_first(check, index, first_difference(whole.long_side.exit, part.long_side.exit, kept));
    keep_first(check, index, first_difference(whole.short_side.enter, part.short_side.enter, kept));
    keep_first(check, index, first_difference(whole.short_side.exit, part.short_side.exit, kept));
    return true;
}

/// One book by itself: what others do with the shared cash is no look-ahead. Nothing is closed at the end of the data,
/// which a cut moves.
Case alone(const CheckInput& input, std::size_t index) {
    Case alone{.books = {input.asked.books[index]}, .rules = input.asked.rules, .symbols = input.asked.symbols};
    alone.rules.close_at_end = false;
    return alone;
}

/// The trades of a book by itself; none when it cannot run.
std::optional<std::vector<portfolio::ClosedTrade>> trades_of(const Case& asked) {
    const auto plans = plans_of(asked);
    if (!plans) return std::nullopt;
    auto outcome = run_case(asked, *plans);
    return outcome ? std::optional(std::move(outcome->trades)) : std::nullopt;
}

/// Trades that ended before the cut against those of a run that knew nothing later. False when that cannot run.
bool compare_trades(const CheckInput& input, std::size_t index, std::size_t kept,
                    std::span<const portfolio::ClosedTrade> whole, LookAheadCheck& check) {
    Case cut = alone(input, index);
    cut.books.front().candles = cut.books.front().candles.slice(0, kept);
    const auto part = trades_of(cut);
    if (!part) return false;
    for (std::size_t trade = 0; trade < whole.size(); ++trade) {
        const std::size_t exit = whole[trade].exit_bar - cut.books.front().first_bar;
        if (exit >= kept) break;
        if (trade >= part->size() || !(whole[trade] == (*part)[trade])) {
            keep_first(check, index, exit);
            break;
        }
    }
    return true;
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

bool can_leave(const strategy::SignalPlan& plan) {
    const auto leaves = [](const strategy::SidePlan& side) {
        return side.exit.count() > 0 || !side.stop_loss.is_none() || !side.take_profit.is_none() ||
               !side.trailing_stop.is_none();
    };
    return plan.time_stop_bars > 0 || leaves(plan.long_side) || leaves(plan.short_side) ||
           plan.short_side.enter.count() > 0;
}

}  // namespace

LookAheadCheck check_look_ahead(const CheckInput& input) {
    LookAheadCheck check;
    for (std::size_t index = 0; index < input.asked.books.size(); ++index) {
        const CaseBook& book = input.asked.books[index];
        const std::size_t bars = book.candles.size();
        const bool works_orders = book.strategy.is_worker();
        const auto whole = works_orders ? trades_of(alone(input, index)) : std::nullopt;
        // Uneven shares of the data, so that cuts do not fall on round numbers of bars.
        for (const std::size_t share : {179U, 421U, 683U, 941U}) {
            const std::size_t kept = bars * share / 1000;
            if (kept < 2) continue;
            const bool compared = works_orders ? whole && compare_trades(input, index, kept, *whole, check)
                                               : compare_signals(input, index, kept, check);
            if (compared) ++check.cuts;
        }
    }
    return check;
}

DeterminismCheck check_determinism(const CheckInput& input) {
    DeterminismCheck check;
    check.first_hash = result_hash(input.outcome);
    const auto plans = plans_of(input.asked);
    if (!plans) return check;
    const auto outcome = run_case(input.asked, *plans);
    if (outcome) check.second_hash = result_hash(*outcome);
    return check;
}

std::string_view to_text(Warning warning) {
    constexpr std::array<std::string_view, 12> names{
        "in_sample_only",  "no_trades", "few_trades", "lone_trade",       "zero_costs",     "never_exits",
        "rejected_orders", "too_good",  "liquidated", "mixed_timeframes", "synthetic_data", "unclean_data"};
    return names[static_cast<std::size_t>(warning)];
}

std::vector<Warning> warnings_of(const CheckInput& input, const Metrics& metrics) {
    std::vector<Warning> warnings{Warning::in_sample_only};
    if (metrics.trades == 0)
        warnings.push_back(Warning::no_trades);
    else if (metrics.trades < few_trades_below)
        warnings.push_back(Warning::few_trades);
    if (lone_trade_made_it(input.outcome)) warnings.push_back(Warning::lone_trade);
    if (input.asked.rules.costs.charges_nothing()) warnings.push_back(Warning::zero_costs);
    const bool stuck = std::ranges::any_of(input.outcome.open_lots, [&](const portfolio::OpenPosition& lot) {
        return !input.asked.books[lot.book].strategy.is_worker() && !can_leave(input.plans[lot.book]);
    });
    if (stuck) warnings.push_back(Warning::never_exits);
    if (input.outcome.rejected_count > 0) warnings.push_back(Warning::rejected_orders);
    const bool enough = metrics.trades >= few_trades_below;
    if (metrics.sharpe.value_or(0) > too_good_sharpe ||
        (enough && metrics.profit_factor.value_or(0) > too_good_profit_factor))
        warnings.push_back(Warning::too_good);
    if (input.outcome.liquidations > 0) warnings.push_back(Warning::liquidated);
    return warnings;
}

}  // namespace spark::backtest
