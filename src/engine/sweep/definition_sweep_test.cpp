#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "engine/backtest/metrics.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/market/testing/shared_csv.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/sweep/detail/planner.hpp"
#include "engine/sweep/sweep.hpp"
#include "foundation/wire/json.hpp"

namespace spark::sweep {
namespace {

using Values = std::vector<std::int64_t>;

market::CandleTable jagged_hours(std::size_t bars) {
    market::CandleTable table;
    std::uint64_t state = 11;
    std::int64_t close = 200;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        const std::int64_t open = close;
        close = std::max<std::int64_t>(20, close + static_cast<std::int64_t>((state >> 33U) % 13) - 6);
        table.push_back(static_cast<std::int64_t>(bar) * 3'600'000'000'000, open * units_per_one,
                        (std::max(open, close) + 1) * units_per_one, (std::min(open, close) - 1) * units_per_one,
                        close * units_per_one, 1'000 * units_per_one);
    }
    return table;
}

/// What one set gives when it is planned and run by itself.
Result<SetFigures> alone(const SweepInput& input, const strategy::Definition& definition, const Values& values) {
    SPARK_TRY(const auto plan,
              definition.plan({.candles = input.candles, .values = values, .timeframe = input.timeframe}));
    SPARK_TRY(const auto outcome, backtest::run_plan(input.candles, plan, input.rules));
    SPARK_TRY(const auto curve, backtest::equity_curve(input.candles, outcome));
    SPARK_TRY(const auto metrics, backtest::measure({input.candles.open_time_ns, outcome, curve}));
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

void expect_as_alone(const SweepInput& input, std::string_view name, const std::vector<Values>& sets) {
    const strategy::Definition definition = *strategy::find_built_in(name);

    const auto figures = sweep(input, definition, sets);

    ASSERT_TRUE(figures.has_value()) << figures.error().message;
    ASSERT_EQ(figures->size(), sets.size());
    std::int64_t trades = 0;
    for (std::size_t index = 0; index < sets.size(); ++index) {
        EXPECT_EQ((*figures)[index], *alone(input, definition, sets[index])) << name << ", set " << index;
        trades += (*figures)[index].trades;
    }
    EXPECT_GT(trades, 0) << name;
}

// Parameters of smaCross: fast, slow, sl_pct, tp_pct, exit_on_cross, short.
TEST(Sweep, gives_sma_cross_sets_of_every_kind_what_each_gives_alone) {
    const market::CandleTable table = jagged_hours(3'000);
    const std::int64_t percent = units_per_one;
    const std::vector<Values> sets{{3, 9, 0, 0, 1, 0},  {3, 9, 2 * percent, 0, 1, 0}, {3, 9, 0, 3 * percent, 0, 0},
                                   {2, 20, 0, 0, 1, 0}, {3, 9, 0, 0, 1, 1},           {2, 2'998, 0, 0, 1, 0}};

    expect_as_alone({.candles = table.columns()}, "smaCross", sets);
}

TEST(Sweep, gives_other_strategies_what_each_set_gives_alone) {
    const market::CandleTable table = jagged_hours(1'500);
    const SweepInput input{.candles = table.columns(), .timeframe = *Timeframe::parse("1h")};
    for (const std::string_view name : {"emaCross", "rsi", "donchian", "buyHold"}) {
        const strategy::Definition definition = *strategy::find_built_in(name);
        const Values values = *strategy::resolve_parameters(definition.parameters(), {});
        std::vector<Values> sets{values, values};
        if (!values.empty() && definition.parameters()[0].kind == strategy::ParameterKind::integer) ++sets[1][0];

        const auto figures = sweep(input, definition, sets);

        ASSERT_TRUE(figures.has_value()) << name << ": " << figures.error().message;
        for (std::size_t index = 0; index < sets.size(); ++index)
            EXPECT_EQ((*figures)[index], *alone(input, definition, sets[index])) << name;
    }
}

TEST(Sweep, refuses_what_the_set_alone_refuses_and_names_it) {
    const market::CandleTable table = jagged_hours(100);
    const SweepInput input{.candles = table.columns()};
    const strategy::Definition definition = *strategy::find_built_in("smaCross");
    const Values right{3, 9, 0, 0, 1, 0};
    const std::vector<Values> wrong{{9, 3, 0, 0, 1, 0}, {3, 99, 0, 0, 1, 0}, {3, 500, 0, 0, 1, 0}};
    for (const Values& values : wrong) {
        const auto refused = sweep(input, definition, std::vector<Values>{right, values});

        ASSERT_FALSE(refused.has_value()) << values[1];
        EXPECT_FALSE(alone(input, definition, values).has_value());
        EXPECT_TRUE(refused.error().message.starts_with("set 1: ")) << refused.error().message;
    }
    EXPECT_TRUE(sweep(input, definition, std::vector<Values>{right, {3, 98, 0, 0, 1, 0}}).has_value());
    EXPECT_TRUE(alone(input, definition, {3, 98, 0, 0, 1, 0}).has_value());
    EXPECT_EQ(sweep(input, definition, std::vector<Values>{right, {3, 9}}).error().place, "set 1");
    EXPECT_FALSE(sweep({}, definition, std::vector<Values>{right}).has_value());
}

TEST(Planner, drops_the_columns_of_sets_long_past_without_changing_a_plan) {
    const market::CandleTable table = jagged_hours(500);
    const SweepInput input{.candles = table.columns()};
    const strategy::Definition definition = *strategy::find_built_in("rsi");
    Values values = *strategy::resolve_parameters(definition.parameters(), {});
    detail::Planner keeping(input, definition);
    detail::Planner dropping(input, definition, 1);
    for (std::int64_t length = 5; length < 9; ++length) {
        values[0] = length;

        const auto kept = *keeping.plan(values);
        const auto dropped = *dropping.plan(values);

        EXPECT_EQ(kept.long_side.enter, dropped.long_side.enter);
        EXPECT_EQ(kept.long_side.exit, dropped.long_side.exit);
    }
    EXPECT_EQ(keeping.renewals(), 0U);
    EXPECT_EQ(dropping.renewals(), 3U);
}

TEST(Sweep, stops_when_progress_says_so) {
    const market::CandleTable table = jagged_hours(200);
    const strategy::Definition definition = *strategy::find_built_in("smaCross");
    const std::vector<Values> sets{{3, 9, 0, 0, 1, 0}, {3, 9, units_per_one, 0, 1, 0}, {4, 9, units_per_one, 0, 1, 0}};
    std::vector<std::size_t> told;

    const auto stopped = sweep({.candles = table.columns()}, definition, sets, [&](std::size_t done) {
        told.push_back(done);
        return done < 2;
    });

    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().fault, Fault::unavailable);
    EXPECT_EQ(told, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(Sweep, has_the_result_hash_of_a_set_on_demand) {
    const market::CandleTable table = jagged_hours(900);
    const SweepInput input{.candles = table.columns()};
    const strategy::Definition definition = *strategy::find_built_in("smaCross");

    const auto hash = result_hash_of(input, definition, Values{3, 9, 0, 0, 1, 0});

    ASSERT_TRUE(hash.has_value());
    EXPECT_EQ(*hash, backtest::result_hash(*(*CrossingSweep::prepare(input)).outcome({3, 9})));
    EXPECT_NE(*hash, *result_hash_of(input, definition, Values{3, 10, 0, 0, 1, 0}));
}

TEST(SweepOracle, has_the_ninety_cells_of_the_heat_map_of_bitcoin_days_to_the_last_digit) {
    const auto path = market::testing::shared_file("binance/klines_1d/BTCUSDT-1d-20170817-20241231.csv");
    const auto map = market::testing::shared_file("oracles/heatmaps/sma_grid_BTCUSDT_1d_2017_2024.json");
    if (!path || !map) GTEST_SKIP() << "SPARK_SHARED has no oracles/heatmaps";
    const market::CandleTable table = market::testing::candles_of(*path, market::testing::binance_shape);
    std::ostringstream text;
    text << std::ifstream(*map).rdbuf();
    const wire::Json document = *wire::parse_json(text.str());
    const auto cells = *document.find("cells")->as_array();
    std::vector<CrossingPair> pairs;
    for (const wire::Json& cell : cells) {
        pairs.push_back({static_cast<std::size_t>(*cell.find("fast")->as_int64()),
                         static_cast<std::size_t>(*cell.find("slow")->as_int64())});
    }

    const auto figures = *sweep_crossings({.candles = table.columns()}, pairs);

    ASSERT_EQ(figures.size(), 90U);
    for (std::size_t index = 0; index < cells.size(); ++index) {
        const auto net = *parse_units(*cells[index].find("net_pnl")->as_string());
        EXPECT_EQ(figures[index].trades, *cells[index].find("trades")->as_int64()) << pairs[index].fast;
        EXPECT_EQ(figures[index].net.units(), net.units) << pairs[index].fast << " " << pairs[index].slow;
        EXPECT_NEAR(*figures[index].sharpe, *cells[index].find("sharpe_btpy")->as_double(), 1e-9);
        EXPECT_NEAR(figures[index].max_drawdown_pct, *cells[index].find("maxdd_pct_btpy")->as_double(), 1e-9);
    }
}

}  // namespace
}  // namespace spark::sweep
