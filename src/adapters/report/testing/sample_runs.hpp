#pragma once

#include <string>
#include <string_view>

#include "engine/market/candle_columns.hpp"
#include "foundation/wire/json.hpp"

namespace spark::report::testing {

/// A run of 48 hourly bars with two closed trades, as its evidence says it.
struct SampleRun {
    wire::Json document;
    std::string trades_csv;
    std::string daily_equity_csv;
    market::CandleTable candles;
};

SampleRun sample_run();

/// A document with the fields that every reader may ask for, and nothing in it.
wire::Json bare_document();

}  // namespace spark::report::testing
