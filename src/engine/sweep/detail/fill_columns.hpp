#pragma once

#include <cstdint>
#include <optional>

#include "engine/backtest/run.hpp"
#include "engine/market/candle_columns.hpp"
#include "foundation/base/column.hpp"

namespace spark::sweep::detail {

/// What a signal on a bar does to the cash: the next bar's open with slippage, valued and charged. Units of 1e-8.
struct FillAmounts {
    std::int64_t paid;      ///< For an entry, fee included.
    std::int64_t paid_fee;  ///< Of it.
    std::int64_t got;       ///< For an exit, fee taken off.
    std::int64_t got_fee;
};

/// A run's fills, worked out once for all sets: possible when every fill is of one quantity at rates that never change.
struct FillColumns {
    Column<FillAmounts> fills;       ///< Bar i: of a signal on bar i. The last bar has none and is zero.
    Column<std::int64_t> values;     ///< Of the quantity at every close, rounded half to even.
    bool amounts_are_small = false;  ///< None above `small_most`.
};

/// Most that any amount may be, so that cash up to `cash_most` plus any of them stays in range.
inline constexpr std::int64_t amount_most = std::int64_t{1} << 61U;
inline constexpr std::int64_t cash_most = std::int64_t{1} << 62U;
/// Four thousand of them stay in range.
inline constexpr std::int64_t small_most = std::int64_t{1} << 50U;

/// None when the rules need more than that, or an amount leaves its bounds.
std::optional<FillColumns> fill_columns(const market::CandleColumns& candles, const backtest::RunRules& rules);

}  // namespace spark::sweep::detail
