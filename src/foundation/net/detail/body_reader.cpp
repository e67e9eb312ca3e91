#include "foundation/net/detail/body_reader.hpp"

#include <algorithm>
#include <charconv>

namespace spark::net::detail {
namespace {

constexpr std::size_t line_bytes_max = 4'096;
constexpr std::size_t trailer_bytes_max = 16U << 10U;

std::unexpected<Error> no_http(std::string what) { return fail(Fault::corrupt, "the answer is no HTTP: " + what); }

template <class Number>
bool reads_whole(std::string_view text, int base, Number& number) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

}  // namespace

Result<BodyReader> BodyReader::open(const Response& head, std::string_view method) {
    BodyReader reader;
    const std::string* length = nullptr;
    const std::string* encoding = nullptr;
    for (const Header& header : head.headers) {
        if (same_name(header.name, "content-length")) {
            if (length != nullptr && *length != header.value) return no_http("two lengths");
            length = &header.value;
        }
        if (same_name(header.name, "transfer-encoding")) {
            if (encoding != nullptr) return no_http("two encodings");
            encoding = &header.value;
        }
    }
    if (method == "HEAD" || head.status < 200 || head.status == 204 || head.status == 304) {
        reader.is_complete_ = true;
    } else if (encoding != nullptr) {
        if (length != nullptr || !same_name(*encoding, "chunked")) return no_http("an encoding that is not chunked");
        reader.way_ = Way::chunks;
    } else if (length != nullptr) {
        if (!reads_whole(*length, 10, reader.left_)) return no_http("a length that is no number");
        reader.is_complete_ = reader.left_ == 0;
    } else {
        reader.way_ = Way::connection_end;
    }
    return reader;
}

Result<void> BodyReader::feed(std::string_view& bytes, std::string& out) {
    if (is_complete_) return {};
    if (way_ == Way::chunks) return feed_chunks(bytes, out);
    const std::size_t count = way_ == Way::length ? std::min<std::uint64_t>(left_, bytes.size()) : bytes.size();
    out += bytes.substr(0, count);
    bytes.remove_prefix(count);
    if (way_ == Way::length) left_ -= count;
    is_complete_ = way_ == Way::length && left_ == 0;
    return {};
}

/// True when the line is whole; it is then in line_, without its end.
Result<bool> BodyReader::take_line(std::string_view& bytes) {
    const std::size_t end = bytes.find('\n');
    const std::size_t count = end == bytes.npos ? bytes.size() : end + 1;
    line_ += bytes.substr(0, count);
    bytes.remove_prefix(count);
    if (line_.size() > line_bytes_max) return no_http("a line of a chunk that is too long");
    if (end == bytes.npos) return false;
    if (!line_.ends_with("\r\n")) return no_http("a line of a chunk that does not end in CR LF");
    line_.resize(line_.size() - 2);
    return true;
}

Result<void> BodyReader::end_line() {
    if (part_ == Part::data_end && !line_.empty()) return no_http("a chunk longer than it says");
    if (part_ == Part::data_end) {
        part_ = Part::size_line;
    } else if (part_ == Part::size_line) {
        const std::string_view digits = std::string_view(line_).substr(0, line_.find_first_of("; \t"));
        if (!reads_whole(digits, 16, left_)) return no_http("a chunk whose size is no number");
        part_ = left_ == 0 ? Part::trailer : Part::data;
    } else {
        trailer_bytes_ += line_.size();
        if (trailer_bytes_ > trailer_bytes_max) return no_http("trailers that are too long");
        is_complete_ = line_.empty();
    }
    line_.clear();
    return {};
}

Result<void> BodyReader::feed_chunks(std::string_view& bytes, std::string& out) {
    while (!bytes.empty() && !is_complete_) {
        if (part_ == Part::data) {
            const std::size_t count = std::min<std::uint64_t>(left_, bytes.size());
            out += bytes.substr(0, count);
            bytes.remove_prefix(count);
            left_ -= count;
            if (left_ == 0) part_ = Part::data_end;
            continue;
        }
        SPARK_TRY(const bool is_whole, take_line(bytes));
        if (!is_whole) break;
        SPARK_TRY(end_line());
    }
    return {};
}

}  // namespace spark::net::detail
