#pragma once

#include <span>
#include <string_view>

#include "engine/policy/policy.hpp"
#include "engine/strategy/document.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::lab {

/// `[{rule, path, found, allowed, en, tr, is_fixable}]`
wire::Json violations_json(std::span<const policy::Violation> violations);

/// `{text, text_sha256, differences, left, is_rewritten}`
wire::Json fix_json(const policy::Fix& fix);

/// `spark.policy_check/1`: what breaks the policy and the document mended; `fix` is null where there is nothing to
/// mend. Errors: those of the document.
Result<wire::Json> policy_check_json(std::string_view text, strategy::DocumentSyntax syntax,
                                     const policy::Policy& policy);

}  // namespace spark::lab
