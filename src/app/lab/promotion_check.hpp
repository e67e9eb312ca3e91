#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/lab/lineage_of.hpp"
#include "app/verbs/context.hpp"
#include "app/verbs/kept_strategies.hpp"
#include "engine/promotion/checklist.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::lab {

/// What the settings `promote.*` ask.
promotion::Thresholds promotion_thresholds(const verbs::Context& context);

/// A version held against all that is asked, from the data folder alone: nothing in it is believed that is not hashed
/// or made again. docs/reference/promotion.md.
struct PromotionCheck {
    verbs::KeptStrategy strategy;
    promotion::Facts facts;
    promotion::Thresholds thresholds;
    promotion::Checklist list;
    Lineage lineage;         ///< With the proposal where there is one.
    std::string proposal{};  ///< Id of the open one for this version; empty: none.
};

/// Of the newest version, or that of the number. Errors: not_found for the version; corrupt where the chain of the
/// evidence or of the looks is broken, so that nothing can be said.
Result<PromotionCheck> check_promotion(verbs::Context& context, std::string_view name,
                                       std::optional<std::uint32_t> version);

/// `spark.promotion_check/1`.
wire::Json check_json(const PromotionCheck& check);

/// `{"links":[…],"head":"…","is_whole":true}`
wire::Json lineage_part_json(const Lineage& lineage);

}  // namespace spark::lab
