#include "adapters/database/detail/store_url.hpp"

#include "foundation/base/shown_text.hpp"

namespace spark::database::detail {
namespace {

constexpr std::string_view sqlite_prefix = "sqlite:";

std::unexpected<Error> refuse(std::string_view what) {
    return fail(Fault::invalid_input,
                "found " + std::string(what) + ", allowed sqlite:PATH or postgresql://user@host:port/name",
                "store.url");
}

}  // namespace

Result<StoreUrl> parse_store_url(std::string_view url) {
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return StoreUrl{.engine = Engine::postgresql, .sqlite_path = {}, .text = std::string(url)};
    if (url.starts_with(sqlite_prefix)) url.remove_prefix(sqlite_prefix.size());
    if (url.find('\0') != std::string_view::npos) return refuse("a zero byte in the path");
    // The scheme alone is told: what follows may hold a password.
    if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos)
        return refuse("'" + shown(url.substr(0, scheme)) + "://'");
    if (url.empty() || url.starts_with(':') || url.starts_with("file:") || url.ends_with('/'))
        return refuse("'" + shown(url) + "'");
    return StoreUrl{.engine = Engine::sqlite, .sqlite_path = std::filesystem::path(url), .text = {}};
}

}  // namespace spark::database::detail
