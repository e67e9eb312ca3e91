#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/verbs/context.hpp"
#include "engine/backtest/run.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::verbs {

/// One row of each list of a scenario file (docs/reference/scenarios.md). Every combination is run.
struct ScenarioStrategy {
    std::string label;
    std::string strategy;  ///< As STRATEGY of `backtest run`; of several, separated by commas.
    std::vector<std::string> assignments;
};
struct ScenarioData {
    std::string label;
    std::vector<std::string> data_sets;  ///< Several are one portfolio.
};
struct ScenarioCosts {
    std::string label;
    backtest::RunRules rules;
};
struct ScenarioPeriod {
    std::string label;
    std::optional<WallTime> from;
    std::optional<WallTime> to;
};

struct ScenarioFile {
    std::string name;
    std::vector<ScenarioData> data;
    std::vector<ScenarioStrategy> strategies;
    std::vector<ScenarioCosts> costs;
    std::vector<ScenarioPeriod> periods;

    std::size_t count() const { return data.size() * strategies.size() * costs.size() * periods.size(); }
};
inline constexpr std::size_t scenarios_max = 10'000;

/// Reads a scenario file, TOML or (by its name) JSON. Without [[costs]] the settings' costs hold, without [[periods]]
/// the whole data. Errors: invalid_input with `file:line:column` as place.
Result<ScenarioFile> read_scenario_file(const Context& context, std::string_view path);

}  // namespace spark::verbs
