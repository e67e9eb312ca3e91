#include "foundation/crypto/hmac.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <string>

#include "foundation/base/assert.hpp"

namespace spark::crypto {
namespace {

struct FreeMac {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
};
struct FreeContext {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

const unsigned char* data_of(std::span<const std::byte> bytes) {
    // An empty key has to be an address all the same: without one OpenSSL takes the call for "the key as before".
    static constexpr unsigned char nothing = 0;
    return bytes.empty() ? &nothing : reinterpret_cast<const unsigned char*>(bytes.data());
}

void hmac(std::string hash, std::span<const std::byte> key, std::span<const std::byte> message,
          std::span<std::uint8_t> tag) {
    // Looked up once: the look-up costs more than the sum. OpenSSL's fetched methods may be used by several threads.
    static const std::unique_ptr<EVP_MAC, FreeMac> method(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    SPARK_ASSERT(method != nullptr);
    const std::unique_ptr<EVP_MAC_CTX, FreeContext> context(EVP_MAC_CTX_new(method.get()));
    SPARK_ASSERT(context != nullptr);
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, hash.data(), hash.size()), OSSL_PARAM_construct_end()};
    SPARK_ASSERT(EVP_MAC_init(context.get(), data_of(key), key.size(), parameters.data()) == 1);
    SPARK_ASSERT(EVP_MAC_update(context.get(), data_of(message), message.size()) == 1);
    std::size_t size = 0;
    SPARK_ASSERT(EVP_MAC_final(context.get(), tag.data(), &size, tag.size()) == 1);
    SPARK_ASSERT(size == tag.size());
}

}  // namespace

Sha256Digest hmac_sha256(std::span<const std::byte> key, std::span<const std::byte> message) {
    Sha256Digest tag;
    hmac("SHA256", key, message, tag.bytes);
    return tag;
}

Sha256Digest hmac_sha256(std::string_view key, std::string_view message) {
    return hmac_sha256(std::as_bytes(std::span(key)), std::as_bytes(std::span(message)));
}

HmacSha1Tag hmac_sha1(std::span<const std::byte> key, std::span<const std::byte> message) {
    HmacSha1Tag tag;
    hmac("SHA1", key, message, tag.bytes);
    return tag;
}

}  // namespace spark::crypto
