#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market {

/// One hole in the row of bars: `missing` bars between the bar opening at `after` and the bar opening at `before`.
struct Gap {
    WallTime after;
    WallTime before;
    std::int64_t missing = 0;
};

/// One finding, for the report's list (at most `findings_max` of a kind are kept; the counts are always whole).
struct Finding {
    std::string kind;  ///< "ohlc_violation", "zero_volume", "duplicate", "out_of_order", "truncated_close",
                       ///< "rounded_value", "forming_last", "holiday_ghost", "missing_session", "outside_calendar"
    WallTime time;
    std::string detail;  ///< What was found, e.g. "high 5.1 is under close 5.2".
};
inline constexpr std::size_t findings_max = 100;

/// What is odd about a set of candles. Made at ingest, stored inside the data set, never changed afterwards.
struct QualityReport {
    std::int64_t rows = 0;
    std::int64_t gaps = 0;              ///< Holes in the row of bars, by the trading calendar.
    std::int64_t missing = 0;           ///< Bars missing in all holes.
    std::int64_t duplicates = 0;        ///< Rows whose open time had been seen; equal ones are dropped, others refuse.
    std::int64_t out_of_order = 0;      ///< Rows that stood before an older one in the source.
    std::int64_t ohlc_violations = 0;   ///< high below open, close or low; low above open or close.
    std::int64_t zero_volume = 0;       ///< Bars with volume 0.
    std::int64_t zero_volume_runs = 0;  ///< Runs of bars with volume 0.
    std::int64_t truncated_close = 0;   ///< Rows whose close_time is not open_time + timeframe - 1 clock unit.
    bool forming_last = false;          ///< The last bar was still forming when the source was saved.
    std::string clock_unit = "date";    ///< s, ms, us, ns, mixed or date: what the source's times were written in.
    std::int64_t rounded_values = 0;    ///< Values with more than 8 decimals, rounded half to even.
    std::int64_t rejected_rows = 0;     ///< Rows left out by a named rule (never silently).
    std::int64_t holiday_ghosts = 0;    ///< Bars on days the calendar says are closed.
    std::int64_t partial_first = 0;     ///< 1 when the first bucket of a resample is not whole.
    std::int64_t partial_last = 0;      ///< 1 when the last bucket of a resample is not whole.
    std::vector<Gap> gap_list;          ///< At most findings_max.
    std::vector<Finding> findings;      ///< At most findings_max of a kind.

    /// No gaps, duplicates, disorder, violations, truncation, rounding, rejection, ghosts or forming bar. Zero-volume
    /// bars are dirt too.
    bool is_clean() const;
};

}  // namespace spark::market
