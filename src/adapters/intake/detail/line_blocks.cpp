#include "adapters/intake/detail/line_blocks.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <string>

namespace spark::intake::detail {

LineBlocks::LineBlocks(wire::ByteSource& source, std::size_t line_bytes_max, std::size_t chunk_bytes)
    : source_(source), line_bytes_max_(line_bytes_max), room_(line_bytes_max + chunk_bytes + 1) {
    // A small plain file fits whole. Never less than a line that is too long: what the size says need not be what is
    // read.
    if (!source.is_gzip() && source.raw_bytes_all()) {
        room_ =
            static_cast<std::size_t>(std::clamp<std::uint64_t>(*source.raw_bytes_all() + 2, line_bytes_max + 2, room_));
    }
    buffer_ = std::make_unique_for_overwrite<char[]>(room_ + block_padding);
    std::memset(buffer_.get() + room_, 0, block_padding);
}

Result<std::optional<std::string_view>> LineBlocks::next() {
    used_ -= given_;
    std::memmove(buffer_.get(), buffer_.get() + given_, used_);
    given_ = 0;
    const std::size_t room = room_ - 1;
    std::size_t searched = 0;
    while (!ended_) {
        SPARK_TRY(const std::size_t count, source_.read(std::span<char>(buffer_.get() + used_, room - used_)));
        ended_ = count == 0;
        used_ += count;
        if (ended_ && used_ > 0 && buffer_[used_ - 1] != '\n') buffer_[used_++] = '\n';
        const void* feed = ::memrchr(buffer_.get() + searched, '\n', used_ - searched);
        if (feed != nullptr) {
            given_ = static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.get()) + 1;
            return std::string_view(buffer_.get(), given_);
        }
        searched = used_;
        if (used_ > line_bytes_max_) {
            return fail(Fault::invalid_input, "the line is longer than " + std::to_string(line_bytes_max_) + " bytes",
                        {}, "raise ingest.line_bytes_max if the file is right");
        }
    }
    return std::nullopt;
}

}  // namespace spark::intake::detail
