#include "adapters/intake/detail/line_blocks.hpp"

#include <cstring>
#include <span>
#include <string>

namespace spark::intake::detail {

LineBlocks::LineBlocks(wire::ByteSource& source, std::size_t line_bytes_max, std::size_t chunk_bytes)
    : source_(source), line_bytes_max_(line_bytes_max), buffer_(line_bytes_max + chunk_bytes + 1 + block_padding) {}

Result<std::optional<std::string_view>> LineBlocks::next() {
    used_ -= given_;
    std::memmove(buffer_.data(), buffer_.data() + given_, used_);
    given_ = 0;
    const std::size_t room = buffer_.size() - block_padding - 1;  // one byte for the line feed that the last line may lack
    std::size_t searched = 0;
    while (!ended_) {
        SPARK_TRY(const std::size_t count, source_.read(std::span<char>(buffer_).subspan(used_, room - used_)));
        ended_ = count == 0;
        used_ += count;
        if (ended_ && used_ > 0 && buffer_[used_ - 1] != '\n') buffer_[used_++] = '\n';
        const void* feed = ::memrchr(buffer_.data() + searched, '\n', used_ - searched);
        if (feed != nullptr) {
            given_ = static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) + 1;
            return std::string_view(buffer_.data(), given_);
        }
        searched = used_;
        if (used_ > line_bytes_max_) {
            return fail(Fault::invalid_input, "the line is longer than " + std::to_string(line_bytes_max_) + " bytes", {},
                        "raise ingest.line_bytes_max if the file is right");
        }
    }
    return std::nullopt;
}

}  // namespace spark::intake::detail
