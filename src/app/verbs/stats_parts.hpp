#pragma once

#include <optional>
#include <span>

#include "engine/statistics/bar_statistics.hpp"
#include "engine/statistics/calendar_returns.hpp"
#include "engine/statistics/drawdowns.hpp"
#include "engine/statistics/freqtrade_statistics.hpp"
#include "engine/statistics/return_statistics.hpp"
#include "engine/statistics/trade_statistics.hpp"
#include "foundation/wire/json.hpp"

/// Statistics as JSON, field by field: the parts that the documents of `spark stats` and of backtests are made from.
namespace spark::verbs {

/// The statistic, or null.
wire::Json number_json(std::optional<double> statistic);

wire::Json return_statistics_json(const statistics::ReturnStatistics& figures);
wire::Json benchmark_json(const statistics::BenchmarkStatistics& figures);
wire::Json underwater_json(const statistics::UnderwaterStatistics& figures);
/// The statistics of the equity alone.
wire::Json daily_equity_json(const statistics::BarStatistics& figures);
/// All, with the market's and the trades'.
wire::Json bar_statistics_json(const statistics::BarStatistics& figures);
wire::Json freqtrade_json(const statistics::FreqtradeStatistics& figures);
wire::Json holding_json(const statistics::HoldingTimes& times);

/// The ten deepest, deepest first; times as ISO 8601.
wire::Json drawdowns_json(const statistics::EquitySeries& series);
/// `{year, month, return}` a row; months are left out in the rows of years.
wire::Json calendar_json(std::span<const statistics::CalendarReturn> rows);
wire::Json groups_json(std::span<const statistics::TradeGroup> groups);

}  // namespace spark::verbs
