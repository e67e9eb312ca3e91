#pragma once

#include <filesystem>
#include <string>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// The header of a bench's trials: its order, and under `identity` the id, the digests of data sets and strategy, the
/// build. What differs later is refused.
trials::TrialHeader header_of(const Bench& bench, std::string_view id);

/// What a trial folder was made for.
struct KeptOrder {
    Order order;
    std::string id;
};

/// Errors: corrupt when the header holds no order of this program.
Result<KeptOrder> kept_order(const trials::TrialHeader& header, const std::filesystem::path& folder);

/// Folder of an optimization: `DIR` as it is, of an id `DATA_DIR/optimize/<id>`, else where its evidence says. Errors:
/// not_found.
Result<std::filesystem::path> folder_of(verbs::Context& context, std::string_view id_or_folder);
std::filesystem::path default_folder(const verbs::Context& context, std::string_view id);

}  // namespace spark::optimizer
