#pragma once

#include <string>
#include <string_view>

#include "foundation/crypto/random.hpp"

namespace spark::identity {

/// An API key's secret: `spk_paper_`, 52 characters of 32 random bytes in lower-case base32, and 6 of a checksum over
/// all before it, so that a mistyped or cut key is told from an unknown one, and programs that look for leaked secrets
/// find it. `environment`: `test`, `paper` or `live`.
std::string make_key_secret(std::string_view environment, const crypto::FillRandom& fill_random);

/// Whether text has that form, for this environment, with the right checksum.
bool is_key_secret(std::string_view environment, std::string_view text);

/// What people may see of it: the prefix and the first four characters.
std::string key_hint(std::string_view secret);

}  // namespace spark::identity
