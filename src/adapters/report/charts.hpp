#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "adapters/report/drawing.hpp"
#include "adapters/report/figures.hpp"
#include "adapters/report/language.hpp"
#include "engine/market/candle_columns.hpp"

namespace spark::report {

/// Room of a picture; labels and margins are inside it.
struct Room {
    double width = 960;
    double height = 300;
    Language language = Language::en;
};

/// One line over time: `values[i]` at `times_ms[i]`.
struct TimeSeries {
    std::vector<std::int64_t> times_ms;
    std::vector<double> values;
};

/// The equity as a line over a faint area, and what holding would have come to, dashed (empty: left out).
/// Precondition (asserted): at least one equity, finite numbers, ascending times.
Drawing equity_drawing(const TimeSeries& equity, const TimeSeries& hold, const Room& room);

/// Depth below the peak, hanging from zero. `depths` are fractions, 0 or negative.
Drawing underwater_drawing(const TimeSeries& depths, const Room& room);

/// Bars to draw, with the row of the data set that the first one is.
struct CandleWindow {
    market::CandleColumns candles;
    std::int64_t first_bar = 0;
};

/// Candles (rising ones hollow, falling ones filled), with an arrow at each entry and exit and a dashed line between.
/// Trades whose bars lie outside the window are drawn as far as they are inside.
Drawing candles_drawing(const CandleWindow& window, std::span<const TradeRow> trades, const Room& room);

/// Net of each trade as a bar up or down from zero, in order; several trades a bar where they are many (then their
/// sum).
Drawing trade_bars_drawing(std::span<const TradeRow> trades, const Room& room);

}  // namespace spark::report
