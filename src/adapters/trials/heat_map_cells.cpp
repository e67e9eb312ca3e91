#include "adapters/trials/heat_map_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/search/objective.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::trials {
namespace {

constexpr std::size_t paired_axes_max = 4;
constexpr std::string_view own_objective = "objective";

struct Shape {
    HeatMapSide x;
    HeatMapSide y;
};

std::size_t cells_of(std::uint64_t count, std::uint64_t width) {
    return static_cast<std::size_t>((count + width - 1) / width);
}

/// The longer side is halved until both together are few enough: powers of two, so that a map that grows keeps its
/// borders.
Shape shape_of(const TrialHeader& header, const HeatMapQuery& query) {
    Shape shape{.x = {.axis = query.x}, .y = {.axis = query.y.value_or(query.x)}};
    const std::uint64_t x_count = header.axes[query.x].count;
    const std::uint64_t y_count = query.y ? header.axes[*query.y].count : 1;
    while (true) {
        shape.x.cells = cells_of(x_count, shape.x.width);
        shape.y.cells = cells_of(y_count, shape.y.width);
        if (shape.x.cells <= std::max<std::size_t>(query.cells_max, 1) / shape.y.cells) return shape;
        (shape.x.cells >= shape.y.cells ? shape.x : shape.y).width *= 2;
    }
}

Result<void> check(const TrialHeader& header, const HeatMapQuery& query) {
    const auto refused = [](std::string message) { return fail(Fault::invalid_input, std::move(message)); };
    const std::size_t axes = header.axes.size();
    std::vector<char> is_used(axes, 0);
    const auto use = [&](std::size_t axis) { return axis < axes && std::exchange(is_used[axis], 1) == 0; };
    bool is_right = use(query.x) && (!query.y || use(*query.y));
    for (const FixedAxis& fixed : query.fixed)
        is_right = is_right && use(fixed.axis) && fixed.index < header.axes[fixed.axis].count;
    if (!is_right) return refused(fmt::format("a map needs axes of the {} there are, each once", axes));
    if (query.metric == own_objective) return {};
    std::vector<std::string_view> names{own_objective};
    for (const search::MetricName& metric : search::metric_names()) {
        if (metric.name == query.metric && metric.needs_details && !header.has_details)
            return refused(fmt::format("{} was not kept in this optimization", metric.name));
        if (metric.name == query.metric) return {};
        names.push_back(metric.name);
    }
    const auto nearest = nearest_name(query.metric, names);
    return fail(Fault::invalid_input, fmt::format("found metric '{}', which is unknown", shown(query.metric)), "metric",
                nearest ? fmt::format("did you mean {}?", *nearest) : std::string());
}

/// One map while rows come.
class Counting {
  public:
    Counting(const TrialHeader& header, HeatMapQuery query)
        : map_{.query = std::move(query), .x = {}, .y = {}, .cells = {}} {
        const Shape shape = shape_of(header, map_.query);
        map_.x = shape.x;
        map_.y = shape.y;
        map_.cells.resize(shape.x.cells * shape.y.cells);
        best_.resize(map_.cells.size());
        starting_cash_ = header.starting_cash;
    }

    void add(const TrialRow& row) {
        if (row.bars_share != 1) return;
        for (const FixedAxis& fixed : map_.query.fixed) {
            if (row.point[fixed.axis] != fixed.index) return;
        }
        const std::size_t x = row.point[map_.query.x] / map_.x.width;
        const std::size_t y = map_.query.y ? row.point[*map_.query.y] / map_.y.width : 0;
        const std::size_t place = y * map_.x.cells + x;
        HeatMapCell& cell = map_.cells[place];
        ++cell.sets;
        if (!row.outcome.refusal.empty()) {
            ++cell.refused;
            return;
        }
        if (row.outcome.figures.trades == 0) ++cell.without_trades;
        if (!is_ranked(row)) return;
        ++cell.ranked;
        const std::optional<double> value = map_.query.metric == own_objective
                                                ? row.objective
                                                : search::metric_value(map_.query.metric, row.outcome, starting_cash_);
        const bool is_finite = value && std::isfinite(*value);
        if (is_finite) values_.push_back({place, *value});
        const Standing standing{*row.objective, row.outcome.figures.net, row.number};
        if (cell.best && !is_better(standing, best_[place])) return;
        best_[place] = standing;
        cell.best = row.number;
        cell.trades = row.outcome.figures.trades;
        cell.value = is_finite ? value : std::nullopt;
        if (!map_.best || is_better(standing, best_[*map_.best])) map_.best = place;
    }

    HeatMap finish() && {
        std::ranges::sort(values_, [](const Value& a, const Value& b) {
            return a.place != b.place ? a.place < b.place : a.value < b.value;
        });
        for (auto first = values_.begin(); first != values_.end();) {
            const auto last =
                std::find_if(first, values_.end(), [&](const Value& v) { return v.place != first->place; });
            const auto count = last - first;
            const double upper = first[count / 2].value;
            // Halves are added, so that two large values cannot leave the range.
            map_.cells[first->place].median = count % 2 == 1 ? upper : first[count / 2 - 1].value / 2 + upper / 2;
            first = last;
        }
        return std::move(map_);
    }

  private:
    /// The order of TrialFolder::ranking.
    struct Standing {
        double objective = 0;
        Notional net{};
        std::uint64_t number = 0;
    };
    struct Value {
        std::size_t place = 0;
        double value = 0;
    };
    static bool is_better(const Standing& a, const Standing& b) {
        if (a.objective != b.objective) return a.objective > b.objective;
        if (a.net != b.net) return a.net > b.net;
        return a.number < b.number;
    }

    HeatMap map_;
    std::vector<Standing> best_;  ///< By cell.
    std::vector<Value> values_;
    Notional starting_cash_{};
};

/// The texts of a side's cells: a value, or the first and the last one.
wire::Json values_json(const TrialAxis& axis, const HeatMapSide& side) {
    wire::Json out = wire::Json::array();
    for (std::size_t cell = 0; cell < side.cells; ++cell) {
        const std::uint64_t first = cell * side.width;
        const std::uint64_t last = std::min(first + side.width, axis.count) - 1;
        out.push(first == last ? axis.value_text(first)
                               : fmt::format("{}..{}", axis.value_text(first), axis.value_text(last)));
    }
    return out;
}

wire::Json or_null(const std::optional<double>& value) { return value ? wire::Json(*value) : wire::Json(); }

std::string states_text(const HeatMap& map) {
    constexpr std::string_view letters =
        ".run"
        "x";  // by CellState: not run, ranked, unranked, no trades, refused
    std::string out;
    out.reserve(map.cells.size());
    for (const HeatMapCell& cell : map.cells) out.push_back(letters[static_cast<std::size_t>(state_of(cell))]);
    return out;
}

}  // namespace

CellState state_of(const HeatMapCell& cell) {
    if (cell.sets == 0) return CellState::not_run;
    if (cell.ranked > 0 && cell.without_trades < cell.sets - cell.refused) return CellState::ranked;
    if (cell.refused == cell.sets) return CellState::refused;
    return cell.without_trades + cell.refused == cell.sets ? CellState::no_trades : CellState::unranked;
}

Result<std::vector<HeatMap>> heat_map_cells(const TrialFolder& folder, std::span<const HeatMapQuery> queries) {
    std::vector<Counting> countings;
    for (const HeatMapQuery& query : queries) {
        SPARK_TRY(check(folder.header(), query));
        countings.emplace_back(folder.header(), query);
    }
    SPARK_TRY(folder.for_each([&](const TrialRow& row) {
        for (Counting& counting : countings) counting.add(row);
        return true;
    }));
    std::vector<HeatMap> maps;
    for (Counting& counting : countings) maps.push_back(std::move(counting).finish());
    return maps;
}

Result<HeatMap> heat_map_cells(const TrialFolder& folder, const HeatMapQuery& query) {
    SPARK_TRY(std::vector<HeatMap> maps, heat_map_cells(folder, std::span(&query, 1)));
    return std::move(maps.front());
}

wire::Json heat_map_json(const TrialHeader& header, const HeatMap& map) {
    const HeatMapQuery& query = map.query;
    wire::Json out = wire::Json::object();
    out.set("metric", query.metric).set("objective", header.objective);
    out.set("x", header.axes[query.x].name).set("x_values", values_json(header.axes[query.x], map.x));
    out.set("y", query.y ? wire::Json(header.axes[*query.y].name) : wire::Json());
    out.set("y_values", query.y ? values_json(header.axes[*query.y], map.y) : wire::Json::array());
    out.set("x_values_a_cell", map.x.width).set("y_values_a_cell", map.y.width);
    wire::Json fixed = wire::Json::object();
    for (const FixedAxis& one : query.fixed)
        fixed.set(header.axes[one.axis].name, header.axes[one.axis].value_text(one.index));
    out.set("fixed", std::move(fixed));
    wire::Json values = wire::Json::array();
    wire::Json medians = wire::Json::array();
    wire::Json sets = wire::Json::array();
    wire::Json trades = wire::Json::array();
    for (const HeatMapCell& cell : map.cells) {
        values.push(or_null(cell.value));
        medians.push(or_null(cell.median));
        sets.push(cell.sets);
        trades.push(cell.best ? wire::Json(cell.trades) : wire::Json());
    }
    out.set("states", states_text(map)).set("values", std::move(values)).set("medians", std::move(medians));
    out.set("sets", std::move(sets)).set("trades", std::move(trades));
    if (!map.best) return std::move(out.set("best", wire::Json()));
    wire::Json best = wire::Json::object();
    best.set("x", *map.best % map.x.cells).set("y", *map.best / map.x.cells);
    best.set("number", *map.cells[*map.best].best);
    return std::move(out.set("best", std::move(best)));
}

Result<void> write_heat_maps(const TrialFolder& folder, const std::filesystem::path& path) {
    const TrialHeader& header = folder.header();
    const std::size_t axes = std::min(header.axes.size(), paired_axes_max);
    std::vector<HeatMapQuery> queries;
    for (std::size_t x = 0; x < axes; ++x) {
        for (std::size_t y = x + 1; y < axes; ++y) queries.push_back({.x = x, .y = y});
    }
    if (queries.empty()) queries.push_back({.x = 0});
    for (HeatMapQuery& query : queries) query.cells_max = heat_map_cells_max / queries.size();
    SPARK_TRY(const std::vector<HeatMap> maps, heat_map_cells(folder, queries));
    wire::Json document = wire::Json::object();
    document.set("schema", "spark.heatmap/1").set("objective", header.objective);
    wire::Json list = wire::Json::array();
    for (const TrialAxis& axis : header.axes) list.push(axis.json());
    document.set("axes", std::move(list));
    list = wire::Json::array();
    for (const HeatMap& map : maps) list.push(heat_map_json(header, map));
    document.set("maps", std::move(list));
    return replace_file(path, wire::to_text(document));
}

}  // namespace spark::trials
