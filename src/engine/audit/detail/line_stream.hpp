#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/audit/verify_log.hpp"
#include "foundation/base/result.hpp"

namespace spark::audit::detail {

/// The lines of one file, read piece by piece. One thread; the reader outlives it.
class LineStream {
  public:
    /// A line longer than `line_bytes_max` is given out in part, which no check takes for a line.
    LineStream(const LogReader& reader, std::string name, std::size_t line_bytes_max);

    /// The next line without its line feed, valid until the next call; none at the end of the file.
    Result<std::optional<std::string_view>> next();

    /// Lines given out so far: the number of the last one.
    std::uint64_t line_count() const { return line_count_; }
    /// At the end: bytes after the last line feed.
    std::size_t torn_size() const { return torn_size_; }

  private:
    Result<bool> fill();

    const LogReader& reader_;
    std::string name_;
    std::size_t line_bytes_max_;
    std::string buffer_{};
    std::size_t begin_ = 0;
    std::uint64_t offset_ = 0;
    std::uint64_t line_count_ = 0;
    std::size_t torn_size_ = 0;
};

}  // namespace spark::audit::detail
