#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spark::promotion {

/// What a desk asks before a strategy may be called ready: settings `promote.*`.
struct Thresholds {
    std::int64_t trades_min = 0;
    double pbo_max = 0;
    double dsr_min = 0;
    std::int64_t holdout_looks_max = 0;
    std::int64_t holdout_pct_min = 0;  ///< Share of the bars kept out of sample.
    bool is_profit_wanted = true;      ///< Net above 0 out of sample.
};

/// A run of exactly this version with its own defaults, out of evidence that was verified.
struct BacktestFacts {
    std::string id;
    std::string result_hash;
    std::int64_t trades = 0;
    bool has_costs = false;         ///< A fee or slippage above 0 was charged.
    bool look_ahead_passed = false;
    bool conservation_passed = false;
    std::string result_hash_again{};  ///< Of the run made again for this check, with this binary; empty: not run.
    bool has_own_values = false;      ///< Parameters are the document's defaults.
    bool is_verified = false;         ///< Every file as its manifest says.
    bool is_synthetic = false;
};

/// The search this version's values come from, out of its evidence.
struct OptimizationFacts {
    std::string id;
    std::string method;
    std::string result_hash{};  ///< Of the set whose values these are; empty: the values are no set of it.
    std::optional<std::int64_t> set_number{};
    bool has_same_rules = false;  ///< The document differs from the searched one in version and defaults alone.
    bool has_same_data = false;   ///< Same data set as the backtest.
    std::int64_t holdout_pct = 0;
    std::int64_t holdout_looks = 0;
    std::optional<bool> is_profitable_out_of_sample{};
    std::optional<double> pbo{};
    std::optional<double> dsr{};
    std::string verdict{};  ///< `skill`, `luck`, `undecided`
    bool is_verified = false;
};

/// All that is asked, and nothing else: the answer follows from these alone.
struct Facts {
    std::string strategy;
    std::uint32_t version = 0;
    std::string sha256;
    std::vector<std::string> policy_violations{};
    bool has_limits = false;  ///< Drawdown and daily loss limits, and a stop.
    std::optional<BacktestFacts> backtest{};
    std::optional<OptimizationFacts> optimization{};
};

enum class Standing : std::uint8_t { passed, failed, missing, not_measured };

/// One line of "Promote to Ready".
struct Item {
    std::string name;  ///< `trades`, `out_of_sample`, `determinism`, `costs`, `limits`, `policy`, `pbo`, `dsr`, …
    Standing standing = Standing::missing;
    std::string found;
    std::string wanted;
    std::string evidence{};  ///< Id of what proves it: `bt_…`, `opt_…`.
    std::string en;          ///< What is asked and why, one sentence.
    std::string tr;
    std::string remedy_en{};  ///< What to do; empty when passed.
    std::string remedy_tr{};
    bool is_binding = true;   ///< false: said, not asked (paper trading is not built yet).
};

struct Checklist {
    std::vector<Item> items;
    bool may_promote = false;  ///< Every binding item passed.
};

Checklist check(const Facts& facts, const Thresholds& thresholds);

}  // namespace spark::promotion
