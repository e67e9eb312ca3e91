#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/statistics/trade_facts.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/byte_source.hpp"

namespace spark::intake {

/// Bounds of what somebody else's result file may make this program do.
struct ResultFileLimits {
    std::size_t line_bytes_max = 65'536;
    std::int64_t rows_max = 50'000'000;                     ///< A century of minutes.
    std::size_t whole_bytes_max = std::size_t{512} << 20U;  ///< Of a trades file: a million of freqtrade's trades.
    std::uint64_t gzip_output_bytes_max = std::uint64_t{4} << 30U;
};

/// An open file and the name it has in messages.
struct ResultFile {
    std::string name;
    wire::ByteSource source;
    ResultFileLimits limits{};
};

/// Errors: as ByteSource::open.
Result<ResultFile> open_result_file(const std::string& path, const ResultFileLimits& limits = {});

/// Periodic returns as fractions; NaN is a period without a value. Times ascend, nanoseconds, 1900 to 2100.
struct ReturnRows {
    std::vector<std::int64_t> time_ns;
    std::vector<double> returns;
};

/// Equity at instants. Amounts are above 0 at the first row.
struct EquityRows {
    std::vector<std::int64_t> time_ns;
    std::vector<double> equity;
    std::int64_t first_units = 0;  ///< The first and last equity in units of 1e-8, rounded half to even…
    std::int64_t last_units = 0;
    bool units_fit = true;  ///< …unless one leaves the range: then both are 0.
};

/// Closed trades and what the file says of the account.
struct TradeRows {
    std::vector<statistics::TradeFacts> trades;
    std::string format;  ///< `csv` or `freqtrade`.
    std::string strategy;
    std::optional<double> starting_balance;
    std::optional<std::int64_t> begin_ns;  ///< Period of the run where the file says it.
    std::optional<std::int64_t> end_ns;
};

/// Delimited text (comma, semicolon or tab; a byte order mark, CRLF, quotes and further columns are fine; plain or
/// gzip). A time is an ISO date or time, or seconds, ms, µs or ns since the epoch, told by their size; rows ascend.
/// Columns are found by name; a file of two columns needs none.
/// `date,return`: an empty return is a period without a value. Errors: invalid_input with `file:line:column` as place
/// for anything else that is no finite number, and for returns below −1; also what the source says.
Result<ReturnRows> read_returns(ResultFile file);

/// `time,equity`. Errors: as read_returns; also for an empty equity and a first one that is not above 0.
Result<EquityRows> read_equity(ResultFile file);

/// Our trades CSV (docs/reference/metrics.md lists the columns) or freqtrade's backtest-result.json, told by the
/// content. `strategy` names one of the strategies in the latter; it may be empty when there is only one.
/// A file without a single trade is fine when its header or document is. Errors: as read_returns, for JSON with
/// `file:line:column` or the field's path as place.
Result<TradeRows> read_trades(ResultFile file, std::string_view strategy);

}  // namespace spark::intake
