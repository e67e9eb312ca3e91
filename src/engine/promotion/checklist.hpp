#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spark::promotion {

/// What a desk asks before a strategy may be called ready: settings `promote.*`.
struct Thresholds {
    std::int64_t trades_min = 0;
    double pbo_max = 0;
    double dsr_min = 0;
    std::int64_t holdout_looks_max = 0;
    double holdout_pct_min = 0;       ///< Share of the bars kept out of sample, percent.
    bool is_profit_wanted = true;     ///< Net above 0 out of sample.
    std::int64_t paper_days_min = 0;  ///< Said and not asked: paper trading is not built yet.
};

/// A run of exactly this version, out of evidence.
struct BacktestFacts {
    std::string id;
    std::string problem{};  ///< Why its evidence cannot be relied on; empty: every file is as its manifest says.
    std::string result_hash;
    std::string result_hash_again{};  ///< Of the run made again for this check, with this binary; empty: not run.
    std::string why_not_again{};      ///< Why it was not run again, where nothing is wrong with it: it is too long.
    std::int64_t trades = 0;          ///< This and the rest: of the run made again.
    bool has_costs = false;           ///< A fee or slippage above 0 was charged.
    bool look_ahead_passed = false;
    bool conservation_passed = false;
    bool has_own_values = false;  ///< Parameters are the document's defaults.
    bool is_synthetic = false;
    std::string data_set{};

    bool is_relied_on() const { return problem.empty() && has_own_values; }
    bool was_run_again() const { return is_relied_on() && !result_hash_again.empty(); }
};

/// The search this version's values come from, out of its evidence.
struct OptimizationFacts {
    std::string id;
    std::string problem{};  ///< Why it cannot be relied on; empty: evidence, folder, journal and tables are as written.
    std::string why_not_checked{};  ///< Why it was not looked at whole, where nothing is wrong: it is too large.
    std::string method{};
    std::optional<std::int64_t> set_number{};  ///< Whose values these are; none: the values are no set of it.
    std::string set_problem{};                 ///< What differs when that set is run alone again; empty: nothing.
    std::string result_hash{};                 ///< Of that set, from the journal.
    std::string differing_field{};  ///< In which the documents differ beside version and defaults; empty: in none.
    bool has_same_data = false;     ///< Data set and digest as the backtest's.
    bool has_whole_period = false;  ///< The backtest covers all bars of the search and its holdout.
    bool has_costs = false;
    double holdout_pct = 0;
    bool is_holdout_opened = false;             ///< Its ledger counts a look of this optimization.
    std::int64_t holdout_looks = 0;             ///< At these bars, by whomever, as the ledger stands now.
    bool is_finalist = false;                   ///< The set was among those looked at.
    std::optional<double> net_out_of_sample{};  ///< Of that set, run again for this check; quote currency.
    std::optional<double> pbo{};
    std::optional<double>
        dsr{};              ///< Of that set, run again, against what luck shows over as many looks as counted now.
    std::string verdict{};  ///< `skill`, `luck`, `undecided`; empty: there is no assessment.

    bool is_relied_on() const { return problem.empty() && why_not_checked.empty() && differing_field.empty(); }
    bool has_set() const { return is_relied_on() && set_number && set_problem.empty(); }
};

/// All that is asked, and nothing else: the answer follows from these alone.
struct Facts {
    std::string strategy;
    std::uint32_t version = 0;
    std::string sha256;
    std::string parameter{};  ///< One of its parameters, for the commands of remedies.
    std::string data_set{};   ///< Likewise; empty: none is known.
    std::optional<std::vector<std::string>> policy_violations{};  ///< None: not looked at.
    std::vector<std::string> missing_limits{};  ///< Of `max_drawdown_pct`, `daily_loss_pct`, `stop_loss`.
    std::optional<BacktestFacts> backtest{};
    std::optional<OptimizationFacts> optimization{};
};

enum class Standing : std::uint8_t { passed, failed, missing, not_measured };
std::string_view to_text(Standing standing);

/// One line of "Promote to Ready".
struct Item {
    std::string name;  ///< `trades`, `out_of_sample`, `determinism`, `costs`, `limits`, `policy`, `pbo`, `dsr`, …
    Standing standing = Standing::missing;
    std::string found{};
    std::string wanted{};
    std::string evidence{};  ///< Id of what proves it: `bt_…`, `opt_…`.
    std::string en;          ///< What is asked and why, one sentence.
    std::string tr;
    std::string remedy_en{};  ///< What to do; empty when passed.
    std::string remedy_tr{};
    bool is_binding = true;  ///< false: said, not asked (paper trading is not built yet).
};

struct Checklist {
    std::vector<Item> items;
    bool may_promote = false;  ///< Every binding item passed.
};

/// Every item, always, in one order. docs/reference/promotion.md has each with its reason.
Checklist check(const Facts& facts, const Thresholds& thresholds);

}  // namespace spark::promotion
