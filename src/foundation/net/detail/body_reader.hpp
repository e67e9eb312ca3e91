#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/net/message.hpp"

namespace spark::net::detail {

/// Takes the framing off an answer's body, bytes in, bytes out; waits for nothing.
class BodyReader {
  public:
    /// How the header of the answer to a request by `method` says the body ends. Errors: corrupt when it says two
    /// things, or something nobody here understands.
    static Result<BodyReader> open(const Response& head, std::string_view method);

    /// Takes what it can of `bytes` (and shortens it by that) and appends what is body to `out`. Errors: corrupt.
    Result<void> feed(std::string_view& bytes, std::string& out);
    /// The peer has ended its side. Errors: corrupt when the body is not whole.
    bool is_whole_at_end() const { return is_complete() || way_ == Way::connection_end; }
    bool is_complete() const { return is_complete_; }
    /// Another answer can follow on the connection.
    bool leaves_connection() const { return way_ != Way::connection_end; }

  private:
    enum class Way : std::uint8_t { length, chunks, connection_end };
    enum class Part : std::uint8_t { size_line, data, data_end, trailer };

    Result<void> feed_chunks(std::string_view& bytes, std::string& out);
    Result<bool> take_line(std::string_view& bytes);
    Result<void> end_line();

    Way way_ = Way::length;
    Part part_ = Part::size_line;
    std::uint64_t left_ = 0;  ///< Of the body, or of the chunk.
    std::string line_;
    std::size_t trailer_bytes_ = 0;
    bool is_complete_ = false;
};

}  // namespace spark::net::detail
