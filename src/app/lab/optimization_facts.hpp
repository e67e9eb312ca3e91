#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/context.hpp"
#include "app/verbs/kept_strategies.hpp"
#include "engine/promotion/checklist.hpp"
#include "foundation/base/result.hpp"

namespace spark::lab {

/// A search as promotion sees it: the facts that are asked, and what ties it to a run and to the chain.
struct SearchEvidence {
    promotion::OptimizationFacts facts;
    std::string manifest_sha256{};
    WallTime created_at{};
    std::string searched_sha256{};  ///< Identity of the document that was searched.
    std::vector<audit::DataSetRecord> data_sets{};
    std::int64_t first_open_ns = 0;  ///< Of its first and its last bar, the holdout with it; 0: not known.
    std::int64_t last_open_ns = 0;
};

/// The search the version's values come from: the one its origin names, else the newest one of the same rules, those
/// with a set of these values first. Evidence, folder, journal and tables are checked, the set is run again; what is
/// wrong stands in the facts. Searches of more than `sets_max` sets or `bars_max` bars are not looked at whole. None
/// where there is no such search. Errors: corrupt when the chain of the evidence is broken.
Result<std::optional<SearchEvidence>> find_search(verbs::Context& context, const store::EvidenceFolder& evidence,
                                                  const verbs::KeptStrategy& strategy, std::int64_t sets_max,
                                                  std::int64_t bars_max);

/// The document an optimization searched, out of its evidence. Errors: not_found; corrupt; conflict for a native one.
Result<strategy::Definition> searched_definition(const store::EvidenceFolder& evidence,
                                                 const store::StoredEvidence& stored);

}  // namespace spark::lab
