#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::net {

/// An address of the web, as far as a client here follows one: http or https, no user, no fragment.
struct Url {
    bool is_https = false;
    std::string host;  ///< Lower case; an IPv6 address without its brackets.
    std::uint16_t port = 80;
    std::string target = "/";  ///< Path and query, as written.

    /// What the Host header says: the port only where it is not the scheme's own.
    std::string authority() const;
    bool operator==(const Url&) const = default;
};

/// "https://example.org:8443/path?query". Errors: invalid_input, saying what was found; names and passwords before an
/// `@` are refused (they would end up in logs), and so is every byte that has no place in an address.
Result<Url> parse_url(std::string_view text);

}  // namespace spark::net
