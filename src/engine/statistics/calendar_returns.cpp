#include "engine/statistics/calendar_returns.hpp"

#include <chrono>
#include <cmath>

#include "foundation/base/assert.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::statistics {
namespace {

template <class KeyOf>
std::vector<CalendarReturn> returns_by(const EquitySeries& series, KeyOf key_of) {
    SPARK_ASSERT(series.time_ns.size() == series.equity.size());
    std::vector<CalendarReturn> rows;
    for (std::size_t point = 0; point < series.size(); ++point) {
        const YearMonth key = key_of(series.time_ns[point]);
        if (rows.empty() || rows.back().year != key.year || rows.back().month != key.month) {
            const double begin = rows.empty() ? series.equity.front() : rows.back().equity_end;
            rows.push_back({.year = key.year, .month = key.month, .equity_begin = begin});
        }
        rows.back().equity_end = series.equity[point];
    }
    for (CalendarReturn& row : rows) row.change = row.equity_end / row.equity_begin - 1;
    return rows;
}

}  // namespace

YearMonth year_month_of(std::int64_t time_ns) {
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(wall_time_of_ns(time_ns))};
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month()))};
}

std::vector<CalendarReturn> monthly_returns(const EquitySeries& series) { return returns_by(series, year_month_of); }

std::vector<CalendarReturn> yearly_returns(const EquitySeries& series) {
    return returns_by(series, [](std::int64_t time_ns) { return YearMonth{year_month_of(time_ns).year, 0}; });
}

}  // namespace spark::statistics
