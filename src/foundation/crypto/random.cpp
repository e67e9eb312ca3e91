#include "foundation/crypto/random.hpp"

#include <sys/random.h>

#include <cerrno>

#include "foundation/base/assert.hpp"

namespace spark::crypto {

void random_bytes(std::span<std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::getrandom(bytes.data(), bytes.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        SPARK_ASSERT(count > 0);  // No other error is possible with these arguments: a kernel of 2014 or newer.
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
}

}  // namespace spark::crypto
