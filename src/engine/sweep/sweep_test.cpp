// A set inside a sweep must have the bits it has alone: random markets, rules and pairs, every figure compared with ==
// (doubles too) with the plain run.
#include "engine/sweep/sweep.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "engine/backtest/metrics.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/indicators/average_crossings.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/sweep/detail/crossing_batches.hpp"

namespace spark::sweep {
namespace {

/// Draws from one seed, so that a failing case is named by one number.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : state_(seed * 7919 + 1) {}
    std::int64_t below(std::int64_t bound) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((state_ >> 33U) % static_cast<std::uint64_t>(bound));
    }
    std::size_t size_below(std::int64_t bound) { return static_cast<std::size_t>(below(bound)); }
    bool one_in(std::int64_t odds) { return below(odds) == 0; }

  private:
    std::uint64_t state_;
};

struct Shape {
    std::int64_t tick = units_per_one;
    std::int64_t step = 5;     ///< Largest move of a bar, in ticks.
    std::int64_t start = 100;  ///< In ticks.
    std::int64_t bar_ns = 3'600'000'000'000;
    std::int64_t still_in = 3;  ///< Every so many bars the close stays, so that averages tie.
};

market::CandleTable any_market(Draw& draw, std::size_t bars, const Shape& shape) {
    market::CandleTable table;
    std::int64_t close = shape.start;
    std::int64_t time = draw.below(100) * 3'600'000'000'000 - 400'000'000'000'000;
    const auto move = [&] { return draw.below(2 * shape.step + 1) - shape.step; };
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const std::int64_t open = std::max<std::int64_t>(2, close + (draw.one_in(5) ? move() : 0));
        close = draw.one_in(shape.still_in) ? open : std::max<std::int64_t>(2, open + move());
        table.push_back(time, open * shape.tick, std::max(open, close) * shape.tick, std::min(open, close) * shape.tick,
                        close * shape.tick, units_per_one);
        time += shape.bar_ns * (draw.one_in(50) ? 1 + draw.below(60) : 1);
    }
    return table;
}

Shape any_shape(Draw& draw) {
    Shape shape;
    if (draw.one_in(3)) shape = {.tick = 12'345, .step = 1 + draw.below(5), .start = 100'000};
    if (draw.one_in(6)) shape = {.tick = 1, .step = 40'000'000'000, .start = 6'000'000'000'000};
    // Amounts near the end of their range, and leads beyond 63 bits.
    if (draw.one_in(12)) shape = {.tick = 1, .step = 3'000'000'000'000'000, .start = 20'000'000'000'000'000};
    shape.bar_ns = draw.one_in(2) ? 60'000'000'000 : (draw.one_in(2) ? 3'600'000'000'000 : 86'400'000'000'000);
    shape.still_in = 2 + draw.below(20);
    return shape;
}

/// 0.9 to 1.3, or to 100 times a position's worth: from cash that a few losses end to cash without end.
Notional any_cash(Draw& draw, std::int64_t worth) {
    const Int128 cash = static_cast<Int128>(worth) * (900 + draw.below(draw.one_in(2) ? 400 : 100'000)) / 1000 + 1;
    return Notional::of_units(static_cast<std::int64_t>(std::min<Int128>(cash, detail::cash_most / 2)));
}

backtest::RunRules any_rules(Draw& draw, const Shape& shape) {
    backtest::RunRules rules;
    rules.costs.taker_bps = draw.one_in(3) ? 0 : draw.below(400) * units_per_one / 10;
    rules.costs.slippage_bps = draw.one_in(2) ? 0 : draw.below(20) * units_per_one;
    rules.costs.half_spread_bps = draw.one_in(3) ? draw.below(5) * units_per_one : 0;
    if (draw.one_in(4)) rules.costs.discount_pct = 25 * units_per_one;
    const std::array<std::int64_t, 4> sizes{units_per_one, 3 * units_per_one, 1'234'567, 33'333'333};
    rules.size.amount = sizes[draw.size_below(4)];
    const std::int64_t worth = shape.start * shape.tick / 1000 * (rules.size.amount / 1000) / 100 + 1;
    if (draw.one_in(3)) rules.size = {backtest::SizeRule::Kind::notional, worth};
    rules.cash = any_cash(draw, worth);
    return rules;
}

/// The set alone, without a line of the sweep's own.
Result<SetFigures> alone(const market::CandleColumns& candles, const backtest::RunRules& rules, CrossingPair pair) {
    const indicators::RunningSums sums(candles.close);
    auto crossings = indicators::average_crossings(sums, pair.fast, pair.slow);
    strategy::SignalPlan plan = strategy::empty_plan(candles.size());
    plan.long_side.enter = std::move(crossings.over);
    plan.long_side.exit = std::move(crossings.under);
    SPARK_TRY(const auto outcome, backtest::run_plan(candles, plan, rules));
    SPARK_TRY(const auto curve, backtest::equity_curve(candles, outcome));
    SPARK_TRY(const auto metrics, backtest::measure({candles.open_time_ns, outcome, curve}));
    return SetFigures{.trades = metrics.trades,
                      .wins = metrics.wins,
                      .rejected = outcome.rejected_count,
                      .net = metrics.net_pnl,
                      .gross = metrics.gross_pnl,
                      .fees = metrics.fees,
                      .final_equity = outcome.final_equity,
                      .max_drawdown_pct = metrics.max_drawdown_pct,
                      .profit_factor = metrics.profit_factor,
                      .annual_return = metrics.annual_return,
                      .volatility = metrics.volatility,
                      .sharpe = metrics.sharpe,
                      .sortino = metrics.sortino};
}

std::string text_of(const SetFigures& set) {
    return fmt::format("trades {} wins {} rejected {} net {} gross {} fees {} equity {} drawdown {} sharpe {}",
                       set.trades, set.wins, set.rejected, to_text(set.net), to_text(set.gross), to_text(set.fees),
                       to_text(set.final_equity), set.max_drawdown_pct, set.sharpe.value_or(-1));
}

struct Seen {
    std::int64_t sets = 0;
    std::int64_t fast = 0;
    std::int64_t trades = 0;
    std::int64_t rejected = 0;
    std::int64_t sharpes = 0;
    std::int64_t sized = 0;
    std::int64_t left = 0;  ///< To the plain way.
};

/// Any four, or five fast lengths in even steps on one slow length, which are taken together.
std::vector<CrossingPair> any_pairs(Draw& draw) {
    std::vector<CrossingPair> pairs;
    const std::size_t step = draw.size_below(4);
    const std::size_t start = 1 + draw.size_below(20);
    const std::size_t slow = start + 4 * step + 1 + draw.size_below(draw.one_in(3) ? 200 : 12);
    const bool even = draw.one_in(2);
    for (std::size_t count = 0; even && count < 5; ++count) pairs.push_back({start + count * step, slow});
    for (std::size_t count = 0; !even && count < 4; ++count) {
        const std::size_t fast = 1 + draw.size_below(draw.one_in(3) ? 100 : 6);
        pairs.push_back({fast, fast + 1 + draw.size_below(draw.one_in(3) ? 300 : 12)});
    }
    return pairs;
}

void compare_one(std::uint64_t seed, std::int64_t bars_most, const detail::Kernels& kernels, Seen& seen) {
    Draw draw(seed);
    const Shape shape = any_shape(draw);
    const market::CandleTable table = any_market(draw, 1 + draw.size_below(bars_most), shape);
    const market::CandleColumns candles = table.columns();
    const backtest::RunRules rules = any_rules(draw, shape);
    const std::vector<CrossingPair> pairs = any_pairs(draw);
    const auto market = detail::CrossingMarket::make(candles, rules);
    seen.sets += static_cast<std::int64_t>(pairs.size());
    if (!market) return;

    const auto found = detail::run_batches(*market, pairs, {}, kernels);

    ASSERT_TRUE(found.has_value());
    for (std::size_t index = 0; index < pairs.size(); ++index) {
        if (!(*found)[index]) {
            ++seen.left;
            continue;
        }
        const auto by_itself = alone(candles, rules, pairs[index]);
        ASSERT_TRUE(by_itself.has_value()) << "seed " << seed << ": " << by_itself.error().message;
        const SetFigures& expected = *by_itself;
        ASSERT_EQ(*(*found)[index], expected) << "seed " << seed << " fast " << pairs[index].fast << " slow "
                                              << pairs[index].slow << " bars " << candles.size() << "\n"
                                              << text_of(*(*found)[index]) << "\n"
                                              << text_of(expected);
        ++seen.fast;
        seen.sized += rules.size.kind == backtest::SizeRule::Kind::notional ? expected.trades : 0;
        seen.trades += expected.trades;
        seen.rejected += expected.rejected;
        seen.sharpes += expected.sharpe ? 1 : 0;
    }
}

void compare(std::uint64_t first_seed, std::uint64_t count, std::int64_t bars_most,
             const detail::Kernels& kernels = {}) {
    Seen seen;
    for (std::uint64_t seed = first_seed; seed < first_seed + count; ++seed) {
        compare_one(seed, bars_most, kernels, seen);
        if (::testing::Test::HasFatalFailure()) return;
    }
    // The comparison would prove little if the fast way refused most sets or nothing happened in them.
    EXPECT_GT(seen.fast * 10, seen.sets * 7);
    EXPECT_GT(seen.trades, seen.sets);
    EXPECT_GT(seen.sized, seen.sets / 10);
    EXPECT_GT(seen.left, 0);
    EXPECT_GT(seen.rejected, seen.sets / 10);
    EXPECT_GT(seen.sharpes, seen.sets / 10);
}

TEST(SweepCrossings, give_every_set_the_bits_it_has_alone_on_small_markets) { compare(1, 1'000, 300); }

TEST(SweepCrossings, give_every_set_the_bits_it_has_alone_over_several_tiles) { compare(50'000, 40, 14'000); }

TEST(SweepCrossings, have_the_same_bits_on_every_kernel) {
    using detail::BitWays;
    using detail::Lanes;
    for (const auto& [lanes, ways] : {std::pair{Lanes::scalar, BitWays::plain}, std::pair{Lanes::avx2, BitWays::bits},
                                      std::pair{Lanes::avx512, BitWays::compress}}) {
        if (!detail::is_supported(lanes) || !detail::is_supported(ways)) continue;
        compare(90'000, 60, 5'000, {.lanes = lanes, .bit_ways = ways});
    }
}

TEST(SweepCrossingsSlow, give_every_set_the_bits_it_has_alone_on_forty_thousand_markets) {
    compare(1'000'000, 40'000, 600);
    compare(2'000'000, 1'000, 14'000);
}

SweepInput input_of(const market::CandleTable& table) { return {.candles = table.columns()}; }

market::CandleTable hours(std::uint64_t seed, std::size_t bars) {
    Draw draw(seed);
    return any_market(draw, bars, {});
}

TEST(SweepCrossings, that_the_fast_way_does_not_know_go_the_plain_way_with_the_same_answer) {
    const market::CandleTable table = hours(3, 900);
    const std::vector<CrossingPair> pairs{{2, 5}, {3, 700}, {5, 20}};
    using Change = void (*)(backtest::RunRules&);
    const std::vector<Change> changes{
        [](backtest::RunRules& rules) { rules.leverage = 2 * units_per_one; },
        [](backtest::RunRules& rules) { rules.size = {backtest::SizeRule::Kind::equity, units_per_one / 2}; },
        [](backtest::RunRules& rules) { rules.size = {backtest::SizeRule::Kind::notional, 50}; },
        [](backtest::RunRules& rules) {
            rules.costs.taker_bps = 123'456'789;
            rules.size = {backtest::SizeRule::Kind::notional, 50 * units_per_one};
        },
        [](backtest::RunRules& rules) { rules.close_at_end = true; },
        [](backtest::RunRules& rules) { rules.latency_bars = 1; },
        [](backtest::RunRules& rules) { rules.venue = InstrumentRules{}; },
        [](backtest::RunRules& rules) { rules.costs.impact_bps = 10 * units_per_one; },
        [](backtest::RunRules& rules) {
            rules.costs.tiers = {{Notional::of_whole(100), units_per_one, 2 * units_per_one}};
        },
    };
    for (const Change change : changes) {
        SweepInput input = input_of(table);
        change(input.rules);

        const CrossingSweep sweep = *CrossingSweep::prepare(input);
        const auto figures = sweep.run(pairs);

        EXPECT_FALSE(sweep.is_fast());
        for (std::size_t index = 0; index < pairs.size(); ++index)
            EXPECT_EQ((*figures)[index], *alone(input.candles, input.rules, pairs[index]));
    }
}

TEST(SweepCrossings, of_lengths_beyond_the_data_trade_nothing) {
    const market::CandleTable table = hours(4, 50);
    const SweepInput input = input_of(table);

    const auto figures = *sweep_crossings(input, std::vector<CrossingPair>{{2, 50}, {2, 51}, {2, average_length_max}});

    for (const SetFigures& set : figures) {
        EXPECT_EQ(set.trades, 0);
        EXPECT_EQ(set.final_equity, input.rules.cash);
    }
}

TEST(SweepCrossings, refuse_pairs_out_of_bounds_and_name_the_set) {
    const market::CandleTable table = hours(5, 50);
    const std::vector<CrossingPair> wrong{{0, 5}, {5, 5}, {6, 5}, {5, average_length_max + 1}};
    for (const CrossingPair& pair : wrong) {
        const auto refused = sweep_crossings(input_of(table), std::vector<CrossingPair>{{2, 5}, pair});

        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().fault, Fault::invalid_input);
        EXPECT_EQ(refused.error().place, "set 1");
    }
}

TEST(SweepCrossings, refuse_an_empty_market_and_rules_out_of_bounds) {
    const market::CandleTable table = hours(5, 50);
    SweepInput input = input_of(table);
    input.rules.cash = Notional{};

    EXPECT_FALSE(CrossingSweep::prepare({}).has_value());
    EXPECT_FALSE(CrossingSweep::prepare(input).has_value());
}

TEST(SweepCrossings, stop_when_progress_says_so_and_are_told_of_every_set) {
    const market::CandleTable table = hours(6, 400);
    std::vector<CrossingPair> pairs;
    for (std::size_t fast = 1; fast <= 1'500; ++fast) pairs.push_back({1 + fast % 30, 40 + fast % 60});
    std::size_t last = 0;

    const auto all = sweep_crossings(input_of(table), pairs, [&](std::size_t done) {
        EXPECT_GE(done, last);
        last = done;
        return true;
    });
    const auto stopped = sweep_crossings(input_of(table), pairs, [](std::size_t) { return false; });

    EXPECT_TRUE(all.has_value());
    EXPECT_EQ(last, pairs.size());
    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().fault, Fault::unavailable);
}

TEST(SweepCrossings, hand_out_the_run_behind_a_set) {
    const market::CandleTable table = hours(7, 2'000);
    const CrossingSweep sweep = *CrossingSweep::prepare(input_of(table));

    const auto figures = *sweep.run(std::vector<CrossingPair>{{3, 9}});
    const auto outcome = *sweep.outcome({3, 9});

    EXPECT_TRUE(sweep.is_fast());
    EXPECT_GT(figures[0].trades, 10);
    EXPECT_EQ(static_cast<std::size_t>(figures[0].trades), outcome.trades.size());
    EXPECT_EQ(figures[0].final_equity, outcome.final_equity);
}

}  // namespace
}  // namespace spark::sweep
