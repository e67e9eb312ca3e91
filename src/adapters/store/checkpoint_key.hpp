#pragma once

#include <filesystem>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/crypto/ed25519.hpp"

namespace spark::store {

inline constexpr std::string_view checkpoint_key_name = "checkpoint.key";  ///< The secret; 0600.
inline constexpr std::string_view checkpoint_public_key_name = "checkpoint.pub";

/// Makes the key of an audit folder: the secret, then the public half beside it for whoever verifies. Errors: conflict
/// when there is one; others as in files.hpp.
Result<crypto::Ed25519Secret> make_checkpoint_key(const std::filesystem::path& folder);

/// Errors: not_found; denied when the file is not this user's alone; corrupt when it holds no key.
Result<crypto::Ed25519Secret> read_checkpoint_key(const std::filesystem::path& folder);

/// A public key file: 64 hexadecimal digits. Errors: not_found; invalid_input when it holds no key.
Result<crypto::Ed25519PublicKey> read_public_key(const std::filesystem::path& path);

}  // namespace spark::store
