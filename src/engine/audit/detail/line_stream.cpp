#include "engine/audit/detail/line_stream.hpp"

#include <utility>

namespace spark::audit::detail {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20U;

}  // namespace

LineStream::LineStream(const LogReader& reader, std::string name, std::size_t line_bytes_max)
    : reader_(reader), name_(std::move(name)), line_bytes_max_(line_bytes_max) {}

Result<std::optional<std::string_view>> LineStream::next() {
    std::size_t searched = begin_;
    while (true) {
        const std::size_t feed = buffer_.find('\n', searched);
        if (feed != std::string::npos) {
            const std::string_view line = std::string_view(buffer_).substr(begin_, feed - begin_);
            begin_ = feed + 1;
            ++line_count_;
            return std::optional(line);
        }
        if (buffer_.size() - begin_ > line_bytes_max_) {
            const std::string_view part = std::string_view(buffer_).substr(begin_, line_bytes_max_ + 1);
            begin_ += part.size();
            ++line_count_;
            return std::optional(part);
        }
        searched = buffer_.size() - begin_;
        SPARK_TRY(const bool is_more, fill());
        if (is_more) continue;
        torn_size_ = buffer_.size() - begin_;
        return std::optional<std::string_view>{};
    }
}

Result<bool> LineStream::fill() {
    SPARK_TRY(const std::string piece, reader_.read(name_, offset_, piece_bytes));
    buffer_.erase(0, begin_);
    begin_ = 0;
    offset_ += piece.size();
    buffer_ += piece;
    return !piece.empty();
}

}  // namespace spark::audit::detail
