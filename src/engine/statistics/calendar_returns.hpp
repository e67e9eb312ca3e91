#pragma once

#include <cstdint>
#include <vector>

#include "engine/statistics/drawdowns.hpp"

namespace spark::statistics {

/// A stretch of the calendar (UTC) and what it brought. Rows chain: each begins with the equity the row before ended
/// with, the first one with the series' first equity, so that the product of (1 + change) telescopes to the total.
struct CalendarReturn {
    int year = 0;
    int month = 0;  ///< 1 to 12; 0 in a row for a whole year.
    double equity_begin = 0;
    double equity_end = 0;
    double change = 0;  ///< equity_end ÷ equity_begin − 1.

    bool operator==(const CalendarReturn&) const = default;
};

/// One row a month that has a point, oldest first. Precondition (asserted): as drawdowns_of.
std::vector<CalendarReturn> monthly_returns(const EquitySeries& series);

/// One row a year that has a point.
std::vector<CalendarReturn> yearly_returns(const EquitySeries& series);

/// Year and month of an instant (UTC).
struct YearMonth {
    int year = 0;
    int month = 0;
    bool operator==(const YearMonth&) const = default;
};
YearMonth year_month_of(std::int64_t time_ns);

}  // namespace spark::statistics
