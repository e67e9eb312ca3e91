#pragma once

#include <cstdint>
#include <optional>

#include "engine/backtest/run.hpp"
#include "engine/market/candle_columns.hpp"
#include "foundation/base/column.hpp"

namespace spark::sweep::detail {

/// What a signal on a bar does to the cash when every entry has one quantity: the next bar's open with slippage, valued
/// and charged. Units of 1e-8.
struct FillAmounts {
    std::int64_t paid;      ///< For an entry, fee included.
    std::int64_t paid_fee;  ///< Of it.
    std::int64_t got;       ///< For an exit, fee taken off.
    std::int64_t got_fee;
};

/// The same when an entry's quantity follows from its price. What the exit brings depends on the entry.
struct SizedFill {
    std::int64_t paid;
    std::int64_t paid_fee;
    std::int64_t quantity;
    std::int64_t sell_price;
};

/// A fee is price × quantity × numerator ÷ denominator, rounded once.
struct FeeRate {
    std::uint64_t numerator = 0;
    std::uint64_t denominator = 1;
};

/// What a signal on a bar pays or gets a unit: the next bar's open with slippage.
struct FillPrices {
    std::int64_t buy;
    std::int64_t sell;
};

/// A run's fills, worked out once for all sets. Entry i: of a signal on bar i; the last bar has none and is zero.
struct FillColumns {
    Column<FillAmounts> fills{};      ///< Size by units.
    Column<SizedFill> sized_fills{};  ///< Size by notional.
    Column<FillPrices> prices{};      ///< Of either.
    std::int64_t quantity = 0;        ///< Of every entry sized by units.
    FeeRate fee_rate{};               ///< Of the sized ones.
    Column<std::int64_t> values{};    ///< At every close: of the quantity, rounded half to even; sized: of one.
    bool amounts_are_small = false;   ///< None above `small_most`.

    bool is_sized() const { return !sized_fills.empty(); }
};

/// Most that any amount may be, so that cash up to `cash_most` plus any of them stays in range.
inline constexpr std::int64_t amount_most = std::int64_t{1} << 61U;
inline constexpr std::int64_t cash_most = std::int64_t{1} << 62U;

/// Four thousand of them stay in range.
inline constexpr std::int64_t small_most = std::int64_t{1} << 50U;

/// None when the rules need more than fixed rates and sizes, or an amount leaves its bounds.
std::optional<FillColumns> fill_columns(const market::CandleColumns& candles, const backtest::RunRules& rules);

}  // namespace spark::sweep::detail
