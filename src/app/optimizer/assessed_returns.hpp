#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/optimizer/assessed_sets.hpp"
#include "app/optimizer/run.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// What the daily returns of the sets, and the trades of the best one, say about luck.
struct AssessedReturns {
    std::optional<double> dsr{};
    std::optional<double> pbo{};
    std::optional<double> loss_probability{};
    std::optional<double> spa_p{};
    std::optional<double> break_even_cost_factor{};
    wire::Json sharpe;  ///< The parts of the assessment by these names; null where they do not exist.
    wire::Json sample;  ///< How many sets overfitting and data_snooping saw.
    wire::Json overfitting;
    wire::Json data_snooping;
    wire::Json monte_carlo;
    wire::Json costs;
};

/// `looks`: how often the holdout was seen; each look counts as another try of every set. Draws from the order's seed.
/// Errors: those of running sets; unavailable when the follower cancelled. Precondition (asserted): there is a
/// finalist.
Result<AssessedReturns> assessed_returns(const Bench& bench, const AssessedSets& sets, std::uint64_t looks,
                                         const Follower& follower, std::vector<MissingPart>& missing);

/// Fractions of the equity at the ends of days, the starting cash before the first; 0 after equity of 0 or less.
std::vector<double> returns_of_days(std::span<const std::int64_t> equity, Notional cash);

}  // namespace spark::optimizer
