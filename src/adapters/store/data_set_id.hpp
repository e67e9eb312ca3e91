#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/domain/instrument.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::store {

/// A data set's name: `ds_binance_BTCUSDT_1h@v3`. Without `@v3` it means the newest version there is.
struct DataSetId {
    Venue venue;
    Symbol symbol;
    Timeframe timeframe;
    std::optional<std::uint32_t> version;

    static constexpr std::uint32_t version_max = 999'999;

    /// Errors: invalid_input, with the text found and an example.
    static Result<DataSetId> parse(std::string_view text);

    /// `ds_binance_BTCUSDT_1h@v3`, or without `@v3` where there is no version.
    std::string text() const;

    /// `datasets/binance/BTCUSDT/1h`, below the data folder.
    std::filesystem::path folder() const;

    auto operator<=>(const DataSetId&) const = default;
};

/// `v3.spark` as 3; nothing for every other name (also `v03.spark`, so that no two names mean one version).
std::optional<std::uint32_t> version_of_file_name(std::string_view name);
std::string file_name_of_version(std::uint32_t version);

/// At most `count_max` of `names`, those that take the fewest changed letters to become `wanted` (either case) first.
/// Names of which more than half would have to change are left out.
std::vector<std::string> nearest_names(std::string_view wanted, std::span<const std::string> names,
                                       std::size_t count_max);

}  // namespace spark::store
