#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::lab {

/// `spark.proposal/1`, DATA_DIR/proposals/prop_….json: that somebody asks for a version to be called ready. It decides
/// nothing; it is `open` until an approval does. Evidence of kind `promotion` under the same id holds the same bytes.
struct Proposal {
    std::string id;
    std::string strategy;
    std::uint32_t version = 0;
    std::string sha256;
    std::string created_at;
    std::string hash;
    wire::Json document;
};

/// Who proposes. On the command line the name of the user of this machine, without an id.
struct Proposer {
    std::string name;
    std::string user_id{};
};

struct ProposalOrder {
    std::string strategy;
    std::optional<std::uint32_t> version{};  ///< None: the newest.
    std::string note{};
    Proposer proposer{};
};
inline constexpr std::size_t note_bytes_max = 1'000;

/// What came of an order.
struct Proposed {
    bool is_refused = false;  ///< The checklist is not whole: `check` says where; nothing was made.
    bool is_new = false;      ///< false: the very same is open already.
    wire::Json check;         ///< `spark.promotion_check/1`
    wire::Json proposal{};    ///< Null when refused.
};

/// Makes the proposal, durably: evidence first, then its file; what a process killed between the two left is finished
/// first. The same order again (version, proposer and note) gives the one there is. Errors: conflict when another one
/// for this version is open; those of check_promotion and of the evidence; exhausted.
Result<Proposed> promote(verbs::Context& context, const ProposalOrder& order);

/// A line of a list: the proposal without its checklist, its values and its limits.
wire::Json proposal_row(const Proposal& proposal);

/// Newest first. Errors: corrupt for one that is not what was written.
Result<std::vector<Proposal>> proposals(const verbs::Context& context);
/// Errors: not_found; corrupt.
Result<Proposal> find_proposal(const verbs::Context& context, std::string_view id);
/// The open one of this very version. Errors: corrupt.
Result<std::optional<Proposal>> open_proposal(const verbs::Context& context, std::string_view strategy,
                                              std::uint32_t version, std::string_view sha256);

}  // namespace spark::lab
