#include "foundation/crypto/constant_time.hpp"

#include <openssl/crypto.h>

namespace spark::crypto {

bool equal_in_constant_time(const Sha256Digest& left, const Sha256Digest& right) {
    return CRYPTO_memcmp(left.bytes.data(), right.bytes.data(), Sha256Digest::size) == 0;
}

}  // namespace spark::crypto
