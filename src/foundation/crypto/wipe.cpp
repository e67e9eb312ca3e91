#include "foundation/crypto/wipe.hpp"

#include <openssl/crypto.h>

namespace spark::crypto {

void wipe(std::span<std::byte> bytes) { OPENSSL_cleanse(bytes.data(), bytes.size()); }

void wipe(std::string& text) {
    text.resize(text.capacity());  // A text that was moved from is empty, its bytes are not.
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

}  // namespace spark::crypto
