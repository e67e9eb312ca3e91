#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::server {

/// A backtest as asked for over HTTP. Either `data_sets`, or `pair` and `timeframe` (and `venue`).
struct BacktestOrder {
    std::string strategy;  ///< Letters, digits, `_` and `-`: a name, never a path.
    std::vector<std::string> data_sets;
    std::string pair;
    std::string timeframe;
    std::string venue;
    std::vector<std::string> assignments;  ///< `fast=9`
    std::string from;                      ///< Empty: from the first bar.
    std::string to;
    std::optional<wire::LocatedValue> costs;  ///< Fields of docs/reference/costs.md.
};

/// The body of `POST /api/v1/backtests` and `POST /api/backtest/start`:
/// `{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":9,"slow":21}}`, or `"dataset"` (a name or
/// a list) instead of pair and timeframe; further `venue`, `from`, `to`, `costs`.
/// Errors: invalid_input with a JSON pointer as place, or with `line:column` where it is no JSON object; unknown fields
/// are refused with the nearest name.
Result<BacktestOrder> read_backtest_body(std::string_view body);

/// A strategy's name as an address may hold it: letters, digits, `_` and `-`, at most 64 bytes. Never a path.
bool is_plain_name(std::string_view text);

}  // namespace spark::server
