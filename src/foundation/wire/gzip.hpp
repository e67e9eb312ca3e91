#pragma once

#include <string>
#include <string_view>

namespace spark::wire {

/// One gzip member of these bytes: the same bytes and level always give the same ones (no time, no name inside).
/// `level`: 1 (fast) to 9 (small), asserted. Read back by ByteSource.
std::string gzip_bytes(std::string_view bytes, int level = 6);

}  // namespace spark::wire
