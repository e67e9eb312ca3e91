#pragma once

#include <string>
#include <string_view>

#include "foundation/wire/gzip.hpp"

namespace spark::wire::testing {

/// One gzip member holding `text`. For tests of readers.
inline std::string gzipped(std::string_view text) { return gzip_bytes(text); }

}  // namespace spark::wire::testing
