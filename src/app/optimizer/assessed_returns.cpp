#include "app/optimizer/assessed_returns.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "app/optimizer/set_pool.hpp"
#include "engine/robustness/data_snooping.hpp"
#include "engine/robustness/effective_trials.hpp"
#include "engine/robustness/monte_carlo.hpp"
#include "engine/robustness/overfitting_probability.hpp"
#include "engine/robustness/sharpe_tests.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/strategy/parameter.hpp"
#include "foundation/base/assert.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;

/// More sets say hardly more about a search, and every test below is linear in them.
constexpr std::size_t sets_max = 2'000;
/// Days × sets of the table: 16 MiB, and at 1,000 replications about two seconds.
constexpr std::size_t cells_max = 2'000'000;
constexpr std::size_t replications = 1'000;
constexpr double skip_probability = 0.1;
constexpr std::size_t fan_points = 60;  ///< Enough for a picture; four fans stand in every assessment.

Json number_or_null(std::optional<double> number) { return number ? Json(*number) : Json(nullptr); }
double approx(Notional amount) { return static_cast<double>(amount.units()) / static_cast<double>(units_per_one); }

/// Daily returns of a sample of the sets.
struct SampledReturns {
    std::vector<std::vector<double>> columns;
    std::size_t best = 0;  ///< The column of the best point.
    int periods_per_year = 365;
};

Result<SampledReturns> sampled_returns(const Bench& bench, const AssessedSets& sets, const Follower& follower) {
    sweep::SweepNeeds needs;
    needs.result_hash = false;
    SPARK_TRY(const sweep::PreparedSweep prepared,
              sweep::PreparedSweep::prepare(bench.input(0, bench.bars), bench.definition(), needs));
    const std::size_t days = std::max<std::size_t>(prepared.day_start_ns().size(), 1);
    const auto numbers = sample_of(sets, std::clamp<std::size_t>(cells_max / days, 2, sets_max));
    std::vector<sweep::SetValues> values;
    values.reserve(numbers.size());
    for (const std::uint64_t number : numbers) {
        const auto point = sets.map.point(*sets.map.find_number(number));
        values.push_back(bench.space->values({point.begin(), point.end()}));
    }
    SPARK_TRY(const auto equities, run_days(bench, prepared, values, follower));
    const Notional cash = bench.loaded.asked().rules.cash;
    SampledReturns made;
    made.periods_per_year = prepared.periods_per_year();
    for (std::size_t index = 0; index < equities.size(); ++index) {
        if (numbers[index] == sets.finalists.front().row.number) made.best = made.columns.size();
        // A refused set tried nothing.
        if (!equities[index].empty()) made.columns.push_back(returns_of_days(equities[index], cash));
    }
    return made;
}

/// What buying at the first bar and holding brings with the order's cash, size and costs: the built-in buyHold. None
/// where the rules refuse it (no cash for the size, say).
Result<std::vector<double>> buy_hold_returns(const Bench& bench) {
    const auto definition = strategy::find_built_in("buyHold");
    SPARK_ASSERT(definition.has_value());
    SPARK_TRY(const sweep::SetValues values, strategy::resolve_parameters(definition->parameters(), {}));
    SPARK_TRY(const sweep::PreparedSweep prepared,
              sweep::PreparedSweep::prepare(bench.input(0, bench.bars), *definition, {}));
    SPARK_TRY(const auto equity, sweep::SetRunner(prepared).daily_equity(values));
    return returns_of_days(equity, bench.loaded.asked().rules.cash);
}

Json sharpe_json(const Bench& bench, const AssessedSets& sets, const SampledReturns& sampled,
                 const robustness::ReturnTable& table, std::uint64_t looks, std::optional<double>& dsr) {
    const auto record = robustness::sharpe_record(sampled.columns[sampled.best]);
    if (!record) return nullptr;
    const robustness::EffectiveTrials effective = robustness::effective_trials(table);
    const auto ran = static_cast<double>(sets.ran);
    // The sample's average correlation holds for all sets; each look at the holdout let one choose once more.
    const double correlation = effective.average_correlation;
    const double trials =
        std::max(1.0, correlation + (1 - correlation) * ran) * static_cast<double>(std::max<std::uint64_t>(looks, 1));
    const double variance = robustness::sharpe_variance(table);
    const auto deflated = robustness::deflated_sharpe(*record, trials, variance);
    if (deflated) dsr = deflated->probability;
    // As if all sets were independent: the harshest reading, told beside the one that is judged.
    const double all = std::max(1.0, ran) * static_cast<double>(std::max<std::uint64_t>(looks, 1));
    const auto harshest = robustness::deflated_sharpe(*record, all, variance);
    const double year = std::sqrt(static_cast<double>(sampled.periods_per_year));
    return Json::object()
        .set("daily", record->sharpe)
        .set("annual", record->sharpe * year)
        .set("days", record->periods)
        .set("skewness", record->skew)
        .set("kurtosis", record->kurtosis)
        .set("psr", number_or_null(statistics::probabilistic_sharpe(*record, 0)))
        .set("dsr", number_or_null(dsr))
        .set("dsr_all_sets", harshest ? Json(harshest->probability) : Json(nullptr))
        .set("trials", sets.ran)
        .set("effective_trials", trials)
        .set("average_correlation", correlation)
        .set("looks", looks)
        .set("sets_sampled", table.sets())
        .set("expected_max_daily", deflated ? Json(deflated->expected_max) : Json(nullptr))
        .set("expected_max_annual", deflated ? Json(deflated->expected_max * year) : Json(nullptr))
        .set("objective_is", bench.order.objective);
}

Json overfitting_json(const robustness::OverfittingProbability& found) {
    return Json::object()
        .set("pbo", found.probability)
        .set("blocks", found.blocks)
        .set("combinations", found.splits.size())
        .set("sets", found.sets)
        .set("days", found.periods)
        .set("loss_probability", found.loss_probability)
        .set("logit_median", found.logit_median)
        .set("slope", found.slope)
        .set("intercept", found.intercept)
        .set("determination", found.determination)
        .set("dominates_first_order", found.dominates_first_order)
        .set("dominates_second_order", found.dominates_second_order);
}

Json snooping_json(const robustness::SnoopingTest& found, std::string_view benchmark) {
    return Json::object()
        .set("benchmark", benchmark)
        .set("reality_check_p", found.reality_check)
        .set("spa_p", found.spa_consistent)
        .set("spa_p_lower", found.spa_lower)
        .set("spa_p_upper", found.spa_upper)
        .set("sets", found.sets)
        .set("block_length_days", found.block_length)
        .set("replications", found.replications);
}

/// How many of the sets that ran the tests saw.
Json sample_json(const AssessedSets& sets, const robustness::ReturnTable& table) {
    return Json::object()
        .set("sets_run", sets.ran)
        .set("sets_tested", table.sets())
        .set("is_sample", table.sets() < sets.ran);
}

/// The tests that look at all sets at once.
Result<void> test_selection(const Bench& bench, const SampledReturns& sampled, const robustness::ReturnTable& table,
                            const Rng& seed, const Follower& follower, AssessedReturns& made,
                            std::vector<MissingPart>& missing) {
    const robustness::Progress progress = [&](std::size_t) { return !follower.is_cancelled(); };
    const std::size_t days = sampled.columns[sampled.best].size();
    robustness::CrossValidation options;
    while (options.blocks > 4 && days / options.blocks < 5) options.blocks -= 2;
    auto overfitting = robustness::overfitting_probability(table, options, progress);
    if (!overfitting && overfitting.error().fault != Fault::invalid_input) return fail(std::move(overfitting).error());
    if (overfitting) {
        made.pbo = overfitting->probability;
        made.loss_probability = overfitting->loss_probability;
        made.overfitting = overfitting_json(*overfitting);
    } else {
        missing.push_back({"overfitting", overfitting.error().message, "aşırı uyum olasılığı için veri yetersiz"});
    }
    Rng rng = seed.split(1);
    const robustness::SnoopingOptions snooping_options{.replications = replications};
    auto snooping = robustness::data_snooping(table, {}, snooping_options, rng, progress);
    if (!snooping && snooping.error().fault != Fault::invalid_input) return fail(std::move(snooping).error());
    if (!snooping) {
        missing.push_back({"data_snooping", snooping.error().message, "seçim sınaması için veri yetersiz"});
        return {};
    }
    made.spa_p = snooping->spa_consistent;
    made.data_snooping = snooping_json(*snooping, "cash");
    const auto held = buy_hold_returns(bench);
    if (!held && held.error().fault != Fault::invalid_input) return fail(held.error());
    if (!held) {
        missing.push_back({"buy_hold", held.error().message, "al ve tut bu kurallarla çalışmıyor"});
        made.data_snooping.set("against_buy_hold", nullptr);
        return {};
    }
    Rng other_rng = seed.split(2);
    SPARK_TRY(const auto against, robustness::data_snooping(table, *held, snooping_options, other_rng, progress));
    double kept = 1;
    for (const double day : *held) kept *= 1 + day;
    made.data_snooping.set("against_buy_hold", snooping_json(against, "buy_hold").set("buy_hold_return", kept - 1));
    return {};
}

std::vector<robustness::TradeOutcome> trades_of(const backtest::RunOutcome& run) {
    std::vector<robustness::TradeOutcome> trades;
    for (const portfolio::ClosedTrade& trade : run.trades) {
        const double entry = approx(trade.entry_value);
        const double exit = trade.side == Side::buy ? entry + approx(trade.gross) : entry - approx(trade.gross);
        trades.push_back({.net = approx(trade.net), .turnover = entry + exit});
    }
    return trades;
}

Json bands_json(const robustness::Bands& bands) {
    return Json::object()
        .set("p5", bands.p5)
        .set("p25", bands.p25)
        .set("p50", bands.p50)
        .set("p75", bands.p75)
        .set("p95", bands.p95);
}

Json fan_json(const std::vector<robustness::FanPoint>& fan) {
    Json list = Json::array();
    for (const robustness::FanPoint& point : fan) list.push(bands_json(point.equity).set("trades", point.trade));
    return list;
}

Json monte_carlo_json(const robustness::MonteCarlo& found) {
    return Json::object()
        .set("final_equity", bands_json(found.final_equity))
        .set("max_drawdown", bands_json(found.max_drawdown))
        .set("ruin_probability", found.ruin_probability)
        .set("loss_probability", found.loss_probability)
        .set("worse_drawdown_share", found.worse_drawdown_share)
        .set("fan", fan_json(found.fan));
}

Result<Json> monte_carlo_of(std::span<const robustness::TradeOutcome> trades, double starting_equity, const Rng& seed,
                            const Follower& follower) {
    const robustness::Progress progress = [&](std::size_t) { return !follower.is_cancelled(); };
    struct Kind {
        std::string_view name;
        robustness::MonteCarloOptions options;
    };
    std::vector<Kind> kinds(4);
    kinds[0] = {"shuffled", {.order = robustness::TradeOrder::shuffled}};
    kinds[1] = {"resampled", {.order = robustness::TradeOrder::resampled}};
    kinds[2] = {"block_resampled", {.order = robustness::TradeOrder::block_resampled}};
    kinds[3] = {"skipped", {.order = robustness::TradeOrder::as_traded, .skip_probability = skip_probability}};
    Json json = Json::object();
    json.set("trades", trades.size()).set("runs", kinds[0].options.runs).set("skip_probability", skip_probability);
    for (std::size_t index = 0; index < kinds.size(); ++index) {
        kinds[index].options.starting_equity = starting_equity;
        kinds[index].options.fan_points = fan_points;
        Rng rng = seed.split(10 + index);
        SPARK_TRY(const auto found, robustness::monte_carlo(trades, kinds[index].options, rng, progress));
        if (index == 0) {
            json.set("final_equity_as_traded", found.final_equity_as_traded);
            json.set("max_drawdown_as_traded", found.max_drawdown_as_traded);
        }
        json.set(std::string(kinds[index].name), monte_carlo_json(found));
    }
    return json;
}

Json costs_json(const Finalist& best, std::span<const robustness::TradeOutcome> trades,
                std::optional<double>& break_even_factor) {
    const sweep::SetFigures& figures = best.row.outcome.figures;
    const double fees = approx(figures.fees);
    const double gross = approx(figures.gross);
    if (fees > 0) break_even_factor = std::max(0.0, gross / fees);
    return Json::object()
        .set("gross_pnl", gross)
        .set("fees", fees)
        .set("net_pnl_as_asked", gross - fees)
        .set("net_pnl_fees_doubled", gross - 2 * fees)
        .set("break_even_factor", number_or_null(break_even_factor))
        .set("break_even_extra_bps", number_or_null(robustness::break_even_cost_bps(trades)));
}

}  // namespace

std::vector<double> returns_of_days(std::span<const std::int64_t> equity, Notional cash) {
    std::vector<double> returns;
    returns.reserve(equity.size());
    std::int64_t before = cash.units();
    for (const std::int64_t now : equity) {
        returns.push_back(before > 0 ? static_cast<double>(now) / static_cast<double>(before) - 1 : 0);
        before = now;
    }
    return returns;
}

Result<AssessedReturns> assessed_returns(const Bench& bench, const AssessedSets& sets, std::uint64_t looks,
                                         const Follower& follower, std::vector<MissingPart>& missing) {
    SPARK_ASSERT(!sets.finalists.empty());
    AssessedReturns made;
    const Rng seed(bench.order.seed);
    SPARK_TRY(const SampledReturns sampled, sampled_returns(bench, sets, follower));
    auto table = robustness::ReturnTable::of_columns(sampled.columns);
    if (!table) return fail(std::move(table).error());
    made.sharpe = sharpe_json(bench, sets, sampled, *table, looks, made.dsr);
    if (made.sharpe.is_null())
        missing.push_back(
            {"sharpe", "the best set's daily returns do not vary", "en iyi kümenin günlük getirisi değişmiyor"});
    made.sample = sample_json(sets, *table);
    SPARK_TRY(test_selection(bench, sampled, *table, seed, follower, made, missing));
    SPARK_TRY(const sweep::PreparedSweep prepared,
              sweep::PreparedSweep::prepare(bench.input(0, bench.bars), bench.definition(), {}));
    sweep::SetRunner runner(prepared);
    SPARK_TRY(const backtest::RunOutcome run, runner.outcome(sets.finalists.front().values));
    const auto trades = trades_of(run);
    made.costs = costs_json(sets.finalists.front(), trades, made.break_even_cost_factor);
    if (trades.empty()) {
        missing.push_back({"monte_carlo", "the best set closed no trade", "en iyi küme hiç işlem kapatmadı"});
        return made;
    }
    SPARK_TRY(made.monte_carlo, monte_carlo_of(trades, approx(bench.loaded.asked().rules.cash), seed, follower));
    return made;
}

}  // namespace spark::optimizer
