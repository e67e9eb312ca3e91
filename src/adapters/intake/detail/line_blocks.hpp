#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/wire/byte_source.hpp"

namespace spark::intake::detail {

/// Cuts a byte source into blocks of whole lines, each line with its line feed (the last one gets one when it has
/// none). Memory: one chunk and one line, whatever the file holds. `block_padding` bytes behind every block may be
/// read, and mean nothing.
class LineBlocks {
  public:
    static constexpr std::size_t block_padding = 64;

    LineBlocks(wire::ByteSource& source, std::size_t line_bytes_max, std::size_t chunk_bytes = std::size_t{512} << 10U);

    /// The next block, never empty; none at the end. The view holds until the next call.
    /// Errors: the source's; invalid_input without place when a line is longer than the limit.
    Result<std::optional<std::string_view>> next();

  private:
    wire::ByteSource& source_;
    std::size_t line_bytes_max_;
    std::size_t room_;  ///< Bytes for text, one of them for the line feed that the last line may lack.
    std::unique_ptr<char[]> buffer_;
    std::size_t used_ = 0;   ///< Bytes in the buffer.
    std::size_t given_ = 0;  ///< Of them, those given out by the last call.
    bool ended_ = false;
};

}  // namespace spark::intake::detail
