#pragma once

#include <string_view>

#include "foundation/crypto/sha256.hpp"

namespace spark::crypto {

/// Equal, in a time that does not depend on where they differ: for whatever stands for a secret.
bool equal_in_constant_time(const Sha256Digest& left, const Sha256Digest& right);

/// The same for texts of equal length. Of unequal length: false at once, so their length must be no secret.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace spark::crypto
