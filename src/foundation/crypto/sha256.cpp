// OpenSSL's one-shot functions of before EVP: the same code (SHA-NI where the processor has it) without the
// millisecond that the first use of EVP spends on its tables of providers. They are marked deprecated since 3.0.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "foundation/crypto/sha256.hpp"

#include <openssl/sha.h>

#include <cstring>
#include <type_traits>

namespace spark::crypto {
namespace {

static_assert(std::is_trivially_copyable_v<SHA256_CTX>);
static_assert(Sha256Digest::size == SHA256_DIGEST_LENGTH);

constexpr std::string_view hex_digits = "0123456789abcdef";

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

}  // namespace

std::string Sha256Digest::hex() const {
    std::string text;
    text.reserve(2 * size);
    for (const std::uint8_t byte : bytes) {
        text += hex_digits[byte >> 4U];
        text += hex_digits[byte & 15U];
    }
    return text;
}

Result<Sha256Digest> Sha256Digest::parse(std::string_view text) {
    if (text.size() != 2 * size) {
        return fail(Fault::invalid_input,
                    "found " + std::to_string(text.size()) + " characters, a SHA-256 has 64 hexadecimal digits");
    }
    Sha256Digest digest;
    for (std::size_t index = 0; index < size; ++index) {
        const int high = hex_value(text[2 * index]);
        const int low = hex_value(text[2 * index + 1]);
        if (high < 0 || low < 0) return fail(Fault::invalid_input, "a SHA-256 holds only hexadecimal digits");
        digest.bytes[index] = static_cast<std::uint8_t>(high * 16 + low);
    }
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
