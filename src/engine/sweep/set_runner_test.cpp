// What a SetRunner says of a set must have the bits of the set run alone: random documents, sets, markets and rules,
// several sets in one call, several runners on threads, every figure compared with == (doubles too) and the hash.
#include "engine/sweep/set_runner.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "engine/backtest/case.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/backtest/testing/random_market.hpp"
#include "engine/market/testing/shared_csv.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/sweep/testing/random_sets.hpp"
#include "foundation/wire/json.hpp"

namespace spark::sweep {
namespace {

using backtest::testing::Draw;

/// The set alone, the way of `spark backtest run`, without a line of the sweep's own.
Result<SetOutcome> alone(const SweepInput& input, const strategy::Definition& definition, const SetValues& values) {
    const backtest::Case asked{.books = {{.strategy = definition,
                                          .values = values,
                                          .candles = input.candles,
                                          .first_bar = input.rules.first_bar,
                                          .timeframe = input.timeframe,
                                          .symbol = input.symbol,
                                          .venue = input.rules.venue}},
                               .rules = input.rules,
                               .symbols = input.symbols};
    SPARK_TRY(const auto plans, backtest::plans_of(asked));
    SPARK_TRY(const auto outcome, backtest::run_case(asked, plans));
    const auto timeline = backtest::timeline_of(asked);
    SPARK_TRY(const auto curve, backtest::equity_of_case(asked, timeline, outcome));
    SPARK_TRY(const auto metrics,
              backtest::measure({.open_time_ns = timeline.open_time_ns,
                                 .outcome = outcome,
                                 .curve = curve,
                                 .exposure = backtest::exposure_of_case(timeline, outcome),
                                 .buy_hold_return = backtest::buy_hold_of(input.candles, plans[0].warm_up_bars)}));
    SetOutcome made{.figures = {.trades = metrics.trades,
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
                                .sortino = metrics.sortino},
                    .details = {.sqn = metrics.sqn,
                                .cagr = metrics.cagr,
                                .max_drawdown_bars = metrics.max_drawdown_bars,
                                .exposure = metrics.exposure,
                                .buy_hold_return = metrics.buy_hold_return},
                    .result_hash = {}};
    SPARK_TRY(made.result_hash,
              crypto::Sha256Digest::parse(std::string_view(backtest::result_hash(outcome)).substr(7)));
    return made;
}

std::string text_of(const SetOutcome& set) {
    return fmt::format(
        "trades {} wins {} rejected {} net {} fees {} equity {} drawdown {} bars {} exposure {} sqn {} sharpe {} "
        "refusal '{}' hash {}",
        set.figures.trades, set.figures.wins, set.figures.rejected, to_text(set.figures.net), to_text(set.figures.fees),
        to_text(set.figures.final_equity), set.figures.max_drawdown_pct, set.details.max_drawdown_bars,
        set.details.exposure, set.details.sqn.value_or(-1), set.figures.sharpe.value_or(-1), set.refusal,
        set.result_hash.hex().substr(0, 8));
}

struct Seen {
    std::int64_t sets = 0;
    std::int64_t trades = 0;
    std::int64_t refused = 0;
    std::int64_t rejected = 0;
    std::int64_t sharpes = 0;
};

void expect_as_alone(const SweepInput& input, const strategy::Definition& definition, std::span<const SetValues> sets,
                     std::span<const SetOutcome> outcomes, const std::string& note, Seen& seen) {
    for (std::size_t index = 0; index < sets.size(); ++index) {
        const auto expected = alone(input, definition, sets[index]);
        const SetOutcome& found = outcomes[index];
        ++seen.sets;
        if (!expected) {
            ++seen.refused;
            ASSERT_EQ(found.refusal, expected.error().message) << note << " set " << index;
            ASSERT_EQ(found.figures, SetFigures{}) << note;
            continue;
        }
        ASSERT_TRUE(found.figures == expected->figures && found.details == expected->details &&
                    found.result_hash == expected->result_hash && found.refusal.empty())
            << note << " set " << index << "\nfound    " << text_of(found) << "\nexpected " << text_of(*expected);
        seen.trades += found.figures.trades;
        seen.rejected += found.figures.rejected;
        seen.sharpes += found.figures.sharpe ? 1 : 0;
    }
}

/// Those of the set alone, where they were not asked for and must be empty.
void add_details(const SweepInput& input, const strategy::Definition& definition, std::span<const SetValues> sets,
                 std::span<SetOutcome> outcomes) {
    for (std::size_t index = 0; index < sets.size(); ++index) {
        EXPECT_EQ(outcomes[index].details, SetDetails{});
        if (const auto expected = alone(input, definition, sets[index])) outcomes[index].details = expected->details;
    }
}

/// Several sets in one call, then the same in another order by another runner: what was run before must not matter.
void compare_runs(std::uint64_t first_seed, std::uint64_t count) {
    Seen seen;
    for (std::uint64_t seed = first_seed; seed < first_seed + count; ++seed) {
        Draw draw(seed);
        const market::CandleTable table = testing::any_days(draw, static_cast<std::size_t>(20 + draw.below(400)));
        const testing::RandomStrategy strategy = testing::any_strategy(draw);
        const auto loaded = strategy::load_definition(strategy.text, "random.toml", strategy::DocumentSyntax::toml);
        ASSERT_TRUE(loaded.has_value()) << loaded.error().place << " " << loaded.error().message << strategy.text;
        const SweepInput input{.candles = table.columns(), .rules = testing::any_rules(draw)};
        std::vector<SetValues> sets = testing::any_sets(draw, loaded->parameters(), 6);
        const auto prepared = PreparedSweep::prepare(input, *loaded, {.result_hash = true, .details = true});
        ASSERT_TRUE(prepared.has_value()) << prepared.error().message;
        SetRunner runner(*prepared);
        const std::string note = fmt::format("seed {}\n{}", seed, strategy.text);
        for (int round = 0; round < 2; ++round) {
            std::vector<SetOutcome> outcomes(sets.size());
            ASSERT_TRUE(runner.run(sets, outcomes).has_value());
            expect_as_alone(input, *loaded, sets, outcomes, note, seen);
            if (testing::Test::HasFatalFailure()) return;
            std::ranges::reverse(sets);
        }
    }
    EXPECT_GT(seen.trades, seen.sets) << "the random documents hardly trade";
    EXPECT_GT(seen.refused, 0);
    EXPECT_GT(seen.rejected, 0);
    EXPECT_GT(seen.sharpes, seen.sets / 10);
}

TEST(SetRunner, gives_sets_of_random_documents_what_each_gives_alone) { compare_runs(1, 300); }
TEST(SetRunnerSlow, gives_sets_of_random_documents_what_each_gives_alone) { compare_runs(1'000'000, 20'000); }

TEST(SetRunner, gives_built_in_strategies_of_every_kind_what_each_gives_alone) {
    Seen seen;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Draw draw(seed);
        const market::CandleTable table = testing::any_days(draw, static_cast<std::size_t>(100 + draw.below(700)));
        for (const std::string_view name : strategy::built_in_names()) {
            const strategy::Definition definition = *strategy::find_built_in(name);
            SweepInput input{.candles = table.columns(), .rules = testing::any_rules(draw)};
            input.timeframe = *Timeframe::parse("1h");
            input.rules.bar_length_ns = input.timeframe->length_ns();
            const std::vector<SetValues> sets = testing::any_sets(draw, definition.parameters(), 3);
            const auto prepared = PreparedSweep::prepare(input, definition, {.result_hash = true, .details = true});
            ASSERT_TRUE(prepared.has_value()) << prepared.error().message;
            std::vector<SetOutcome> outcomes(sets.size());

            ASSERT_TRUE(SetRunner(*prepared).run(sets, outcomes).has_value());

            expect_as_alone(input, definition, sets, outcomes, fmt::format("seed {} {}", seed, definition.name()),
                            seen);
            if (testing::Test::HasFatalFailure()) return;
        }
    }
    EXPECT_GT(seen.trades, seen.sets);
}

TEST(SetRunner, gives_random_crossings_their_figures_details_and_hashes) {
    Seen seen;
    const strategy::Definition definition = *strategy::find_built_in("smaCross");
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        Draw draw(seed);
        const auto bars = static_cast<std::size_t>(draw.one_in(5) ? 4'000 + draw.below(9'000) : 30 + draw.below(900));
        const market::CandleTable table = testing::any_days(draw, bars);
        const SweepInput input{.candles = table.columns(), .rules = testing::any_rules(draw)};
        std::vector<SetValues> sets;
        for (int index = 0; index < 9; ++index) {
            const std::int64_t fast = 1 + draw.below(30);
            sets.push_back({fast, fast + (draw.one_in(9) ? -1 : 1) + draw.below(40), 0, 0, 1, 0});
            if (draw.one_in(6)) sets.back()[2] = (1 + draw.below(9)) * units_per_one;
            if (draw.one_in(6)) sets.back()[5] = 1;
        }
        for (const bool details : {false, true}) {
            const auto prepared = PreparedSweep::prepare(input, definition, {.result_hash = true, .details = details});
            ASSERT_TRUE(prepared.has_value());
            std::vector<SetOutcome> outcomes(sets.size());
            SetRunner runner(*prepared);

            ASSERT_TRUE(runner.run(sets, outcomes).has_value());

            if (!details) add_details(input, definition, sets, outcomes);
            expect_as_alone(input, definition, sets, outcomes, fmt::format("seed {}", seed), seen);
            if (testing::Test::HasFatalFailure()) return;
        }
    }
    EXPECT_GT(seen.trades, 10 * seen.sets);
    EXPECT_GT(seen.rejected, 0);
}

std::vector<SetValues> crossing_grid(std::int64_t fast_last, std::int64_t slow_last) {
    std::vector<SetValues> sets;
    for (std::int64_t fast = 2; fast <= fast_last; ++fast)
        for (std::int64_t slow = fast + 1; slow <= slow_last; ++slow) sets.push_back({fast, slow, 0, 0, 1, 0});
    return sets;
}

TEST(SetRunner, has_the_same_outcomes_from_any_number_of_threads) {
    Draw draw(5);
    const market::CandleTable table = testing::any_days(draw, 5'000);
    const auto prepared = *PreparedSweep::prepare({.candles = table.columns()}, *strategy::find_built_in("smaCross"),
                                                  {.result_hash = true, .details = true});
    const std::vector<SetValues> sets = crossing_grid(12, 30);
    std::vector<SetOutcome> at_once(sets.size());
    ASSERT_TRUE(SetRunner(prepared).run(sets, at_once).has_value());
    std::vector<SetOutcome> shared(sets.size());

    {
        std::vector<std::jthread> threads;
        for (std::size_t part = 0; part < 4; ++part) {
            threads.emplace_back([&, part] {
                SetRunner runner(prepared);
                for (std::size_t first = part * 16; first < sets.size(); first += 64) {
                    const std::size_t count = std::min<std::size_t>(16, sets.size() - first);
                    EXPECT_TRUE(
                        runner.run(std::span(sets).subspan(first, count), std::span(shared).subspan(first, count)));
                }
            });
        }
    }

    for (std::size_t index = 0; index < sets.size(); ++index)
        EXPECT_TRUE(at_once[index].figures == shared[index].figures &&
                    at_once[index].details == shared[index].details &&
                    at_once[index].result_hash == shared[index].result_hash)
            << index;
}

TEST(SetRunner, leaves_out_what_is_not_asked_for) {
    Draw draw(6);
    const market::CandleTable table = testing::any_days(draw, 900);
    const std::vector<SetValues> sets = crossing_grid(4, 9);
    std::vector<SetOutcome> all(sets.size());
    std::vector<SetOutcome> bare(sets.size());
    const auto definition = *strategy::find_built_in("smaCross");
    const SweepInput input{.candles = table.columns()};
    const auto asks_all = *PreparedSweep::prepare(input, definition, {.result_hash = true, .details = true});
    const auto asks_none = *PreparedSweep::prepare(input, definition, {.result_hash = false, .details = false});

    ASSERT_TRUE(SetRunner(asks_all).run(sets, all).has_value());
    ASSERT_TRUE(SetRunner(asks_none).run(sets, bare).has_value());

    for (std::size_t index = 0; index < sets.size(); ++index) {
        EXPECT_EQ(all[index].figures, bare[index].figures);
        EXPECT_EQ(bare[index].result_hash, crypto::Sha256Digest{});
        EXPECT_NE(all[index].result_hash, crypto::Sha256Digest{});
    }
}

TEST(SetRunner, gives_the_equity_at_the_end_of_every_day_of_a_set) {
    Draw draw(7);
    const market::CandleTable table = testing::any_days(draw, 900);
    const SweepInput input{.candles = table.columns()};
    for (const std::string_view name : {"smaCross", "rsi", "scalper"}) {
        const auto prepared = *PreparedSweep::prepare(input, *strategy::find_built_in(name), {});
        const SetValues values = *strategy::resolve_parameters(prepared.definition().parameters(), {});
        SetRunner runner(prepared);

        const auto daily = runner.daily_equity(values);

        const auto outcome = runner.outcome(values);
        ASSERT_TRUE(daily.has_value() && outcome.has_value()) << name;
        const auto expected =
            backtest::daily_equity(table.open_time_ns, *backtest::equity_curve(table.columns(), *outcome));
        EXPECT_EQ(*daily, expected.equity) << name;
        EXPECT_TRUE(std::ranges::equal(prepared.day_start_ns(), expected.day_start_ns)) << name;
        EXPECT_GT(outcome->trades.size(), 1U) << name;
    }
}

TEST(SetRunner, gives_the_days_of_many_sets_as_of_each_alone) {
    std::size_t refused = 0;
    std::size_t run = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Draw draw(seed);
        const market::CandleTable table = testing::any_days(draw, static_cast<std::size_t>(30 + draw.below(3'000)));
        const SweepInput input{.candles = table.columns(), .rules = testing::any_rules(draw)};
        const auto prepared = *PreparedSweep::prepare(input, *strategy::find_built_in("smaCross"), {});
        std::vector<SetValues> sets;
        for (int index = 0; index < 40; ++index) {
            const std::int64_t fast = 1 + draw.below(30);
            sets.push_back({fast, fast + (draw.one_in(9) ? -1 : 1) + draw.below(40), 0, 0, 1, draw.one_in(6) ? 1 : 0});
        }
        SetRunner runner(prepared);

        const auto found = runner.daily_equities(sets);

        ASSERT_TRUE(found.has_value()) << seed;
        ASSERT_EQ(found->size(), sets.size());
        for (std::size_t index = 0; index < sets.size(); ++index) {
            const auto alone = runner.daily_equity(sets[index]);
            ASSERT_EQ((*found)[index], alone ? *alone : std::vector<std::int64_t>{}) << seed << " set " << index;
            ++(alone ? run : refused);
        }
    }
    EXPECT_GT(run, 1'000U);
    EXPECT_GT(refused, 10U);
}

TEST(SetRunner, stops_when_progress_says_so) {
    Draw draw(8);
    const market::CandleTable table = testing::any_days(draw, 300);
    for (const std::string_view name : {"smaCross", "rsi"}) {
        const auto prepared = *PreparedSweep::prepare({.candles = table.columns()}, *strategy::find_built_in(name), {});
        const SetValues values = *strategy::resolve_parameters(prepared.definition().parameters(), {});
        const std::vector<SetValues> sets(40, values);
        std::vector<SetOutcome> outcomes(sets.size());

        const auto stopped = SetRunner(prepared).run(sets, outcomes, [](std::size_t) { return false; });

        ASSERT_FALSE(stopped.has_value()) << name;
        EXPECT_EQ(stopped.error().fault, Fault::unavailable);
    }
}

TEST(PreparedSweep, refuses_no_bars_and_rules_out_of_bounds) {
    Draw draw(9);
    const market::CandleTable table = testing::any_days(draw, 50);
    backtest::RunRules wrong;
    wrong.leverage = 0;
    const auto definition = *strategy::find_built_in("rsi");

    EXPECT_FALSE(PreparedSweep::prepare({}, definition, {}).has_value());
    EXPECT_FALSE(PreparedSweep::prepare({.candles = table.columns(), .rules = wrong}, definition, {}).has_value());
    EXPECT_TRUE(PreparedSweep::prepare({.candles = table.columns()}, definition, {}).has_value());
}

TEST(SetRunnerOracle, has_the_ninety_cells_of_the_heat_map_of_bitcoin_days_to_the_last_digit) {
    const auto path = market::testing::shared_file("binance/klines_1d/BTCUSDT-1d-20170817-20241231.csv");
    const auto map = market::testing::shared_file("oracles/heatmaps/sma_grid_BTCUSDT_1d_2017_2024.json");
    if (!path || !map) GTEST_SKIP() << "SPARK_SHARED has no oracles/heatmaps";
    const market::CandleTable table = market::testing::candles_of(*path, market::testing::binance_shape);
    std::ostringstream text;
    text << std::ifstream(*map).rdbuf();
    const wire::Json document = *wire::parse_json(text.str());
    const auto cells = *document.find("cells")->as_array();
    std::vector<SetValues> sets;
    for (const wire::Json& cell : cells)
        sets.push_back({*cell.find("fast")->as_int64(), *cell.find("slow")->as_int64(), 0, 0, 1, 0});
    const SweepInput input{.candles = table.columns()};
    const auto definition = *strategy::find_built_in("smaCross");
    const auto prepared = *PreparedSweep::prepare(input, definition, {.result_hash = true, .details = true});
    std::vector<SetOutcome> outcomes(sets.size());

    ASSERT_TRUE(SetRunner(prepared).run(sets, outcomes).has_value());

    ASSERT_EQ(outcomes.size(), 90U);
    for (std::size_t index = 0; index < cells.size(); ++index) {
        const SetFigures& figures = outcomes[index].figures;
        EXPECT_EQ(figures.trades, *cells[index].find("trades")->as_int64()) << index;
        EXPECT_EQ(figures.net.units(), parse_units(*cells[index].find("net_pnl")->as_string())->units) << index;
        EXPECT_NEAR(*figures.sharpe, *cells[index].find("sharpe_btpy")->as_double(), 1e-9);
        EXPECT_NEAR(figures.max_drawdown_pct, *cells[index].find("maxdd_pct_btpy")->as_double(), 1e-9);
        EXPECT_EQ(outcomes[index].result_hash, alone(input, definition, sets[index])->result_hash) << index;
    }
}

}  // namespace
}  // namespace spark::sweep
