#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <tuple>

#include "engine/expression/detail/memory.hpp"
#include "engine/expression/functions.hpp"
#include "engine/indicators/average_crossings.hpp"
#include "engine/indicators/price_bars.hpp"

namespace spark::expression::detail {

/// A simple average of a price column that is known exactly; the column itself is the one of length 1.
struct ExactAverage {
    indicators::PriceField field = indicators::PriceField::close;
    std::size_t length = 1;
};

/// Both sides of a comparison, averages of one column.
struct AveragePair {
    indicators::PriceField field = indicators::PriceField::close;
    std::size_t left = 1;
    std::size_t right = 1;
};

/// Compares averages as integers, without computing them. Running sums are kept a column, crossings and orders a pair
/// of lengths.
class ExactAverages {
  public:
    /// Of a comparison or crossing; no where one of the averages does not exist yet, like every comparison with na.
    /// Errors: exhausted.
    Result<indicators::BitColumn> compared(BitRule rule, const AveragePair& pair, indicators::PriceBars& bars,
                                           Memory& memory);

  private:
    using PairKey = std::tuple<indicators::PriceField, std::size_t, std::size_t>;

    Result<const indicators::RunningSums*> sums(indicators::PriceField field, indicators::PriceBars& bars,
                                                Memory& memory);

    std::array<std::optional<indicators::RunningSums>, indicators::price_field_count> sums_;
    std::map<PairKey, indicators::Crossings> crossings_;
    std::map<PairKey, indicators::AverageOrder> orders_;
};

}  // namespace spark::expression::detail
