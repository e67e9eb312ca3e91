#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "engine/backtest/run.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::verbs {

/// Costs, size, cash and the other rules of a run: the settings, overlaid by --costs FILE, overlaid by the flags.
/// Errors: invalid_input with the flag, or `file:line:column`, as place.
Result<backtest::RunRules> read_run_rules(const Context& context, const cli::Invocation& invocation);

/// The rules the settings alone give.
backtest::RunRules rules_of_settings(const Context& context);

/// Overlays the fields of a table (`maker_bps = 2`, `size = "equity:1.0"`, `[[tiers]]`, `[rules]`): what a cost file or
/// a scenario says. Fields: docs/reference/costs.md. Errors: invalid_input with `file:line:column` as place.
Result<void> apply_rule_table(const wire::LocatedValue& table, std::string_view file, backtest::RunRules& rules);

/// The flags of `spark backtest run` that make these rules where the settings give `base`. Fee tiers have no flag: a
/// file of --costs holds them.
std::vector<std::string> rule_flags(const backtest::RunRules& rules, const backtest::RunRules& base);

/// Every rule as a field apply_rule_table reads, amounts as exact text: what they are overlaid on no longer matters.
wire::Json rule_fields_json(const backtest::RunRules& rules);

/// The fields apply_rule_table knows.
std::vector<std::string> rule_field_names();

/// `tick=0.01,lot=0.001,notional_min=5`. Errors: invalid_input with the names there are.
Result<InstrumentRules> parse_venue_rules(std::string_view text);

}  // namespace spark::verbs
