#include "app/server/optimization_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/search/objective.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using trials::TrialHeader;
using trials::TrialRow;
using wire::Json;

Json number_or_null(std::optional<double> value) {
    return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

/// Of sorted values, the one at this share of the way, between two in proportion.
double quantile(std::span<const double> sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (at - static_cast<double>(below));
}

Json range_json(Json json, std::vector<double> values) {
    std::ranges::sort(values);
    const bool is_empty = values.empty();
    const auto at = [&](double share) { return is_empty ? Json(nullptr) : Json(quantile(values, share)); };
    json.set("worst", at(0)).set("lower_quartile", at(0.25)).set("median", at(0.5));
    return json.set("upper_quartile", at(0.75)).set("best", at(1));
}

struct Sorted {
    double key = 0;
    std::uint64_t number = 0;
};

Result<TrialPage> in_order_kept(const trials::TrialFolder& folder, const TrialPageQuery& query) {
    TrialPage page;
    std::uint64_t sequence = 0;
    SPARK_TRY(folder.for_each([&](const TrialRow& row) {
        if (++sequence <= query.after) return true;
        if (page.rows.size() == query.limit) {
            page.next = sequence - 1;
            return false;
        }
        page.rows.push_back(trial_json(folder.header(), row).set("sequence", sequence));
        return true;
    }));
    return page;
}

Result<std::vector<std::uint64_t>> sorted_numbers(const trials::TrialFolder& folder, const std::string& sort) {
    if (sort == "rank") return folder.ranking();
    const bool is_falling = sort.starts_with('-');
    const std::string_view name = std::string_view(sort).substr(is_falling ? 1 : 0);
    SPARK_TRY(check_figure(name, "sort"));
    std::vector<Sorted> keys;
    keys.reserve(folder.count());
    SPARK_TRY(folder.for_each([&](const TrialRow& row) {
        // What a set has not comes last in either direction.
        const auto value = figure_of(folder.header(), row, name);
        const double key = value ? (is_falling ? -*value : *value) : std::numeric_limits<double>::infinity();
        keys.push_back({.key = key, .number = row.number});
        return true;
    }));
    std::ranges::sort(
        keys, [](const Sorted& a, const Sorted& b) { return a.key != b.key ? a.key < b.key : a.number < b.number; });
    std::vector<std::uint64_t> numbers;
    numbers.reserve(keys.size());
    for (const Sorted& key : keys) numbers.push_back(key.number);
    return numbers;
}

}  // namespace

Json trial_json(const TrialHeader& header, const TrialRow& row) {
    const sweep::SetFigures& figures = row.outcome.figures;
    Json values = Json::object();
    for (std::size_t axis = 0; axis < header.axes.size(); ++axis)
        values.set(header.axes[axis].name, header.axes[axis].value_text(row.point[axis]));
    Json json = Json::object();
    json.set("number", row.number).set("values", std::move(values)).set("bars_share", row.bars_share);
    json.set("objective", number_or_null(row.objective)).set("keeps_constraints", row.keeps_constraints);
    if (!row.outcome.refusal.empty()) return json.set("refusal", row.outcome.refusal);
    json.set("refusal", nullptr).set("net_pnl", to_text(figures.net)).set("trades", figures.trades);
    json.set("sharpe", number_or_null(figures.sharpe)).set("max_drawdown_pct", figures.max_drawdown_pct);
    json.set("profit_factor", number_or_null(figures.profit_factor)).set("gross_pnl", to_text(figures.gross));
    json.set("fees", to_text(figures.fees)).set("final_equity", to_text(figures.final_equity));
    json.set("wins", figures.wins).set("annual_return", number_or_null(figures.annual_return));
    json.set("volatility", number_or_null(figures.volatility)).set("sortino", number_or_null(figures.sortino));
    return json.set("result_hash", "sha256:" + row.outcome.result_hash.hex());
}

Json trial_columns(const TrialHeader& header) {
    Json names = Json::array().push("number");
    for (const trials::TrialAxis& axis : header.axes) names.push(axis.name);
    for (const char* const name : {"objective", "net_pnl", "trades", "sharpe", "max_drawdown_pct"}) names.push(name);
    return names;
}

Json trial_list(const TrialHeader& header, const TrialRow& row) {
    const sweep::SetFigures& figures = row.outcome.figures;
    Json list = Json::array().push(row.number);
    for (std::size_t axis = 0; axis < header.axes.size(); ++axis)
        list.push(header.axes[axis].value_text(row.point[axis]));
    list.push(number_or_null(row.objective));
    if (!row.outcome.refusal.empty()) return list.push(nullptr).push(nullptr).push(nullptr).push(nullptr);
    list.push(to_text(figures.net)).push(figures.trades).push(number_or_null(figures.sharpe));
    return list.push(figures.max_drawdown_pct);
}

std::optional<double> figure_of(const TrialHeader& header, const TrialRow& row, std::string_view name) {
    if (name == "objective") return row.objective;
    if (name == "number") return static_cast<double>(row.number);
    if (!row.outcome.refusal.empty()) return std::nullopt;
    return search::metric_value(name, row.outcome, header.starting_cash);
}

Result<void> check_figure(std::string_view name, std::string_view place) {
    if (name == "objective" || name == "number") return {};
    std::vector<std::string_view> names{"objective", "number"};
    for (const search::MetricName& metric : search::metric_names()) names.push_back(metric.name);
    if (std::ranges::count(names, name) != 0) return {};
    const auto nearest = nearest_name(name, names);
    return fail(Fault::invalid_input, fmt::format("no figure is called '{}'", shown(name)), std::string(place),
                nearest ? fmt::format("did you mean '{}'?", *nearest) : "objective, net_pnl, sharpe, …");
}

Result<std::size_t> axis_of(const TrialHeader& header, std::string_view name, std::string_view place) {
    const auto found = std::ranges::find(header.axes, name, &trials::TrialAxis::name);
    if (found != header.axes.end()) return static_cast<std::size_t>(found - header.axes.begin());
    std::string names;
    for (const trials::TrialAxis& axis : header.axes) names += (names.empty() ? "" : ", ") + axis.name;
    return fail(Fault::invalid_input,
                fmt::format("'{}' is no searched parameter, searched were {}", shown(name), names), std::string(place));
}

Result<Json> slices_json(const trials::TrialFolder& folder, std::string_view metric) {
    const TrialHeader& header = folder.header();
    struct Cell {
        std::uint64_t sets = 0;
        std::vector<double> values{};
    };
    // An axis of a million values has no picture: neighbours share a cell.
    constexpr std::uint64_t cells_max = 1'000;
    std::vector<std::vector<Cell>> cells;
    std::vector<std::uint64_t> widths;
    for (const trials::TrialAxis& axis : header.axes) {
        widths.push_back((axis.count + cells_max - 1) / cells_max);
        cells.emplace_back((axis.count + widths.back() - 1) / widths.back());
    }
    SPARK_TRY(folder.for_each([&](const TrialRow& row) {
        if (row.bars_share < 1) return true;
        const auto value = is_ranked(row) ? figure_of(header, row, metric) : std::nullopt;
        for (std::size_t axis = 0; axis < cells.size(); ++axis) {
            Cell& cell = cells[axis][row.point[axis] / widths[axis]];
            ++cell.sets;
            if (value && std::isfinite(*value)) cell.values.push_back(*value);
        }
        return true;
    }));
    Json slices = Json::array();
    for (std::size_t axis = 0; axis < cells.size(); ++axis) {
        Json values = Json::array();
        for (std::size_t at = 0; at < cells[axis].size(); ++at) {
            Cell& cell = cells[axis][at];
            Json one = Json::object();
            one.set("value", header.axes[axis].value_text(at * widths[axis])).set("sets", cell.sets);
            one.set("ranked", cell.values.size());
            values.push(range_json(std::move(one), std::move(cell.values)));
        }
        slices.push(Json::object()
                        .set("parameter", header.axes[axis].name)
                        .set("values_per_cell", widths[axis])
                        .set("values", std::move(values)));
    }
    return slices;
}

Result<Json> region_json(const trials::TrialFolder& folder, std::span<const RegionSide> sides,
                         std::string_view metric) {
    const TrialHeader& header = folder.header();
    std::uint64_t sets = 0;
    std::uint64_t ranked = 0;
    std::uint64_t refused = 0;
    std::uint64_t without_trades = 0;
    std::vector<double> values;
    std::optional<TrialRow> best;
    SPARK_TRY(folder.for_each([&](const TrialRow& row) {
        const bool is_inside = row.bars_share >= 1 && std::ranges::all_of(sides, [&](const RegionSide& side) {
                                   return row.point[side.axis] >= side.first && row.point[side.axis] <= side.last;
                               });
        if (!is_inside) return true;
        ++sets;
        if (!row.outcome.refusal.empty()) {
            ++refused;
            return true;
        }
        if (row.outcome.figures.trades == 0) ++without_trades;
        if (!is_ranked(row)) return true;
        ++ranked;
        if (!best || *row.objective > *best->objective) best = row;
        const auto value = figure_of(header, row, metric);
        if (value && std::isfinite(*value)) values.push_back(*value);
        return true;
    }));
    Json json = Json::object();
    json.set("metric", metric).set("sets", sets).set("ranked", ranked).set("refused", refused);
    json.set("without_trades", without_trades).set("count", values.size());
    const auto [least, most] =
        values.empty() ? std::pair(0.0, 0.0) : std::pair(std::ranges::min(values), std::ranges::max(values));
    json.set("spread", values.empty() ? Json(nullptr) : Json(most - least));
    json = range_json(std::move(json), std::move(values));
    return json.set("best_set", best ? trial_json(header, *best) : Json(nullptr));
}

Result<TrialPage> trial_page(const trials::TrialFolder& folder, const TrialPageQuery& query) {
    if (query.sort.empty()) return in_order_kept(folder, query);
    SPARK_TRY(const std::vector<std::uint64_t> numbers, sorted_numbers(folder, query.sort));
    TrialPage page;
    for (std::uint64_t at = query.offset; at < numbers.size() && page.rows.size() < query.limit; ++at) {
        SPARK_TRY(const TrialRow row, folder.row(numbers[at]));
        page.rows.push_back(trial_json(folder.header(), row).set("place", at + 1));
    }
    const std::uint64_t end = query.offset + page.rows.size();
    if (end < numbers.size() && !page.rows.empty()) page.next = end;
    return page;
}

}  // namespace spark::server
