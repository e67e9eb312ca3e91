// OpenSSL's one-shot functions of before EVP: the same code (SHA-NI where the processor has it) without the
// millisecond that the first use of EVP spends on its tables of providers. They are marked deprecated since 3.0.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "foundation/crypto/sha256.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>

#include "foundation/base/assert.hpp"
#include "foundation/crypto/detail/hex.hpp"
#include "foundation/crypto/detail/sha256_sixteen.hpp"
#include "foundation/crypto/detail/sha256_two.hpp"

namespace spark::crypto {
namespace {

static_assert(std::is_trivially_copyable_v<SHA256_CTX>);
static_assert(Sha256Digest::size == SHA256_DIGEST_LENGTH);

/// Tells the context of bytes that were compressed past it: OpenSSL counts bits in two halves.
void count_bytes(SHA256_CTX& context, std::size_t bytes) {
    const std::uint64_t bits = ((std::uint64_t{context.Nh} << 32U) | context.Nl) + (std::uint64_t{bytes} << 3U);
    context.Nl = static_cast<SHA_LONG>(bits);
    context.Nh = static_cast<SHA_LONG>(bits >> 32U);
}

}  // namespace

std::string Sha256Digest::hex() const { return detail::to_hex(bytes); }

Result<Sha256Digest> Sha256Digest::parse(std::string_view text) {
    Sha256Digest digest;
    SPARK_TRY(detail::from_hex(text, digest.bytes, "a SHA-256"));
    return digest;
}

Sha256::Sha256() {
    SHA256_CTX context;
    SHA256_Init(&context);
    static_assert(sizeof context == state_size);
    std::memcpy(state_.data(), &context, sizeof context);
}

Sha256& Sha256::update(std::span<const std::byte> bytes) {
    if (bytes.empty()) return *this;
    SHA256_CTX context;
    std::memcpy(&context, state_.data(), sizeof context);
    SHA256_Update(&context, bytes.data(), bytes.size());
    std::memcpy(state_.data(), &context, sizeof context);
    return *this;
}

void Sha256::update_two(Sha256& first, std::span<const std::byte> first_bytes, Sha256& second,
                        std::span<const std::byte> second_bytes) {
    SPARK_ASSERT(first_bytes.size() == second_bytes.size() && &first != &second);
    static const bool side_by_side = detail::has_sha_instructions();
    std::array<SHA256_CTX, 2> contexts;
    std::memcpy(&contexts[0], first.state_.data(), state_size);
    std::memcpy(&contexts[1], second.state_.data(), state_size);
    std::size_t whole = 0;
    // A lane that holds a part of a block would have to be filled up first; whole columns never do.
    if (side_by_side && contexts[0].num == 0 && contexts[1].num == 0) {
        whole = first_bytes.size() / SHA256_CBLOCK * SHA256_CBLOCK;
        detail::compress_two({contexts[0].h, reinterpret_cast<const unsigned char*>(first_bytes.data())},
                             {contexts[1].h, reinterpret_cast<const unsigned char*>(second_bytes.data())},
                             whole / SHA256_CBLOCK);
        for (SHA256_CTX& context : contexts) count_bytes(context, whole);
        std::memcpy(first.state_.data(), &contexts[0], state_size);
        std::memcpy(second.state_.data(), &contexts[1], state_size);
    }
    first.update(first_bytes.subspan(whole));
    second.update(second_bytes.subspan(whole));
}

void Sha256::update_many(std::span<const Piece> pieces, std::size_t size) {
    constexpr std::size_t worth_sixteen = 6;
    static const bool has_sixteen = detail::has_sixteen_lanes();
    SPARK_ASSERT(size % SHA256_CBLOCK == 0);
    while (has_sixteen && pieces.size() >= worth_sixteen) {
        const std::size_t count = std::min(pieces.size(), detail::lanes_sixteen);
        std::array<SHA256_CTX, detail::lanes_sixteen> contexts;
        std::array<detail::ShaLane, detail::lanes_sixteen> lanes;
        for (std::size_t index = 0; index < count; ++index) {
            std::memcpy(&contexts[index], pieces[index].hash->state_.data(), state_size);
            SPARK_ASSERT(contexts[index].num == 0);
            lanes[index] = {contexts[index].h, reinterpret_cast<const unsigned char*>(pieces[index].bytes)};
        }
        detail::compress_sixteen(std::span(lanes).first(count), size / SHA256_CBLOCK);
        for (std::size_t index = 0; index < count; ++index) {
            count_bytes(contexts[index], size);
            std::memcpy(pieces[index].hash->state_.data(), &contexts[index], state_size);
        }
        pieces = pieces.subspan(count);
    }
    for (; pieces.size() >= 2; pieces = pieces.subspan(2))
        update_two(*pieces[0].hash, {pieces[0].bytes, size}, *pieces[1].hash, {pieces[1].bytes, size});
    for (const Piece& piece : pieces) piece.hash->update({piece.bytes, size});
}

Sha256& Sha256::update(std::string_view text) { return update(std::as_bytes(std::span(text))); }

Sha256Digest Sha256::finish() const {
    SHA256_CTX context;
    std::memcpy(&context, state_.data(), sizeof context);
    Sha256Digest digest;
    SHA256_Final(digest.bytes.data(), &context);
    return digest;
}

Sha256Digest sha256(std::span<const std::byte> bytes) { return Sha256().update(bytes).finish(); }
Sha256Digest sha256(std::string_view text) { return Sha256().update(text).finish(); }
std::string sha256_hex(std::span<const std::byte> bytes) { return sha256(bytes).hex(); }
std::string sha256_hex(std::string_view text) { return sha256(text).hex(); }

}  // namespace spark::crypto
