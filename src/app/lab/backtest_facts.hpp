#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/store/evidence_folder.hpp"
#include "app/lab/optimization_facts.hpp"
#include "app/verbs/context.hpp"
#include "engine/promotion/checklist.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/base/result.hpp"

namespace spark::lab {

/// The backtests of the evidence by the identity of their strategy, newest first: those of the identities asked for.
using RunsByStrategy = std::map<std::string, std::vector<audit::IndexEntry>>;

/// Reads the manifests of the newest runs, each held against the chain. One that is not as written belongs to nobody.
/// Errors: corrupt when the chain itself is broken.
Result<RunsByStrategy> runs_of(const store::EvidenceFolder& evidence, const std::vector<std::string>& strategy_sha256s);

/// A run as promotion sees it.
struct RunEvidence {
    promotion::BacktestFacts facts;
    std::string manifest_sha256{};
    WallTime created_at{};
    std::vector<audit::DataSetRecord> data_sets{};
    std::int64_t first_open_ns = 0;
    std::int64_t last_open_ns = 0;
};

/// Of the runs of this very version the one that has most of what is asked (whole evidence, own values, the search's
/// data and period, costs), of equal ones the newest: checked file by file, then made again with all checks of a run.
/// Runs of more than `bars_max` bars are not made again. None where there is no run.
std::optional<RunEvidence> find_run(verbs::Context& context, const store::EvidenceFolder& evidence,
                                    const std::vector<audit::IndexEntry>& runs, const strategy::Definition& definition,
                                    const std::optional<SearchEvidence>& search, std::int64_t bars_max);

}  // namespace spark::lab
