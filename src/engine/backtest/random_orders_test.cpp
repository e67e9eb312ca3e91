// Random orders of every kind on random markets under random rules: whatever they do, money is conserved, the same run
// gives the same, and cutting the data changes nothing before the cut.
#include <gtest/gtest.h>

#include "engine/backtest/metrics.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/backtest/testing/random_market.hpp"
#include "engine/backtest/testing/scripted_strategy.hpp"

namespace spark::backtest {
namespace {

using testing::any_market;
using testing::Desk;
using testing::Draw;
using testing::OrderId;
using testing::OrderRequest;

/// Sends, brackets and cancels at random; what it draws at a close depends on the seed and the bar alone, so that a
/// shorter run of the same market draws the same.
class RandomStrategy : public strategy::Strategy {
  public:
    explicit RandomStrategy(std::uint64_t seed) : seed_(seed) {}

    std::size_t next_close(std::size_t from) override { return from; }
    void on_close(const strategy::History& history, Desk& desk) override {
        Draw draw(seed_ ^ (history.bar() * 2'654'435'761ULL));
        draw.below(2);
        if (draw.one_in(3)) {
            const OrderId parent = desk.submit(any_order(draw, history.close()));
            sent_.push_back(parent);
            while (draw.one_in(2)) {
                OrderRequest child = any_order(draw, history.close());
                child.parent = parent;
                child.reduce_only = !draw.one_in(4);
                child.oco_group = draw.one_in(3) ? 0 : parent;
                sent_.push_back(desk.submit(child));
            }
        }
        if (draw.one_in(6) && !sent_.empty())
            desk.cancel(sent_[static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(sent_.size())))]);
    }
    void on_fill(const strategy::FillReport& fill, Desk& desk) override {
        fills.push_back(fill);
        EXPECT_EQ(desk.position().units() == 0, desk.lots() == 0);
        Draw draw(seed_ ^ (fill.bar * 40'503ULL) ^ fill.order);
        if (draw.one_in(5)) sent_.push_back(desk.submit(any_order(draw, fill.price.units())));
    }

    std::vector<strategy::FillReport> fills;

  private:
    static OrderRequest any_order(Draw& draw, std::int64_t near) {
        OrderRequest request{.side = draw.one_in(2) ? Side::buy : Side::sell,
                             .type = static_cast<OrderType>(draw.below(7)),
                             .time_in_force = static_cast<TimeInForce>(draw.below(5))};
        if (!draw.one_in(4)) request.quantity = Quantity::of_units((1 + draw.below(120)) * units_per_one / 8);
        request.limit_price = Price::of_units(near + (draw.below(13) - 6) * units_per_one);
        request.stop_price = Price::of_units(near + (draw.below(13) - 6) * units_per_one);
        request.trail = {draw.one_in(2) ? strategy::LevelKind::percent : strategy::LevelKind::distance,
                         (1 + draw.below(5)) * units_per_one};
        request.valid_bars = static_cast<std::uint32_t>(draw.below(5));
        request.post_only = draw.one_in(6);
        request.reduce_only = draw.one_in(5);
        request.oco_group = draw.one_in(5) ? static_cast<std::uint32_t>(1 + draw.below(3)) : 0;
        if (draw.one_in(4)) request.risk_stop = request.stop_price;
        return request;
    }

    std::uint64_t seed_;
    std::vector<OrderId> sent_;
};

RunRules any_rules(Draw& draw) {
    RunRules rules = testing::free_rules();
    rules.costs.maker_bps = draw.below(20) * units_per_one - 5 * units_per_one;
    rules.costs.taker_bps = draw.below(30) * units_per_one;
    rules.costs.slippage_bps = draw.below(3) * 7 * units_per_one;
    if (draw.one_in(3)) rules.costs.impact_bps = draw.below(50) * units_per_one;
    if (draw.one_in(3)) rules.costs.funding_bps = draw.below(21) * units_per_one - 10 * units_per_one;
    if (draw.one_in(3)) rules.costs.borrow_bps = draw.below(3'000) * units_per_one;
    if (draw.one_in(3)) rules.costs.liquidation_bps = draw.below(200) * units_per_one;
    rules.leverage = draw.one_in(2) ? (1 + draw.below(20)) * units_per_one : units_per_one;
    rules.cash = Notional::of_whole(static_cast<std::int32_t>(300 + draw.below(3'000)));
    rules.intrabar = draw.one_in(2) ? Intrabar::pessimistic : Intrabar::optimistic;
    rules.skip_zero_volume = draw.one_in(2);
    if (draw.one_in(2)) rules.participation_pct = (1 + draw.below(30)) * units_per_one;
    if (draw.one_in(3)) rules.latency_bars = draw.below(4);
    if (draw.one_in(3)) rules.latency_ms = draw.below(8'000'000);
    const std::int64_t kind = draw.below(4);
    if (kind == 1) rules.size = {SizeRule::Kind::notional, (50 + draw.below(500)) * units_per_one};
    if (kind == 2) rules.size = {SizeRule::Kind::equity, units_per_one / 3};
    if (kind == 3) rules.size = {SizeRule::Kind::risk, units_per_one / 50};
    if (draw.one_in(3)) {
        rules.venue = InstrumentRules{};
        rules.venue->tick = Price::of_units(units_per_one / 4);
        rules.venue->lot = Quantity::of_units(units_per_one / 10);
        rules.venue->quantity_min = Quantity::of_units(units_per_one / 10);
    }
    return rules;
}

/// Cash + cost of what is open = starting cash + profit; equity = cash + what is held at each close.
void expect_conserved(const market::CandleColumns& candles, const RunOutcome& outcome) {
    Int128 cash = outcome.starting_cash.units();
    for (const portfolio::ClosedTrade& trade : outcome.trades) {
        ASSERT_EQ(trade.net.units(), trade.gross.units() - trade.fees.units());
        cash += trade.net.units();
    }
    Int128 equity = outcome.final_cash.units();
    std::int64_t held = 0;
    for (const portfolio::OpenPosition& lot : outcome.open_lots) {
        const Int128 sign = lot.side == Side::buy ? 1 : -1;
        cash -= sign * lot.entry_value.units() + lot.entry_fee.units() + lot.financing.units();
        held += static_cast<std::int64_t>(sign) * lot.quantity.units();
    }
    ASSERT_EQ(cash, outcome.final_cash.units());
    equity += divide(static_cast<Int128>(candles.close.back()) * held, units_per_one, Rounding::half_even);
    ASSERT_EQ(equity, outcome.final_equity.units());

    const auto curve = equity_curve(candles, outcome);
    ASSERT_TRUE(curve.has_value());
    ASSERT_EQ(curve->equity[candles.size() - 1], outcome.final_equity.units());
    std::size_t step = 0;
    std::int64_t step_cash = outcome.starting_cash.units();
    std::int64_t step_held = 0;
    for (std::size_t bar = 0; bar < candles.size(); ++bar) {
        for (; step < outcome.steps.size() && outcome.steps[step].bar == bar; ++step) {
            step_cash = outcome.steps[step].cash.units();
            step_held = outcome.steps[step].quantity.units();
        }
        const Int128 worth =
            divide(static_cast<Int128>(candles.close[bar]) * step_held, units_per_one, Rounding::half_even);
        ASSERT_EQ(curve->equity[bar], step_cash + static_cast<std::int64_t>(worth)) << "bar " << bar;
    }
    ASSERT_EQ(step, outcome.steps.size()) << "steps are out of order";
}

bool same_fill(const strategy::FillReport& a, const strategy::FillReport& b) {
    return a.order == b.order && a.side == b.side && a.price == b.price && a.quantity == b.quantity && a.bar == b.bar &&
           a.role == b.role && a.opened == b.opened && a.whole == b.whole && a.position == b.position;
}

struct Counted {
    std::size_t fills = 0;
    std::size_t partial = 0;
    std::size_t makers = 0;
    std::int64_t liquidations = 0;
};

void play(std::uint64_t seed, Counted& counted) {
    Draw draw(seed);
    const auto bars = static_cast<std::size_t>(20 + draw.below(200));
    const market::CandleTable table = any_market(draw, bars);
    const RunRules rules = any_rules(draw);
    RandomStrategy strategy(seed);

    const auto outcome = testing::run_one(table, strategy, rules);

    ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
    expect_conserved(table.columns(), *outcome);
    RandomStrategy again(seed);
    const auto repeated = testing::run_one(table, again, rules);
    ASSERT_EQ(result_hash(*outcome), result_hash(*repeated));

    const auto cut = static_cast<std::size_t>(1 + draw.below(static_cast<std::int64_t>(bars - 1)));
    const market::CandleTable start = testing::first_bars(table, cut);
    RandomStrategy shorter(seed);
    ASSERT_TRUE(testing::run_one(start, shorter, rules));
    std::size_t before = 0;
    while (before < strategy.fills.size() && strategy.fills[before].bar < cut) ++before;
    ASSERT_EQ(shorter.fills.size(), before);
    for (std::size_t index = 0; index < before; ++index)
        ASSERT_TRUE(same_fill(strategy.fills[index], shorter.fills[index])) << "fill " << index;

    counted.fills += strategy.fills.size();
    counted.liquidations += outcome->liquidations;
    for (const strategy::FillReport& fill : strategy.fills) {
        counted.partial += fill.whole ? 0 : 1;
        counted.makers += fill.role == FillRole::maker ? 1 : 0;
    }
}

void play_many(std::uint64_t first, std::uint64_t count) {
    Counted counted;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        play(seed, counted);
        if (::testing::Test::HasFatalFailure()) return;
    }
    EXPECT_GT(counted.fills, 5 * count) << "the orders hardly fill: the test would prove little";
    EXPECT_GT(counted.partial, count / 4);
    EXPECT_GT(counted.makers, count / 4);
    EXPECT_GT(counted.liquidations, static_cast<std::int64_t>(count / 50));
}

TEST(RandomOrders, conserve_money_repeat_themselves_and_do_not_see_what_comes) { play_many(1, 1'000); }

TEST(RandomOrdersSlow, conserve_money_repeat_themselves_and_do_not_see_what_comes) { play_many(1'000'000, 100'000); }

TEST(RandomBooks, conserve_money_with_one_cash_for_all_of_them) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Draw draw(seed);
        std::vector<market::CandleTable> tables;
        std::vector<RandomStrategy> strategies;
        for (std::size_t book = 0; book < 3; ++book) {
            tables.push_back(any_market(draw, static_cast<std::size_t>(20 + draw.below(100))));
            strategies.emplace_back(seed + 1'000 * book);
        }
        const RunRules rules = any_rules(draw);
        std::vector<BookInput> books;
        for (std::size_t book = 0; book < 3; ++book) {
            books.push_back({.candles = tables[book].columns(), .strategy = &strategies[book], .size = rules.size});
        }

        const auto outcome = run_books(books, rules);

        ASSERT_TRUE(outcome.has_value());
        Int128 cash = outcome->starting_cash.units();
        for (const auto& trade : outcome->trades) cash += trade.net.units();
        Int128 worth = 0;
        for (const auto& lot : outcome->open_lots) {
            const Int128 sign = lot.side == Side::buy ? 1 : -1;
            cash -= sign * lot.entry_value.units() + lot.entry_fee.units() + lot.financing.units();
            worth += sign * lot.quantity.units() * tables[lot.book].close.back();
        }
        ASSERT_EQ(cash, outcome->final_cash.units());
        const Int128 rest = worth - (static_cast<Int128>(outcome->final_equity.units()) - cash) * units_per_one;
        ASSERT_LT(rest < 0 ? -rest : rest, 3 * units_per_one) << "more than three roundings apart";
        std::int64_t last_time = 0;
        for (const HoldingStep& step : outcome->steps) {
            ASSERT_GE(tables[step.book].open_time_ns[step.bar], last_time);
            last_time = tables[step.book].open_time_ns[step.bar];
        }
    }
}

}  // namespace
}  // namespace spark::backtest
