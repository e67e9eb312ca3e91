#pragma once

#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::audit {

/// Names become file names, so each is held to a list of letters: none can leave the evidence folder, hide in it, or be
/// taken for another run's file. Errors of all three: invalid_input, saying what was found and what is allowed.

/// `backtest`, `optimize`: a lower-case letter, then up to 31 of a-z, 0-9 and `_`.
Result<void> check_kind(std::string_view kind);

/// `bt_01K7Q…`: a letter or digit, then up to 127 of A-Z, a-z, 0-9, `_` and `-`. No dot, so `x` and `x.manifest` cannot
/// both be ids.
Result<void> check_id(std::string_view id);

/// `trades.csv`: a letter or digit, then up to 127 of A-Z, a-z, 0-9, `_`, `-` and `.`. No folder, nothing hidden.
Result<void> check_attachment_name(std::string_view name);

/// `YYYYMMDDhhmmss-nnnnnn` with a time that exists. Errors: invalid_input.
Result<void> check_nonce(std::string_view nonce);

}  // namespace spark::audit
