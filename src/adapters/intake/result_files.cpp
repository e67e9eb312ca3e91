#include "adapters/intake/result_files.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "adapters/intake/detail/result_table.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::intake {
namespace {

using detail::ColumnRule;
using detail::ResultTable;

constexpr std::array<std::string_view, 10> time_names{"date",         "time",         "timestamp", "datetime",
                                                      "open_time",    "open_time_ms", "time_ms",   "date_ms",
                                                      "timestamp_ms", "index"};
constexpr std::array<std::string_view, 5> return_names{"return", "returns", "ret", "daily_return", "period_return"};
constexpr std::array<std::string_view, 6> equity_names{"equity",    "value",           "balance",
                                                       "net_worth", "portfolio_value", "total_equity"};

enum : std::size_t { time_column = 0, value_column = 1 };

/// The row's time, which must lie after the one before.
Result<std::int64_t> ascending_time(const ResultTable& table, const std::vector<std::int64_t>& before) {
    SPARK_TRY(const std::int64_t time_ns, table.time_ns(time_column));
    if (before.empty() || time_ns > before.back()) return time_ns;
    return table.refuse(
        time_column,
        fmt::format("found the time '{}', allowed a later one than in the row before", shown(table.text(time_column))),
        "sort the rows by time and leave one a time");
}

Result<double> return_of_row(const ResultTable& table) {
    if (table.text(value_column).empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto value = table.number(value_column);
    if (!value) {
        Error error = value.error();
        error.message = fmt::format("found the return '{}', allowed a finite fraction such as 0.0125",
                                    shown(table.text(value_column)));
        error.remedy = "leave the field empty for a period without a value";
        return fail(std::move(error));
    }
    if (*value >= -1) return *value;
    return table.refuse(value_column,
                        fmt::format("found the return '{}', allowed -1 and up: nothing loses more than it is",
                                    shown(table.text(value_column))),
                        "write returns as fractions, 0.01 for one percent");
}

std::unexpected<Error> no_rows(const std::string& name) {
    return fail(Fault::invalid_input, "the file holds no rows", name, "write at least one row below the header");
}

}  // namespace

Result<ResultFile> open_result_file(const std::string& path, const ResultFileLimits& limits) {
    SPARK_TRY(wire::ByteSource source,
              wire::ByteSource::open(path, {.gzip_output_bytes_max = limits.gzip_output_bytes_max}));
    return ResultFile{.name = path, .source = std::move(source), .limits = limits};
}

Result<ReturnRows> read_returns(ResultFile file) {
    const std::array rules{ColumnRule{time_names}, ColumnRule{return_names}};
    SPARK_TRY(ResultTable table, ResultTable::open(file, rules));
    ReturnRows rows;
    for (;;) {
        SPARK_TRY(const bool any, table.next());
        if (!any) break;
        SPARK_TRY(const std::int64_t time_ns, ascending_time(table, rows.time_ns));
        SPARK_TRY(const double value, return_of_row(table));
        rows.time_ns.push_back(time_ns);
        rows.returns.push_back(value);
    }
    if (rows.time_ns.empty()) return no_rows(file.name);
    return rows;
}

Result<EquityRows> read_equity(ResultFile file) {
    const std::array rules{ColumnRule{time_names}, ColumnRule{equity_names}};
    SPARK_TRY(ResultTable table, ResultTable::open(file, rules));
    EquityRows rows;
    for (;;) {
        SPARK_TRY(const bool any, table.next());
        if (!any) break;
        SPARK_TRY(const std::int64_t time_ns, ascending_time(table, rows.time_ns));
        SPARK_TRY(const double equity, table.number(value_column));
        if (rows.equity.empty() && !(equity > 0)) {
            return table.refuse(value_column,
                                fmt::format("found {} as the first equity, allowed an amount above 0", equity));
        }
        const auto units = parse_units(table.text(value_column));
        rows.units_fit = rows.units_fit && units.has_value();
        if (units && rows.equity.empty()) rows.first_units = units->units;
        if (units) rows.last_units = units->units;
        rows.time_ns.push_back(time_ns);
        rows.equity.push_back(equity);
    }
    if (rows.time_ns.empty()) return no_rows(file.name);
    if (!rows.units_fit) rows.first_units = rows.last_units = 0;
    return rows;
}

}  // namespace spark::intake
