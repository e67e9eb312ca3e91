#include "foundation/net/detail/request_reader.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <utility>

#include "foundation/base/assert.hpp"

namespace spark::net::detail {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::size_t last_chunk_bytes_least = std::string_view("0\r\n\r\n").size();

Refusal refusal_of(const boost::system::error_code& error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return {.status = 431, .what = "the header is too long"};
    if (error == http::error::body_limit) return {.status = 413, .what = "the body is too long"};
    if (error == http::error::bad_version) return {.status = 505, .what = "the version is not HTTP/1.1 or HTTP/1.0"};
    if (error == http::error::bad_transfer_encoding || error == http::error::multiple_content_length)
        return {.status = 400, .what = "the header says more than one length"};
    if (error == http::error::bad_content_length) return {.status = 400, .what = "the Content-Length is no number"};
    if (error == http::error::bad_method) return {.status = 400, .what = "the method is no token"};
    if (error == http::error::bad_target) return {.status = 400, .what = "the target holds a byte no target may hold"};
    if (error == http::error::bad_chunk || error == http::error::bad_chunk_extension)
        return {.status = 400, .what = "a chunk of the body is malformed"};
    return {.status = 400, .what = "the request is malformed"};
}

std::string_view last_coding(std::string_view encoding) {
    encoding.remove_prefix(encoding.find_last_of(',') + 1);  // 0 where there is none
    encoding.remove_prefix(std::min(encoding.find_first_not_of(" \t"), encoding.size()));
    return encoding.substr(0, encoding.find_last_not_of(" \t") + 1);
}

}  // namespace

struct RequestReader::Parser {
    using Beast = http::request_parser<http::string_body>;
    std::optional<Beast> beast;

    void begin(const ReaderLimits& limits) {
        beast.emplace();
        beast->eager(false);  // not past the header before that is checked
        // The reader has counted the header by then; chunk lines and trailers are bounded here.
        beast->header_limit(static_cast<std::uint32_t>(limits.header_bytes_max + 1));
        beast->body_limit(boost::none);  // as the header says, once it is read
    }
};

RequestReader::RequestReader(ReaderLimits limits) : limits_(std::move(limits)), parser_(std::make_unique<Parser>()) {
    parser_->begin(limits_);
}
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;
RequestReader::~RequestReader() = default;

void RequestReader::refuse(int status, std::string_view what) {
    state_ = State::refused;
    refusal_ = {.status = status, .what = what};
}

void RequestReader::check_header() {
    const auto& message = parser_->beast->get();
    const auto count = [&](http::field name) {
        const auto range = message.equal_range(name);
        return std::distance(range.first, range.second);
    };
    const auto encodings = count(http::field::transfer_encoding);
    const auto lengths = count(http::field::content_length);
    if (encodings > 1 || lengths > 1 || encodings + lengths > 1)
        return refuse(400, "the header says more than one length");
    if (encodings == 1) {
        if (message.version() < 11) return refuse(400, "HTTP/1.0 knows no Transfer-Encoding");
        const std::string_view encoding = message[http::field::transfer_encoding];
        // RFC 9112, 6.3: where chunked is not the last coding, nobody knows where the body ends.
        if (!same_name(last_coding(encoding), "chunked"))
            return refuse(400, "the last Transfer-Encoding is not chunked");
        if (!same_name(encoding, "chunked")) return refuse(501, "the Transfer-Encoding is more than chunked");
        is_chunked_ = true;
    }
    if (lengths == 1 && message[http::field::content_length].find_first_not_of("0123456789") != std::string_view::npos)
        return refuse(400, "the Content-Length is no number");
    knows_chunks_ = message.version() >= 11;
    const auto hosts = count(http::field::host);
    if (hosts > 1 || (hosts == 0 && message.version() >= 11)) return refuse(400, "the header must name one Host");
    const auto expect = message.find(http::field::expect);
    if (expect != message.end()) {
        if (!same_name(expect->value(), "100-continue")) return refuse(400, "the Expect is not 100-continue");
        expects_continue_ = message.version() >= 11;
    }
    // Taken now: the parser adds the trailers of a chunked body to the same fields, and nobody may be believed there.
    request_ = {};
    request_.method = std::string(message.method_string());
    request_.target = std::string(message.target());
    for (const auto& field : message)
        request_.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    if (!is_chunked_ && body_bytes_announced() == 0) return parser_->beast->eager(true);
    const std::size_t body_bytes_max = limits_.body_limit ? limits_.body_limit(request_) : limits_.body_bytes_max;
    if (body_bytes_announced() > body_bytes_max) return refuse(413, "the body is too long");
    parser_->beast->body_limit(body_bytes_max);
    parser_->beast->eager(true);
}

std::size_t RequestReader::body_bytes() const { return parser_->beast->get().body().size(); }

std::size_t RequestReader::body_bytes_announced() const {
    const auto length = parser_->beast->content_length();
    return length ? static_cast<std::size_t>(*length) : 0;
}

/// True when the whole header is there. Before the parser sees a byte of it, every line end is looked at: what other
/// readers forgive (bare ends, folded lines, control characters), they do not all read alike (RFC 9112, 2.2 and 5.2).
bool RequestReader::has_whole_header(std::string_view bytes) {
    const auto at = [&](std::size_t back) { return scanned_ >= back ? bytes[scanned_ - back] : '\0'; };
    for (; scanned_ < bytes.size(); ++scanned_) {
        const char c = bytes[scanned_];
        if (scanned_ == limits_.header_bytes_max) return refuse(431, "the header is too long"), false;
        if ((at(1) == '\r') != (c == '\n')) return refuse(400, "a header line does not end in CR LF"), false;
        const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        if (is_control && c != '\r' && c != '\n' && c != '\t')
            return refuse(400, "the header holds a control character"), false;
        if (at(1) == '\n' && (c == ' ' || c == '\t')) return refuse(400, "a header line is folded"), false;
        if (c == '\n' && at(2) == '\n') return ++scanned_, true;
    }
    return false;
}

std::size_t RequestReader::feed(std::string_view bytes) {
    if (state_ == State::complete || state_ == State::refused || bytes.empty()) return 0;
    if (state_ == State::header && !has_whole_header(bytes)) return 0;
    // The parser takes the last chunk with its trailers in one piece, and stops the process (an assertion of its own)
    // when it is asked about fewer bytes twice. Every chunked body has at least so many left until its very end.
    if (state_ == State::body && is_chunked_ && bytes.size() < last_chunk_bytes_least) return 0;
    auto& beast = *parser_->beast;
    boost::system::error_code error;
    const std::size_t used = beast.put(asio::const_buffer(bytes.data(), bytes.size()), error);
    if (error && error != http::error::need_more) {
        refusal_ = refusal_of(error);
        state_ = State::refused;
        return used;
    }
    if (state_ == State::header) {
        state_ = State::body;
        if (beast.is_header_done())
            check_header();
        else
            refuse(400, "the request is malformed");
        if (state_ == State::refused) return used;
    }
    if (beast.is_done()) {
        state_ = State::complete;
        keeps_alive_ = beast.keep_alive();
    }
    return used;
}

Request RequestReader::take() {
    SPARK_ASSERT(state_ == State::complete);
    Request request = std::exchange(request_, {});
    request.body = std::move(parser_->beast->get().body());
    parser_->begin(limits_);
    state_ = State::header;
    scanned_ = 0;
    is_chunked_ = false;
    expects_continue_ = false;
    return request;
}

}  // namespace spark::net::detail
