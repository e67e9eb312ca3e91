#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::wire {

/// Bounds of a source from outside. `gzip_output_setting` is the name the message gives to the limit.
struct ByteSourceLimits {
    std::uint64_t gzip_output_bytes_max = std::uint64_t{64} << 30U;
    std::string gzip_output_setting = "gzip_output_bytes_max";
};

/// The bytes of a file, plain or gzip (told by the first two bytes), as a stream. Memory is bounded whatever the file
/// holds. Concatenated gzip members are one stream; checksums and lengths are checked; bytes after the last member are
/// refused. Owned by one reader, one thread.
class ByteSource {
  public:
    /// Sees every byte of the file as it is stored (compressed ones compressed), in order, once. For hashing.
    using RawBytes = std::function<void(std::span<const char>)>;

    /// Errors: not_found; denied; invalid_input for a folder or an archive of another kind; unavailable when the device
    /// refuses.
    static Result<ByteSource> open(const std::string& path, const ByteSourceLimits& limits = {}, RawBytes on_raw = {});

    /// The same over bytes in memory, which outlive the source. `name` stands for the path in messages.
    static Result<ByteSource> of_memory(std::string_view bytes, std::string name, const ByteSourceLimits& limits = {},
                                        RawBytes on_raw = {});

    ByteSource(ByteSource&&) noexcept;
    ByteSource& operator=(ByteSource&&) noexcept;
    ~ByteSource();

    /// Fills the front of `into` and says how many bytes; 0 is the end. Errors: invalid_input when the gzip stream is
    /// cut off, damaged, followed by other bytes or longer than the limit; unavailable when the device refuses. After
    /// an error the source is spent.
    Result<std::size_t> read(std::span<char> into);

    bool is_gzip() const;
    std::uint64_t raw_bytes_read() const;                ///< Bytes of the file so far, compressed ones compressed.
    std::optional<std::uint64_t> raw_bytes_all() const;  ///< The file's size; none for pipes.

  private:
    struct State;
    explicit ByteSource(std::unique_ptr<State> state);
    static Result<ByteSource> started(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace spark::wire
