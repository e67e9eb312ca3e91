#include "app/server/admin_token.hpp"

#include <fmt/format.h>

#include "foundation/base/files.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/crypto/constant_time.hpp"

namespace spark::server {
namespace {

constexpr std::size_t token_bytes_least = 8;
constexpr std::size_t token_bytes_most = 256;
constexpr std::string_view variable_name = "SPARK_ADMIN_TOKEN";
constexpr std::string_view file_name = "admin_token.sha256";

/// 256 bits of the kernel's own randomness.
std::string random_token() {
    std::string token = "adm_";
    for (int word = 0; word < 4; ++word) token += fmt::format("{:016x}", seed_from_system());
    return token;
}

}  // namespace

Result<AdminToken> AdminToken::settle(const verbs::Context& context, const std::filesystem::path& folder) {
    AdminToken token;
    const auto variable = context.environment.find(std::string(variable_name));
    if (variable != context.environment.end() && !variable->second.empty()) {
        const std::size_t size = variable->second.size();
        if (size < token_bytes_least || size > token_bytes_most)
            return fail(Fault::invalid_input,
                        fmt::format("found {} bytes, allowed {} to {}", size, token_bytes_least, token_bytes_most),
                        std::string(variable_name));
        token.digest_ = crypto::sha256(variable->second);
        token.source_ = variable_name;
        return token;
    }
    const std::filesystem::path path = folder / file_name;
    const auto kept = read_file(path, 1'024);
    if (kept) {
        const auto digest = crypto::Sha256Digest::parse(std::string_view(*kept).substr(0, kept->find('\n')));
        if (!digest)
            return fail(Fault::corrupt, "found no SHA-256 of a token", path.string(),
                        "remove the file; the next start makes a new token");
        token.digest_ = *digest;
        token.source_ = "kept";
        return token;
    }
    if (kept.error().fault != Fault::not_found) return fail(kept.error());
    token.fresh_ = random_token();
    token.digest_ = crypto::sha256(*token.fresh_);
    token.source_ = "new";
    SPARK_TRY(create_file_exclusive(path, token.digest_.hex() + "\n"));
    return token;
}

bool AdminToken::is_right(std::string_view token) const {
    return crypto::equal_in_constant_time(crypto::sha256(token), digest_);
}

}  // namespace spark::server
