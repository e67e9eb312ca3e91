#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/backtest/checks.hpp"
#include "engine/backtest/metrics.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// Milliseconds of each part of a run; not part of any identity.
struct Timing {
    double load = 0;
    double signals = 0;
    double ledger = 0;
    double metrics = 0;
    double total = 0;
};

/// Everything said about one backtest. Views live as long as the run.
struct BacktestFacts {
    std::string id;
    WallTime created_at{};
    std::string data_set_id;
    std::string data_set_sha256;
    std::string venue;
    std::string symbol;
    std::string timeframe;
    bool synthetic = false;
    std::uint32_t first_bar = 0;
    std::string strategy_sha256;
    const backtest::CheckInput& run;
    const backtest::EquityCurve& curve;
    const backtest::Metrics& metrics;
    const backtest::LookAheadCheck& look_ahead;
    const backtest::DeterminismCheck& determinism;
    std::vector<backtest::Warning> warnings;
    Timing timing;
};

/// The run as `spark.backtest/1` (contract of the command line; docs/reference/backtest_json.md). Money as exact
/// decimal text. `evidence` is not set: the caller knows where it lies.
wire::Json backtest_document(const BacktestFacts& facts);

}  // namespace spark::verbs
