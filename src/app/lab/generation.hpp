#pragma once

#include <functional>
#include <string>

#include "app/lab/generation_order.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::lab {

/// How who asked follows a generation; any member may be empty.
struct GenerationFollower {
    std::function<bool()> is_cancelled{};
    std::function<void(std::string)> note{};  ///< Attempts and waits, for a log; no key, no sentence.
};

/// Makes a document of the order's sentence, checks it like any other, and keeps what came of it under the id:
/// DATA_DIR/generations/<id>.json and evidence of the kind `generation`. Answers with `spark.generation/1`
/// (docs/reference/generation_json.md), also when no document came of it: then its status is `failed` and it says why
/// and what to do. Nothing that a provider wrote is run, or names a file. A generation of this id that is there already
/// is answered as it is.
/// Errors: those of check_order and, for a model, of model_options; unavailable when it was cancelled; those of
/// writing.
Result<wire::Json> generate(verbs::Context& context, const GenerationOrder& order, const std::string& id,
                            const GenerationFollower& follower);

/// What can be known before any work: the order is one, and its provider can be asked. Errors: as generate.
Result<void> check_possible(const verbs::Context& context, const GenerationOrder& order);

}  // namespace spark::lab
