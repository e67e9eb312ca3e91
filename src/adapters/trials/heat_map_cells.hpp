#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::trials {

inline constexpr std::string_view heat_map_file_name = "heatmap.json";
inline constexpr std::size_t heat_map_cells_max = 250'000;

/// An axis held at one of its values (a slider).
struct FixedAxis {
    std::size_t axis = 0;
    std::uint64_t index = 0;
};

/// Which map. Axes by their place in the folder's header.
struct HeatMapQuery {
    std::size_t x = 0;
    std::optional<std::size_t> y{};              ///< None: one row of cells.
    std::string metric = "objective";            ///< Or a name of search::metric_names().
    std::vector<FixedAxis> fixed{};              ///< The other axes go over all their values.
    std::size_t cells_max = heat_map_cells_max;  ///< More values than that are taken together.
};

/// Sets whose values of x and y lie in one cell.
struct HeatMapCell {
    std::uint32_t sets = 0;  ///< Run on all of the bars, or refused.
    std::uint32_t ranked = 0;
    std::uint32_t refused = 0;
    std::uint32_t without_trades = 0;
    /// The metric of the best set by the objective, its number and trades.
    std::optional<double> value{};
    std::optional<std::uint64_t> best{};
    std::int64_t trades = 0;
    std::optional<double> median{};  ///< Of the metric over the ranked sets; the mean of the middle two.
};

enum class CellState : std::uint8_t { not_run, ranked, unranked, no_trades, refused };
/// Ranked when any set is; else what most speaks against it: no trades at all, refused altogether, unranked.
CellState state_of(const HeatMapCell& cell);

/// One side of a map. Cell k holds the axis' values [k × width, (k + 1) × width).
struct HeatMapSide {
    std::size_t axis = 0;
    std::uint64_t width = 1;  ///< Above 1: several values a cell.
    std::size_t cells = 1;
};

struct HeatMap {
    HeatMapQuery query;
    HeatMapSide x;
    HeatMapSide y;                      ///< One cell without a second axis.
    std::vector<HeatMapCell> cells;     ///< By rows: cells[y × x.cells + x].
    std::optional<std::size_t> best{};  ///< The cell of the best set.
};

/// Counts the folder's rows into a map, those of a live one, too. Memory: 56 bytes a cell, 16 a ranked row.
/// Errors: invalid_input for axes that are not there, the same twice, or an unknown metric (with the nearest); corrupt.
Result<HeatMap> heat_map_cells(const TrialFolder& folder, const HeatMapQuery& query);
/// Several in one pass over the rows.
Result<std::vector<HeatMap>> heat_map_cells(const TrialFolder& folder, std::span<const HeatMapQuery> queries);

/// One map as it stands in `maps` of `spark.heatmap/1`.
wire::Json heat_map_json(const TrialHeader& header, const HeatMap& map);

/// heatmap.json: a map for every pair of the first four axes (one axis: one row), 250,000 cells in all. Whole or not at
/// all. Errors: exhausted, corrupt.
Result<void> write_heat_maps(const TrialFolder& folder, const std::filesystem::path& path);

}  // namespace spark::trials
