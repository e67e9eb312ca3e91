#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/fixed_point.hpp"
#include "foundation/base/result.hpp"

namespace spark::report {

/// What a report computes itself from a run's attachments. Pure; amounts in units of 1e-8, times UTC.

/// A closed trade, a row of trades.csv.
struct TradeRow {
    std::int64_t entry_bar = 0;
    std::int64_t entry_time_ms = 0;
    std::int64_t entry_price = 0;
    std::int64_t exit_bar = 0;
    std::int64_t exit_time_ms = 0;
    std::int64_t exit_price = 0;
    std::int64_t quantity = 0;
    std::int64_t gross = 0;
    std::int64_t fees = 0;
    std::int64_t net = 0;
    std::string exit_reason;
    bool is_short = false;

    bool operator==(const TradeRow&) const = default;
};

/// Rows of trades.csv by the names in its header, in any order; a column that is not there leaves its field as it is,
/// one that is not known is left out. Empty text has no trades. Errors: corrupt, with the line as place.
Result<std::vector<TradeRow>> read_trades(std::string_view csv);

/// The equity at one time.
struct EquityPoint {
    std::int64_t time_ms = 0;
    std::int64_t equity = 0;

    bool operator==(const EquityPoint&) const = default;
};

/// Rows of equity_daily.csv (`date_ms,equity`). Empty text has none. Errors: corrupt, with the line as place.
Result<std::vector<EquityPoint>> read_daily_equity(std::string_view csv);

/// The equities themselves, as numbers to draw.
std::vector<double> values_of(std::span<const EquityPoint> points);

struct MonthReturn {
    int year = 0;
    int month = 0;        ///< 1 to 12.
    double fraction = 0;  ///< Last equity of the month ÷ that of the month before − 1.
    bool operator==(const MonthReturn&) const = default;
};

/// Months that have a point, oldest first; the first is measured against `starting`. Nothing from a month on that
/// begins with an equity of 0 or less.
std::vector<MonthReturn> monthly_returns(std::span<const EquityPoint> points, std::int64_t starting);

/// The product of the months: what they come to together, as a fraction.
double compounded(std::span<const MonthReturn> months);

/// How far each point lies below the highest equity so far (`starting` counts), as a fraction, 0 or negative.
std::vector<double> underwater(std::span<const EquityPoint> points, std::int64_t starting);

struct Drawdown {
    std::int64_t peak_ms = 0;
    std::int64_t trough_ms = 0;
    std::optional<std::int64_t> recovery_ms{};  ///< Nothing when the peak has not been reached again.
    double depth = 0;                           ///< Negative fraction.
    std::int64_t days = 0;                      ///< From peak to recovery, or to the last point.
    bool operator==(const Drawdown&) const = default;
};

/// The deepest falls from a peak, deepest first, at most `count_max`; equal ones by time.
std::vector<Drawdown> deepest_drawdowns(std::span<const EquityPoint> points, std::int64_t starting,
                                        std::size_t count_max);

/// Trades with the same exit reason.
struct ReasonTotals {
    std::string reason;
    std::int64_t trades = 0;
    std::int64_t wins = 0;  ///< Net above 0.
    Int128 gross = 0;
    Int128 fees = 0;
    Int128 net = 0;
};

/// One row a reason, by name.
std::vector<ReasonTotals> by_exit_reason(std::span<const TradeRow> trades);

/// Where the money of all closed trades went.
struct CostTotals {
    Int128 gross = 0;
    Int128 fees = 0;
    Int128 net = 0;
    Int128 turnover = 0;  ///< Value of all entries and exits, each rounded half to even to 1e-8.
};
CostTotals cost_totals(std::span<const TradeRow> trades);

/// Indices to draw of a long series: in each of `columns` even stretches the first, least, greatest and last, in their
/// order, so that no peak is lost. All of them when there are not more than four a column.
std::vector<std::size_t> drawn_indices(std::span<const double> values, std::size_t columns);

}  // namespace spark::report
