#pragma once

#include <cstdint>

#include "engine/market/candle_columns.hpp"
#include "engine/statistics/trade_facts.hpp"

namespace spark::statistics {

/// How far the price went against and for a trade while it was held, as fractions of the entry price.
struct Excursions {
    double adverse = 0;     ///< MAE, 0 or negative.
    double favourable = 0;  ///< MFE, 0 or positive.
};

/// Looks at the entry and exit prices, and at high and low of the bars from the entry bar to the one before the exit
/// bar. What the exit bar did after the exit is not the trade's; what it did before is not known and left out.
/// Source of the idea: Sweeney, "Maximum Adverse Excursion" (1997).
/// Preconditions (asserted): the trade has bars, entry not after exit, both inside the candles; an entry price above 0.
Excursions excursions_of(const market::CandleColumns& candles, const TradeFacts& trade);

}  // namespace spark::statistics
