#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/strategy/document.hpp"
#include "engine/strategy/explain.hpp"
#include "foundation/base/result.hpp"

namespace spark::policy {

/// What a desk asks of every strategy document, whoever or whatever wrote it: settings `policy.*`. Decimals in units of
/// 1e-8; 0: no bound.
struct Policy {
    bool is_stop_wanted = true;
    std::int64_t stop_loss_pct_max = 0;
    std::int64_t equity_share_max = 0;  ///< Of [size] equity; 1 is all of it.
    std::int64_t risk_share_max = 0;    ///< Of [size] risk.
    std::int64_t leverage_max = 0;
    bool is_drawdown_limit_wanted = true;
    std::int64_t max_drawdown_pct_max = 0;
    bool is_daily_limit_wanted = true;
    std::int64_t daily_loss_pct_max = 0;
    std::int64_t entries_max = 0;     ///< Entries of one side open together; a document without bound breaks it.
    std::int64_t parameters_max = 0;  ///< More are an invitation to overfit.
    bool may_short = true;
};

struct Violation {
    std::string rule;  ///< `stop_missing`, `leverage_too_high`, …: one a member above.
    std::string path;  ///< Of the field: `stop.stop_loss_pct`.
    std::string found;
    std::string allowed;
    std::string en;
    std::string tr;
    bool is_fixable = false;
};

/// What breaks the policy, in the order of the fields; constants are evaluated with the defaults of the parameters, and
/// parameters also at both ends of their range, so that no run within the ranges breaks it. A trailing stop is a stop
/// too. How wide a stop given as a price or a distance is shows on bars alone: it counts as a stop and has no bound. A
/// percent or a share that changes from bar to bar has no bound either, and only a person can give it one.
std::vector<Violation> check(const strategy::Document& document, const Policy& policy);

/// A document that keeps the policy.
struct Fix {
    std::string text;  ///< The same syntax; only the fields named in `differences` changed, comments kept.
    std::vector<strategy::FieldDifference> differences;
    std::vector<Violation> left;  ///< What only a person can decide.
    bool is_rewritten = false;    ///< Its layout could not be kept: written anew, which its first line says (TOML).
};

/// Changes what can be changed without guessing: a missing stop or limit is set, one too high comes down to the bound.
/// Errors: those of read_document and Definition::of_document.
Result<Fix> fix(std::string_view text, strategy::DocumentSyntax syntax, const Policy& policy);

}  // namespace spark::policy
