#pragma once

#include <span>
#include <string_view>

namespace spark::http::detail {

/// A schema of the API by its name; `json` is JSON Schema (2020-12), checked by a test.
struct Schema {
    std::string_view name;
    std::string_view json;
};

/// Those of data sets and uploads, and of strategies; schemas() has them too.
std::span<const Schema> data_schemas();
std::span<const Schema> strategy_schemas();
std::span<const Schema> promotion_schemas();
/// Those of generations and of the policy.
std::span<const Schema> generation_schemas();

std::span<const Schema> schemas();

/// Those of users, sessions and keys; of the audit log; of settings.
std::span<const Schema> identity_schemas();
std::span<const Schema> audit_schemas();
std::span<const Schema> settings_schemas();
/// Those of live markets, feeds and the event stream.
std::span<const Schema> market_schemas();

/// Those of optimizations.
std::span<const Schema> optimization_schemas();

/// Those of backtests and evidence.
std::span<const Schema> run_schemas();

}  // namespace spark::http::detail
