#include "app/optimizer/walk_forward.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "app/optimizer/set_pool.hpp"
#include "app/optimizer/window_search.hpp"
#include "engine/robustness/monte_carlo.hpp"
#include "engine/robustness/sharpe_tests.hpp"
#include "foundation/base/assert.hpp"

namespace spark::optimizer {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;
/// Corners of the space that are asked for their warm-up.
constexpr std::size_t corner_axes_max = 8;

Result<robustness::WalkForwardRules> rules_of(const Bench& bench) {
    const WalkForwardOrder& order = *bench.order.walk_forward;
    robustness::WalkForwardRules rules;
    rules.is_anchored = order.is_anchored;
    rules.folds = order.folds;
    SPARK_TRY(rules.test, robustness::parse_stretch(order.test_length));
    if (!order.train_length.empty()) {
        SPARK_TRY(rules.train, robustness::parse_stretch(order.train_length));
    }
    rules.embargo_bars = static_cast<std::size_t>(std::max<std::int64_t>(order.embargo_bars, 0));
    return rules;
}

/// The longest warm-up among the corners of the space: sets that can be run. 0 when none can.
std::size_t longest_warm_up(const Bench& bench) {
    const sweep::SweepInput input = bench.input(0, bench.bars);
    const auto axes = bench.space->axes();
    const std::size_t turning = std::min(axes.size(), corner_axes_max);
    std::size_t longest = 0;
    for (std::size_t corner = 0; corner < (std::size_t{1} << turning); ++corner) {
        search::Point point;
        for (std::size_t axis = 0; axis < axes.size(); ++axis) {
            const bool is_last = axis >= turning || ((corner >> axis) & 1U) != 0;
            point.push_back(is_last ? static_cast<std::uint32_t>(axes[axis].count() - 1) : 0U);
        }
        const auto warm_up = warm_up_of(input, bench.definition(), bench.space->values(point));
        if (warm_up) longest = std::max(longest, *warm_up);
    }
    return longest;
}

/// Mean return of a day over the pieces.
Result<double> daily_return(const Bench& bench, std::span<const robustness::BarRange> pieces,
                            const sweep::SetValues& values) {
    double sum = 0;
    std::size_t days = 0;
    for (const robustness::BarRange& piece : pieces) {
        SPARK_TRY(const sweep::PreparedSweep prepared,
                  sweep::PreparedSweep::prepare(bench.input(piece.first, piece.last), bench.definition(), {}));
        sweep::SetRunner runner(prepared);
        SPARK_TRY(const std::vector<std::int64_t> equity, runner.daily_equity(values));
        std::int64_t before = bench.loaded.asked().rules.cash.units();
        for (const std::int64_t now : equity) {
            if (before <= 0) break;
            sum += static_cast<double>(now) / static_cast<double>(before) - 1;
            before = now;
            ++days;
        }
    }
    return days == 0 ? 0 : sum / static_cast<double>(days);
}

Result<PartRun> test_window(const Bench& bench, const robustness::BarRange& test, const sweep::SetValues& values) {
    // The signal on the last bar before the window fills on its first open, so one bar more than the warm-up.
    std::size_t first = 0;
    if (const auto warm_up = warm_up_of(bench.input(0, test.last), bench.definition(), values); warm_up)
        first = test.first - std::min(test.first, *warm_up + 1);
    if (bench.definition().is_worker()) first = test.first;
    sweep::SweepInput input = bench.input(first, test.last);
    input.rules.close_at_end = true;
    SPARK_TRY(const sweep::PreparedSweep prepared, sweep::PreparedSweep::prepare(input, bench.definition(), {}));
    sweep::SetRunner runner(prepared);
    SPARK_TRY(const backtest::RunOutcome run, runner.outcome(values));
    return part_of_run(input, run, {test.first - first, test.last - first});
}

/// How far apart two sets are: each axis as long as 1, choices 0 or 1.
double distance_of(const Bench& bench, const search::Point& a, const search::Point& b) {
    const auto axes = bench.space->axes();
    double sum = 0;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        if (a[axis] == b[axis]) continue;
        const double apart = std::abs(static_cast<double>(a[axis]) - static_cast<double>(b[axis]));
        sum += axes[axis].is_ordered() ? apart / static_cast<double>(axes[axis].count() - 1) : 1.0;
    }
    return sum / static_cast<double>(axes.size());
}

/// Appends the window's equity to what the windows before it came to.
void chain(WalkForward& walk, const WalkFold& fold, std::span<const std::int64_t> open_time_ns) {
    const double base = walk.equity.empty() ? 1.0 : walk.equity.back();
    for (std::size_t bar = fold.bars.test.first; bar < fold.bars.test.last; ++bar) {
        walk.open_time_ns.push_back(open_time_ns[bar]);
        double grown = 1;
        if (fold.test && fold.test->equity_before > 0)
            grown = static_cast<double>(fold.test->equity[bar - fold.bars.test.first]) /
                    static_cast<double>(fold.test->equity_before);
        walk.equity.push_back(base * grown);
    }
    if (fold.test) walk.trades += fold.test->outcome.figures.trades;
}

std::vector<double> daily_returns(const WalkForward& walk) {
    std::vector<double> returns;
    double before = 1;
    for (std::size_t bar = 0; bar < walk.equity.size(); ++bar) {
        const bool ends_day =
            bar + 1 == walk.equity.size() || walk.open_time_ns[bar] / day_ns != walk.open_time_ns[bar + 1] / day_ns;
        if (!ends_day) continue;
        returns.push_back(before > 0 ? walk.equity[bar] / before - 1 : 0);
        before = walk.equity[bar];
    }
    return returns;
}

void sum_up(WalkForward& walk, int periods_per_year) {
    walk.total_return = walk.equity.back() - 1;
    std::vector<double> with_start{1.0};
    with_start.insert(with_start.end(), walk.equity.begin(), walk.equity.end());
    walk.max_drawdown_pct = 100 * robustness::deepest_fall(with_start);
    const std::vector<double> returns = daily_returns(walk);
    if (const auto record = robustness::sharpe_record(returns))
        walk.sharpe = record->sharpe * std::sqrt(static_cast<double>(periods_per_year));
    double out_of_sample = 0;
    for (const double each : returns) out_of_sample += each / static_cast<double>(returns.size());
    double in_sample = 0;
    for (const WalkFold& fold : walk.folds)
        in_sample += fold.train_daily_return / static_cast<double>(walk.folds.size());
    if (in_sample > 0) walk.efficiency = out_of_sample / in_sample;
}

}  // namespace

Result<std::size_t> warm_up_of(const sweep::SweepInput& input, const strategy::Definition& definition,
                               const sweep::SetValues& values) {
    if (definition.is_worker()) return 0;
    SPARK_TRY(
        const strategy::SignalPlan plan,
        definition.plan(
            {.candles = input.candles, .values = values, .timeframe = input.timeframe, .symbols = input.symbols}));
    return plan.warm_up_bars;
}

Result<WalkForward> walk_forward(const Bench& bench, const Follower& follower) {
    SPARK_ASSERT(bench.order.walk_forward.has_value());
    WalkForward walk;
    SPARK_TRY(walk.rules, rules_of(bench));
    const std::int64_t purge = bench.order.walk_forward->purge_bars;
    walk.rules.purge_bars = purge < 0 ? longest_warm_up(bench) : static_cast<std::size_t>(purge);
    const sweep::SweepInput whole = bench.input(0, bench.bars);
    const auto times = whole.candles.open_time_ns;
    const auto& timeframe = bench.loaded.asked().books.front().timeframe;
    const std::int64_t bar_ns = timeframe ? timeframe->length_ns() : 0;
    SPARK_TRY(auto folds, robustness::walk_forward_folds(times, bar_ns, walk.rules));
    Standing standing;
    standing.phase = "walk_forward";
    standing.expected = folds.size();
    standing.workers = assessment_threads(bench);
    for (robustness::Fold& bars : folds) {
        follower.standing(standing);
        WalkFold fold{.bars = std::move(bars)};
        SPARK_TRY(WindowSearch searched, search_window(bench, fold.bars.train, follower));
        fold.sets = searched.sets;
        if (searched.best) {
            fold.number = searched.best->number;
            fold.point = std::move(searched.best->point);
            fold.values = std::move(searched.best->values);
            fold.train_objective = searched.best->objective;
            SPARK_TRY(fold.train_daily_return, daily_return(bench, fold.bars.train, fold.values));
            auto test = test_window(bench, fold.bars.test, fold.values);
            // Too few bars for the set to warm up on: it would not have traded.
            if (!test && test.error().fault != Fault::invalid_input) return fail(std::move(test).error());
            if (test) {
                fold.test = *std::move(test);
                fold.test_objective = bench.objective->value(fold.test->outcome);
            }
            if (!walk.folds.empty() && walk.folds.back().number)
                fold.distance = distance_of(bench, walk.folds.back().point, fold.point);
        }
        chain(walk, fold, times);
        walk.folds.push_back(std::move(fold));
        ++standing.done;
    }
    SPARK_TRY(const sweep::PreparedSweep days, sweep::PreparedSweep::prepare(whole, bench.definition(), {}));
    sum_up(walk, days.periods_per_year());
    return walk;
}

}  // namespace spark::optimizer
