#include "adapters/store/checkpoint_key.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "adapters/store/detail/append_file.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/unfinished_file.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/crypto/wipe.hpp"

namespace spark::store {
namespace {

constexpr std::size_t key_file_bytes_max = 256;

std::string_view without_feed(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

}  // namespace

Result<crypto::Ed25519Secret> make_checkpoint_key(const std::filesystem::path& folder) {
    const crypto::Ed25519Secret secret = crypto::make_ed25519_secret();
    const std::filesystem::path path = folder / checkpoint_key_name;
    SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
    if (::fchmod(file.descriptor(), 0600) != 0) return fail(file_error("protect", path, errno));
    // A seed has the size of a digest, and the same text.
    std::string text = crypto::Sha256Digest{.bytes = secret.bytes()}.hex() + '\n';
    auto written = file.write(text);
    crypto::wipe(text);
    SPARK_TRY(written);
    SPARK_TRY(file.publish(path, UnfinishedFile::WhenThere::refuse));
    SPARK_TRY(replace_file(folder / checkpoint_public_key_name, crypto::ed25519_public_key(secret).hex() + '\n'));
    return secret;
}

Result<crypto::Ed25519Secret> read_checkpoint_key(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / checkpoint_key_name;
    SPARK_TRY(detail::check_private(path));
    SPARK_TRY(std::string text, read_file(path, key_file_bytes_max));
    auto seed = crypto::Sha256Digest::parse(without_feed(text));
    crypto::wipe(text);
    if (!seed)
        return fail(Fault::corrupt, path.string() + ": not a key of 64 hexadecimal digits", path.string(),
                    "restore it from a backup");
    const crypto::Ed25519Secret secret(seed->bytes);
    crypto::wipe(std::as_writable_bytes(std::span(seed->bytes)));
    return secret;
}

Result<crypto::Ed25519PublicKey> read_public_key(const std::filesystem::path& path) {
    SPARK_TRY(const std::string text, read_file(path, key_file_bytes_max));
    auto key = crypto::Ed25519PublicKey::parse(without_feed(text));
    if (!key) {
        key.error().place = path.string();
        return fail(std::move(key).error());
    }
    return *key;
}

}  // namespace spark::store
