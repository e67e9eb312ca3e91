#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/run.hpp"
#include "engine/robustness/plateau.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// A part of an assessment that does not exist, and why, for people.
struct MissingPart {
    std::string part;
    std::string text;
    std::string text_tr;
};

/// A set that is looked at closely.
struct Finalist {
    std::uint64_t rank = 0;
    trials::TrialRow row;
    sweep::SetValues values;
    robustness::Plateau plateau;
    std::vector<std::string> edges;  ///< Parameters on whose first or last value it stands.
};

/// The sets of a search that ran on all of its bars, what stands around the best of them, and whom to look at closely.
struct AssessedSets {
    robustness::ObjectiveMap map;
    robustness::PlateauRules rules;
    bool is_full_grid = false;
    std::uint64_t ran = 0;  ///< Not refused.
    std::optional<robustness::Plateau> best_plateau{};
    std::vector<Finalist> finalists{};  ///< The best ones by rank, then the best plateau where it is none of them.
    std::optional<std::size_t> plateau_finalist{};
};

/// Reads every row once. The rows' order in the folder does not matter. Errors: those of the folder.
Result<AssessedSets> assessed_sets(const Bench& bench, const trials::TrialFolder& trials);

/// Numbers of at most `count_max` sets, evenly over the trial numbers, the finalists always among them; rising.
std::vector<std::uint64_t> sample_of(const AssessedSets& sets, std::size_t count_max);

/// The parts `plateau` and `importance` of an assessment.
wire::Json plateau_json(const Bench& bench, const AssessedSets& sets);
wire::Json importance_json(const Bench& bench, const AssessedSets& sets);
/// Of one set, as in its finalist.
wire::Json surroundings_json(const robustness::Plateau& plateau);

}  // namespace spark::optimizer
