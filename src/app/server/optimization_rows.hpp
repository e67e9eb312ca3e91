#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::server {

/// A set as the API shows it: number, values of the searched parameters, objective, figures, result_hash, why it could
/// not be run.
wire::Json trial_json(const trials::TrialHeader& header, const trials::TrialRow& row);

/// The same short, for the stream: one list, its members named by trial_columns.
wire::Json trial_list(const trials::TrialHeader& header, const trials::TrialRow& row);
wire::Json trial_columns(const trials::TrialHeader& header);

/// A figure of a row by its name: `objective`, `number`, or a metric.
std::optional<double> figure_of(const trials::TrialHeader& header, const trials::TrialRow& row, std::string_view name);
/// Errors: invalid_input with the nearest name and `place`.
Result<void> check_figure(std::string_view name, std::string_view place);

/// The place of a searched parameter among the axes. Errors: not_found as invalid_input, with the nearest name.
Result<std::size_t> axis_of(const trials::TrialHeader& header, std::string_view name, std::string_view place);

/// What a figure does along each axis: for each value the sets, and best, median and worst over the ranked ones.
/// `max_values`: of each axis, evenly thinned. Errors: corrupt.
Result<wire::Json> slices_json(const trials::TrialFolder& folder, std::string_view metric);

/// Places [first, last] on two axes (or one).
struct RegionSide {
    std::size_t axis = 0;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

/// A figure over the sets in a rectangle: how many were run, ranked, without trades, refused; median, worst, best,
/// quartiles, spread. Errors: corrupt.
Result<wire::Json> region_json(const trials::TrialFolder& folder, std::span<const RegionSide> sides,
                               std::string_view metric);

/// Some rows of all, in an order: `sort` empty is that in which they were kept.
struct TrialPageQuery {
    std::uint64_t after = 0;  ///< Rows kept before that are passed over; only without a sort.
    std::uint64_t offset = 0;
    std::size_t limit = 100;
    std::string sort{};  ///< A figure; with `-` before it falling. `rank`: as the leaderboard.
};
struct TrialPage {
    std::vector<wire::Json> rows;
    std::optional<std::uint64_t> next{};  ///< `after`, or `offset`, of the next page; none: there is none now.
};
/// Errors: invalid_input for an unknown sort; corrupt.
Result<TrialPage> trial_page(const trials::TrialFolder& folder, const TrialPageQuery& query);

}  // namespace spark::server
