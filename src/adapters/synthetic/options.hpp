#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "foundation/base/wall_time.hpp"

namespace spark::synthetic {

/// One made-up instrument. Prices are multiples of the tick; the book's levels lie `level_ticks` apart.
struct InstrumentRow {
    std::string_view venue;
    std::string_view symbol;
    std::string_view history_symbol;  ///< Whose synthetic candles are its history.
    std::int64_t tick_units = 0;
    std::int64_t level_ticks = 1;
    std::int64_t lot_units = 0;
    std::int64_t notional_min_units = 0;  ///< Least price × quantity of an order; 0: none.
    std::int64_t level_lots_mean = 0;     ///< Resting at one level.
    double volatility_annual = 0;
    double common_load = 0;     ///< Share of the common shock, -1 to 1.
    bool is_numbered = true;    ///< The venue numbers the changes of its books; else it sends whole ones, one a second.
    bool has_sessions = false;  ///< Trades in the hours of Borsa Istanbul, told with a delay.
};

/// All of them. The third and the first two make the fourth: BTCTRY follows BTCUSDT × USDTTRY.
inline constexpr std::array instrument_rows{
    InstrumentRow{.venue = "synthetic-binance",
                  .symbol = "BTCUSDT",
                  .history_symbol = "BTCUSDT",
                  .tick_units = 1'000'000,
                  .level_ticks = 20,
                  .lot_units = 1'000,
                  .notional_min_units = 500'000'000,
                  .level_lots_mean = 40'000,
                  .volatility_annual = 0.55,
                  .common_load = 0.95},
    InstrumentRow{.venue = "synthetic-binance",
                  .symbol = "ETHUSDT",
                  .history_symbol = "ETHUSDT",
                  .tick_units = 1'000'000,
                  .level_ticks = 2,
                  .lot_units = 10'000,
                  .notional_min_units = 500'000'000,
                  .level_lots_mean = 50'000,
                  .volatility_annual = 0.70,
                  .common_load = 0.85},
    InstrumentRow{.venue = "synthetic-btcturk",
                  .symbol = "USDTTRY",
                  .history_symbol = "USDTTRY",
                  .tick_units = 100'000,
                  .level_ticks = 1,
                  .lot_units = 100'000'000,
                  .notional_min_units = 10'000'000'000,
                  .level_lots_mean = 2'500,
                  .volatility_annual = 0.09,
                  .common_load = -0.10,
                  .is_numbered = false},
    InstrumentRow{.venue = "synthetic-btcturk",
                  .symbol = "BTCTRY",
                  .history_symbol = "BTCTRY",
                  .tick_units = 100'000'000,
                  .level_ticks = 25,
                  .lot_units = 1'000,
                  .notional_min_units = 10'000'000'000,
                  .level_lots_mean = 9'000,
                  .is_numbered = false},
    InstrumentRow{.venue = "synthetic-bist",
                  .symbol = "SPK100",
                  .history_symbol = "XU100",
                  .tick_units = 1'000'000,
                  .level_ticks = 25,
                  .lot_units = 100'000'000,
                  .level_lots_mean = 300,
                  .volatility_annual = 0.28,
                  .common_load = 0.20,
                  .has_sessions = true},
};
inline constexpr std::size_t btcusdt_row = 0;
inline constexpr std::size_t usdttry_row = 2;
inline constexpr std::size_t btctry_row = 3;

/// What goes wrong on purpose. silence: the venue stops, the connection stays. sequence_gap: one change of each
/// numbered book is lost; a new snapshot follows half a second later. disconnect: the venue goes on unheard; afterwards
/// connecting, live and new snapshots.
enum class FaultKind : std::uint8_t { silence, sequence_gap, disconnect };
struct InjectedFault {
    FaultKind kind = FaultKind::silence;
    std::string_view venue;  ///< Of a row above.
    WallTime at;
    std::chrono::milliseconds length{0};  ///< Not read for a sequence_gap.
};

struct Options {
    std::uint64_t seed = 1;
    double events_per_second = 8;  ///< Of each instrument, about; 5 to 20 looks like a market.
    std::chrono::seconds bist_delay{15 * 60};
    std::int64_t history_minutes = 60'000;  ///< Four times that for the venue with sessions. 0 for no history.
    std::vector<InjectedFault> faults{};
};

/// Levels kept on each side of a book.
inline constexpr std::size_t book_levels = 50;

}  // namespace spark::synthetic
