#pragma once

#include "foundation/crypto/sha256.hpp"

namespace spark::crypto {

/// Equal, in a time that does not depend on where they differ: for whatever stands for a secret.
bool equal_in_constant_time(const Sha256Digest& left, const Sha256Digest& right);

}  // namespace spark::crypto
