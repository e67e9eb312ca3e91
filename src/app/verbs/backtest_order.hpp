#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::verbs {

/// A backtest as asked for over HTTP. Either `strategy` or `document`; either `data_sets`, or `pair` and `timeframe`
/// (and `venue`).
struct BacktestOrder {
    std::string strategy;  ///< Names parted by commas, each of letters, digits, `_` and `-`: never a path.
    std::string document;  ///< A strategy document that came with the order, as JSON; its numbers as they were written.
    std::vector<std::string> data_sets;
    std::string pair;
    std::string timeframe;
    std::string venue;
    std::vector<std::string> assignments;  ///< `fast=9`
    std::vector<std::string> watched;      ///< Further data sets that `sym` may look at.
    std::string finer;                     ///< Data set, or timeframe, of finer bars; empty: none.
    std::string out_of_sample;             ///< `30%` or `30`; empty: none.
    bool has_band = false;
    std::string from;  ///< Empty: from the first bar.
    std::string to;
    wire::LocatedValue costs{};  ///< Fields of docs/reference/costs.md; what a file of --costs holds.
    wire::LocatedValue rules{};  ///< The same fields at the top of the body; they win over `costs`, as flags do.
};

/// The body of `POST /api/v1/backtests` and `POST /api/backtest/start`:
/// `{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":9,"slow":21}}`, or `"dataset"` (a name or
/// a list) instead of pair and timeframe, `"document"` instead of strategy; further `venue`, `from`, `to`, `costs`,
/// `with`, `detail`, `oos`, `band`, and every field of `costs` by itself (`size`, `cash`, `leverage`, …).
/// Errors: invalid_input with a JSON pointer as place, or with `line:column` where it is no JSON object; unknown fields
/// are refused with the nearest name.
Result<BacktestOrder> read_backtest_body(std::string_view body);

/// The value as JSON again, one member a line, every number with the characters it was written with.
std::string json_text_of(const wire::LocatedValue& value);

/// A strategy's name as an address may hold it: letters, digits, `_` and `-`, at most 64 bytes. Never a path.
bool is_plain_name(std::string_view text);

}  // namespace spark::verbs
