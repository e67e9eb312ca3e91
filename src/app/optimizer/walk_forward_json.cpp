#include <algorithm>
#include <set>
#include <utility>

#include "app/optimizer/walk_forward.hpp"
#include "app/verbs/backtest_document.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;

/// Points of the stitched equity that are kept: a chart's width.
constexpr std::size_t equity_points_max = 500;

Json number_or_null(std::optional<double> number) { return number ? Json(*number) : Json(nullptr); }

std::string time_of(std::int64_t ns) { return format_iso8601(wall_time_of_ns(ns)); }

Json test_json(const WalkFold& fold) {
    if (!fold.test) return nullptr;
    const sweep::SetFigures& figures = fold.test->outcome.figures;
    return Json::object()
        .set("objective", number_or_null(fold.test_objective))
        .set("total_return", fold.test->total_return)
        .set("net_pnl", to_text(figures.net))
        .set("trades", figures.trades)
        .set("sharpe", number_or_null(figures.sharpe))
        .set("max_drawdown_pct", figures.max_drawdown_pct);
}

Json fold_json(const WalkFold& fold, const Bench& bench, std::span<const std::int64_t> times, std::int64_t bar_ns) {
    Json train = Json::array();
    for (const robustness::BarRange& piece : fold.bars.train)
        train.push(Json::object()
                       .set("from", time_of(times[piece.first]))
                       .set("to", time_of(times[piece.last - 1] + bar_ns))
                       .set("bars", piece.size()));
    Json json = Json::object();
    json.set("train", std::move(train));
    json.set("test_from", time_of(times[fold.bars.test.first]));
    json.set("test_to", time_of(times[fold.bars.test.last - 1] + bar_ns));
    json.set("test_bars", fold.bars.test.size()).set("sets", fold.sets);
    json.set("number", fold.number ? Json(*fold.number) : Json(nullptr));
    json.set("params", fold.number ? verbs::parameters_json(bench.definition(), fold.values) : Json(nullptr));
    json.set("train_objective", fold.number ? Json(fold.train_objective) : Json(nullptr));
    json.set("train_daily_return", fold.number ? Json(fold.train_daily_return) : Json(nullptr));
    json.set("test", test_json(fold)).set("distance", fold.distance);
    return json;
}

/// What the folds chose of each parameter: one value or many.
Json stability_json(const WalkForward& walk, const Bench& bench) {
    Json list = Json::array();
    const auto axes = bench.space->axes();
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        std::set<std::uint32_t> places;
        Json values = Json::array();
        std::size_t changes = 0;
        std::optional<std::uint32_t> before;
        for (const WalkFold& fold : walk.folds) {
            if (!fold.number) {
                values.push(nullptr);
                continue;
            }
            const std::uint32_t place = fold.point[axis];
            values.push(axes[axis].value_text(place));
            if (before && *before != place) ++changes;
            before = place;
            places.insert(place);
        }
        Json row = Json::object().set("parameter", axes[axis].spec().name).set("values", std::move(values));
        row.set("distinct", places.size()).set("changes", changes);
        row.set("least", places.empty() ? Json(nullptr) : Json(axes[axis].value_text(*places.begin())));
        row.set("most", places.empty() ? Json(nullptr) : Json(axes[axis].value_text(*places.rbegin())));
        list.push(std::move(row));
    }
    return list;
}

Json equity_json(const WalkForward& walk) {
    Json list = Json::array();
    const std::size_t bars = walk.equity.size();
    const std::size_t points = std::min(bars, equity_points_max);
    for (std::size_t point = 0; point < points; ++point) {
        const std::size_t bar = (point + 1) * bars / points - 1;
        list.push(Json::object().set("time", time_of(walk.open_time_ns[bar])).set("equity", walk.equity[bar]));
    }
    return list;
}

}  // namespace

Json json_of(const WalkForward& walk, const Bench& bench) {
    const sweep::SweepInput whole = bench.input(0, bench.bars);
    const std::int64_t bar_ns = whole.timeframe ? whole.timeframe->length_ns() : 0;
    Json folds = Json::array();
    std::size_t earned = 0;
    double distance = 0;
    for (const WalkFold& fold : walk.folds) {
        folds.push(fold_json(fold, bench, whole.candles.open_time_ns, bar_ns));
        earned += fold.test && fold.test->total_return > 0 ? 1U : 0U;
        if (walk.folds.size() > 1) distance += fold.distance / static_cast<double>(walk.folds.size() - 1);
    }
    return Json::object()
        .set("is_anchored", walk.rules.is_anchored)
        .set("purge_bars", walk.rules.purge_bars)
        .set("embargo_bars", walk.rules.embargo_bars)
        .set("folds", std::move(folds))
        .set("folds_that_earned", earned)
        .set("stitched", Json::object()
                             .set("bars", walk.equity.size())
                             .set("total_return", walk.total_return)
                             .set("sharpe", number_or_null(walk.sharpe))
                             .set("max_drawdown_pct", walk.max_drawdown_pct)
                             .set("trades", walk.trades)
                             .set("equity", equity_json(walk)))
        .set("stability", stability_json(walk, bench))
        .set("mean_distance", distance)
        .set("efficiency", number_or_null(walk.efficiency));
}

}  // namespace spark::optimizer
