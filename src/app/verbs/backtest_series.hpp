#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/verbs/backtest_replay.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// What of a run's time is looked at; nothing given: all of it. Bars that open in [from, to).
struct TimeRange {
    std::optional<WallTime> from{};
    std::optional<WallTime> to{};
};

/// `spark.equity/1`: equity at every bar (decimal text), drawdown fraction and, of a run of one book, what holding
/// would have given; at most about `points_max` of them, in each stretch the first, least, greatest and last, so that
/// no extreme is lost. Errors: invalid_input when the range holds no bars.
Result<wire::Json> equity_json(std::string_view run_id, const ReplayedRun& run, const TimeRange& range,
                               std::size_t points_max);

/// The same of the equity at every day's end, from the attachment `equity_daily.csv`. Errors: corrupt.
Result<wire::Json> daily_equity_json(std::string_view run_id, std::string_view csv, const wire::Json& document,
                                     std::size_t points_max);

/// The whole curve as columns of little-endian float64, one behind the other: time in ms, equity, drawdown fraction.
/// To draw, never to count money with.
std::string equity_columns(const ReplayedRun& run);

/// As `--equity FILE` writes it.
std::string equity_file(const ReplayedRun& run);

/// `spark.backtest_statistics/1`: metrics and statistics of the bars that open in the range and of the trades entered
/// on them, by the definitions of docs/reference/metrics.md. Errors: invalid_input when the range holds no bars.
Result<wire::Json> statistics_json(std::string_view run_id, const ReplayedRun& run, const TimeRange& range);

/// `spark.backtest_distribution/1`: result, holding time and excursions of every trade, and a histogram of the results.
wire::Json distribution_json(std::string_view run_id, const ReplayedRun& run);

/// The runs as `spark backtest compare --json` has them. Errors: as report::compare_runs; corrupt.
Result<wire::Json> compare_stored(std::span<const store::StoredEvidence> runs);

/// The runs' equity at every day's end on one time axis: `t` and, for each run, `rebased` (100 is its starting cash;
/// null on days it has no equity), at most about `points_max` days in even steps, the last one among them. Errors:
/// corrupt.
Result<wire::Json> aligned_equity_json(std::span<const store::StoredEvidence> runs, std::size_t points_max);

/// Rows of trades.csv as JSON, each with its `index`: bars and times whole numbers, amounts decimal text.
/// Errors: corrupt with the line as place.
Result<std::vector<wire::Json>> trade_rows(std::string_view csv);

}  // namespace spark::verbs
