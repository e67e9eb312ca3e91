#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::remote {

/// An API key that `spark login` made: of which server, and which one.
struct Credential {
    std::string server;  ///< As ServerAddress::text.
    std::string user;
    std::string key_id;
    std::string secret;
};

/// `$XDG_CONFIG_HOME/spark/credentials.json`, else `$HOME/.config/…`; nothing where neither is set.
std::optional<std::filesystem::path> credentials_path(const std::map<std::string, std::string>& environment);

/// The credential kept for this server. A file that is absent has none. Errors: as read_secret_file; corrupt.
Result<std::optional<Credential>> find_credential(const std::filesystem::path& path, std::string_view server);

/// Keeps it in the place of the server's earlier one; the file is whole or not changed, mode 0600.
Result<void> keep_credential(const std::filesystem::path& path, const Credential& credential);

/// Forgets the server's; nothing to forget is well.
Result<void> forget_credential(const std::filesystem::path& path, std::string_view server);

}  // namespace spark::remote
