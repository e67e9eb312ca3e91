#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::server {

/// What `x-admin-token` must be. Only its SHA-256 is kept: in memory, and below the data folder when it was made here.
class AdminToken {
  public:
    /// SPARK_ADMIN_TOKEN when it is set; else the one whose digest lies at `folder`/admin_token.sha256; else a new one
    /// of 256 random bits, its digest saved there first. Errors: corrupt when the file holds no digest; invalid_input
    /// for a variable of fewer than 8 or more than 256 bytes; those of the file.
    static Result<AdminToken> settle(const verbs::Context& context, const std::filesystem::path& folder);

    /// In a time that does not tell how much of it is right. Any thread.
    bool is_right(std::string_view token) const;

    /// The token in words, where it was made just now: to be said once, it is not kept.
    const std::optional<std::string>& fresh() const { return fresh_; }
    std::string_view source() const { return source_; }  ///< "SPARK_ADMIN_TOKEN", "new" or "kept", for people.

  private:
    crypto::Sha256Digest digest_{};
    std::optional<std::string> fresh_;
    std::string_view source_;
};

}  // namespace spark::server
