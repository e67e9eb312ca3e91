#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "app/lab/backtest_facts.hpp"
#include "app/lab/optimization_facts.hpp"
#include "app/lab/proposal.hpp"
#include "app/verbs/context.hpp"
#include "app/verbs/kept_strategies.hpp"
#include "engine/promotion/lineage.hpp"
#include "foundation/base/result.hpp"

namespace spark::lab {

/// The way to a version, sealed.
struct Lineage {
    std::vector<promotion::Link> links;
    bool is_whole = true;  ///< false: a generation or an optimization that an origin names is not here.
};

/// What the check found, for the chain's last version; empty members are left out.
struct LineageEnds {
    const std::optional<SearchEvidence>* search = nullptr;
    const std::optional<RunEvidence>* run = nullptr;
    const std::optional<Proposal>* proposal = nullptr;
};

/// The way to this version, sealed: the versions it was made from, oldest first; before each the prompt and the
/// document, or the search and the set, that its origin names; behind each its newest backtest that is as written.
/// Digests are those of the bytes as they lie here now. Errors: corrupt for a version whose text is not what was kept,
/// or for a generation that cannot be read.
Result<Lineage> lineage_of(const verbs::Context& context, const store::EvidenceFolder& evidence,
                           const verbs::KeptStrategy& strategy, const RunsByStrategy& runs, const LineageEnds& ends);

/// The identities of the version and of those it was made from. Errors: as lineage_of.
Result<std::vector<std::string>> identities_on_the_way(const verbs::Context& context,
                                                       const verbs::KeptStrategy& strategy);

/// `spark.lineage/1` of a version, the newest where none is given. Errors: as lineage_of.
Result<wire::Json> lineage_json(verbs::Context& context, std::string_view name, std::optional<std::uint32_t> version);

}  // namespace spark::lab
