#include "app/optimizer/assessed_sets.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "engine/robustness/importance.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;

Json number_or_null(std::optional<double> number) { return number ? Json(*number) : Json(nullptr); }

std::vector<robustness::AxisShape> shapes_of(const Bench& bench) {
    std::vector<robustness::AxisShape> shapes;
    for (const search::Axis& axis : bench.space->axes())
        shapes.push_back({.count = static_cast<std::uint32_t>(axis.count()), .is_ordered = axis.is_ordered()});
    return shapes;
}

/// Rows by number, as compact as the map: rows come in the order they were done, and that differs from run to run.
struct RowsByNumber {
    std::vector<double> objectives;  ///< NaN: none.
    std::vector<std::uint32_t> points;
    std::vector<bool> is_there;
    std::uint64_t rows = 0;
    std::uint64_t ran = 0;

    void keep(const trials::TrialRow& row) {
        if (row.bars_share != 1) return;
        const std::size_t number = row.number;
        const std::size_t axes = row.point.size();
        if (number >= is_there.size()) {
            is_there.resize(number + 1, false);
            objectives.resize(number + 1, std::numeric_limits<double>::quiet_NaN());
            points.resize((number + 1) * axes);
        }
        is_there[number] = true;
        objectives[number] = row.objective.value_or(std::numeric_limits<double>::quiet_NaN());
        std::ranges::copy(row.point, points.begin() + static_cast<std::ptrdiff_t>(number * axes));
        ++rows;
        ran += row.outcome.refusal.empty() ? 1U : 0U;
    }
};

void fill(const RowsByNumber& rows, robustness::ObjectiveMap& map) {
    const std::size_t axes = map.axes().size();
    map.reserve(rows.rows);
    for (std::size_t number = 0; number < rows.is_there.size(); ++number) {
        if (!rows.is_there[number]) continue;
        const double value = rows.objectives[number];
        map.add(number, std::span(rows.points).subspan(number * axes, axes),
                value == value ? std::optional(value) : std::nullopt);
    }
    map.finish();
}

Result<Finalist> finalist_of(const Bench& bench, const trials::TrialFolder& trials, const AssessedSets& sets,
                             std::uint64_t number, std::uint64_t rank) {
    Finalist made;
    made.rank = rank;
    SPARK_TRY(made.row, trials.row(number));
    made.values = bench.space->values(made.row.point);
    const std::size_t set = *sets.map.find_number(number);
    made.plateau = robustness::plateau_of(sets.map, set, sets.rules);
    for (const std::size_t axis : robustness::edges_of(sets.map, set))
        made.edges.push_back(bench.space->axes()[axis].spec().name);
    return made;
}

}  // namespace

Result<AssessedSets> assessed_sets(const Bench& bench, const trials::TrialFolder& trials) {
    AssessedSets made{.map = robustness::ObjectiveMap(shapes_of(bench)), .rules = {}};
    {
        RowsByNumber rows;
        SPARK_TRY(trials.for_each([&](const trials::TrialRow& row) {
            rows.keep(row);
            return true;
        }));
        fill(rows, made.map);
        made.ran = rows.ran;
    }
    const bool is_grid = bench.order.method == search::Method::grid;
    made.rules.kind = is_grid ? robustness::Neighbourhood::grid : robustness::Neighbourhood::nearest;
    made.is_full_grid = is_grid && static_cast<UInt128>(made.map.size()) == bench.space->count();
    made.best_plateau = robustness::best_plateau(made.map, made.rules);
    SPARK_TRY(const std::vector<std::uint64_t> ranking, trials.ranking());
    const std::size_t count = std::min(ranking.size(), std::max<std::size_t>(bench.order.finalists, 1));
    for (std::size_t rank = 0; rank < count; ++rank) {
        SPARK_TRY(Finalist finalist, finalist_of(bench, trials, made, ranking[rank], rank + 1));
        made.finalists.push_back(std::move(finalist));
    }
    if (!made.best_plateau) return made;
    const std::uint64_t number = made.map.number(made.best_plateau->set);
    const auto at = std::ranges::find(ranking, number) - ranking.begin();
    const auto rank = static_cast<std::uint64_t>(at) + 1;
    if (rank <= count) {
        made.plateau_finalist = static_cast<std::size_t>(at);
        return made;
    }
    SPARK_TRY(Finalist finalist, finalist_of(bench, trials, made, number, rank));
    made.plateau_finalist = made.finalists.size();
    made.finalists.push_back(std::move(finalist));
    return made;
}

std::vector<std::uint64_t> sample_of(const AssessedSets& sets, std::size_t count_max) {
    std::set<std::uint64_t> numbers;
    for (const Finalist& finalist : sets.finalists) {
        if (numbers.size() < count_max) numbers.insert(finalist.row.number);
    }
    const std::size_t all = sets.map.size();
    const std::size_t wanted = std::min(all, count_max - std::min(count_max, numbers.size()));
    for (std::size_t index = 0; index < wanted; ++index)
        numbers.insert(sets.map.number(static_cast<std::size_t>(static_cast<UInt128>(index) * all / wanted)));
    return {numbers.begin(), numbers.end()};
}

Json surroundings_json(const robustness::Plateau& plateau) {
    return Json::object()
        .set("score", number_or_null(plateau.score))
        .set("median", number_or_null(plateau.median))
        .set("smoothed", number_or_null(plateau.smoothed))
        .set("neighbours", plateau.neighbours)
        .set("with_value", plateau.with_value);
}

Json plateau_json(const Bench& bench, const AssessedSets& sets) {
    if (!sets.best_plateau) return nullptr;
    const auto point = sets.map.point(sets.best_plateau->set);
    const auto extents = robustness::plateau_region(sets.map, *sets.best_plateau, sets.rules);
    Json region = Json::array();
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
        const search::Axis& of = bench.space->axes()[axis];
        region.push(Json::object()
                        .set("parameter", of.spec().name)
                        .set("value", of.value_text(point[axis]))
                        .set("least", of.value_text(extents[axis].least))
                        .set("most", of.value_text(extents[axis].most)));
    }
    const bool is_grid = sets.rules.kind == robustness::Neighbourhood::grid;
    return Json::object()
        .set("method", is_grid ? "grid" : "nearest")
        .set("sets", sets.map.size())
        .set("share_kept", sets.rules.share_kept)
        .set("surroundings", surroundings_json(*sets.best_plateau))
        .set("region", std::move(region));
}

Json importance_json(const Bench& bench, const AssessedSets& sets) {
    const auto found = robustness::importance_of(sets.map, sets.is_full_grid);
    Json list = Json::array();
    for (std::size_t axis = 0; axis < found.size(); ++axis) {
        const search::Axis& of = bench.space->axes()[axis];
        Json slice = Json::array();
        if (!sets.finalists.empty()) {
            const std::size_t best = *sets.map.find_number(sets.finalists.front().row.number);
            for (const auto& [place, objective] : robustness::slice_through(sets.map, best, axis))
                slice.push(Json::object().set("value", of.value_text(place)).set("objective", objective));
        }
        list.push(Json::object()
                      .set("parameter", of.spec().name)
                      .set("share", number_or_null(found[axis].share))
                      .set("values", found[axis].values)
                      .set("is_binned", found[axis].is_binned)
                      .set("slice", std::move(slice)));
    }
    return list;
}

}  // namespace spark::optimizer
