#pragma once

#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/config/settings_reader.hpp"
#include "foundation/net/server.hpp"

namespace spark::server {

/// The ports of the roles named, parted by commas. Errors: invalid_input for a role there is not.
Result<std::vector<net::Listener>> listeners_of_role(std::string_view roles);

/// `api=4010` or `all=0`. Errors: invalid_input.
Result<void> set_port(std::string_view text, std::vector<net::Listener>& listeners);

/// The certificate of `server.tls_certificate` and `server.tls_key` for every port, where both are set. Errors:
/// invalid_input when only one is.
Result<void> set_tls(const config::Settings& settings, std::vector<net::Listener>& listeners);

}  // namespace spark::server
