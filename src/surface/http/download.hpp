#pragma once

#include <string>
#include <string_view>

#include "foundation/net/message.hpp"

namespace spark::http {

/// `Content-Disposition: attachment` (RFC 6266): a plain ASCII name for everybody, and, where that is not all of it,
/// the name itself as UTF-8 behind `filename*`. Line ends, quotes, slashes and control characters never get through.
net::Header attachment_header(std::string_view file_name);

}  // namespace spark::http
