#define XXH_STATIC_LINKING_ONLY  // the size of the streaming state

#include "foundation/crypto/checksum.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <new>
#include <type_traits>

namespace spark::crypto {
namespace {

static_assert(std::is_trivially_copyable_v<XXH3_state_t> && alignof(XXH3_state_t) <= 64);

XXH3_state_t* state_in(std::byte* storage) { return std::launder(reinterpret_cast<XXH3_state_t*>(storage)); }
const XXH3_state_t* state_in(const std::byte* storage) {
    return std::launder(reinterpret_cast<const XXH3_state_t*>(storage));
}

}  // namespace

std::string Checksum128::hex() const { return fmt::format("{:016x}{:016x}", high, low); }

Checksum128 checksum128(std::span<const std::byte> bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {.low = hash.low64, .high = hash.high64};
}

Checksum::Checksum() {
    static_assert(sizeof(XXH3_state_t) == state_size);
    XXH3_128bits_reset(new (state_.data()) XXH3_state_t);
}

Checksum& Checksum::update(std::span<const std::byte> bytes) {
    if (!bytes.empty()) XXH3_128bits_update(state_in(state_.data()), bytes.data(), bytes.size());
    return *this;
}

Checksum128 Checksum::finish() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_in(state_.data()));
    return {.low = hash.low64, .high = hash.high64};
}

}  // namespace spark::crypto
