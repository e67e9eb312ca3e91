#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::promotion {

/// What the first link names as the link before it.
inline constexpr std::string_view lineage_start = "0000000000000000000000000000000000000000000000000000000000000000";

/// A step on the way from a sentence to a promoted strategy. `sha256` is of the thing itself: the prompt's bytes, the
/// document's bytes, a version's canonical text, the manifest of a run or an optimization, a set's result hash, the
/// proposal's checklist. `hash` seals it together with every step before it.
struct Link {
    std::string kind;  ///< `prompt`, `document`, `version`, `backtest`, `optimization`, `set`, `promotion`.
    std::string id;    ///< `gen_…`, `myCross@2`, `bt_…`, `opt_…`, `opt_…#17`, `prop_…`.
    std::string sha256;
    std::string created_at{};
    std::string previous{};  ///< `hash` of the link before; 64 zeros for the first.
    std::string hash{};      ///< SHA-256 over the canonical JSON of the other members.

    bool operator==(const Link&) const = default;
};

/// The links in this order, sealed.
std::vector<Link> seal(std::vector<Link> links);

/// Errors: corrupt with the first link whose hash is not what the chain says.
Result<void> verify(std::span<const Link> links);

/// `hash` of the last link: written down elsewhere, it shows links that were cut off. Of none: lineage_start.
std::string_view head_of(std::span<const Link> links);

wire::Json link_json(const Link& link);
/// Errors: corrupt when a member is missing, is no text, or is one too many.
Result<Link> parse_link(const wire::Json& json);

}  // namespace spark::promotion
