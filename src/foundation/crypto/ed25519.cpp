#include "foundation/crypto/ed25519.hpp"

#include <openssl/evp.h>

#include <memory>

#include "foundation/base/assert.hpp"
#include "foundation/crypto/detail/hex.hpp"
#include "foundation/crypto/random.hpp"
#include "foundation/crypto/wipe.hpp"

namespace spark::crypto {
namespace {

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Key private_key(const Ed25519Secret& secret) {
    Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret.bytes().data(), secret.bytes().size()));
    SPARK_ASSERT(key != nullptr);  // Any 32 bytes are a secret.
    return key;
}

Context fresh_context() {
    Context context(EVP_MD_CTX_new());
    SPARK_ASSERT(context != nullptr);
    return context;
}

const unsigned char* data_of(std::span<const std::byte> message) {
    return reinterpret_cast<const unsigned char*>(message.data());
}

}  // namespace

Ed25519Secret::~Ed25519Secret() { wipe(std::as_writable_bytes(std::span(bytes_))); }

std::string Ed25519PublicKey::hex() const { return detail::to_hex(bytes); }

Result<Ed25519PublicKey> Ed25519PublicKey::parse(std::string_view text) {
    Ed25519PublicKey key;
    SPARK_TRY(detail::from_hex(text, key.bytes, "an Ed25519 key"));
    return key;
}

std::string Ed25519Signature::hex() const { return detail::to_hex(bytes); }

Result<Ed25519Signature> Ed25519Signature::parse(std::string_view text) {
    Ed25519Signature signature;
    SPARK_TRY(detail::from_hex(text, signature.bytes, "an Ed25519 signature"));
    return signature;
}

Ed25519Secret make_ed25519_secret() {
    std::array<std::uint8_t, Ed25519Secret::size> bytes{};
    random_bytes(std::as_writable_bytes(std::span(bytes)));
    const Ed25519Secret secret(bytes);
    wipe(std::as_writable_bytes(std::span(bytes)));
    return secret;
}

Ed25519PublicKey ed25519_public_key(const Ed25519Secret& secret) {
    const Key key = private_key(secret);
    Ed25519PublicKey public_key;
    std::size_t size = public_key.bytes.size();
    SPARK_ASSERT(EVP_PKEY_get_raw_public_key(key.get(), public_key.bytes.data(), &size) == 1);
    SPARK_ASSERT(size == Ed25519PublicKey::size);
    return public_key;
}

Ed25519Signature ed25519_sign(const Ed25519Secret& secret, std::span<const std::byte> message) {
    const Key key = private_key(secret);
    const Context context = fresh_context();
    SPARK_ASSERT(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
    Ed25519Signature signature;
    std::size_t size = signature.bytes.size();
    SPARK_ASSERT(EVP_DigestSign(context.get(), signature.bytes.data(), &size, data_of(message), message.size()) == 1);
    SPARK_ASSERT(size == Ed25519Signature::size);
    return signature;
}

Ed25519Signature ed25519_sign(const Ed25519Secret& secret, std::string_view message) {
    return ed25519_sign(secret, std::as_bytes(std::span(message)));
}

bool ed25519_verify(const Ed25519PublicKey& key, std::span<const std::byte> message,
                    const Ed25519Signature& signature) {
    const Key public_key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()));
    if (public_key == nullptr) return false;
    const Context context = fresh_context();
    if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) != 1) return false;
    return EVP_DigestVerify(context.get(), signature.bytes.data(), signature.bytes.size(), data_of(message),
                            message.size()) == 1;
}

bool ed25519_verify(const Ed25519PublicKey& key, std::string_view message, const Ed25519Signature& signature) {
    return ed25519_verify(key, std::as_bytes(std::span(message)), signature);
}

}  // namespace spark::crypto
