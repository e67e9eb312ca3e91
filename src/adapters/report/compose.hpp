#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/report/report_page.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/quality.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::report {

/// A name and what it is: `sha256`, `commit`, …; both as they stand in the manifest.
struct Identity {
    std::string name;
    std::string value;
};

/// A run to report on. Views outlive the call.
struct RunEvidence {
    const wire::Json& document;  ///< `spark.backtest/1`; fields that are missing are left out of the report.
    std::string_view trades_csv{};
    std::string_view daily_equity_csv{};
    std::vector<std::string> warnings{};  ///< In words of the report's language.
    std::string command{};                ///< What repeats the run; empty: not said.
    std::vector<Identity> identities{};
    std::optional<market::CandleColumns> candles{};  ///< The whole data set of the run; nothing when it is not there.
    const market::QualityReport* quality = nullptr;  ///< Of the same data set.
    std::string data_note{};                         ///< Why there are no candles.
};

/// The report of a run, in the order a trader asks. Errors: corrupt, when an attachment or the document cannot be read.
Result<ReportPage> compose_report(const RunEvidence& run, Language language);

}  // namespace spark::report
