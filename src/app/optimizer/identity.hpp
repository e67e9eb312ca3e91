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

/// The same of a folder. Errors: those of opening it to read.
Result<KeptOrder> kept_order_of(const std::filesystem::path& folder);

/// As trials::check_same_order, but for the build: another one has to come to the same results.
Result<void> check_same_results(const trials::TrialHeader& was, trials::TrialHeader is);

/// Folder of an optimization: `DIR` as it is, of an id `DATA_DIR/optimize/<id>`, else where its evidence says. Errors:
/// not_found.
Result<std::filesystem::path> folder_of(verbs::Context& context, std::string_view id_or_folder);
/// How the user names it in the next command: by its id where that finds the folder, else by the folder.
std::string name_of(const verbs::Context& context, const std::string& id, const std::filesystem::path& folder);
std::filesystem::path default_folder(const verbs::Context& context, std::string_view id);

}  // namespace spark::optimizer
