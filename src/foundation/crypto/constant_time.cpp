#include "foundation/crypto/constant_time.hpp"

#include <openssl/crypto.h>

namespace spark::crypto {

bool equal_in_constant_time(const Sha256Digest& left, const Sha256Digest& right) {
    return CRYPTO_memcmp(left.bytes.data(), right.bytes.data(), Sha256Digest::size) == 0;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace spark::crypto
